"""Which activities stand on which page of the front door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from heard.activities.models import Activity, Stage
from heard.activities.queries import led_by, public_activities
from heard.decisions.models import Answer, Commitment
from heard.decisions.queries import commitments_public
from heard.findings.models import Finding
from heard.ground import clock

AFTERWARDS = (Stage.CLOSED, Stage.FOUND, Stage.DECIDED, Stage.TOLD, Stage.EVALUATED, Stage.ARCHIVED, Stage.WITHDRAWN)


def open_now() -> QuerySet[Activity]:
    """Open activities; order them by closing day."""
    return public_activities().filter(stage=Stage.OPEN).select_related("plan")


def closing_soon(number: int = 3) -> list[Activity]:
    """The open activities that close first."""
    return list(open_now().filter(closes_on__gte=clock.today()).order_by("closes_on", "id")[:number])


def coming_up() -> QuerySet[Activity]:
    """Announced activities that are not open yet; order them by opening day."""
    return public_activities().filter(stage=Stage.NOTICED).select_related("plan")


def happened() -> QuerySet[Activity]:
    """Closed activities and what became of them; order them by the newest step."""
    return public_activities().filter(stage__in=AFTERWARDS).select_related("plan")


def narrowed(rows: QuerySet[Activity], chosen: Mapping[str, str]) -> QuerySet[Activity]:
    """The same list for one ``partner`` (slug), ``place`` (slug) or ``level``, as the checked filter bar asks.

    What names no place is asked in the whole city, and so concerns every place.
    """
    if partner := chosen.get("partner", ""):
        rows = rows.filter(led_by(partner))
    if place := chosen.get("place", ""):
        named = Activity.places.through.objects
        here = Q(pk__in=named.filter(place__slug=place).values("activity_id"))
        rows = rows.filter(here | ~Exists(named.filter(activity=OuterRef("pk"))))
    if level := chosen.get("level", ""):
        rows = rows.filter(level=level)
    return rows


@dataclass(frozen=True)
class Story:
    """One promise that was kept, and what people had said."""

    activity: Activity
    finding: Finding
    answer: Answer
    promise: Commitment


def latest_story() -> Story | None:
    """The promise kept last that goes back to something people said: two queries."""
    kept = commitments_public().filter(state=Commitment.State.DONE, answers__isnull=False)
    promise = kept.prefetch_related("answers__finding").order_by("-settled_on", "-id").first()
    if promise is None:
        return None
    answer = promise.answers.all()[0]
    return Story(promise.decision.activity, answer.finding, answer, promise)


def recent_promises(number: int = 3) -> list[Commitment]:
    """Promises settled last: what has become true."""
    return list(commitments_public().filter(settled_on__isnull=False).order_by("-settled_on", "-id")[:number])
