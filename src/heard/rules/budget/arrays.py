"""The loops of kernel.c in numpy, where there is no C compiler: the same steps, the same questions, the same result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from heard.rules.budget.blocs import Bloc, blocs_of
from heard.rules.budget.election import Election
from heard.rules.budget.kernel import AFFORDABLE, NEAR, TIE

POOR, FINE, CLOSE = 0, 1, 2


class Arrays:
    """See `runs.Engine` for what each does."""

    def __init__(
        self, election: Election, eligible: frozenset[int], factors: Sequence[int], ranks: Sequence[int]
    ) -> None:
        self.election, self.ranks = election, ranks
        self.blocs = blocs_of(election, eligible)
        self.size, classes = len(election.ids), len(election.ballots)
        self.costs, self.factors = np.array([float(one) for one in election.costs]), [float(one) for one in factors]
        self.empty, self.forced = np.zeros(classes, dtype=bool), np.zeros(classes, dtype=bool)
        self.money, self.held = np.empty(classes), np.empty(classes)
        self.ratio, self.price, self.band = np.empty(self.size), np.zeros(self.size), np.empty(self.size)
        self.tight, self.stamp = np.zeros(self.size, dtype=bool), np.empty(self.size, dtype=np.int64)
        self.bought: list[int] = []
        self.asked: list[int] = []
        self.had: list[int] = []

    def begin(self, endowment: float) -> int:
        self.slack = endowment * (1e-12 + 2e-16 * self.size)
        self.money[:] = endowment
        self.ratio[:] = -1.0
        self.ratio[list(self.blocs)] = 0.0
        self.stamp[:] = -1
        self.band[:] = 0.0
        self.bought = []
        return self._run()

    def climb(self, first: int, step: int, pot: int, *, full: bool) -> tuple[int, int]:
        return 0, self.begin(float(first))

    def go_on(self, before: int, answer: int) -> int:
        if before == TIE:
            self._buy(answer)
        elif answer:
            self._refresh(self.asked[0], sure=True)
        else:
            self.ratio[self.asked[0]] = -1.0
        return self._run()

    def near_price(self, place: int) -> float:
        return float(self.price[place])

    def again(self, endowment: float) -> None:
        self.slack = endowment * (1e-12 + 2e-16 * self.size)
        self.held[:] = endowment
        self.empty[:] = self.forced[:] = False
        self.had = []

    def row(self, place: int, price: float) -> tuple[Sequence[int], list[int], list[int]]:
        bloc = self.blocs[place]
        short, close = self._short(bloc, price) if price >= 0 else (np.ones(len(bloc.who), bool), [])
        who, voters = bloc.who[short], bloc.voters[short]
        holding = ~self.empty[who]
        times = np.zeros(len(self.empty), dtype=np.int64)
        times[who[holding]] = voters[holding]
        rest = int((bloc.points * bloc.voters)[~short].sum())
        owing, owed = [], []
        for one in self.had:
            other = self.blocs[one]
            if points := int((times[other.who] * other.points).sum()):
                owing.append(one)
                owed.append(points)
        numbers = [int(voters[holding].sum()), rest, int(voters.sum()), len(close), len(owing), *owed]
        return numbers, owing, [int(one) for one in bloc.who[close]]

    def is_empty(self, who: int) -> bool:
        return bool(self.empty[who])

    def force(self, who: Sequence[int]) -> None:
        self.forced[list(who)] = True

    def pay(self, place: int, price: float) -> None:
        bloc = self.blocs[place]
        short, _close = self._short(bloc, price)
        self.held[bloc.who] = np.where(short, 0.0, np.maximum(self.held[bloc.who] - price * bloc.points, 0.0))
        self.empty[bloc.who[short]] = True
        self.forced[bloc.who] = False
        self.had.append(place)

    def _short(self, bloc: Bloc, price: float) -> tuple[Any, Any]:
        """Who has too little, and the positions of those of whom floating point cannot tell."""
        due, held, forced = price * bloc.points, self.held[bloc.who], self.forced[bloc.who]
        if price <= 0:
            return forced, np.empty(0, dtype=np.int64)
        short = forced | self.empty[bloc.who] | (held < due * (1 - NEAR) - self.slack)
        return short, np.flatnonzero(~short & (held < due * (1 + NEAR) + self.slack))

    def _run(self) -> int:
        while True:
            counted = np.flatnonzero(self.ratio >= 0)
            if not len(counted):
                return len(self.bought)
            best = int(counted[np.argmin(self.ratio[counted])])
            if self.stamp[best] != len(self.bought):
                if not self._refresh(best):
                    return AFFORDABLE
                continue
            rivals = self._rivals(counted, best)
            if rivals is None:
                return AFFORDABLE
            if not rivals:
                continue
            if len(rivals) > 1 and self.tight[rivals].any():
                self.asked = rivals
                return TIE
            self._buy(min(rivals, key=self.ranks.__getitem__))

    def _rivals(self, counted: Any, best: int) -> list[int] | None:
        """Who may be as good as the best; none of them if there is a better one, None if there is a question first."""
        least = self.ratio[best]
        limit = least + self.band[best]
        found = []
        for place in counted[self.ratio[counted] - self.band[counted] <= limit].tolist():
            if self.stamp[place] != len(self.bought):
                if not self._refresh(place):
                    return None
                if 0 <= self.ratio[place] < least:
                    return []
                if self.ratio[place] < 0 or self.ratio[place] - self.band[place] > limit:
                    continue
            found.append(place)
        return found

    def _refresh(self, place: int, *, sure: bool = False) -> bool:
        found = self._price(place, sure)
        if found == CLOSE:
            self.asked = [place]
            return False
        free = not self.costs[place]
        self.ratio[place] = -1.0 if found == POOR else 0.0 if free else self.price[place] / self.factors[place]
        some = self.ratio[place] > 0
        self.band[place] = self.band[place] / self.factors[place] + NEAR * self.ratio[place] if some else 0.0
        self.stamp[place] = len(self.bought)
        return True

    def _price(self, place: int, sure: bool) -> int:
        """The price of a point now, whether some class has too little for it or nearly, how far it may be off."""
        bloc, cost = self.blocs[place], float(self.costs[place])
        money = self.money[bloc.who]
        price, off = cost / bloc.weight, self.slack * bloc.weight + NEAR * cost
        tight = bool((money < price * bloc.points * (1 + NEAR) + self.slack).any())
        held = money * bloc.voters
        if tight and cost and not sure:
            total = float(held.sum())
            if total < cost + off:
                return POOR if total < cost - off else CLOSE
        short = money < price * bloc.points
        before, rest, weights = 0, float(bloc.weight), bloc.points * bloc.voters
        while (count := int(np.count_nonzero(short))) != before and rest > 0:
            before, rest = count, float(weights[~short].sum())
            if rest > 0:
                price = (cost - float(held[short].sum())) / rest
                short = money < price * bloc.points
        self.band[place] = (self.slack if tight else 0.0) + (off / rest if rest > 0 and count else 0.0)
        self.price[place] = price if rest > 0 else float((money / bloc.points).max())
        self.tight[place] = tight and cost > 0
        return FINE

    def _buy(self, place: int) -> None:
        bloc = self.blocs[place]
        self.money[bloc.who] = np.maximum(self.money[bloc.who] - self.price[place] * bloc.points, 0.0)
        self.ratio[place] = -1.0
        self.bought.append(place)
