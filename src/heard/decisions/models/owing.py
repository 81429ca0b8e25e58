"""Feedback that is owed: to an activity's participants and to each who asked, and what happens while it is late."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity
from heard.ground.fields import PublicId
from heard.people.models import Account, Voice


class Obligation(models.Model):
    """An answer owed: to everyone who took part (`voice` None), or to one who asked for a reply.

    `due_on` moves later only when people get longer to answer. `interim_due_on` is a clock of its own: interim feedback
    sets it anew, and clears nothing. `level` is the highest step of the escalation ever reached; `ladder` are its
    working days, as in force at opening.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    interim_due_on = models.DateField(null=True, blank=True)
    interim_given_on = models.DateField(null=True, blank=True)
    given_on = models.DateField(null=True, blank=True)
    was_late = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(default=0)
    ladder = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "voice"], name="one_obligation_per_activity_and_voice", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["due_on", "id"], condition=Q(given_on=None), name="obligations_still_owed")]

    def __str__(self) -> str:
        return f"owed by {self.due_on}"

    def days_late(self, today: date) -> int:
        """Whole days past the due day: up to `today`, or for ever up to the day it was given."""
        return max(0, ((self.given_on or today) - self.due_on).days) if self.due_on else 0


class Interim(models.Model):
    """What was told while the decision is delayed: what was heard, and when the decision is now expected.

    `next_due_on` is the day by which people hear again, `kept_on` the day on which they did: the two days of a promise
    of its own, with the ladder (working days) in force when it was made. Neither is ever rewritten.
    """

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    heard = models.TextField(_("What did you hear so far?"))
    because = models.TextField(_("Why is the decision delayed?"))
    delayed_until = models.DateField(_("When will it be decided?"))
    given_on = models.DateField()
    late_by = models.PositiveIntegerField(default=0)
    next_due_on = models.DateField(null=True, blank=True)
    kept_on = models.DateField(null=True, blank=True)
    ladder = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["next_due_on", "id"], name="interims_by_what_they_promise")]

    def __str__(self) -> str:
        return f"interim feedback, {self.given_on}"

    def days_late(self, today: date) -> int:
        """Whole days past the day by which people were to hear again: up to `today`, or to the day they did."""
        return max(0, ((self.kept_on or today) - self.next_due_on).days) if self.next_due_on else 0


class Step(models.Model):
    """One step of a ladder, taken once: the lead, the engagement lead, the cabinet member or board, everyone."""

    class To(models.TextChoices):
        LEAD = "lead", _("the officer who leads it")
        ENGAGEMENT_LEAD = "engagement_lead", _("the engagement lead")
        CABINET = "cabinet", _("the cabinet member or board")
        EVERYONE = "everyone", _("everyone, in the public list of late feedback")

    level = models.PositiveSmallIntegerField()
    to = models.CharField(max_length=15, choices=To)
    fell_on = models.DateField()
    people = models.PositiveSmallIntegerField(default=0)
    told = models.ManyToManyField(Account, related_name="+", blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["level"]

    def __str__(self) -> str:
        return f"level {self.level}"


class Escalation(Step):
    """A step taken because the answer itself is late."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="escalations")

    class Meta(Step.Meta):
        constraints = [models.UniqueConstraint(fields=["obligation", "level"], name="each_level_is_sent_once")]


class InterimStep(Step):
    """A step taken because people were told that they would hear again by a day, and did not. Written once."""

    interim = models.ForeignKey(Interim, on_delete=models.CASCADE, related_name="steps")

    class Meta(Step.Meta):
        constraints = [models.UniqueConstraint(fields=["interim", "level"], name="each_interim_level_is_sent_once")]
