"""Pools as they come back from invitation letters, for the bench: seven features, 31 values, uneven readiness.

Shaped like the pools of a real assembly of 1,727 volunteers (seven categories): a few answers are common and many are
rare, some kinds of people come forward more readily, and the targets are five per cent about a panel that exists, so
that a panel can always be drawn.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

VALUES = (2, 4, 5, 6, 4, 3, 7)
UNEVEN = 1.0
READINESS = 0.5
WIDE = 0.05


@dataclass(frozen=True)
class Case:
    """A pool, its targets, the panel's size and the column with ids."""

    pool: Path
    targets: Path
    size: int
    id: str


def a_volunteer_pool(folder: Path, people: int, size: int, seed: int = 1) -> Case:
    """Write a pool of `people` and targets for a panel of `size`; the same numbers give the same files."""
    random = np.random.default_rng([seed, people, size])
    shares = [np.arange(1, many + 1.0) ** -UNEVEN for many in VALUES]
    ready = [np.exp(random.normal(0, READINESS, many)) for many in VALUES]
    drawn = [
        random.choice(len(share), size=people, p=share * more / (share * more).sum())
        for share, more in zip(shares, ready, strict=True)
    ]
    # A panel that exists: volunteers drawn against their readiness, so that it looks more like the city.
    against = np.prod([1 / more[column] for column, more in zip(drawn, ready, strict=True)], axis=0)
    panel = random.choice(people, size=size, replace=False, p=against / against.sum())
    targets = [
        (f"f{feature}", f"v{value}", int(np.floor(there * (1 - WIDE))), int(np.ceil(there * (1 + WIDE))))
        for feature, column in enumerate(drawn)
        for value, there in enumerate(np.bincount(column[panel], minlength=VALUES[feature]))
    ]
    pool, table = folder / f"pool_{people}.csv", folder / f"targets_{people}.csv"
    _write(pool, ["id", *(f"f{i}" for i in range(len(VALUES)))], [
        (f"p{i}", *(f"v{column[i]}" for column in drawn)) for i in range(people)
    ])  # fmt: skip
    _write(table, ["feature", "value", "min", "max", "min_flex", "max_flex"], [(*each, 0, size) for each in targets])
    return Case(pool, table, size, "id")


def _write(path: Path, header: list[str], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
