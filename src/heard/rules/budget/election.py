"""An election as whole numbers: costs and the pot in the smallest unit that occurs, points likewise; the tie-break.

Ties are broken by a written rule, the same on every machine: more points, then more voters, then the cheaper project,
then a published lot, the SHA-256 of the election's name and the project's id (smaller first). Nothing depends on the
order of lines in a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm

from heard.rules.budget.pbfile import Ballot, PbFile

TIE_BREAK = "heard-tie/1: more points, then more voters, then cheaper, then the lot sha256(country|unit|instance|id)"


@dataclass(frozen=True)
class Election:
    """What a rule counts. Money is in units of 1/`unit` of the currency; `ballots` hold positions of projects."""

    name: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    costs: tuple[int, ...]
    pot: int
    unit: int
    voters: int
    ballots: tuple[Ballot, ...] = field(repr=False)

    @cached_property
    def points(self) -> tuple[int, ...]:
        """All points of each project; on approval ballots its votes."""
        totals = [0] * len(self.ids)
        for ballot in self.ballots:
            for place, points in zip(ballot.projects, ballot.points, strict=True):
                totals[place] += points * ballot.voters  # type: ignore[assignment]  # whole since `election_of`
        return tuple(totals)

    @cached_property
    def supporters(self) -> tuple[int, ...]:
        """How many voters gave each project anything above nothing."""
        totals = [0] * len(self.ids)
        for ballot in self.ballots:
            for place, points in zip(ballot.projects, ballot.points, strict=True):
                totals[place] += ballot.voters * (points > 0)
        return tuple(totals)

    @cached_property
    def lots(self) -> tuple[str, ...]:
        """The published lot of each project."""
        return tuple(hashlib.sha256(f"{self.name}|{one}".encode()).hexdigest() for one in self.ids)

    def tie_key(self, place: int) -> tuple[int, int, int, str]:
        """Sorts tied projects: the smallest key wins."""
        return -self.points[place], -self.supporters[place], self.costs[place], self.lots[place]

    def money(self, amount: int | Fraction) -> Fraction:
        """An amount in the currency."""
        return Fraction(amount) / self.unit

    def cost_of(self, places: Sequence[int]) -> int:
        return sum(self.costs[place] for place in places)


def election_of(file: PbFile) -> Election:
    """The election that a file holds, in whole numbers."""
    unit = lcm(file.pot.denominator, *(project.cost.denominator for project in file.projects))
    scale = (
        lcm(*{points.denominator for ballot in file.ballots for points in set(ballot.points)}) if file.ballots else 1
    )
    ballots = file.ballots
    if scale != 1:
        ballots = tuple(Ballot(one.projects, tuple(int(p * scale) for p in one.points), one.voters) for one in ballots)
    return Election(
        name="|".join(file.meta.get(key, "").strip() for key in ("country", "unit", "instance")),
        ids=tuple(project.id for project in file.projects),
        names=tuple(project.name for project in file.projects),
        costs=tuple(int(project.cost * unit) for project in file.projects),
        pot=int(file.pot * unit),
        unit=unit,
        voters=file.voters,
        ballots=ballots,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One award or refusal in the order in which it happened.

    `price` is what one point costs its supporters (equal shares) or their load (Phragmén), exactly; `paying_all` how
    many supporters gave all they had left; `effective` the support that decided, as the rule counts it.
    """

    place: int
    price: Fraction | None = None
    payers: int = 0
    paying_all: int = 0
    effective: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a rule funded, in order, why the rest was not, and what proves it."""

    funded: tuple[Step, ...]
    unfunded: Mapping[int, str]
    support: Mapping[int, Fraction]
    certificate: Mapping[str, object]
    notes: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(step.place for step in self.funded)
