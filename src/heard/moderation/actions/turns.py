"""Who has what in hand, so that several moderators work at once and never on the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from heard.ground.refusal import Conflict, ask
from heard.moderation import access
from heard.moderation.models import Item
from heard.moderation.queries.turns import allowed_among, in_hand, since
from heard.people.models import Account, Exclusion


def take(*, queue: QuerySet[Item], by: Account, at: datetime, most: int = 30) -> list[Item]:
    """Put up to `most` items of a queue, the oldest first, into one moderator's hands; none that others hold.

    Two who take at once get different items (SKIP LOCKED). A turn lapses after the policy's minutes. Nothing of the
    record changes, so nothing is audited. Refused to who may not moderate; a queue holds only what they may.
    """
    ask(access.may_moderate_anywhere(by))
    with transaction.atomic():
        items = _free(queue, by, at, most)
        fresh = [item.pk for item in items if item.assigned_to_id != by.pk]
        Item.objects.filter(pk__in=fresh).update(assigned_to=by, assigned_at=at, handed_by=None)
        Item.objects.filter(pk__in=[item.pk for item in items], handed_by=None).update(assigned_at=at)
    return items


def hand_over(
    *, queue: QuerySet[Item], to: Sequence[Account], by: Account, at: datetime, most: int = 30
) -> dict[Account, int]:
    """Hand up to `most` items of a queue, the oldest first, to named colleagues, by turns; how many each was given.

    Nobody is given what they may not moderate, nor what another has in hand. What was handed over stays with them for
    the policy's hours, then it is anybody's again. Refused to who may not moderate, and where nothing could be given.
    """
    ask(access.may_moderate_anywhere(by))
    if not to or by in to:
        raise Conflict(_("Choose one or several colleagues. To take some yourself, use “Take the next”."))
    given: dict[Account, list[int]] = {account: [] for account in to}
    with transaction.atomic():
        items = _free(queue, by, at, most)
        may = {account: allowed_among(account, items) for account in to}
        for item in items:
            open_to = [account for account in to if item.pk in may[account]]
            if open_to:
                given[min(open_to, key=lambda account: len(given[account]))].append(item.pk)
        if not any(given.values()):
            raise Conflict(_("There is nothing here that could be handed to them."), _("Look at the whole queue."))
        for account, numbers in given.items():
            Item.objects.filter(pk__in=numbers).update(assigned_to=account, assigned_at=at, handed_by=by)
    return {account: len(numbers) for account, numbers in given.items()}


def take_back_handed(*, by: Account, at: datetime) -> int:
    """Whatever this account handed over and nobody has decided yet is anybody's again. Answers with how many."""
    ask(access.may_moderate_anywhere(by))
    return _free_again(Item.objects.filter(handed_by=by, to_look_at=True))


def give_back(*, by: Account, at: datetime) -> int:
    """Everything that this moderator has in hand is free again. Answers with how many."""
    ask(access.may_moderate_anywhere(by))
    return _free_again(Item.objects.filter(assigned_to=by))


def _free_again(rows: QuerySet[Item]) -> int:
    with transaction.atomic():
        numbers = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
        return Item.objects.filter(pk__in=numbers).update(assigned_to=None, assigned_at=None, handed_by=None)


def _free(queue: QuerySet[Item], by: Account, at: datetime, most: int) -> list[Item]:
    """The oldest items of a queue that nobody else has in hand, locked; what others lock just now is passed over."""
    free = Q(assigned_to__isnull=True) | Q(assigned_to=by) | ~in_hand(at)
    rows = queue.filter(free, to_look_at=True).order_by("submitted_at", "pk")
    return list(rows.select_for_update(skip_locked=True, of=("self",), no_key=True)[:most])


def hold_removal(item: Item) -> Exclusion | None:
    """The proposal to remove an item, held before the item itself is: everyone who holds both does so in this order."""
    rows = Exclusion.objects.select_for_update(of=("self",), no_key=True).filter(public_id=item.exclusion_ref)
    return rows.first() if item.exclusion_ref else None


def locked(item: Item, by: Account, at: datetime) -> Item:
    """The item as it is now, locked; Conflict while a colleague has it in hand."""
    rows = Item.objects.select_for_update(of=("self",), no_key=True).select_related(
        "activity", "contribution", "assigned_to"
    )
    held = rows.get(pk=item.pk)
    other = held.assigned_to if held.assigned_to_id != by.pk else None
    if other is not None and held.assigned_at and held.assigned_at >= since(at, handed=held.handed_by_id is not None):
        raise Conflict(
            _("%(name)s has this in hand.") % {"name": other.name},
            _("Take the next one; it comes back to the queue if they do not get to it."),
        )
    return held
