"""Plain values that components draw. Any object or mapping with the same names serves as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Link:
    """A label with an address: tabs, breadcrumbs, filters to take away."""

    label: Any
    href: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A knot on a timeline. `state`: done, now, next or late; `on` a day or a moment."""

    label: Any
    on: date | datetime | None = None
    state: Literal["done", "now", "next", "late"] = "next"
    note: Any = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a summary list; `action` is the words of the link ("Change")."""

    label: Any
    value: Any = ""
    href: str = ""
    action: Any = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of taking part: one channel, what to do, where."""

    channel: str
    label: Any
    detail: Any = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table. `href` sorts by it; `sorted_by` is "ascending", "descending" or ""."""

    label: Any
    number: bool = False
    href: str = ""
    sorted_by: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a link, or a figure to set at the end of its column. `header` names the row."""

    text: Any
    href: str = ""
    number: bool = False
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table. Rows hold plain values or `Cell`s, one for each head."""

    caption: Any
    heads: Sequence[Head]
    rows: Sequence[Sequence[Any]]
    note: Any = ""
    export: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError("Every row of a table needs one cell for each head.")


def sort_heads(query: Mapping[str, Any], columns: Sequence[tuple[str, Any]], *, current: str) -> list[Head]:
    """Heads whose links sort by `?sort=key` or `?sort=-key` and keep every other choice in `query` (a QueryDict).

    `columns` pairs a key with its label; an empty key makes a head that does not sort. `current` is the sort in force.
    """
    heads = []
    for key, label in columns:
        down = current == f"-{key}"
        order = "descending" if down else "ascending" if current == key else ""
        heads.append(
            Head(
                label,
                href=address_with(query, sort=key if down or current != key else f"-{key}") if key else "",
                sorted_by=order if key else "",
            )
        )
    return heads


def address_with(query: Mapping[str, Any], **changes: str) -> str:
    """This page's address with some choices changed and the cursor dropped; an empty change drops a choice.

    `query` is `request.GET` (a QueryDict): `address_with(request.GET, ward="", channel="paper")`.
    """
    fresh: Any = query.copy()  # type: ignore[attr-defined]
    fresh.pop("after", None)
    for name, value in changes.items():
        fresh.pop(name, None)
        if value:
            fresh[name] = value
    return "?" + fresh.urlencode()
