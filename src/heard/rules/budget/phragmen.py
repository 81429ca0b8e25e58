"""Phragmén's rule, step by step: everyone earns at the same speed, and supporters buy as soon as they can.

Each voter earns money at unit speed from nothing. The project whose supporters first hold its cost together is bought,
and they start from nothing again. It ends at the first project that the pot can no longer pay. `load`: the moment at
which it was bought. Source: Los, Christoff, Grossi, "Proportional Budget Allocations: Towards a Systematization", 2022.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection
from fractions import Fraction
from typing import Any

import numpy as np

from heard.rules.budget.blocs import Bloc, blocs_of
from heard.rules.budget.election import Counted, Election, Step
from heard.rules.budget.exact import NEAR
from heard.rules.budget.greedy import NOBODY, plain


def count_phragmen(election: Election, *, threshold: Fraction = Fraction(0)) -> Counted:
    """Count sequentially. Points count only as above nothing. `threshold`: least points a project needs."""
    eligible = [place for place, points in enumerate(election.points) if points > 0 and points >= threshold]
    count = _Count(election, eligible)
    stopped = count.buy()
    steps = [
        Step(place, load, election.supporters[place], effective=election.costs[place] / load if load else None)
        for place, load in count.bought
    ]
    unfunded, support = {}, {}
    for place in range(len(election.ids)):
        if place in count.at:
            continue
        support[place] = Fraction(election.supporters[place])
        unfunded[place] = _why_not(election, place, eligible, stopped, threshold)
    certificate = {
        "loads": {election.ids[place]: election.money(load) for place, load in count.bought},
        "ended_at": "" if stopped is None else election.ids[stopped],
        "exact_comparisons": count.exact_comparisons,
    }
    return Counted(tuple(steps), unfunded, support, certificate)


class _Count:
    """Loads in floating point to find the next project; exactly where two are closer than `NEAR`."""

    def __init__(self, election: Election, eligible: Collection[int]) -> None:
        self.election, self.blocs = election, blocs_of(election, eligible, alike=True)
        self.load = np.zeros(len(election.ballots))
        self.last = np.full(len(election.ballots), -1, dtype=np.int64)  # the purchase that emptied a class last
        self.bought: list[tuple[int, Fraction]] = []
        self.at: dict[int, int] = {}
        self.exact_comparisons = 0

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
        self.exact_comparisons += 1
        return min(near, key=lambda place: (self._exact(place), self.election.tie_key(place)))

    def _float(self, place: int) -> float:
        bloc = self.blocs[place]
        return (self.election.costs[place] + float(self.load[bloc.who] @ bloc.voters)) / bloc.weight

    def _exact(self, place: int) -> Fraction:
        bloc: Bloc = self.blocs[place]
        voters: Any = bloc.voters.astype(np.int64)
        owed = np.bincount(self.last[bloc.who] + 1, weights=voters, minlength=len(self.bought) + 1)[1:]
        spent = sum((load * int(number) for (_p, load), number in zip(self.bought, owed, strict=True)), Fraction(0))
        return (self.election.costs[place] + spent) / bloc.whole_weight

    def _pay(self, place: int) -> None:
        load = self._exact(place)
        who = self.blocs[place].who
        self.load[who], self.last[who] = float(load), len(self.bought)
        self.at[place] = len(self.bought)
        self.bought.append((place, load))


def _why_not(
    election: Election, place: int, eligible: Collection[int], stopped: int | None, threshold: Fraction
) -> str:  # fmt: skip
    points = election.points[place]
    if points <= 0:
        return NOBODY
    if place not in eligible:
        return f"{points} is below the threshold of {plain(threshold)}"
    if place == stopped:
        return f"it was next, but it costs {plain(election.money(election.costs[place]))}, more than was left"
    return "its supporters were not first before the pot ended"
