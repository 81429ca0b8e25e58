"""Leximin from whole panels alone, for pools where shares promise more than panels can give.

One program mixes the panels known so far: the highest floor for those still free, with what the others were given.
Its prices ask for the panel that would help most; when the best panel there is does not help, the floor is proved,
whoever has a price is fixed there, and the next level begins.

Source: column generation for leximin, after Flanigan, Gölz, Gupta, Hennig and Procaccia, Nature 596 (2021).
"""

from __future__ import annotations

import numpy as np

from heard.rules.lottery.exact import Best
from heard.rules.lottery.relaxed import NOTHING, PRICED, Levels
from heard.rules.lottery.solver import INFINITE, Columns, Numbers, add_panel, program, solved, values
from heard.rules.lottery.types import Types, Whole

HELPS = 1e-8
SPARE, REACHED = 1e-9, 1e-9


def by_stages(
    types: Types, best: Best, known: Whole, shares: Levels, only_floor: bool
) -> tuple[Whole, Numbers, Levels]:
    """Panels, their shares and the levels; with `only_floor` no more than the first level above nothing.

    `shares` are the levels over shares. As long as panels reach them, they prove themselves.
    """
    return _Stages(types, best, known, shares).climb(only_floor)


class _Stages:
    """Columns: the floor, then a share for each panel. Rows: each type, then “shares are one”. Kept warm."""

    def __init__(self, types: Types, best: Best, known: Whole, shares: Levels) -> None:
        self.proved = list(zip(shares.level, shares.weight, strict=True))
        self.types, self.best, self.panels = types, best, list(known)
        self.count = types.count.astype(float)
        self.free = np.ones(len(self.count), dtype=bool)
        rows = np.vstack([known.T, np.ones(len(known))])
        floor = np.append(-self.count, 0.0)
        many = 1 + len(known)
        self.solver = program(
            np.append(self.count.sum(), np.zeros(len(known))),
            np.zeros(many),
            np.append(1.0, np.full(len(known), INFINITE)),
            Columns.of(np.hstack([floor[:, None], rows])),
            np.append(np.zeros(len(self.count)), 1.0),
            np.append(np.full(len(self.count), INFINITE), 1.0),
        )

    def climb(self, only_floor: bool) -> tuple[Whole, Numbers, Levels]:
        found = Levels(np.zeros(len(self.count)))
        while self.free.any():
            level, price = self._raised(*self.proved.pop(0)) if self.proved else self._raised()
            total = float((price * self.count)[self.free].sum())
            tight = self.free & (price > PRICED)
            if not tight.any():
                tight, price, total = self.free.copy(), self.free.astype(float), float(self.count[self.free].sum())
            found.level.append(level)
            found.weight.append(np.where(self.free, price, 0.0) / total)
            found.chance[tight] = level
            if only_floor and level > NOTHING:
                break
            self._fix(tight, level)
        share = np.maximum(values(self.solver)[1:], 0)
        used = share > 0
        panels, share = np.array(self.panels)[used], share[used] / share[used].sum()
        return panels, share, found

    def _raised(self, over_shares: float = 1.0, weight: Numbers | None = None) -> tuple[float, Numbers]:
        """The highest floor over all panels there are, and the price of each type."""
        while True:
            if not solved(self.solver):
                raise ArithmeticError("The shares do not add up.")
            if weight is not None and float(values(self.solver)[0]) >= over_shares - REACHED:
                return over_shares, weight * self.count.sum()
            dual = -np.asarray(self.solver.getSolution().row_dual)
            price = np.maximum(dual[:-1], 0)
            answer = self.best.panel(price)
            if answer is None:
                raise ArithmeticError("No panel keeps the targets.")
            panel, worth = answer
            if worth <= -dual[-1] + HELPS * max(1.0, self.count.sum()) or self._knows(panel):
                self.proved = []
                return float(values(self.solver)[0]), price
            self._add(panel)

    def _knows(self, panel: Whole) -> bool:
        return any(np.array_equal(panel, each) for each in self.panels)

    def _add(self, panel: Whole) -> None:
        self.panels.append(panel)
        add_panel(self.solver, panel)

    def _fix(self, tight: np.ndarray, level: float) -> None:
        self.free &= ~tight
        for t in np.flatnonzero(tight):
            self.solver.changeCoeff(int(t), 0, 0.0)
            self.solver.changeRowBounds(int(t), max(0.0, self.count[t] * level - SPARE), INFINITE)
