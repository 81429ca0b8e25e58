"""What was learned: the five questions of GP-j, and lessons for whoever asks next."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account, Partner


def tags(label: Any) -> ArrayField:
    return ArrayField(models.CharField(max_length=160), default=list, blank=True, verbose_name=label)


class Evaluation(models.Model):
    """The five answers that GP-j asks for. Counts come from the record and are kept as they stood.

    Of `reach` (people told) and of adjustments only what `people_told` and
    `people_helped` (queries) say is public.
    """

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, primary_key=True, related_name="+")
    learned = models.TextField(_("What can you learn from this for next time?"), blank=True)
    representative = models.TextField(_("Was it representative, including people who are seldom heard?"), blank=True)
    what_changed = models.TextField(_("What has changed because of it?"), blank=True)
    better_informed_or_able = models.TextField(
        _("Did people feel better informed, or able to influence the decision?"), blank=True
    )
    how_many = models.PositiveIntegerField(_("How many people took part?"), null=True, blank=True)
    how_many_because = models.TextField(_("How was that estimated?"), blank=True)
    reach = models.PositiveIntegerField(
        _("How many people were told that they could take part?"), null=True, blank=True
    )
    reach_because = models.TextField(_("How was that counted?"), blank=True)
    adjustments_asked = models.PositiveIntegerField(
        _("How many people asked for something that they needed to take part?"), null=True, blank=True
    )
    adjustments_met = models.PositiveIntegerField(_("How many of them got it?"), null=True, blank=True)
    adjustments_words = models.TextField(_("What was asked for, and what could not be done, and why?"), blank=True)
    counts = models.JSONField(default=dict)
    follow_up_sent_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(adjustments_met__isnull=True)
                | Q(adjustments_asked__isnull=False, adjustments_met__lte=F("adjustments_asked")),
                name="no_more_adjustments_met_than_asked",
            )
        ]

    def __str__(self) -> str:
        return f"evaluation of {self.activity_id}"


class Lesson(models.Model):
    """One thing worth telling the next person, found by how people took part, who they were, where, and about what."""

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    methods = tags(_("methods"))
    groups = tags(_("groups"))
    places = tags(_("places"))
    themes = tags(_("themes"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True, shared_by__isnull=True)
                | Q(shared_at__isnull=False, shared_by__isnull=False),
                name="a_shared_lesson_says_who_shared_it",
            )
        ]
        indexes = [
            models.Index(fields=["-shared_at", "-id"], condition=Q(shared_at__isnull=False), name="lessons_shared")
        ]

    def __str__(self) -> str:
        return self.words[:80]


class LessonShare(models.Model):
    """A shared lesson was sent to one partner's leads. `sent` counts those whom the e-mail left for."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="shares")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    people = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "partner"], name="a_lesson_goes_once_to_each_partner")]

    def __str__(self) -> str:
        return f"shared with {self.partner_id}"


class LessonUse(models.Model):
    """Somebody planning another activity used a lesson, and said how."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="uses")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    how = models.TextField(_("What did you do differently because of it?"), blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "activity"], name="a_lesson_is_used_once_an_activity")]

    def __str__(self) -> str:
        return f"used in {self.activity_id}"
