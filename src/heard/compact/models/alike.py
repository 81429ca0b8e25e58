"""What every activity and finding is about, kept ready to be compared: nothing is built anew when a draft is typed.

`TermUse` is an inverted index in plain rows, looked up by its term alone; `TermCount` says in how many descriptions a
term stands. Both are written by `compact.actions.alike` under one lock, and hold what lies inside the window that the
Compact looks back over.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from heard.activities.models import Activity
from heard.findings.models import Finding
from heard.people.models import Partner


class Described(models.Model):
    """One activity, or one published finding of it: its terms, places, groups and dates."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    terms = models.JSONField(default=list, help_text="[[stem, times], …] in the order of the stems")
    areas = models.JSONField(default=list, help_text="[[slug, name, kind, [slugs it lies in]], …]")
    groups = ArrayField(models.CharField(max_length=160), default=list)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity"], condition=models.Q(finding__isnull=True), name="one_description_per_activity"
            )
        ]
        indexes = [models.Index(fields=["ends_on"])]

    def __str__(self) -> str:
        return self.title


class TermUse(models.Model):
    """A term stands in a description, with its weight there before rarity (BM25's saturated count)."""

    term = models.CharField(max_length=80)
    work = models.ForeignKey(Described, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["term"], include=["work", "weight"], name="term_use_by_term")]

    def __str__(self) -> str:
        return self.term


class TermCount(models.Model):
    """In how many descriptions a term stands. The row of the empty term counts the descriptions themselves."""

    term = models.CharField(max_length=80, primary_key=True)
    works = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.term}: {self.works}"
