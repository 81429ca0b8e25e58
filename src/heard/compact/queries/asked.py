"""Which facts the gates of a stage ask for, read from the checks themselves, so that no pack can ask in vain.

Counting the codings of a large activity is dear, and the gates stand beside every page of the plan. So a snapshot
gathers what the checks of the moves from here look at, and no more. What a check looks at is read from its code (the
attribute names in it, and in the functions that it calls): a table kept by hand would be wrong for another city's pack.
"""

from __future__ import annotations

from functools import cache
from types import CodeType, FunctionType
from typing import Any

from heard.rules.compact import REGISTRY, Pack
from heard.rules.lifecycle import MOVES


def names_asked(pack: Pack, stage: str, guard: str = "") -> frozenset[str]:
    """Every attribute name that a check of any move from `stage` (or of the one that `guard` names) looks at, for
    whatever level and tier."""
    guards = {guard} if guard else {move.guard for move in MOVES if move.from_stage == stage}
    ids = [terms.id for terms in pack.checks if guards & set(terms.before)]
    return frozenset().union(*(names_in(REGISTRY[check_id].function) for check_id in ids))


@cache
def names_in(function: Any) -> frozenset[str]:
    """The attribute and global names in a function and in those of our own functions that it calls."""
    found: set[str] = set()
    waiting: list[Any] = [function]
    seen: set[Any] = set()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        names = _names_of(each.__code__)
        found |= names
        called = (each.__globals__.get(name) for name in names)
        waiting += [one for one in called if isinstance(one, FunctionType) and one.__module__.startswith("heard.")]
    return frozenset(found)


def _names_of(code: CodeType) -> set[str]:
    """The names in a piece of code and in the comprehensions and functions inside it."""
    inside = (const for const in code.co_consts if isinstance(const, CodeType))
    return set(code.co_names).union(*(_names_of(each) for each in inside))
