"""What is owed, how late it is, and who was told so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet
from django.db.models.functions import ExtractYear

from heard.activities.models import Activity, Contribution, Stage
from heard.decisions.models import Escalation, Interim, Obligation
from heard.ground import clock
from heard.people.models import VoiceAddress
from heard.rules.feedback import ladder_days


@dataclass(frozen=True, slots=True)
class Replies:
    """Of those who asked for a reply: how many were answered, how many of them late, how many still wait."""

    asked: int
    given: int
    late: int

    @property
    def waiting(self) -> int:
        return self.asked - self.given


def obligation_of(activity: Activity) -> Obligation | None:
    """What the activity owes everyone who took part, with the steps that were taken while it was late. Two queries."""
    steps = Prefetch("escalations", Escalation.objects.order_by("level"))
    return Obligation.objects.filter(activity=activity, voice=None).prefetch_related(steps).first()


def replies_owed(activity: Activity) -> Replies:
    """Those who asked for a reply. One query."""
    rows = Obligation.objects.filter(activity=activity, voice__isnull=False).order_by()
    found = rows.aggregate(
        asked=Count("pk"), given=Count("pk", filter=Q(given_on__isnull=False)),
        late=Count("pk", filter=Q(given_on__gt=F("due_on"))),
    )  # fmt: skip
    return Replies(**found)


def steps_of_lateness(due_on: date | None, ladder: Sequence[int], taken: Iterable[Any]) -> list[tuple[int, date, Any]]:
    """The whole ladder: level, its day, and the step (of `taken`, each with its `level`) if it was taken."""
    if due_on is None:
        return []
    known = {one.level: one for one in taken}
    return [(level, day, known.get(level)) for level, day in enumerate(ladder_days(due_on, ladder), start=1)]


def late_public(*, year: int | None = None) -> QuerySet[Obligation]:
    """Activities whose feedback is or was late: all that are still owed, or those that fell due in a year."""
    rows = Obligation.objects.filter(voice=None, activity__announced_on__isnull=False)
    rows = rows.select_related("activity__lead").prefetch_related("escalations")
    if year is None:
        return rows.filter(given_on=None, due_on__lt=clock.today())
    late = Q(given_on=None, due_on__lt=clock.today()) | Q(given_on__gt=F("due_on")) | Q(was_late=True)
    return rows.filter(late, due_on__year=year, level__gte=1)


def years_of_lateness() -> list[int]:
    """The years in which feedback fell due that came late or is still owed, the newest first."""
    rows = Obligation.objects.filter(voice=None, was_late=True, due_on__isnull=False).order_by()
    return sorted(rows.annotate(year=ExtractYear("due_on")).values_list("year", flat=True).distinct(), reverse=True)


def still_owing() -> list[Obligation]:
    """The activities' obligations whose day has passed, and that are not given: what the daily job looks at."""
    rows = Obligation.objects.filter(voice=None, given_on=None, due_on__lt=clock.today())
    return list(rows.order_by("due_on", "id"))


def interims_unkept() -> list[Interim]:
    """Interim promises to tell people more by a day that has passed: what the daily job looks at."""
    rows = Interim.objects.filter(kept_on=None, next_due_on__lt=clock.today())
    return list(rows.order_by("next_due_on", "id"))


def interims_late() -> QuerySet[Interim]:
    """Every interim promise that was or is kept late, with its steps. Nothing ever leaves this list."""
    late = Q(kept_on=None, next_due_on__lt=clock.today()) | Q(kept_on__gt=F("next_due_on"))
    rows = Interim.objects.filter(late, activity__announced_on__isnull=False)
    return rows.select_related("activity__lead").prefetch_related("steps")


def longer_open() -> list[Activity]:
    """Open activities whose closing day was moved: their due day follows."""
    rows = Activity.objects.filter(stage=Stage.OPEN, closes_on__gt=F("closes_on_at_opening"))
    return list(rows.select_related("plan"))


def replies_not_kept(activity: Activity) -> dict[UUID, datetime]:
    """The voices that asked for a reply and for whom no obligation is kept: when each of them first came."""
    asked = VoiceAddress.objects.filter(wants_reply=True).values("voice")
    kept = Obligation.objects.filter(activity=activity, voice__isnull=False).values("voice")
    rows = Contribution.objects.filter(strand__activity=activity, voice__in=asked).exclude(voice__in=kept).order_by()
    return dict(rows.values_list("voice_id").annotate(first=Min("received_at")))
