"""Who has what in hand, for how long; and the colleagues to whom something can be handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from heard.activities.queries import reached_by
from heard.moderation.models import Item
from heard.moderation.queries.policy import moderation_policy
from heard.people.access import role_pack
from heard.people.models import Account, Role

MOST = 30


def since(at: datetime, *, handed: bool = False) -> datetime:
    """From when on somebody must have been given an item to have it in hand still."""
    times = moderation_policy().times
    return at - (timedelta(hours=times.handed_hours) if handed else timedelta(minutes=times.turn_minutes))


def in_hand(at: datetime) -> Q:
    """Whatever somebody has in hand now: taken within a turn, or handed to them within the policy's hours."""
    taken = Q(handed_by__isnull=True, assigned_at__gte=since(at))
    return Q(assigned_to__isnull=False) & (taken | Q(handed_by__isnull=False, assigned_at__gte=since(at, handed=True)))


def allowed_among(account: Account, items: Sequence[Item]) -> set[int]:
    """The numbers of those items that this account may moderate."""
    scope = reached_by(account, "moderate").values("pk")
    rows = Item.objects.filter(pk__in=[item.pk for item in items], activity__in=scope)
    return set(rows.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to whom items can be handed over, with what they have in hand, and how much of it the viewer gave."""

    account: Account
    in_hand: int
    from_viewer: int


def colleagues_of(viewer: Any, at: datetime) -> list[Colleague]:
    """Others who may moderate where the viewer does, by name, at most 30. Two queries."""
    mine = Role.objects.filter(account=viewer, ended_at=None, role__in=_moderating())
    same = Q(partner__in=mine.exclude(partner=None).values("partner"))
    same |= Q(activity_ref__in=mine.exclude(activity_ref="").values("activity_ref")) & ~Q(activity_ref="")
    live = Role.objects.filter(same, account=OuterRef("pk"), ended_at=None, role__in=_moderating())
    accounts = list(Account.objects.filter(Exists(live), is_active=True).exclude(pk=viewer.pk).order_by("name")[:MOST])
    held = Item.objects.filter(in_hand(at), assigned_to__in=accounts, to_look_at=True).order_by()
    counts = {
        row["assigned_to"]: row
        for row in held.values("assigned_to").annotate(n=Count("pk"), mine=Count("pk", filter=Q(handed_by=viewer)))
    }
    none = {"n": 0, "mine": 0}
    return [Colleague(one, (row := counts.get(one.pk, none))["n"], row["mine"]) for one in accounts]


def _moderating() -> tuple[str, ...]:
    return role_pack().roles_that_may("moderate")
