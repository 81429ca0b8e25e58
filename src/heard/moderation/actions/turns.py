"""Who has what in hand, so that several moderators work at once and never on the same thing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from heard.ground.refusal import Conflict, ask
from heard.moderation import access
from heard.moderation.models import Item
from heard.moderation.queries import moderation_policy
from heard.people.models import Account


def take(*, queue: QuerySet[Item], by: Account, at: datetime, most: int = 30) -> list[Item]:
    """Put up to `most` items of a queue, the oldest first, into one moderator's hands; none that others hold.

    Two who take at once get different items (SKIP LOCKED). A turn lapses after the policy's minutes. Nothing of the
    record changes, so nothing is audited. Refused to who may not moderate; a queue holds only what they may.
    """
    ask(access.may_moderate_anywhere(by))
    free = Q(assigned_to__isnull=True) | Q(assigned_to=by) | Q(assigned_at__lt=at - turn())
    with transaction.atomic():
        rows = queue.filter(free, to_look_at=True).order_by("submitted_at", "pk")
        items = list(rows.select_for_update(skip_locked=True, of=("self",))[:most])
        Item.objects.filter(pk__in=[item.pk for item in items]).update(assigned_to=by, assigned_at=at)
    return items


def give_back(*, by: Account, at: datetime) -> int:
    """Everything that this moderator has in hand is free again. Answers with how many."""
    ask(access.may_moderate_anywhere(by))
    return Item.objects.filter(assigned_to=by).update(assigned_to=None, assigned_at=None)


def turn() -> timedelta:
    """How long an item stays in one moderator's hands."""
    return timedelta(minutes=moderation_policy().times.turn_minutes)


def locked(item: Item, by: Account, at: datetime) -> Item:
    """The item as it is now, locked; Conflict while a colleague has it in hand."""
    rows = Item.objects.select_for_update(of=("self",)).select_related("activity", "contribution", "assigned_to")
    held = rows.get(pk=item.pk)
    other = held.assigned_to if held.assigned_to_id != by.pk else None
    if other is not None and held.assigned_at and held.assigned_at >= at - turn():
        raise Conflict(
            _("%(name)s has this in hand.") % {"name": other.name},
            _("Take the next one; it comes back to the queue if they do not get to it."),
        )
    return held
