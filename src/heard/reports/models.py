"""What is kept of reports: the newest text of each, an officer's own words beside it, and partners' records."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity
from heard.people.models import Account, Partner


class Report(models.Model):
    """An activity's report as it was last written from the record: sections of blocks, all of them public facts."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, primary_key=True, related_name="+")
    body = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"report of {self.activity_id}"


class ReportWords(models.Model):
    """What an officer says beside one section: what the record cannot know. Shown as theirs, with the day."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    section = models.SlugField(max_length=30)
    words = models.TextField(_("In your own words"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "section"], name="one_text_beside_a_section")]

    def __str__(self) -> str:
        return self.words[:60]


class Record(models.Model):
    """One making of a partner's record of a year. `done` of `of` activities are counted so far."""

    class State(models.TextChoices):
        MAKING = "making", _("Being made")
        MADE = "made", _("Made")
        FAILED = "failed", _("Could not be made")

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=6, choices=State, default=State.MAKING)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)
    because = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "year"], condition=Q(state="making"), name="one_record_is_made_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["partner", "year", "-made_at", "-id"])]

    def __str__(self) -> str:
        return f"record of {self.year}"
