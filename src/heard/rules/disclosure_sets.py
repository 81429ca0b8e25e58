"""Totals of themes beside the bases of findings: which of them would tell a small number by subtraction.

A finding rests on everybody who raised one of its themes. So the total of a theme, taken from the base of a finding
that holds it, is how many raised only the others; two totals less the base of both together, how many raised both.
Where such a difference is of fewer people than the threshold, one of the totals is hidden: a theme's before a
finding's, the smaller first.

Limits: it compares totals two by two and with their union, as a reader with the page in hand would. Bounds that follow
only from three or more overlapping totals are left: they are ranges, never one number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Total:
    """One published total: its key, the themes of which somebody raised at least one, and how many people.

    `smallest`: the threshold that applies to it. `goes_first`: it is hidden before others (a theme's).
    """

    key: str
    themes: frozenset[str]
    count: int
    smallest: int
    goes_first: bool = False


def telling(totals: Sequence[Total]) -> frozenset[str]:
    """The keys of totals to hide so that no difference of two, and no overlap of two, shows a small number.

    A total that is small itself counts as hidden already.
    """
    shown = {each.key: each for each in totals if not 0 < each.count < each.smallest}
    hidden: set[str] = set()
    while found := _first(list(shown.values())):
        worst = min(found, key=lambda each: (not each.goes_first, each.count, each.key))
        hidden.add(worst.key)
        del shown[worst.key]
    return frozenset(hidden)


def _first(shown: Sequence[Total]) -> tuple[Total, ...]:
    by_themes: dict[frozenset[str], list[Total]] = {}
    for each in shown:
        by_themes.setdefault(each.themes, []).append(each)
    for one, other in combinations(shown, 2):
        if one.themes <= other.themes or other.themes <= one.themes:
            if _is_small(abs(one.count - other.count), (one, other)):
                return (one, other)
            continue
        for whole in by_themes.get(one.themes | other.themes, ()):
            if _is_small(abs(one.count + other.count - whole.count), (one, other, whole)):
                return (one, other)
    return ()


def _is_small(difference: int, among: Sequence[Total]) -> bool:
    return 0 < difference < max(each.smallest for each in among)
