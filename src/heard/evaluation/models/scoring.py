"""Scores against the seven National Standards by two raters, never averaged; and what it cost."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity
from heard.ground.fields import PublicId
from heard.people.models import Account, Partner


class Standard(models.TextChoices):
    """The National Standards for Community Engagement (Scotland, 2016)."""

    INCLUSION = "inclusion", _("Inclusion")
    SUPPORT = "support", _("Support")
    PLANNING = "planning", _("Planning")
    WORKING_TOGETHER = "working_together", _("Working together")
    METHODS = "methods", _("Methods")
    COMMUNICATION = "communication", _("Communication")
    IMPACT = "impact", _("Impact")


class Mark(models.IntegerChoices):
    """The six points of VOiCE."""

    UNSATISFACTORY = 1, _("1 · Unsatisfactory")
    WEAK = 2, _("2 · Weak")
    SATISFACTORY = 3, _("3 · Satisfactory")
    GOOD = 4, _("4 · Good")
    VERY_GOOD = 5, _("5 · Very good")
    EXCELLENT = 6, _("6 · Excellent")


class Rater(models.TextChoices):
    LEAD = "lead", _("The lead, of itself")
    PARTNER = "partner", _("Another partner")


class RaterInvitation(models.Model):
    """Another partner is asked for its own score: by an account it has, or by a link. The secret is stored hashed."""

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(_("E-mail address"))
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity"], condition=Q(withdrawn_at__isnull=True), name="one_second_rater_an_activity"
            )
        ]

    def __str__(self) -> str:
        return f"asked for a second score: {self.partner_id}"


class Score(models.Model):
    """One rater's score of one standard, with the evidence for it. A changed mind is a new row; the newest counts."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    standard = models.CharField(max_length=16, choices=Standard)
    rater = models.CharField(max_length=7, choices=Rater)
    score = models.PositiveSmallIntegerField(choices=Mark)
    evidence = models.TextField(_("What shows it?"))
    link = models.URLField(_("Where can it be seen?"), max_length=400, blank=True)
    name = models.CharField(max_length=200)
    body = models.CharField(max_length=200)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "standard", "rater"],
                condition=Q(replaced_at__isnull=True),
                name="one_score_that_counts_per_standard_and_rater",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="a_score_has_evidence"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=6), name="a_score_is_1_to_6"),
        ]

    def __str__(self) -> str:
        return f"{self.standard}: {self.score}"


class ScoreTalk(models.Model):
    """What was said about a difference between two scores. Both stay."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    standard = models.CharField(max_length=16, choices=Standard)
    words = models.TextField()
    name = models.CharField(max_length=200)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.words[:60]


class CostLine(models.Model):
    """Something that an activity cost, in pence. Staff time is hours × rate. A wrong line is struck, never lost."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("Staff time")
        PRINTING = "printing", _("Printing and post")
        VENUE = "venue", _("Venues")
        VOLUNTARY = "voluntary", _("Voluntary and community bodies")
        INCENTIVE = "incentive", _("Thanks and expenses of participants")
        OTHER = "other", _("Anything else")

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("What kind?"), max_length=9, choices=Kind)
    words = models.CharField(_("What was it?"), max_length=200)
    pence = models.PositiveBigIntegerField(validators=[MaxValueValidator(10_000_000_00)])
    half_hours = models.PositiveIntegerField(null=True, blank=True)
    rate_pence = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    struck_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="staff", half_hours__isnull=False, rate_pence__isnull=False)
                | (~Q(kind="staff") & Q(half_hours__isnull=True, rate_pence__isnull=True)),
                name="staff_time_is_hours_and_a_rate",
            ),
            models.CheckConstraint(
                condition=Q(half_hours__isnull=True) | Q(pence=models.F("half_hours") * models.F("rate_pence") / 2),
                name="staff_time_costs_hours_times_rate",
            ),
        ]

    def __str__(self) -> str:
        return self.words
