"""The picture without a person in it: dots that stand for several people who vote alike, never for one.

Where somebody stands follows from their votes, so a dot of one person would give votes away. People are gathered into
the squares of a grid, and squares of too few into the nearest fuller one of their group.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from heard.rules.opinions.picture import Map

SQUARES = 24
LEAST = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """Several people of one group: where they stand on the average of their square, and how many they are."""

    x: float
    y: float
    people: int
    group: int


def cells_of(picture: Map, groups: Iterable[int]) -> list[Cell]:
    """The dots of these groups. People in no group have none; nor has a group of fewer than `LEAST`."""
    shown = np.isin(picture.group, sorted(groups))
    if not shown.any():
        return []
    place = picture.place[shown]
    side = 2 * (float(np.abs(place).max()) or 1.0) / SQUARES
    square = np.round(place / side).astype(np.int64)
    kept, count = np.unique(np.column_stack([picture.group[shown], square]), axis=0, return_counts=True)
    found: list[Cell] = []
    for group in np.unique(kept[:, 0]).tolist():
        mine = kept[:, 0] == group
        squares = {(x, y): n for (_g, x, y), n in zip(kept[mine].tolist(), count[mine].tolist(), strict=True)}
        found += [Cell(x * side, y * side, n, group) for (x, y), n in sorted(_gathered(squares).items()) if n >= LEAST]
    return found


def _gathered(squares: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """The same people in squares of at least `LEAST`: the smallest joins its nearest until none is too small."""
    left = dict(squares)
    while len(left) > 1:
        small = min(left, key=lambda place: (left[place], place))
        if left[small] >= LEAST:
            break
        n = left.pop(small)
        near = min(left, key=lambda place: ((place[0] - small[0]) ** 2 + (place[1] - small[1]) ** 2, place))
        left[near] += n
    return left
