"""An election as whole numbers: costs and the pot in the smallest unit that occurs, points likewise; the tie-break.

Ties are broken by a written rule, the same on every machine: more points, then the cheaper project, then a
published lot, the SHA-256 of the election's name and the project's id (smaller first). Nothing depends on the
order of lines in a file.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm

from heard.rules.budget.ballots import Ballots
from heard.rules.budget.pbfile import PbFile
from heard.rules.one_line import one_line

TIE_BREAK = "heard-tie/2: more points, then cheaper, then the lot sha256(country|unit|instance|id)"


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
    ballots: Ballots = field(repr=False)

    @property
    def points(self) -> tuple[int, ...]:
        """All points of each project; on approval ballots its votes."""
        return self._totals[0]

    @property
    def supporters(self) -> tuple[int, ...]:
        """How many voters gave each project anything above nothing."""
        return self._totals[1]

    def is_counted(self, place: int, threshold: Fraction) -> bool:
        """Whether somebody voted for a project and it has the points that it needs."""
        points = self.points[place]
        return points > 0 and (not threshold or points >= threshold * self.ballots.scale)

    def given(self, place: int) -> Fraction:
        """All points of a project as the ballots name them."""
        return Fraction(self.points[place], self.ballots.scale)

    @cached_property
    def _totals(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return self.ballots.totals(len(self.ids))

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """The place of each project in the order of the tie-break; the smallest wins."""
        found = [0] * len(self.ids)
        for rank, place in enumerate(self.order):
            found[place] = rank
        return tuple(found)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """All projects in the order of the tie-break."""
        keys = [(-points, cost) for points, cost in zip(self.points, self.costs, strict=True)]
        if len(set(keys)) == len(keys):
            return tuple(sorted(range(len(keys)), key=keys.__getitem__))
        times = Counter(keys)
        return tuple(sorted(range(len(keys)), key=lambda at: (keys[at], self._lot(at) if times[keys[at]] > 1 else "")))

    def _lot(self, place: int) -> str:
        """The published lot of a project."""
        return hashlib.sha256(f"{self.name}|{self.ids[place]}".encode()).hexdigest()

    def money(self, amount: int | Fraction) -> Fraction:
        """An amount in the currency."""
        if isinstance(amount, int):
            return Fraction(amount, self.unit)
        return amount if self.unit == 1 else amount / self.unit

    def cost_of(self, places: Sequence[int]) -> int:
        return sum(self.costs[place] for place in places)


def election_of(file: PbFile) -> Election:
    """The election that a file holds, in whole numbers."""
    unit = lcm(file.pot.denominator, *{project.cost.denominator for project in file.projects})
    return Election(
        name="|".join(file.meta.get(key, "").strip() for key in ("country", "unit", "instance")),
        ids=tuple([project.id for project in file.projects]),
        names=tuple([one_line(project.name) for project in file.projects]),
        costs=tuple([p.cost.numerator * (unit // p.cost.denominator) for p in file.projects]),
        pot=int(file.pot * unit),
        unit=unit,
        voters=file.voters,
        ballots=file.ballots,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One award or refusal in the order in which it happened.

    `price` is what one point costs its supporters (equal shares) or their load (Phragmén), exactly; `paying_all` how
    many supporters gave all they had left.
    """

    place: int
    price: Fraction | None = None
    payers: int = 0
    paying_all: int = 0


@dataclass(frozen=True)
class Counted:
    """What a rule funded, in order, what proves it, and why the rest was not (found in words when somebody asks).

    `left` gives for each project that was not funded the reason, and the support it had as the rule counts it.
    """

    funded: tuple[Step, ...]
    certificate: Mapping[str, object]
    left: Callable[[], Mapping[int, tuple[str, Fraction]]] = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        return tuple([step.place for step in self.funded])

    @cached_property
    def unfunded(self) -> Mapping[int, tuple[str, Fraction]]:
        """Reason and support of each project that was not funded."""
        return self.left()
