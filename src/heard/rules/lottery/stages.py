"""Leximin from whole panels alone, for pools where shares promise more than panels can give.

One program mixes the panels known so far: the highest floor for those still free, with what the others were given.
Its prices ask for the panel that would help most; when the best panel there is does not help, the floor is proved,
whoever has a price is fixed there, and the next level begins. When the rounds are used up, what is reached stands, with
what the next level can be at most.

Source: column generation for leximin, after Flanigan, Gölz, Gupta, Hennig and Procaccia, Nature 596 (2021).
"""

from __future__ import annotations

import numpy as np

from heard.rules.lottery.exact import Best
from heard.rules.lottery.limit import Limit
from heard.rules.lottery.relaxed import NOTHING, PRICED, Levels, Open
from heard.rules.lottery.solver import INFINITE, Columns, Numbers, add_panel, program, solved, values
from heard.rules.lottery.types import Types, Whole

HELPS = 1e-8
SPARE, REACHED = 1e-9, 1e-9


def by_stages(
    types: Types, best: Best, known: Whole, shares: Levels, only_floor: bool, limit: Limit
) -> tuple[Whole, Numbers, Levels]:
    """Panels, their shares and the levels; with `only_floor` no more than the first level above nothing.

    `known` are some panels (panels × types). `shares` are the levels over shares; as long as panels reach them, they
    prove themselves. When `limit` bites, the levels are `open`. Raises `ArithmeticError` if the solver fails.
    """
    return _Stages(types, best, known, shares, limit).climb(only_floor)


class _Stages:
    """Columns: the floor, then a share for each panel. Rows: each type, then “shares are one”. Kept warm."""

    def __init__(self, types: Types, best: Best, known: Whole, shares: Levels, limit: Limit) -> None:
        self.limit, self.above_floor, self.stopped = limit, False, False
        self.given = np.zeros(len(types.count))
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
            if self.stopped:
                self._leave(found, level)
                break
            total = float((price * self.count)[self.free].sum())
            tight = self.free & (price > PRICED)
            if not tight.any():
                tight, price, total = self.free.copy(), self.free.astype(float), float(self.count[self.free].sum())
            found.level.append(level)
            found.weight.append(np.where(self.free, price, 0.0) / total)
            found.chance[tight] = level
            self.above_floor = level > NOTHING
            if only_floor and self.above_floor:
                break
            self._fix(tight, level)
        share = np.maximum(values(self.solver)[1:], 0)
        used = share > 0
        panels, share = np.array(self.panels)[used], share[used] / share[used].sum()
        return panels, share, found

    def _raised(self, over_shares: float = 1.0, weight: Numbers | None = None) -> tuple[float, Numbers]:
        """The highest floor over all panels there are and the price of each type; or how far it came by the limit."""
        self.nearest = Open(self.free / self.count[self.free].sum(), 1.0, ~self.free)
        if weight is not None and not self.given.any():
            self.nearest = Open(weight, over_shares, ~self.free)
        while True:
            if not solved(self.solver):
                raise ArithmeticError("The shares do not add up.")
            if weight is not None and float(values(self.solver)[0]) >= over_shares - REACHED:
                return over_shares, weight * self.count.sum()
            dual = -np.asarray(self.solver.getSolution().row_dual)
            price = np.maximum(dual[:-1], 0)
            level = float(values(self.solver)[0])
            # Whoever can be drawn at all gets a chance, whatever the limit.
            if level > NOTHING and not self.limit.in_time():
                self.stopped = True
                return level, price
            answer = self.best.panel(price)
            if answer is None:
                raise ArithmeticError("No panel keeps the targets.")
            panel, worth = answer
            if worth <= -dual[-1] + HELPS * max(1.0, self.count.sum()) or self._knows(panel):
                self.proved = []
                return level, price
            self._come_nearer(price, worth)
            if level > NOTHING and not self.limit.another(above_floor=self.above_floor):
                self.stopped = True
                return level, price
            self._add(panel)

    def _come_nearer(self, price: Numbers, worth: float) -> None:
        """Keep what is proved so far about this level: no panel is worth more, so the free can have no more than so."""
        total = float((price * self.count)[self.free].sum())
        if total > PRICED:
            found = Open(price / total, worth / total, ~self.free)
            if self._at_most(found) < self._at_most(self.nearest):
                self.nearest = found

    def _at_most(self, known: Open) -> float:
        """The chance that the free can have at most, with what the others were given."""
        return known.most - float((known.weight * self.count * self.given)[known.fixed].sum())

    def _leave(self, found: Levels, level: float) -> None:
        """The free have at least `level`, and the search ends here. What is known of the floor stands for its proof."""
        found.open = self.nearest
        found.chance[self.free] = level
        if not self.above_floor:
            found.level.append(max(level, self._at_most(self.nearest)))
            found.weight.append(np.where(self.free, self.nearest.weight, 0.0))

    def _knows(self, panel: Whole) -> bool:
        return any(np.array_equal(panel, each) for each in self.panels)

    def _add(self, panel: Whole) -> None:
        self.panels.append(panel)
        add_panel(self.solver, panel)

    def _fix(self, tight: np.ndarray, level: float) -> None:
        self.free &= ~tight
        self.given[tight] = level
        for t in np.flatnonzero(tight):
            self.solver.changeCoeff(int(t), 0, 0.0)
            self.solver.changeRowBounds(int(t), max(0.0, self.count[t] * level - SPARE), INFINITE)
