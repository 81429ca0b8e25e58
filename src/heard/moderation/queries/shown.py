"""What everyone may read, and the sentence that stands where something is not shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _

from heard.activities.models import Contribution
from heard.moderation.models import Item
from heard.people.models import Exclusion
from heard.rules.calendar import in_words

M = TypeVar("M", bound=Model)
STANDS = (Item.State.SHOWN, Item.State.HELD, Item.State.DECLINED)


def shown(rows: QuerySet[M], path: str = "contribution") -> QuerySet[M]:
    """Only rows whose contribution everyone may read. `path` leads to it; "" where the rows are contributions."""
    prefix = f"{path}__" if path else ""
    items = Item.objects.filter(contribution=OuterRef(path or "pk"), state=Item.State.SHOWN)
    received = {f"{prefix}state": Contribution.State.RECEIVED, f"{prefix}erased_at__isnull": True}
    return rows.filter(Exists(items), **received)


def standing(rows: QuerySet[M], path: str = "contribution") -> QuerySet[M]:
    """Rows that have a place on a public page: those shown, and those where the line of `withheld` stands instead."""
    items = Item.objects.filter(contribution=OuterRef(path or "pk"), state__in=STANDS)
    prefix = f"{path}__" if path else ""
    return rows.filter(Exists(items), **{f"{prefix}erased_at__isnull": True}).exclude(
        **{f"{prefix}state": Contribution.State.WITHDRAWN}
    )


def withheld(contribution: Contribution) -> str:
    """The sentence shown in a contribution's place; "" if everyone may read it."""
    item = Item.objects.filter(contribution=contribution).first()
    return line_of(item) if item else _("This is not shown in public.")


def withheld_among(contributions: Iterable[Contribution | int]) -> dict[int, str]:
    """The sentences of those that are not shown, by the contribution's number. Two queries for any number of them."""
    numbers = [each if isinstance(each, int) else each.pk for each in contributions]
    rows = list(Item.objects.filter(contribution_id__in=numbers).exclude(state=Item.State.SHOWN))
    removals = _removals(rows)
    return {item.contribution_id: _line(item, removals.get(item.exclusion_ref)) for item in rows}


def line_of(item: Item) -> str:
    """What everyone reads where an item is not shown: the reason's title, and what happens next."""
    return _line(item, _removals([item]).get(item.exclusion_ref))


def _removals(items: Iterable[Item]) -> dict[str, Exclusion]:
    refs = [item.exclusion_ref for item in items if item.exclusion_ref]
    return {each.public_id: each for each in Exclusion.objects.filter(public_id__in=refs)} if refs else {}


def _line(item: Item, removal: Exclusion | None) -> str:
    if item.state == Item.State.SHOWN:
        return ""
    if item.state == Item.State.WAITING:
        return _("This waits to be read by a moderator.")
    said = {
        "reason": item.reason_words.partition("\n")[0],
        "day": in_words(item.falls_on) if item.falls_on else "",
    }
    return (_removed(removal) if item.state == Item.State.DECLINED else _held(removal)) % said


def _held(removal: Exclusion | None) -> str:
    """Taken down by one person; its removal proposed; or agreed, and its author not told yet."""
    if removal is None:
        return _(
            "This is taken down for now: “%(reason)s”. It comes back on %(day)s unless two people from two teams agree "
            "to remove it."
        )
    if removal.state == "proposed":
        return _(
            "This is taken down for now: “%(reason)s”. One person has proposed to remove it; it comes back on %(day)s "
            "unless somebody from another team agrees."
        )
    return _(
        "This is taken down: “%(reason)s”. Two people from two teams have agreed to remove it. Its author is told "
        "first, with how to appeal; until then it still counts."
    )


def _removed(removal: Exclusion | None) -> str:
    if removal is not None and removal.appeal_outcome:
        return _(
            "This was removed: “%(reason)s”. Two people from two teams agreed. Its author appealed, and somebody who "
            "had no part in it found that it stays removed."
        )
    if removal is not None and removal.appealed_at:
        return _(
            "This was removed: “%(reason)s”. Two people from two teams agreed. Its author has appealed: somebody who "
            "had no part in it looks again."
        )
    return _("This was removed: “%(reason)s”. Two people from two teams agreed, and its author can appeal.")
