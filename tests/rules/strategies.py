"""Snapshots of every shape, for properties: any field set or unset, words long and odd, dates in any order."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from functools import cache

from hypothesis import strategies as st

from heard.rules.plan_file import CHOICES
from heard.rules.snapshot import Snapshot

words = st.one_of(
    st.just(""),
    st.just("   "),
    st.text(max_size=30),
    st.lists(st.sampled_from(["bus", "library", "people", "over", "seventy-five", "Foleshill"]), max_size=60).map(
        " ".join
    ),
)
days = st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2017, 12, 31)), st.dates())
TITLES = st.sampled_from(["Survey", "Tea and talk", "A very long title of a way of taking part in this city", ""])
NAMED_AFTER_STRANDS = {"reached_by", "strand", "strands"}


def _of(kind: object, name: str) -> st.SearchStrategy:
    """A strategy for one field, by its type and name."""
    if typing.get_origin(kind) is tuple:
        return st.lists(_of(typing.get_args(kind)[0], name), max_size=3).map(tuple)
    if dataclasses.is_dataclass(kind):
        return build(typing.cast(type, kind))
    given = typing.get_args(kind) or (kind,)
    plain = next(each for each in given if each is not types.NoneType)
    found = {
        str: TITLES if name in NAMED_AFTER_STRANDS else words,
        int: st.integers(0, 200),
        bool: st.booleans(),
        date: days,
    }[plain]
    if plain is str and name in CHOICES:
        found = st.sampled_from(("", *CHOICES[name]))
    if plain is str and name == "check":
        found = st.sampled_from(["GP-m.2", "GP-g.2", "P-8.2", "GP-n.1", ""])
    return st.one_of(st.none(), found) if types.NoneType in given else found


@cache
def build(kind: type) -> st.SearchStrategy:
    """Any value of a snapshot dataclass."""
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{name: field_of(kind, name, hints[name]) for name in hints})


def field_of(kind: type, name: str, hint: object) -> st.SearchStrategy:
    """Any value of one field; the schema is always the present one, and titles of strands can be referred to."""
    if name == "schema":
        return st.just(1)
    if name == "tier":
        return st.sampled_from(("light", "standard", "high"))
    if kind.__name__ == "Strand" and name == "title":
        return TITLES
    return _of(hint, name)


snapshots = st.deferred(lambda: build(Snapshot))


def changes(kind: type = Snapshot) -> st.SearchStrategy[dict[str, object]]:
    """A few fields of a snapshot with any values, to lay over a good one."""
    hints = typing.get_type_hints(kind)
    return st.lists(st.sampled_from(sorted(hints)), min_size=1, max_size=3, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: field_of(kind, name, hints[name]) for name in names})
    )
