"""Whom to tell by letter, telephone or text message that something became of a post. E-mails leave by themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heard.ground.fields import PublicId
from heard.methods.conversation.models.answers import OfficerReply, StatusChange
from heard.methods.conversation.models.posts import Merge, Post
from heard.people.models import Account, Voice


class Telling(models.Model):
    """One person is owed one piece of news about a post: an officer's reply, what became of an idea, or a merge.

    Says that it was told, never where to.
    """

    class Way(models.TextChoices):
        LETTER = "letter"
        PHONE = "phone"
        TEXT = "text"

    class State(models.TextChoices):
        OWED = "owed"
        TOLD = "told"
        FAILED = "failed"

    public_id = PublicId()
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tellings")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=6, choices=Way)
    reply = models.ForeignKey(OfficerReply, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    change = models.ForeignKey(StatusChange, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    owed_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State, default=State.OWED)
    settled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["post", "way"], condition=Q(state="owed"), name="conversation_telling_owed")]
        constraints = [
            models.UniqueConstraint(
                fields=["voice", "reply", "change", "merge"], name="each_is_told_each_thing_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(reply__isnull=False, change__isnull=True, merge__isnull=True)
                | Q(reply__isnull=True, change__isnull=False, merge__isnull=True)
                | Q(reply__isnull=True, change__isnull=True, merge__isnull=False),
                name="a_telling_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="owed", settled_at__isnull=True, settled_by__isnull=True)
                | Q(~Q(state="owed"), settled_at__isnull=False, settled_by__isnull=False),
                name="a_telling_is_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.state}"
