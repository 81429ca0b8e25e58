"""Voices that were raised on paper, in a room or by telephone: counted by somebody who says where, when and how."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heard.activities.models import Channel
from heard.ground.fields import PublicId
from heard.methods.conversation.models.posts import Post
from heard.people.models import Account


class CountedSupport(models.Model):
    """So many people were with a post somewhere, who left no trace of their own. Undone, it stays and counts no more.

    `key`: of the page that it was entered on, so that the same page sent twice counts once.
    """

    public_id = PublicId()
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="counted_from")
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=12, choices=Channel)
    where = models.CharField(max_length=160)
    said_on = models.DateField()
    key = models.CharField(max_length=60, unique=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gt=0), name="somebody_was_counted"),
            models.CheckConstraint(condition=~Q(channel="web"), name="on_the_web_everyone_counts_themselves"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="a_count_is_undone_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["post", "channel", "said_on", "where"],
                condition=Q(undone_at__isnull=True),
                name="one_count_of_a_post_at_a_session",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} at {self.where}"
