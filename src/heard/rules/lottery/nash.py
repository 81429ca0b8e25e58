"""The shares with the largest product of chances: nobody's small chance is worth less than another's.

At the best shares a person's chance is one over the price of her values (at most certainty). So the search is among
prices only, one or two for each target: smooth, convex, and solved by Newton steps that keep prices above nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heard.rules.lottery.relaxed import Cut, Levels, leximin
from heard.rules.lottery.solver import Numbers
from heard.rules.lottery.types import Types

SMOOTH, SQUARES = 1e-10, 1e-6
STEPS = 60
STRAIGHTENED, NEAR = 3, 1e-6


def nash(types: Types, cuts: list[Cut]) -> Levels:
    """Chances (by type, 0 to 1) over shares with the largest product among those who can be drawn at all.

    One level, whose weights are the gradient of the mean logarithm there. Raises `ArithmeticError` if the targets allow
    no share. Source: the dual of maximising Σ count·log(chance), after Flanigan and others, Nature 596 (2021).
    """
    lowest = leximin(types, cuts, only_floor=True)
    can = lowest.chance > 0
    matrix = np.vstack([types.matrix, *(cut.weight[None, :] for cut in cuts)])[:, can]
    high = np.concatenate([types.high_bounds, [cut.most for cut in cuts]])
    low = np.concatenate([types.low_bounds, np.full(len(cuts), -np.inf)])
    count = types.count[can].astype(float)
    worth = _prices(matrix, low, high, count)
    chance = np.zeros(len(types.count))
    chance[can] = _straight(matrix, low, high, count / np.maximum(1.0, worth @ matrix)) / count
    weight = np.zeros(len(chance))
    weight[can] = 1 / (count.sum() * chance[can])
    return Levels(chance, [1.0], [weight])


def _straight(matrix: Numbers, low: Numbers, high: Numbers, seats: Numbers) -> Numbers:
    """Seats moved by as little as possible (about a millionth) so that row sums are exact."""
    off = np.zeros(len(high), dtype=bool)
    for _ in range(STRAIGHTENED):
        sums = matrix @ seats
        off |= (sums < low + NEAR) | (sums > high - NEAR)
        near = np.where(np.abs(sums - low) < np.abs(sums - high), low, high)
        weighed = matrix[off] * seats
        seats = seats + weighed.T @ np.linalg.lstsq(weighed @ matrix[off].T, (near - sums)[off], rcond=1e-12)[0]
    return seats


def _prices(matrix: Numbers, low: Numbers, high: Numbers, count: Numbers) -> Numbers:
    """Prices on rows, positive where the most presses and negative where the least does."""
    exact, bounded = low == high, np.isfinite(low) & (low < high)
    task = _Task(
        np.vstack([matrix[~exact], -matrix[bounded], matrix[exact]]),
        np.concatenate([high[~exact], -low[bounded], high[exact]]),
        count,
        int((~exact).sum() + bounded.sum()),
    )
    price = np.full(len(task.cost), 1.0)
    smooth = 1.0 * count.sum()
    while smooth > SMOOTH:
        price = task.centred(price, smooth)
        smooth *= 0.2
    worth = np.zeros(len(high))
    many = int((~exact).sum())
    worth[~exact] = price[:many]
    worth[bounded] -= price[many : task.above]
    worth[exact] = price[task.above :]
    return worth


@dataclass(frozen=True, slots=True)
class _Task:
    """Prices (rows of `signs`, each with its `cost`); the first so many are above nothing, the rest of either sign.

    Smoothed by a barrier before nothing, and by a little of the prices' squares: there may be prices that cost nothing
    and pay nobody together, such as on rows that add up to the same, and without it they would grow for ever.
    """

    signs: Numbers
    cost: Numbers
    count: Numbers
    above: int

    def centred(self, price: Numbers, smooth: float) -> Numbers:
        """The best prices for this much smoothing."""
        signs, count, above = self.signs, self.count, self.above
        for _ in range(STEPS):
            paid = price @ signs
            capped = paid < 1
            slope = np.where(capped, -1.0, -1 / np.maximum(paid, 1.0))
            bend = np.where(capped, 0.0, slope**2)
            gradient = self.cost + signs @ (count * slope) + smooth * SQUARES * price
            gradient[:above] -= smooth / price[:above]
            square = (signs * (count * bend)) @ signs.T
            square[np.diag_indices_from(square)] += smooth * SQUARES + 1e-14
            square[np.diag_indices(above)] += smooth / price[:above] ** 2
            step: Numbers = -np.linalg.solve(square, gradient).astype(np.float64)
            positive, down = price[:above], step[:above]
            reach = min(1.0, 0.95 * float((positive[down < 0] / -down[down < 0]).min(initial=np.inf)))
            slope_there = float(gradient @ step)
            reach = self._shortened(price, smooth, step, reach, slope_there)
            price = price + reach * step
            if -slope_there < 1e-18 * count.sum() or reach == 0:
                break
        return price

    def _shortened(self, price: Numbers, smooth: float, step: Numbers, reach: float, slope: float) -> float:
        """Half the reach until the sum falls as it should."""
        now = self._total(price, smooth)
        while reach > 1e-10:
            if self._total(price + reach * step, smooth) <= now + 1e-4 * reach * slope + 1e-12 * abs(now):
                return reach
            reach /= 2
        return 0.0

    def _total(self, price: Numbers, smooth: float) -> float:
        paid = price @ self.signs
        each = np.where(paid < 1, -paid, -np.log(np.maximum(paid, 1.0)) - 1)
        smoothed = SQUARES / 2 * float(price @ price) - float(np.log(price[: self.above]).sum())
        return float(self.cost @ price + self.count @ each) + smooth * smoothed
