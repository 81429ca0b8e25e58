"""P-3: what several partners made of the findings together. Disagreement is kept word for word, never averaged."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heard.activities.models import Activity
from heard.ground.fields import PublicId
from heard.people.models import Account


class JointInterpretation(models.Model):
    """One meeting: who was there, what was agreed, and who disagreed in which words.

    `present` is ``[[body, role], …]`` (nobody is named), `disagreements` ``[[body, words], …]`` in the order given.
    """

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    held_on = models.DateField()
    present = models.JSONField(default=list)
    agreed = models.TextField()
    disagreements = models.JSONField(default=list)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["held_on", "id"]
        constraints = [models.CheckConstraint(condition=~Q(agreed=""), name="a_meeting_says_what_was_agreed")]

    def __str__(self) -> str:
        return f"meeting of {self.held_on}"
