"""A run of equal shares in exact fractions: decides what is close, and proves the winning sequence."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

import numpy as np

from heard.rules.budget.blocs import Bloc, Numbers, whole
from heard.rules.budget.election import Election

NEAR = 1e-9  # relative; sums of at most 1e7 classes over at most 1e4 steps in double precision err by less


class Setting(Protocol):
    """What a run needs to know of its election."""

    election: Election
    classes: int
    blocs: dict[int, Bloc]


class Exact:
    """A run in exact fractions. A class has what it began with, less the prices of what it bought, or nothing.

    So a sum over many classes needs, for each purchase, only how many points they bought at its price.
    """

    def __init__(self, shares: Setting, endowment: Fraction) -> None:
        self.shares, self.endowment = shares, endowment
        self.empty = np.zeros(shares.classes, dtype=bool)
        # A purchase a row: the points for which every class still owes its price.
        self.history = np.zeros((len(shares.blocs), shares.classes), dtype=np.int64)
        self.prices: list[Fraction] = []
        self.near_prices: list[float] = []
        self.paying_all: list[int] = []

    def floats(self, who: Numbers) -> Numbers:
        """What each of these classes holds, nearly."""
        owed = np.array(self.near_prices) @ self.history[: len(self.prices), who]
        return np.where(self.empty[who], 0.0, float(self.endowment)) - owed

    def _sum(self, who: Numbers, voters: Numbers) -> Fraction:
        """What these classes hold together."""
        owed = self.history[: len(self.prices), who] @ voters
        spent = sum((self.prices[n] * int(owed[n]) for n in np.flatnonzero(owed)), Fraction(0))
        return self.endowment * int(voters[~self.empty[who]].sum()) - spent

    def one(self, who: int) -> Fraction:
        """What one class holds."""
        if self.empty[who]:
            return Fraction(0)
        return self._sum(np.array([who]), np.array([1]))

    def money_of(self, place: int) -> Fraction:
        """What the supporters of a project hold together."""
        bloc = self.shares.blocs[place]
        return self._sum(bloc.who, whole(bloc.voters))

    def solve(self, place: int) -> tuple[Fraction, Numbers]:
        """The exact price of a point, and which supporters pay all they have. They can afford it."""
        bloc, cost = self.shares.blocs[place], self.shares.election.costs[place]
        voters = whole(bloc.voters)
        points = np.ones_like(voters) if bloc.points is None else whole(bloc.points)
        limits = self.floats(bloc.who) / points
        binding = np.zeros(len(limits), dtype=bool)
        price = Fraction(cost, bloc.whole_weight)
        while True:
            more = self._short(bloc.who, points, limits, price) & ~binding
            if not more.any():
                return price, binding
            binding |= more
            rest = int((voters * points)[~binding].sum())
            if not rest:
                return max(self.one(int(who)) / int(u) for who, u in zip(bloc.who, points, strict=True)), binding
            price = (cost - self._sum(bloc.who[binding], voters[binding])) / rest

    def _short(self, who: Numbers, points: Numbers, limits: Numbers, price: Fraction) -> Numbers:
        """Who has less than the price; what floating point cannot tell is compared exactly."""
        near = float(price)
        short = limits < near * (1 - NEAR)
        for place in np.flatnonzero(~short & (limits < near * (1 + NEAR))):
            short[place] = self.one(int(who[place])) < price * int(points[place])
        return short

    def price_of(self, place: int) -> Fraction:
        return self.solve(place)[0]

    def pay(self, place: int) -> None:
        """Buy a project at its exact price."""
        bloc = self.shares.blocs[place]
        price, binding = self.solve(place)
        self.history[len(self.prices), bloc.who] = 1 if bloc.points is None else whole(bloc.points)
        self.prices.append(price)
        self.near_prices.append(float(price))
        spent = bloc.who[binding]
        self.empty[spent] = True
        self.history[: len(self.prices), spent] = 0
        self.paying_all.append(int(whole(bloc.voters)[binding].sum()))
