"""Coding, themes, findings, evidence: how words become statements that a decision must answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heard.activities.models import Activity, Contribution, Group, Passage, Strand
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account


class Theme(models.Model):
    """One theme of an activity's code frame.

    It was `carried_by` so many contributions `out_of` those read: frozen when findings are published.
    """

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    ordinal = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    key = models.CharField(max_length=2, blank=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    not_taken_because = models.TextField(blank=True)
    not_taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    not_taken_at = models.DateTimeField(null=True, blank=True)
    carried_by = models.PositiveIntegerField(null=True, blank=True)
    out_of = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "name"], name="one_theme_per_name")]

    def __str__(self) -> str:
        return self.name


class Coding(models.Model):
    """A person read a passage and put it to a theme."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="codings")
    stance = models.CharField(
        max_length=8,
        blank=True,
        choices=[("for", "For"), ("against", "Against"), ("mixed", "Mixed"), ("none", "No stance")],
    )
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


class Finding(models.Model):
    """A statement read out of contributions: with its base, its range of views and its evidence."""

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    statement = models.TextField()
    base = models.PositiveIntegerField(null=True, blank=True)
    source = models.TextField(blank=True)
    range_of_views = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="findings")
    strands = models.ManyToManyField(Strand, blank=True, related_name="+")
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "ordinal"], name="one_finding_per_ordinal")]

    def __str__(self) -> str:
        return self.statement[:80]


class Evidence(models.Model):
    """A passage that stands behind a finding. Quoted only with consent."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="evidence")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+")
    quoted = models.BooleanField(default=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "passage"], name="one_evidence_per_passage")]

    def __str__(self) -> str:
        return f"{self.passage_id} behind {self.finding_id}"


class FindingContribution(models.Model):
    """Which contributions a published finding rests on: frozen at publication, so a trace is one look-up each way."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="+")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "contribution"], name="one_link_per_contribution")]
        indexes = [models.Index(fields=["contribution", "finding"])]

    def __str__(self) -> str:
        return f"{self.contribution_id} → {self.finding_id}"


class ThemeGroup(models.Model):
    """A most-affected group that raised a theme: such a theme may not be buried however few raised it."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="raised_by")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "group"], name="one_theme_group")]

    def __str__(self) -> str:
        return f"{self.theme_id} by {self.group_id}"


class Reconciliation(models.Model):
    """One channel of one strand, frozen when findings are published: received = analysed + excluded + withdrawn."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    strand = models.ForeignKey(Strand, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=12)
    received = models.PositiveIntegerField()
    analysed = models.PositiveIntegerField()
    excluded = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    excluded_reasons = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["strand", "channel"], name="one_reconciliation_per_channel"),
            models.CheckConstraint(
                condition=Q(received=models.F("analysed") + models.F("excluded") + models.F("withdrawn")),
                name="received_is_accounted_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.strand_id} {self.channel}"
