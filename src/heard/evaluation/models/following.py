"""The follow-up: people who took part are asked how it was, two to six weeks after they were told what happened."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity, Channel
from heard.ground.fields import PublicId
from heard.people.models import Account, Voice


class FollowUp(models.Model):
    """One activity's follow-up. Asked once, reminded once; `cards` were handed out by hosts where people met."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, primary_key=True, related_name="+")
    wording = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    closes_on = models.DateField()
    started_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cards = models.PositiveIntegerField(
        _("How many cards were handed out?"), default=0, validators=[MaxValueValidator(1_000_000)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=models.F("starts_on")), name="a_follow_up_closes_later")
        ]
        indexes = [models.Index(fields=["starts_on"], condition=Q(ended_at=None), name="follow_ups_not_ended")]

    def __str__(self) -> str:
        return f"follow-up of {self.activity_id}"


class FollowUpBatch(models.Model):
    """Letters of a follow-up printed in one go (one PDF), each with a slip to send back; or text messages in one file.

    `letters` is how many there are of either; `is_reminder`: to people who were asked before. `posted_on` is the
    day of the post, or on which the provider took the file.
    """

    class Kind(models.TextChoices):
        LETTER = "letter", _("Letters")
        TEXT = "text", _("Text messages")

    public_id = PublicId()
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.LETTER)
    is_reminder = models.BooleanField(default=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="batches")
    letters = models.PositiveIntegerField()
    printed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    posted_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-printed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.letters} letters"


class FollowUpAsk(models.Model):
    """One voice is asked, by one way. Says that they answered, so that nobody is reminded in vain; never what."""

    class State(models.TextChoices):
        OWED = "owed", _("To be asked")
        SENT = "sent", _("Asked")
        FAILED = "failed", _("Could not be asked")

    class Reminder(models.TextChoices):
        OWED = "owed", _("To be reminded")
        SENT = "sent", _("Reminded")

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="asks")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6)
    state = models.CharField(max_length=6, choices=State, default=State.OWED)
    secret_hash = models.CharField(max_length=64, unique=True)
    answered = models.BooleanField(default=False)
    batch = models.ForeignKey(FollowUpBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="asks")
    sent_at = models.DateTimeField(null=True, blank=True)
    why_failed = models.CharField(max_length=200, blank=True)
    reminder = models.CharField(max_length=6, blank=True, choices=Reminder)
    reminder_batch = models.ForeignKey(
        FollowUpBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follow_up", "voice"], name="a_voice_is_followed_up_once")]
        indexes = [models.Index(fields=["follow_up", "kind", "state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


def scale(label: Any) -> models.PositiveSmallIntegerField:
    """1 (strongly disagree) to 5 (strongly agree); None: did not say."""
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class FollowUpAnswer(models.Model):
    """What one person answered. Belongs to the activity and to nobody: no voice, no ask, no moment, a random key.

    `words` are read by officers; they are published only in the evaluation's own words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="answers")
    channel = models.CharField(max_length=12, choices=Channel)
    influence = scale(_("I could influence the decision."))
    informed = scale(_("I was better informed."))
    told = scale(_("I was told what happened."))
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 1, f"{name}__lte": 5}),
                name=f"follow_up_{name}_is_1_to_5",
            )
            for name in ("influence", "informed", "told")
        ]

    def __str__(self) -> str:
        return "a follow-up answer"
