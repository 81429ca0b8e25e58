"""People who are alike for the draw, taken together: equal people get equal chances, so the sums stay small.

Two people are alike if they have the same values and, where no two from one address may sit together, live in
households of the same make-up. A *typed panel* says how many of each type; each type counts in one row for each
feature, in the row of the panel's size, and in the row of its kind of household.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from heard.rules.lottery.pool import Person, Pool
from heard.rules.lottery.solver import Columns, Numbers

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Types:
    """The pool as the draw sees it.

    `count[t]` people are of type t, `members[t]` says which (places in the pool). `belongs[t]` are the rows in
    which type t counts; row `len(low)` stands for “no row”. A panel keeps `low ≤ row sums ≤ high`.
    `homes[t]` gives, for each kind of household shared with others, the household of each member; else None.
    """

    size: int
    count: Whole
    members: tuple[tuple[int, ...], ...]
    belongs: Whole
    low: Whole
    high: Whole
    homes: tuple[tuple[int, ...] | None, ...]

    @cached_property
    def matrix(self) -> Numbers:
        """Rows × types: 1 where a type counts in a row."""
        full = np.zeros((len(self.low) + 1, len(self.count)))
        full[self.belongs.T, np.arange(len(self.count))] = 1
        return full[:-1]

    @cached_property
    def columns(self) -> Columns:
        return Columns.of(self.matrix)

    @property
    def low_bounds(self) -> Numbers:
        return self.low.astype(float)

    @property
    def high_bounds(self) -> Numbers:
        return self.high.astype(float)

    def sums(self, panels: Whole) -> Whole:
        """Row sums of typed panels (panels × types)."""
        return np.rint(panels @ self.matrix.T).astype(np.int64)

    def keeps(self, panels: Whole) -> NDArray[np.bool_]:
        """Whether each typed panel keeps every row and takes nobody twice."""
        found = self.sums(panels)
        inside = (found >= self.low).all(axis=1) & (found <= self.high).all(axis=1)
        return np.asarray(inside & (panels >= 0).all(axis=1) & (panels <= self.count).all(axis=1))


def types_of(pool: Pool, size: int) -> Types:
    """Group the pool. The order of types follows the order of targets and values, never that of the file."""
    groups: dict[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], list[int]] = defaultdict(list)
    households = _households(pool)
    make_up = {home: tuple(sorted(pool.people[i].values for i in those)) for home, those in households.items()}
    for place, person in enumerate(pool.people):
        groups[(person.values, _signature(person, make_up))].append(place)
    keys = sorted(groups)
    kinds = sorted({signature for _values, signature in keys if signature})
    kind_row = {signature: i for i, signature in enumerate(kinds)}
    in_kind = Counter(signature for home, signature in make_up.items() if signature in kind_row)
    members = tuple(tuple(_shuffled(pool, groups[key])) for key in keys)
    number = {home: i for i, home in enumerate(sorted(households))}
    targets = {(t.feature, t.value): i for i, t in enumerate(pool.targets)}
    size_row, nothing = len(pool.targets), len(pool.targets) + 1 + len(kinds)
    belongs = [
        [targets[(feature, value)] for feature, value in zip(pool.features, values, strict=True)]
        + [size_row, size_row + 1 + kind_row[signature] if signature else nothing]
        for values, signature in keys
    ]
    return Types(
        size=size,
        count=np.array([len(each) for each in members], dtype=np.int64),
        members=members,
        belongs=np.array(belongs, dtype=np.int64).reshape(len(keys), len(pool.features) + 2),
        low=np.array([t.least for t in pool.targets] + [size] + [0] * len(kinds), dtype=np.int64),
        high=np.array([t.most for t in pool.targets] + [size] + [in_kind[each] for each in kinds], dtype=np.int64),
        homes=tuple(
            tuple(number[pool.people[i].address or ""] for i in those) if signature else None
            for (_values, signature), those in zip(keys, members, strict=True)
        ),
    )


def _households(pool: Pool) -> dict[str, list[int]]:
    """Addresses that two or more people share."""
    homes: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(pool.people):
        if person.address is not None:
            homes[person.address].append(place)
    return {home: those for home, those in homes.items() if len(those) > 1}


def _signature(person: Person, make_up: dict[str, tuple[tuple[str, ...], ...]]) -> tuple[tuple[str, ...], ...]:
    return make_up.get(person.address, ()) if person.address is not None else ()


def _shuffled(pool: Pool, places: list[int]) -> list[int]:
    """Members in an order that nobody chose: by the hash of pool and id."""
    return sorted(places, key=lambda i: hashlib.sha256(f"{pool.pool_hash}\n{pool.people[i].id}".encode()).digest())
