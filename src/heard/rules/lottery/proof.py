"""A proof anybody can check with a pencil's arithmetic: no panel is worth more than so much.

Give each person a weight (all weights together 1). The lowest chance is at most the weighted mean of all chances, and
that is at most what the best panel weighs. That no panel weighs more is shown by prices on the targets: a panel pays
its prices at the most (or gets them at the least), and whoever weighs more than the prices of her values adds the
rest. Where prices alone do not reach, the panels are divided (“at most 2 of this type” or “at least 3”) until they do.
Checked in exact fractions; the solver only found the prices.

    weight·panel ≤ Σ_row (price⁺·most − price⁻·least) + Σ_type count·max(0, weight − its prices)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from heard.rules.lottery.solver import INFINITE, Columns, Numbers, objective, program, solved, values
from heard.rules.lottery.types import Types

SLACK = 1e-7
LEAVES = 1500
SHARP = 10
Tree = Mapping[str, Any]


def prove(types: Types, weight: Numbers, most: float) -> Tree:
    """A proof tree that no panel weighs more than `most` (plus `SLACK`), as far as `LEAVES` divisions reach."""
    return _Prover(types, weight, most).tree()


def bound(types: Types, weight: Sequence[float], tree: Tree) -> Fraction | None:
    """What the tree proves, in exact fractions: no panel weighs more. None if the tree is not a proof of anything."""
    exact = [Fraction(float(each)) for each in weight]
    low, high = [0] * len(types.count), [int(each) for each in types.count]
    try:
        return _bound(types, exact, tree, low, high, 0)
    except (KeyError, TypeError, ValueError, IndexError, OverflowError):
        return None


def _bound(
    types: Types, weight: Sequence[Fraction], tree: Tree, low: list[int], high: list[int], depth: int
) -> Fraction | None:
    if depth > 400:
        return None
    if "prices" in tree:
        return _leaf(types, weight, tree, low, high)
    at, place = int(tree["at"]), int(tree["type"])
    if not 0 <= place < len(low):
        return None
    found = []
    for side, lower, upper in (
        ("down", low[place], min(high[place], at)),
        ("up", max(low[place], at + 1), high[place]),
    ):
        if lower > upper:
            continue
        here, there = low.copy(), high.copy()
        here[place], there[place] = lower, upper
        found.append(_bound(types, weight, tree[side], here, there, depth + 1))
    if any(each is None for each in found):
        return None
    return max((each for each in found if each is not None), default=Fraction(-1))


def _leaf(types: Types, weight: Sequence[Fraction], tree: Tree, low: list[int], high: list[int]) -> Fraction | None:
    """The bound of one leaf; an empty one (`"empty": true`) is shown to hold no panel and counts as nothing."""
    prices = [Fraction(float(each)) for each in tree["prices"]]
    if len(prices) != len(types.low):
        return None
    empty = bool(tree.get("empty"))
    total = Fraction(0)
    for price, least, most in zip(prices, types.low, types.high, strict=True):
        total += price * int(most if price > 0 else least)
    prices.append(Fraction(0))
    for t, rows in enumerate(types.belongs):
        rest = (0 if empty else weight[t]) - sum(prices[row] for row in rows)
        total += rest * (high[t] if rest > 0 else low[t])
    if empty:
        return Fraction(-1) if total < 0 else None
    return total


class _Prover:
    def __init__(self, types: Types, weight: Numbers, most: float) -> None:
        self.types, self.weight, self.most, self.leaves = types, weight, most, 0
        self.solver = program(
            weight,
            np.zeros(len(weight)),
            types.count.astype(float),
            types.columns,
            types.low_bounds,
            types.high_bounds,
        )

    def tree(self) -> Tree:
        return self._node(np.zeros(len(self.weight)), self.types.count.astype(float))

    def _node(self, low: Numbers, high: Numbers) -> Tree:
        for t in range(len(low)):
            self.solver.changeColBounds(t, float(low[t]), float(high[t]))
        if not solved(self.solver):
            self.leaves += 1
            return {"empty": True, "prices": self._breach()}
        reached = objective(self.solver)
        seats = values(self.solver)
        prices = [round(float(each), SHARP) for each in self.solver.getSolution().row_dual]
        uneven = np.abs(seats - np.rint(seats))
        if reached <= self.most + SLACK or self.leaves >= LEAVES or uneven.max() < 1e-6:
            self.leaves += 1
            return {"prices": prices}
        place = int(uneven.argmax())
        at = int(np.floor(seats[place]))
        down, up = high.copy(), low.copy()
        down[place], up[place] = at, at + 1
        return {"type": place, "at": at, "down": self._node(low, down), "up": self._node(up, high)}

    def _breach(self) -> list[float]:
        """Prices at which not even a panel without weight can be: they show that a branch holds none."""
        rows = len(self.types.low)
        lp = self.solver.getLp()
        breach = program(
            np.concatenate([np.zeros(len(self.weight)), -np.ones(2 * rows)]),
            np.concatenate([np.asarray(lp.col_lower_), np.zeros(2 * rows)]),
            np.concatenate([np.asarray(lp.col_upper_), np.full(2 * rows, INFINITE)]),
            Columns.of(np.hstack([self.types.matrix, np.eye(rows), -np.eye(rows)])),
            self.types.low_bounds,
            self.types.high_bounds,
        )
        solved(breach)
        return [round(float(each), SHARP) for each in breach.getSolution().row_dual]
