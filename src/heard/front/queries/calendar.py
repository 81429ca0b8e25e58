"""The calendar of all partners: what opens, closes, meets, is decided and is answered, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Plan, Stage
from heard.activities.queries import public_activities
from heard.front.queries.lists import narrowed
from heard.ground import clock
from heard.methods.gathering.models import Session
from heard.rules.clashes import Asked, Clash, clashes
from heard.rules.observances import CalendarPolicy, Observance, observances, read_calendar

MOST = 400  # activities on one page of the calendar
OVER = (Stage.WITHDRAWN,)
AHEAD = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Event:
    """A day on which something happens. `kind`: opens, closes, meets, decides or feedback; `at`: "14:30" or "".

    `is_early`: its decision is recorded before close, which stays on everything that tells of it (UP-d).
    """

    on: date
    kind: str
    words: str
    title: str
    who: str
    href: str
    uid: str
    ref: str
    at: Any = None
    where: str = ""
    is_early: bool = False


def decided_early(refs: Iterable[str]) -> set[str]:
    """Which of these activities have a decision that is recorded before close. One query."""
    rows = Activity.objects.filter(public_id__in=set(refs), pre_decided=True)
    return set(rows.values_list("public_id", flat=True))


@cache
def calendar_policy() -> CalendarPolicy:
    """The school holidays and elections of policy/calendar.toml."""
    return read_calendar((settings.POLICY / "calendar.toml").read_bytes())


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_later(day: date, number: int) -> date:
    """The first day of the month that lies `number` months later (or earlier)."""
    months = day.year * 12 + day.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of its quarter."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first, months_later(first, 3) - timedelta(days=1)


def in_calendar(first: date, last: date, chosen: Mapping[str, str]) -> list[Activity]:
    """Announced activities with a day in the period, for one partner, place, level or topic. Two queries."""
    days = Q()
    for name in ("opens_on", "closes_on", "feedback_due_on", "plan__decides_on"):
        days |= Q(**{f"{name}__range": (first, last)})
    meets = Session.objects.filter(
        is_public=True, cancelled_because="", starts_at__gte=clock.start_of(first), starts_at__lt=clock.end_of(last)
    ).values("gathering__strand__activity")
    rows = narrowed(public_activities().exclude(stage__in=OVER), chosen).filter(days | Q(pk__in=meets))
    if topic := chosen.get("topic", ""):
        rows = rows.filter(topics__contains=[topic])
    return list(rows.select_related("plan").order_by("opens_on", "id")[:MOST])


def events_of(activities: Sequence[Activity], first: date, last: date) -> list[Event]:
    """Every day of these activities that falls in the period, in order. One query."""
    found = [event for activity in activities for event in _days_of(activity)]
    found += [_meeting(session) for session in _sessions(activities, first, last)]
    return sorted(
        (one for one in found if first <= one.on <= last), key=lambda one: (one.on, str(one.at or ""), one.uid)
    )


def _days_of(activity: Activity) -> Iterable[Event]:
    href = reverse("activities:take_part", args=[activity.slug])
    days = (
        ("opens", activity.opens_on, _("Opens")),
        ("closes", activity.closes_on, _("Last day to take part")),
        ("decides", _decides_on(activity), _("To be answered") if activity.pre_decided else _("To be decided")),
        ("feedback", activity.feedback_due_on, _("Feedback promised by")),
    )
    for kind, day, words in days:
        if day is not None:
            uid = f"{activity.public_id}-{kind}"
            early, ref = activity.pre_decided, activity.public_id
            yield Event(day, kind, words, activity.title, activity.led_by, href, uid, ref, is_early=early)


def _decides_on(activity: Activity) -> date | None:
    plan: Plan = activity.plan
    return plan.decides_on


def _sessions(activities: Sequence[Activity], first: date, last: date) -> QuerySet[Session]:
    return Session.objects.filter(
        gathering__strand__activity__in=activities, is_public=True, cancelled_because="",
        starts_at__gte=clock.start_of(first), starts_at__lt=clock.end_of(last),
    ).select_related("venue", "gathering__strand__activity__lead").order_by("starts_at", "id")[: MOST * 2]  # fmt: skip


def _meeting(session: Session) -> Event:
    activity = session.gathering.strand.activity
    moment = session.starts_at
    assert moment is not None
    where = session.venue.name if session.venue else session.venue_words
    href = reverse("activities:strand", args=[activity.slug, session.gathering.strand.public_id])
    local = moment.astimezone(clock.LONDON)
    return Event(
        clock.day_of(moment), "meets", session.title, activity.title, activity.led_by, href, session.public_id,
        activity.public_id, at=local, where=where, is_early=activity.pre_decided,
    )  # fmt: skip


def days_to_mind(first: date, last: date) -> tuple[Observance, ...]:
    """Holidays, feasts, fasts and polls in a period."""
    return observances(first, last, calendar_policy())


def planned_and_public(first: date, last: date) -> list[Activity]:
    """What any partner plans or runs in a period, drafts included: for the staff of partners. Four queries."""
    rows = Activity.objects.exclude(stage__in=[Stage.WITHDRAWN, Stage.ARCHIVED])
    rows = rows.filter(opens_on__lte=last, closes_on__gte=first).select_related("lead", "plan")
    return list(rows.prefetch_related("places", "groups").order_by("opens_on", "id")[:MOST])


def asked_by(activity: Activity) -> Asked | None:
    """The activity as a clash sees it; None without both days."""
    if activity.opens_on is None or activity.closes_on is None:
        return None
    return Asked(
        ref=activity.slug, title=activity.title, partner=activity.led_by, first=activity.opens_on,
        last=activity.closes_on, general_public=activity.plan.general_public, topics=frozenset(activity.topics or []),
        places=frozenset(place.name for place in activity.places.all()),
        groups=frozenset(group.name for group in activity.groups.all()),
    )  # fmt: skip


def clashes_of(activity: Activity) -> tuple[tuple[Clash, ...], list[Activity]]:
    """What stands in the way of an activity's days, and everything else that runs then. Nothing without both days."""
    draft = asked_by(activity)
    if draft is None:
        return (), []
    others = [one for one in planned_and_public(draft.first, draft.last) if one.pk != activity.pk]
    seen = [asked for other in others if (asked := asked_by(other))]
    return clashes(draft, seen, days_to_mind(draft.first, draft.last)), others
