"""A panel beside its targets: for each group its seats, its people and their chances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from heard.rules.lottery.pool import Pool


@dataclass(frozen=True, slots=True)
class Group:
    """One value of one feature. Chances (0 to 1) are of those who could be drawn this time; None if nobody could."""

    feature: str
    value: str
    least: int
    most: int
    panel: int
    pool: int
    lowest: float | None
    mean: float | None
    highest: float | None


def profile(pool: Pool, document: Mapping[str, Any]) -> tuple[Group, ...]:
    """The groups in the order of the targets."""
    selected, chances = set(document["selected"]), document["chances"]
    there: dict[tuple[str, str], list[str]] = defaultdict(list)
    for person in pool.people:
        for feature, value in zip(pool.features, person.values, strict=True):
            there[(feature, value)].append(person.id)
    groups = []
    for target in pool.targets:
        people = there[(target.feature, target.value)]
        given = [chances[name] for name in people if name in chances]
        groups.append(
            Group(
                target.feature,
                target.value,
                target.least,
                target.most,
                sum(name in selected for name in people),
                len(people),
                min(given, default=None),
                fmean(given) if given else None,
                max(given, default=None),
            )
        )
    return tuple(groups)
