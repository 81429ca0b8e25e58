"""GP-n: whether the reason for a shorter period is good enough, as somebody of another body says."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heard.activities.models import Activity
from heard.people.models import Account, Partner


class RationaleReview(models.Model):
    """What one reviewer said of the published reason. Written once (the database holds it); the newest counts.

    `body`: for whom they looked, shown in public; `by` is not.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    adequate = models.BooleanField()
    why = models.TextField()
    body = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="a_rationale_is_judged_with_a_reason")]
        indexes = [models.Index(fields=["activity", "-at", "-id"], name="rationale_newest")]

    def __str__(self) -> str:
        return f"{'adequate' if self.adequate else 'not adequate'}: {self.activity_id}"
