"""The supporters of each project, laid out for counting: identical ballots are one class with a weight."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from heard.rules.budget.election import Election

Numbers = Any  # a one-dimensional numpy array


@dataclass(frozen=True, slots=True)
class Bloc:
    """The supporters of one project: their classes, how many voters each is, points each (None: one point each)."""

    who: Numbers
    voters: Numbers
    points: Numbers | None
    weight: float  # voters times points, all together
    whole_weight: int


def whole(numbers: Numbers) -> Numbers:
    """The same as whole numbers."""
    return numbers.astype(np.int64)


def blocs_of(election: Election, eligible: Collection[int], *, alike: bool = False) -> dict[int, Bloc]:
    """The supporters of every eligible project, by position. Points at or below nothing are no support.

    `alike`: whoever supports it counts the same, whatever their points.
    """
    lengths = np.fromiter((len(one.projects) for one in election.ballots), dtype=np.int64, count=len(election.ballots))
    size = int(lengths.sum())
    places = np.fromiter((p for one in election.ballots for p in one.projects), dtype=np.int64, count=size)
    points = np.fromiter((p for one in election.ballots for p in one.points), dtype=np.float64, count=size)
    voters = np.fromiter((one.voters for one in election.ballots), dtype=np.float64, count=len(lengths))
    classes = np.repeat(np.arange(len(lengths)), lengths)
    order = np.argsort(places, kind="stable")
    order = order[points[order] > 0]
    starts = np.searchsorted(places[order], np.arange(len(election.ids) + 1))
    found = {}
    for place in eligible:
        rows = order[starts[place] : starts[place + 1]]
        if len(rows):
            given, who = points[rows], classes[rows]
            same = alike or bool((given == 1).all())
            weight = float(voters[who].sum() if same else (given * voters[who]).sum())
            found[place] = Bloc(who, voters[who], None if same else given, weight, int(weight))
    return found
