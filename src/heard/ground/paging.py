"""Keyset pagination: a page is found by where the last one ended, never by counting rows."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `after` is the cursor of the next page, "" on the last; `first` if none came before."""

    items: Sequence[T]
    after: str
    first: bool

    def __iter__(self) -> Any:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def is_only(self) -> bool:
        return self.first and not self.after


def page_of(rows: QuerySet[Any], *, order: Sequence[str], after: str = "", size: int = 20) -> Page[Any]:
    """A page of `rows` ordered by `order` (fields, "-" for descending; the last must be unique).

    A cursor that cannot be read starts from the beginning: a stale link is no error.
    """
    marks = _read(after, len(order))
    rows = rows.order_by(*order)
    if marks is not None:
        try:
            rows = rows.filter(_beyond(order, marks))
        except (ValueError, TypeError, OverflowError, ValidationError):
            marks = None
    found = list(rows[: size + 1])
    items = found[:size]
    following = _write(items[-1], order) if len(found) > size else ""
    return Page(items=items, after=following, first=marks is None)


def capped_count(rows: QuerySet[Any], cap: int = 1000) -> tuple[int, bool]:
    """How many rows there are, counted no further than `cap`; the second value says if there are more."""
    found = rows.order_by()[: cap + 1].values_list("pk", flat=True).count()
    return min(found, cap), found > cap


def _beyond(order: Sequence[str], marks: Sequence[Any]) -> Q:
    beyond, level = Q(), Q()
    for name, mark in zip(order, marks, strict=True):
        field = name.lstrip("-")
        beyond |= level & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": mark})
        level &= Q(**{field: mark})
    return beyond


def _write(row: Model, order: Sequence[str]) -> str:
    values = []
    for name in order:
        value: Any = row
        for part in name.lstrip("-").split("__"):
            value = getattr(value, part)
        values.append(value.isoformat() if isinstance(value, date | datetime) else value)
    raw = json.dumps(values, default=str).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read(cursor: str, length: int) -> list[Any] | None:
    if not cursor or len(cursor) > 600:
        return None
    try:
        marks = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        return None
    if not isinstance(marks, list) or len(marks) != length:
        return None
    return None if any(isinstance(mark, dict | list) or mark is None for mark in marks) else marks
