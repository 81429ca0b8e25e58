"""Who is still to be told, and how telling goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from heard.activities.models import Activity
from heard.decisions.models import Delivery, LetterBatch


def deliveries_in_numbers(activity: Activity) -> dict[str, dict[str, int]]:
    """How many deliveries of each kind (``email letter phone``) stand in each state."""
    found: dict[str, dict[str, int]] = {}
    rows = Delivery.objects.filter(activity=activity).order_by().values("kind", "state").annotate(n=Count("pk"))
    for row in rows:
        found.setdefault(row["kind"], {})[row["state"]] = row["n"]
    return found


def letter_batches(activity: Activity) -> QuerySet[LetterBatch]:
    """The batches of letters printed so far, the newest first."""
    return LetterBatch.objects.filter(activity=activity).order_by("-printed_at", "-id")


def phone_list(activity: Activity) -> QuerySet[Delivery]:
    """Who is still to be rung."""
    return Delivery.objects.filter(activity=activity, kind="phone", state="owed").order_by("id")


def as_rows(numbers: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """The same numbers a row a kind, for a table."""
    return [{"kind": kind, **{state: states.get(state, 0) for state in Delivery.State.values}}
            for kind, states in sorted(numbers.items())]  # fmt: skip
