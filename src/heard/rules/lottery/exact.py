"""Whether chances can be had from whole panels, settled by columns: panels are added where they help most.

The master program mixes the panels known so far so that as little as possible is missing. Its prices say what a
further panel would be worth; the best panel at these prices comes from a whole-number program. Either the panels
come to give the chances, or the prices become a *cut*: something that every whole panel keeps and the chances break.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heard.rules.lottery.limit import Limit
from heard.rules.lottery.relaxed import Cut
from heard.rules.lottery.solver import INFINITE, Columns, Numbers, add_panel, objective, program, solved, values
from heard.rules.lottery.types import Types, Whole

MISSING = 1e-7
VIOLATED = 1e-7


@dataclass(slots=True)
class Settled:
    """Panels with their shares, all panels known by then, whether the chances are reached, and a cut that forbids them.

    Neither reached nor forbidden: the rounds ran out.
    """

    panels: Whole
    share: Numbers
    known: Whole
    done: bool
    cut: Cut | None = None


class Best:
    """The best whole panel at given prices; the program is built once."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self.solver = program(
            np.zeros(len(types.count)),
            np.zeros(len(types.count)),
            types.count.astype(float),
            types.columns,
            types.low_bounds,
            types.high_bounds,
            whole=len(types.count),
        )
        self.places = np.arange(len(types.count), dtype=np.int32)

    def panel(self, gain: Numbers) -> tuple[Whole, float] | None:
        """The panel with the largest Σ gain·seats and a bound that no panel exceeds; None if there is no panel."""
        self.solver.changeColsCost(len(gain), self.places, np.ascontiguousarray(gain, dtype=float))
        if not solved(self.solver):
            return None
        found = np.rint(values(self.solver)).astype(np.int64)
        bound = max(float(self.solver.getInfo().mip_dual_bound), float(found @ gain))
        return found, bound


def settle(seats: Numbers, known: Whole, best: Best, rounds: int, limit: Limit) -> Settled:
    """Mix whole panels to give at least `seats` (by type; a panel's size in all), from the `known` panels on.

    At most `rounds` panels are added, and none when the time of `limit` is up. Raises `ArithmeticError` if the solver
    fails.
    """
    master = _Master(seats, known)
    for _ in range(rounds):
        if not limit.in_time():
            break
        price, missing = master.solve()
        if missing < MISSING:
            return master.settled(done=True)
        price = np.maximum(price, 0)
        answer = best.panel(price)
        if answer is None:
            raise ArithmeticError("No panel keeps the targets.")
        panel, bound = answer
        if price @ seats > bound + VIOLATED:
            return master.settled(cut=Cut(price, bound))
        master.add(panel)
    missing = master.solve()[1]
    return master.settled(done=missing < MISSING)


class _Master:
    """Least Σ missing with Σ share·panel + missing ≥ seats and Σ share = 1, kept warm as panels come."""

    def __init__(self, seats: Numbers, known: Whole) -> None:
        self.seats, self.panels = seats, list(known)
        kinds = len(seats)
        rows = np.hstack([np.vstack([known.T, np.ones(len(known))]), np.vstack([np.eye(kinds), np.zeros(kinds)])])
        gain = np.concatenate([np.zeros(len(known)), -np.ones(kinds)])
        order = np.concatenate([np.arange(len(known), len(gain)), np.arange(len(known))])
        self.solver = program(
            gain[order],
            np.zeros(len(gain)),
            np.full(len(gain), INFINITE),
            Columns.of(rows[:, order]),
            np.append(seats, 1.0),
            np.append(np.full(kinds, INFINITE), 1.0),
        )

    def solve(self) -> tuple[Numbers, float]:
        if not solved(self.solver):
            raise ArithmeticError("The shares do not add up.")
        # The duals of rows that must be at least something come out below nothing when gains are maximised.
        return -np.asarray(self.solver.getSolution().row_dual)[:-1], -objective(self.solver)

    def add(self, panel: Whole) -> None:
        self.panels.append(panel)
        add_panel(self.solver, panel)

    def settled(self, *, done: bool = False, cut: Cut | None = None) -> Settled:
        share = np.maximum(values(self.solver)[len(self.seats) :], 0)
        share = np.append(share, np.zeros(len(self.panels) - len(share)))
        used = share > 1e-12
        known = np.array(self.panels)
        return Settled(known[used], share[used] / share.sum(), known, done, cut)
