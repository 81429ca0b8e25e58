"""The best that arithmetic allows: leximin over shares instead of whole people.

A mixture of panels gives each type an expected number of seats x, with 0 ≤ x ≤ count and every target kept on
average. Over that larger set leximin needs a few small programs (types × targets), one for each level of chances:
raise the lowest chance as far as it goes; whoever carries a price there cannot be raised without lowering somebody
as low, and is fixed; go on with the others. If panels can be mixed to give exactly these chances, nothing better
exists. The prices on the targets are the proof.

Source: leximin by repeated maximin, after Flanigan, Gölz, Gupta, Hennig and Procaccia, Nature 596 (2021).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

from heard.rules.lottery.solver import INFINITE, Columns, Numbers, program, solved, values
from heard.rules.lottery.types import Types

PRICED = 1e-6
NOTHING = 1e-9


@dataclass(slots=True)
class Cut:
    """Something that holds for every whole panel though not for every share: Σ weight·seats ≤ most."""

    weight: Numbers
    most: float


@dataclass(slots=True)
class Open:
    """Where a search ended before every level was proved. No panel weighs more than `most`.

    `weight` is per person of a type; those of the types that are not yet `fixed` add up to one person's.
    """

    weight: Numbers
    most: float
    fixed: NDArray[np.bool_]


@dataclass(slots=True)
class Levels:
    """Chances by type, and for each level its chance and the weights (per person of a type) that prove it.

    `open` is where the search ended early, if it did; types not fixed by then have at least the chance given here.
    """

    chance: Numbers
    level: list[float] = field(default_factory=list)
    weight: list[Numbers] = field(default_factory=list)
    open: Open | None = None


def leximin(types: Types, cuts: list[Cut], only_floor: bool = False) -> Levels:
    """Levels of chances (0 to 1) over shares; the targets must allow some. Raises `ArithmeticError` if they do not.

    A type that no share reaches has a level of nothing. With `only_floor` everybody else gets the first level above it.
    """
    return _Climb(types, cuts).climb(only_floor)


class _Climb:
    """One program kept warm from level to level: z, then what each type has above z."""

    def __init__(self, types: Types, cuts: list[Cut]) -> None:
        self.types = types
        self.count = types.count.astype(float)
        self.matrix = np.vstack([types.matrix, *(cut.weight[None, :] for cut in cuts)])
        self.low = np.concatenate([types.low_bounds, np.full(len(cuts), -INFINITE)])
        self.high = np.concatenate([types.high_bounds, [cut.most for cut in cuts]])
        self.free = np.ones(len(self.count), dtype=bool)
        self.seats = np.zeros(len(self.count))
        self.capped: dict[int, int] = {}
        self.solver = self._program()

    def _program(self) -> highspy.Highs:
        shared = self.matrix @ np.where(self.free, self.count, 0.0)
        high = np.where(self.free, self.count, 0.0)
        gain = np.concatenate([[self.count.sum()], np.zeros(len(high))])
        matrix = Columns.of(np.hstack([shared[:, None], self.matrix]))
        return program(gain, np.zeros(len(gain)), np.concatenate([[1.0], high]), matrix, self.low, self.high)

    def climb(self, only_floor: bool) -> Levels:
        found = Levels(np.zeros(len(self.count)))
        while self.free.any():
            level = self._raise()
            dual = np.asarray(self.solver.getSolution().col_dual)[1:] * -1
            tight = self.free & (dual > PRICED)
            if not tight.any():
                # Only certainty itself holds the level down, so everybody left has it and weighs the same.
                tight, dual = self.free.copy(), self.free * self.count.sum() / self.count[self.free].sum()
            total = self.count.sum()
            found.level.append(level)
            found.weight.append(np.where(tight, np.maximum(dual, 0), 0) / total)
            found.chance[tight] = level
            if only_floor and level > NOTHING:
                found.chance[self.free] = level
                return found
            self._fix(tight, level)
        return found

    def _raise(self) -> float:
        """Solve; where somebody would get more than certainty, say so to the program and solve again."""
        while True:
            if not solved(self.solver):
                raise ArithmeticError("The targets allow no share at all.")
            found = values(self.solver)
            over = self.free & (found[1:] + self.count * found[0] > self.count * (1 + 1e-9) + 1e-9)
            new = [int(t) for t in np.flatnonzero(over) if int(t) not in self.capped]
            if not new:
                return float(found[0])
            for t in new:
                self.capped[t] = len(self.low) + len(self.capped)
                self.solver.addRow(-INFINITE, self.count[t], 2, np.array([0, t + 1]), np.array([self.count[t], 1.0]))

    def _fix(self, tight: np.ndarray, level: float) -> None:
        self.free &= ~tight
        self.seats[tight] = self.count[tight] * level
        shared = self.matrix @ np.where(self.free, self.count, 0.0)
        given = self.matrix @ self.seats
        for row in range(len(self.low)):
            self.solver.changeCoeff(row, 0, shared[row])
            self.solver.changeRowBounds(row, self.low[row] - given[row], self.high[row] - given[row])
        for t in np.flatnonzero(tight):
            self.solver.changeColBounds(int(t) + 1, 0.0, 0.0)
            if int(t) in self.capped:
                self.solver.changeRowBounds(self.capped[int(t)], -INFINITE, INFINITE)
