"""What everyone may read, and the sentence that stands where something is not shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _

from heard.activities.models import Contribution
from heard.moderation.models import Item
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
    """The sentences of those that are not shown, by the contribution's number. One query for any number of them."""
    numbers = [each if isinstance(each, int) else each.pk for each in contributions]
    rows = Item.objects.filter(contribution_id__in=numbers).exclude(state=Item.State.SHOWN)
    return {item.contribution_id: line_of(item) for item in rows}


def line_of(item: Item) -> str:
    """What everyone reads where an item is not shown: the reason's title, and the day on which it comes back."""
    if item.state == Item.State.SHOWN:
        return ""
    if item.state == Item.State.WAITING:
        return _("This waits to be read by a moderator.")
    words: dict[str, Any] = {"reason": item.reason_words.partition("\n")[0]}
    if item.state == Item.State.DECLINED:
        return _("This was removed: “%(reason)s”. Two people from two teams agreed, and its author can appeal.") % words
    words["day"] = in_words(item.falls_on) if item.falls_on else ""
    return _(
        "This is taken down for now: “%(reason)s”. It comes back on %(day)s unless two people from two teams agree "
        "to remove it."
    ) % words  # fmt: skip
