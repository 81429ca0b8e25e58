"""Findings, their evidence, and what publication freezes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity, Contribution, Group, Passage, Strand
from heard.findings.models.reading import Theme
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account


class Finding(models.Model):
    """A statement read out of contributions: with its base, its range of views and its evidence.

    Frozen at publication: `base`, and in `stood` how many stood for, against, mixed, and with no stance noted, which
    add up to the base. `tells_beside`: beside another number its base would tell a small one; `stood_tells`: the same
    of where people stood. `held_to`: the highest number under which it was ever hidden, and `looked_under` the terms
    by which it was looked at last. What a stricter rule hid is not shown again by a laxer one.
    """

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    statement = models.TextField()
    base = models.PositiveIntegerField(null=True, blank=True)
    tells_beside = models.BooleanField(default=False)
    stood = ArrayField(models.PositiveIntegerField(), null=True, blank=True)
    stood_tells = models.BooleanField(default=False)
    held_to = models.PositiveSmallIntegerField(default=0)
    looked_under = models.CharField(max_length=40, blank=True)
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
    """A passage that stands behind a finding. Quoted only with consent.

    `cleared_because`: why words that could give somebody away (scenario 22) do not, as the person who looked wrote it.
    """

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="evidence")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+")
    quoted = models.BooleanField(default=False)
    cleared_because = models.TextField(blank=True)
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


class Withheld(models.Model):
    """A number that everyone could read, and can no more: since when, and why. Written once, public, never undone.

    Of a finding, or of a theme. `smallest`: numbers under this are hidden at that moment.
    """

    class Why(models.TextChoices):
        RULE = "rule", _("the city hides small numbers more strictly now")
        RELEASE = "release", _("beside what was published later it would tell a small number")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, null=True, blank=True, related_name="withheld")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="withheld")
    why = models.CharField(max_length=7, choices=Why)
    smallest = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__isnull=True) ^ Q(theme__isnull=True), name="withheld_of_a_finding_or_a_theme"
            )
        ]

    def __str__(self) -> str:
        return f"{self.why}, {self.at:%Y-%m-%d}"
