"""Runs of equal shares: floating point finds which project is bought next, exact numbers decide what is close.

Both engines take the same steps with the same result: `kernel.Kernel` compiled, `arrays.Arrays` in numpy.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from heard.rules.budget.election import Election
from heard.rules.budget.exact import Exact, Rows
from heard.rules.budget.kernel import TIE, Kernel, load


class Engine(Rows, Protocol):
    """A run that stops to ask whatever floating point cannot tell, and the rows of its replay."""

    def begin(self, endowment: float) -> int:
        """Begin a run and go on: how many were bought at the end, or TIE or AFFORDABLE for a question."""

    def climb(self, first: int, step: int, pot: int, *, full: bool) -> tuple[int, int]:
        """Run for first, first + step and so on while outcomes plainly stay below `pot` and do not buy everything.

        How many times `step` was added, and what `begin` says of the last run; nothing is said of the earlier ones.
        `full`: end also where the rest of the pot can pay nothing more. It may end earlier.
        """

    def go_on(self, before: int, answer: int) -> int:
        """Go on after a question with its answer: the project that is first, or 1 or 0 for affordable or not."""

    @property
    def asked(self) -> list[int]:
        """The projects that the question is about."""

    @property
    def bought(self) -> list[int]:
        """What was bought so far, in order."""


@dataclass(frozen=True, slots=True)
class Run:
    """What was bought in which order, and nearly what a point of each cost."""

    bought: list[int]
    prices: list[float]


class Shares:
    """An election set up for runs of equal shares. `cost_utility`: a project is worth its cost to who voted for it."""

    def __init__(self, election: Election, eligible: Collection[int], *, cost_utility: bool = True) -> None:
        self.election, self.eligible = election, frozenset(eligible)
        self.factors = election.costs if cost_utility else (1,) * len(election.costs)
        ranks = election.ranks if cost_utility else _cheapest_first(election)
        self.rows = _engine(election, self.eligible, self.factors, ranks)

    def run(self, endowment: Fraction) -> Run:
        """One run: what is bought, if every voter begins with `endowment` (in whole units of money)."""
        return self._ended(endowment, self.rows.begin(float(endowment)))

    def climb(self, first: int, step: int, *, full: bool) -> tuple[int, Run]:
        """Runs for first, first + step and so on; the first that has to be looked at, and for what endowment it is.

        All before it cost no more than the pot, did not buy everything and (`full`) left something it could pay.
        """
        steps, found = self.rows.climb(first, step, self.election.pot, full=full)
        return first + steps * step, self._ended(Fraction(first + steps * step), found)

    def _ended(self, endowment: Fraction, found: int) -> Run:
        """Go on to the end of a run, answering what it asks."""
        rows, exact = self.rows, None
        while found < 0:
            exact = exact or Exact(self.election, rows, endowment)
            exact.pay_until(rows.bought)
            answer = exact.first_of(rows.asked, self.factors) if found == TIE else exact.is_affordable(rows.asked[0])
            found = rows.go_on(found, int(answer))
        bought = rows.bought
        return Run(bought, [rows.near_price(place) for place in bought])


def _engine(election: Election, eligible: frozenset[int], factors: tuple[int, ...], ranks: tuple[int, ...]) -> Engine:
    if library := load():
        out = bytes(place not in eligible for place in range(len(election.ids)))
        return Kernel(library, election.ballots, election.costs, factors, ranks, out)
    from heard.rules.budget.arrays import Arrays

    return Arrays(election, eligible, factors, ranks)


def _cheapest_first(election: Election) -> tuple[int, ...]:
    """The order in which projects that everyone can pay in full are bought, where each is worth the same."""
    each = [Fraction(cost, points or 1) for cost, points in zip(election.costs, election.points, strict=True)]
    order = sorted(range(len(each)), key=lambda place: (each[place], election.ranks[place]))
    return tuple(place for _at, place in sorted(zip(order, range(len(order)), strict=True)))
