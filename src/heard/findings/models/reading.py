"""Reading: themes, codings under a version of the code frame, what has been read, who has what in hand."""

from __future__ import annotations

from django.db import models

from heard.activities.models import Activity, Passage
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account


class Theme(models.Model):
    """One theme of an activity's code frame.

    It was `carried_by` so many contributions `out_of` those read: frozen when findings are published. `tells_beside`:
    beside the base of a finding this number would tell a small one, so it is hidden. `held_to`: the highest number
    under which it was ever hidden. `from_plan`: the version of the plan of analysis that named it before anybody
    answered; None where it was met in reading.
    """

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    ordinal = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    key = models.CharField(max_length=2, blank=True)
    from_plan = models.PositiveSmallIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    not_taken_because = models.TextField(blank=True)
    not_taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    not_taken_at = models.DateTimeField(null=True, blank=True)
    carried_by = models.PositiveIntegerField(null=True, blank=True)
    out_of = models.PositiveIntegerField(null=True, blank=True)
    tells_beside = models.BooleanField(default=False)
    held_to = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "name"], name="one_theme_per_name")]

    def __str__(self) -> str:
        return self.name


class Coding(models.Model):
    """A person read a passage and put it to a theme. `frame`: under which version of the code frame (0: before any)."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="codings")
    stance = models.CharField(
        max_length=8,
        blank=True,
        choices=[("for", "For"), ("against", "Against"), ("mixed", "Mixed"), ("none", "No stance")],
    )
    frame = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["passage", "theme", "by"], name="one_coding_per_reader")]
        indexes = [models.Index(fields=["theme", "passage"])]

    def __str__(self) -> str:
        return f"{self.passage_id} → {self.theme_id}"


class Reading(models.Model):
    """A passage has been read, whether or not it carried a theme: what makes a contribution “analysed”."""

    passage = models.OneToOneField(Passage, on_delete=models.CASCADE, primary_key=True, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["by", "-at"])]

    def __str__(self) -> str:
        return f"read {self.passage_id}"


class Turn(models.Model):
    """The passage that a reader has in hand, so that two readers are not given the same one. It lapses by itself."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "by"], name="one_turn_per_reader")]

    def __str__(self) -> str:
        return f"{self.by_id} has {self.passage_id}"


class FrameVersion(models.Model):
    """The code frame as it stood after one change: every theme, and why. Codings say which version they followed.

    `themes`: a list of {"theme": public id, "name", "description"} in their order.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    themes = models.JSONField()
    reason = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["activity", "number"], name="one_frame_per_number")]

    def __str__(self) -> str:
        return f"frame {self.number}"
