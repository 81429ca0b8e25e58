"""Which activities stand on which page of the front door."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from heard.activities.models import Activity, Stage
from heard.activities.queries import public_activities
from heard.decisions.models import Commitment
from heard.decisions.queries import commitments_public
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


def narrowed(rows: QuerySet[Activity], query: Any) -> QuerySet[Activity]:
    """The same list for one partner or place, as the filter bar asks (``?partner=slug&place=slug&level=consult``)."""
    if partner := query.get("partner", ""):
        rows = rows.filter(lead__slug=partner)
    if place := query.get("place", ""):
        rows = rows.filter(pk__in=Activity.places.through.objects.filter(place__slug=place).values("activity_id"))
    if level := query.get("level", ""):
        rows = rows.filter(level=level)
    return rows


def recent_promises(number: int = 3) -> list[Commitment]:
    """Promises settled last: what has become true."""
    return list(commitments_public().filter(settled_on__isnull=False).order_by("-settled_on", "-id")[:number])
