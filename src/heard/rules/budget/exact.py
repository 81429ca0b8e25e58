"""A run of equal shares replayed in exact whole numbers: decides what is close, and proves the winning sequence.

A voter holds what they began with, less the prices of what they bought, or nothing. So what any supporters hold
together is a whole number of endowments less whole numbers of earlier prices, and all prices are whole numbers over one
common denominator.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from functools import cmp_to_key
from math import gcd
from typing import Protocol

from heard.rules.budget.election import Election

SAME = 1e-13  # a price that floating point gives to within this part of it is close enough to place every class by


class Rows(Protocol):
    """Who would pay for a project at a price, in whole numbers. Classes are placed by floating point."""

    def again(self, endowment: float) -> None:
        """Begin a replay in which every voter holds `endowment`."""

    def row(self, place: int, price: float) -> tuple[Sequence[int], list[int], list[int]]:
        """Who has too little for `price` a point (below 0: all supporters), what they owe for, and who is close.

        The numbers are: voters among them who hold anything, the points of all others, how many voters they are, two
        counts, and from the sixth on how many points they owe for each of the purchases named second. Third come the
        classes of which floating point cannot tell whether they have enough; they are counted with those who have.
        """

    def is_empty(self, who: int) -> bool:
        """Whether a class gave all it had to an earlier purchase."""

    def force(self, who: Sequence[int]) -> None:
        """These classes do have too little for what is looked at now."""

    def pay(self, place: int, price: float) -> None:
        """Buy a project."""

    def near_price(self, place: int) -> float:
        """What the price of a point was when the run last looked at it."""


class Exact:
    """The replay of one run. `money_of` and prices are in the election's whole units of money."""

    def __init__(self, election: Election, rows: Rows, endowment: Fraction) -> None:
        self.election, self.rows = election, rows
        self.over = endowment.denominator  # every amount here is a whole number over this
        self.endowment = endowment.numerator
        self.paid: dict[int, int] = {}  # the price of a point of each purchase, in order
        self.paying_all: list[int] = []
        rows.again(float(endowment))

    def money_of(self, place: int) -> Fraction:
        """What the supporters of a project hold together."""
        return Fraction(self._held(place), self.over)

    def is_affordable(self, place: int) -> bool:
        """Whether the supporters of a project hold its cost."""
        return self._held(place) >= self.election.costs[place] * self.over

    def pay_until(self, bought: Sequence[int], prices: Sequence[float] | None = None) -> None:
        """Buy what was bought so far. `prices`: nearly what a point of each cost; else what the run says."""
        for number in range(len(self.paid), len(bought)):
            place = bought[number]
            self._pay(place, self.rows.near_price(place) if prices is None else prices[number])

    def first_of(self, near: Collection[int], factors: Sequence[int]) -> int:
        """The project with the smallest price divided by its factor; of equals the first by the tie-break."""
        found = []
        for place in near:
            price, points = (
                self._solve(place, self.rows.near_price(place))[:2] if self.election.costs[place] else (0, 1)
            )
            found.append((price, points * max(factors[place], 1), self.election.ranks[place], place))
        return min(found, key=cmp_to_key(_compared))[3]

    def prices(self) -> list[Fraction]:
        """The exact price of a point, as the ballots name points, of each purchase, in order."""
        scale = self.election.ballots.scale
        return [Fraction(one * scale, self.over) for one in self.paid.values()]

    def _held(self, place: int) -> int:
        found, owing, _close = self.rows.row(place, -1.0)
        return found[0] * self.endowment - self._owed(found, owing)

    def _owed(self, found: Sequence[int], owing: list[int]) -> int:
        if not owing:
            return 0
        paid = self.paid
        return sum([found[number] * paid[place] for number, place in enumerate(owing, 5)])

    def _solve(self, place: int, near: float) -> tuple[int, int, int]:
        """The price of a point as a whole number over (points times `over`), those points, who pays all they have."""
        cost = self.election.costs[place] * self.over
        while True:
            found, owing, close = self.rows.row(place, near)
            price, points = cost - found[0] * self.endowment + self._owed(found, owing), found[1]
            exactly = price / (points * self.over)
            if abs(exactly - near) > SAME * exactly:
                near = exactly
            elif short := [who for who in close if self._has_less(who, place, price, points)]:
                self.rows.force(short)
            else:
                return price, points, found[2]

    def _has_less(self, who: int, place: int, price: int, points: int) -> bool:
        """Whether what one class holds is less than the price of all its points."""
        ballot = self.election.ballots[who]
        given = dict(zip(ballot.projects, ballot.points, strict=True))
        held = self.endowment - sum(self.paid[one] * number for one, number in given.items() if one in self.paid)
        return (0 if self.rows.is_empty(who) else held) * points < price * given[place]

    def _pay(self, place: int, near: float) -> None:
        price, points, paying_all = self._solve(place, near)
        common = gcd(price, points)
        price, finer = price // common, points // common
        self.rows.pay(place, price / (finer * self.over))
        if finer != 1:
            self.over *= finer
            self.endowment *= finer
            self.paid = {one: amount * finer for one, amount in self.paid.items()}
        self.paid[place] = price
        self.paying_all.append(paying_all)


def _compared(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> int:
    """Which price is smaller, by multiplying crosswise; then the order of the tie-break."""
    return (one[0] * other[1] - other[0] * one[1]) or (one[2] - other[2])
