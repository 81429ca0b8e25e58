"""The supporters of each project as numpy arrays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from heard.rules.budget.election import Election

Numbers = Any  # a one-dimensional numpy array


@dataclass(frozen=True, slots=True)
class Bloc:
    """The supporters of one project: their classes, the points of each and how many voters each is (whole numbers)."""

    who: Numbers
    points: Numbers
    voters: Numbers
    weight: int  # points times voters, all together


def blocs_of(election: Election, eligible: Collection[int]) -> dict[int, Bloc]:
    """The supporters of every eligible project that has any, by position."""
    ballots = election.ballots
    first = np.frombuffer(ballots.first, dtype=np.int64)
    places = np.frombuffer(ballots.places, dtype=np.int32)
    given = np.ones(len(places), np.int64) if ballots.given is None else np.frombuffer(ballots.given, dtype=np.int64)
    voters = np.frombuffer(ballots.voters, dtype=np.int64)
    classes = np.repeat(np.arange(len(voters)), np.diff(first))
    order = np.argsort(places, kind="stable")
    starts = np.searchsorted(places[order], np.arange(len(election.ids) + 1))
    found = {}
    for place in eligible:
        rows = order[starts[place] : starts[place + 1]]
        if len(rows):
            who, points = classes[rows], given[rows]
            found[place] = Bloc(who, points, voters[who], int(points @ voters[who]))
    return found
