"""Who is still to be told, and how telling goes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from heard.activities.models import Activity, Contribution
from heard.decisions.models import Delivery, LetterBatch
from heard.people.queries import voices_with_an_address


def voices_to_tell(activity: Activity) -> dict[UUID, list[str]]:
    """Every voice that took part, did not withdraw and left an address: with the kinds of address it left."""
    voices = (
        Contribution.objects.filter(strand__activity=activity)
        .exclude(state="withdrawn")
        .order_by()
        .values_list("voice_id", flat=True)
        .distinct()
    )
    return voices_with_an_address(list(voices))


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
