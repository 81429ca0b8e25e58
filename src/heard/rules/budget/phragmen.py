"""Phragmén's rule, step by step: everyone earns at the same speed, and supporters buy as soon as they can.

Each voter earns money at unit speed from nothing. The project whose supporters first hold its cost together is bought,
and they start from nothing again. It ends at the first project that the pot can no longer pay. `load`: the moment at
which it was bought. Source: Los, Christoff, Grossi, "Proportional Budget Allocations: Towards a Systematization", 2022.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping
from fractions import Fraction

import numpy as np

from heard.rules.budget.blocs import Bloc, blocs_of
from heard.rules.budget.election import Counted, Election, Step
from heard.rules.budget.greedy import plain, too_few

NEAR = 1e-9  # relative; loads only grow, and sums of 1e7 of them err by far less


def count_phragmen(election: Election, *, threshold: Fraction = Fraction(0)) -> Counted:
    """Count sequentially. Points count only as above nothing. `threshold`: least points a project needs."""
    eligible = [place for place in range(len(election.ids)) if election.is_counted(place, threshold)]
    count = _Count(election, eligible)
    stopped = count.buy()
    steps = [Step(place, load, election.supporters[place]) for place, load in count.bought]
    certificate = {
        "loads": {election.ids[place]: election.money(load) for place, load in count.bought},
        "ended_at": "" if stopped is None else election.ids[stopped],
    }

    def left() -> Mapping[int, tuple[str, Fraction]]:
        return {
            place: (_why_not(election, place, eligible, stopped, threshold), Fraction(election.supporters[place]))
            for place in range(len(election.ids))
            if place not in count.at
        }

    return Counted(tuple(steps), certificate, left)


class _Count:
    """Loads in floating point to find the next project; exactly where two are closer than `NEAR`."""

    def __init__(self, election: Election, eligible: Collection[int]) -> None:
        self.election, self.blocs = election, blocs_of(election, eligible)
        self.load = np.zeros(len(election.ballots))
        self.last = np.full(len(election.ballots), -1, dtype=np.int64)  # the purchase that emptied a class last
        self.bought: list[tuple[int, Fraction]] = []
        self.at: dict[int, int] = {}

    def buy(self) -> int | None:
        """Buy until the pot ends; returns the project that did not fit, or None if all were bought."""
        left = self.election.pot
        heap = [(self._float(place), place, 0) for place in self.blocs]
        heapq.heapify(heap)
        while heap:
            load, place, asked = heapq.heappop(heap)
            if asked != len(self.bought):
                heapq.heappush(heap, (self._float(place), place, len(self.bought)))
                continue
            near = [place]
            while heap and heap[0][0] <= load * (1 + NEAR):
                near.append(heapq.heappop(heap)[1])
            place = self._first(near)
            for other in near:
                if other != place:
                    heapq.heappush(heap, (self._float(other), other, len(self.bought)))
            if self.election.costs[place] > left:
                return place
            left -= self.election.costs[place]
            self._pay(place)
        return None

    def _first(self, near: list[int]) -> int:
        if len(near) == 1:
            return near[0]
        return min(near, key=lambda place: (self._exact(place), self.election.ranks[place]))

    def _float(self, place: int) -> float:
        bloc = self.blocs[place]
        return (self.election.costs[place] + float(self.load[bloc.who] @ bloc.voters)) / self.election.supporters[place]

    def _exact(self, place: int) -> Fraction:
        bloc: Bloc = self.blocs[place]
        owed = np.bincount(self.last[bloc.who] + 1, weights=bloc.voters, minlength=len(self.bought) + 1)[1:]
        spent = sum((load * int(number) for (_p, load), number in zip(self.bought, owed, strict=True)), Fraction(0))
        return (self.election.costs[place] + spent) / self.election.supporters[place]

    def _pay(self, place: int) -> None:
        load = self._exact(place)
        who = self.blocs[place].who
        self.load[who], self.last[who] = float(load), len(self.bought)
        self.at[place] = len(self.bought)
        self.bought.append((place, load))


def _why_not(
    election: Election, place: int, eligible: Collection[int], stopped: int | None, threshold: Fraction
) -> str:  # fmt: skip
    if place not in eligible:
        return too_few(election, place, threshold)
    if place == stopped:
        return f"it was next, but it costs {plain(election.money(election.costs[place]))}, more than was left"
    return "its supporters were not first before the pot ended"
