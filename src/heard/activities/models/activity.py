"""Programmes and activities: what is asked, how much influence is on offer, and which stage it has reached."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models.choices import Level, Stage, Tier, lines, words
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account, Partner
from heard.places.models import Place
from heard.rules.record import USUAL_DAYS


class Programme(models.Model):
    """Activities that belong together, with the elected member who answers for them."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    accountable_member = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """Something a partner asks people, and how much influence is on offer.

    The last block holds what every page must show; higher rooms write it through `activities.actions`. `announced_on`
    is the day on which everyone could first see it; `noticed_on` is planned before that. `relabelled` is the level
    that an upheld concern found: shown beside `level`, which stays what is owed.
    """

    public_id = PublicId()
    slug = models.SlugField(max_length=90, unique=True)
    title = models.CharField(_("title"), max_length=160)
    lead = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    partners = models.ManyToManyField(Partner, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="activities")
    places = models.ManyToManyField(Place, blank=True, related_name="+")
    topics = lines(_("topics"))
    level = models.CharField(_("level of influence"), max_length=10, choices=Level, blank=True)
    tier = models.CharField(max_length=8, choices=Tier, default=Tier.STANDARD)
    origin = words(_("who asked for this"))
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    noticed_on = models.DateField(_("notice published on"), null=True, blank=True)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)

    stage = models.CharField(max_length=10, choices=Stage, default=Stage.IDEA)
    stage_at = models.DateTimeField(default=clock.now)
    level_at_opening = models.CharField(max_length=10, blank=True)
    closes_on_at_opening = models.DateField(null=True, blank=True)
    short_period_because = models.TextField(blank=True)
    short_period_adequate = models.BooleanField(null=True, blank=True)  # as a reviewer of `short_period_judged_by` says
    short_period_judged_by = models.CharField(max_length=200, blank=True)
    pre_decided = models.BooleanField(default=False)
    feedback_due_on = models.DateField(null=True, blank=True)
    feedback_given_on = models.DateField(null=True, blank=True)
    feedback_was_late = models.BooleanField(default=False)
    overrides = models.PositiveSmallIntegerField(default=0)
    withdrawn_because = models.TextField(blank=True)
    entry_key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    announced_on = models.DateField(null=True, blank=True)
    joint = models.JSONField(default=list, blank=True, editable=False)  # [[slug, name], …] of partners that joined
    is_sample = models.BooleanField(default=False)
    relabelled = models.CharField(max_length=10, choices=Level, blank=True)  # what people were really offered
    relabelled_on = models.DateField(null=True, blank=True)
    relabelled_for = models.CharField(max_length=12, blank=True)  # the concern that found it

    class Meta:
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="activity_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(closes_on_at_opening__isnull=True) | Q(closes_on__gte=F("closes_on_at_opening")),
                name="activity_never_closes_earlier_than_promised",
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="activity_stage_is_known"),
            models.CheckConstraint(
                condition=Q(relabelled="", relabelled_on=None, relabelled_for="")
                | (~Q(relabelled="") & Q(relabelled_on__isnull=False) & ~Q(relabelled_for="")),
                name="a_corrected_level_has_a_day_and_a_concern",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "closes_on", "id"]),
            models.Index(fields=["stage", "opens_on", "id"]),
            models.Index(fields=["-stage_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """It was announced once. A plan that was withdrawn before then never becomes a public page."""
        return self.announced_on is not None

    @property
    def led_by(self) -> str:
        """The names of every partner that leads it, the first of them first."""
        return ", ".join([self.lead.name, *(name for _slug, name in self.joint)])

    @property
    def is_open(self) -> bool:
        return self.stage == Stage.OPEN

    @property
    def is_short(self) -> bool:
        """It opened for less time than the Compact asks for, and was not extended to that since (GP-n)."""
        opens, closes, promised = self.opens_on, self.closes_on, self.closes_on_at_opening
        if opens is None or closes is None or promised is None or closes <= promised:
            return bool(self.short_period_because)
        return bool(self.short_period_because) and (closes - opens).days < USUAL_DAYS

    @property
    def feedback_is_overdue(self) -> bool:
        due = self.feedback_due_on
        return due is not None and self.feedback_given_on is None and clock.today() > due


class DateChange(models.Model):
    """A change of an open activity's closing day. It may only move later, and says why."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="date_changes")
    was = models.DateField()
    became = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(became__gt=F("was")), name="closing_day_only_moves_later")]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"
