"""What looked odd among the votes, for a person to judge. Nothing here leaves a vote out by itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.ground.fields import PublicId
from heard.methods.opinions.models.statements import Opinions
from heard.methods.opinions.models.votes import Participant
from heard.people.models import Account


class Suspicion(models.Model):
    """A set of participants whose votes look made up: what was seen, and what a moderator made of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be looked at")
        HONEST = "honest", _("Looked at: they count")
        PROPOSED = "proposed", _("Proposed for leaving out")
        LEFT_OUT = "left_out", _("Left out")

    public_id = PublicId()
    opinions = models.ForeignKey(Opinions, on_delete=models.PROTECT, related_name="suspicions")
    kind = models.CharField(max_length=30)
    signature = models.CharField(max_length=64)
    because = models.JSONField(default=list)
    size = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    judged_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["opinions", "signature"], name="the_same_suspicion_once"),
            models.CheckConstraint(
                condition=Q(state="waiting") | ~Q(judged_because=""), name="a_judged_suspicion_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Suspected(models.Model):
    """One participant of a suspicion."""

    suspicion = models.ForeignKey(Suspicion, on_delete=models.CASCADE, related_name="suspected")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suspicion", "participant"], name="suspected_once")]

    def __str__(self) -> str:
        return "a participant"
