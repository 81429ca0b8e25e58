"""Raking (random iterative method): weights that make the margins of those who answered match the population's.

A second reading, shown beside the raw counts and never instead: weights cannot mend that people chose for themselves
whether to take part, and what they cost in certainty is told with them. Sources: Deming and Stephan (1940); the design
effect after Kish (1965), n·Σw² ÷ (Σw)².
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CLOSE_ENOUGH = 1e-10
MOST_ROUNDS = 500
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Raked:
    """Weights that make the participants' margins match the population's. Shown beside the raw counts, never instead.

    `weights` are those of the distinct combinations in `cells` (one row each, `sizes` people in it), of mean 1.
    `gap` is the largest distance of a weighted margin from its target, in shares; `trimmed` how many weights were held.
    """

    cells: NDArray[np.int64]
    sizes: NDArray[np.int64]
    weights: NDArray[np.float64]
    rounds: int
    gap: float
    converged: bool
    trimmed: int = 0

    @property
    def base(self) -> int:
        return int(self.sizes.sum())

    @property
    def efficiency(self) -> float:
        """How much of the base is left after weighting: (Σw)² ÷ (n·Σw²)."""
        total = float(self.sizes @ self.weights)
        squares = float(self.sizes @ (self.weights * self.weights))
        return total * total / (self.base * squares) if squares else 0.0

    @property
    def design_effect(self) -> float:
        """n·Σw² ÷ (Σw)²."""
        return 1 / self.efficiency if self.efficiency else 0.0

    @property
    def effective_base(self) -> float:
        """As many unweighted answers would tell as much."""
        return self.base * self.efficiency


def rake(
    codes: NDArray[np.integer],
    targets: Sequence[Sequence[float]],
    *,
    trim: tuple[float, float] | None = None,
    rounds: int = MOST_ROUNDS,
    close: float = CLOSE_ENOUGH,
) -> Raked:
    """Weights by raking (RIM): each margin in turn is scaled to its target until all match.

    `codes` is people × dimensions, every answer given (leave out who did not say); `targets` are shares summing to 1.
    Raises ValueError where a category with a target has nobody in it: nobody can be weighted up from none. `trim` holds
    weights (of mean 1) between two bounds, only if asked; the margins then need not match, and `gap` says by how much.
    """
    cells, sizes = _distinct(codes, [len(target) for target in targets])
    wanted = [np.asarray(target, dtype=np.float64) / sum(target) for target in targets]
    n = float(sizes.sum())
    for axis, want in enumerate(wanted):
        have = np.bincount(cells[:, axis], weights=sizes, minlength=len(want))
        if ((have == 0) & (want > 0)).any():
            raise ValueError("A category that has a target has nobody in it.")
    weights, done, gap, held = np.ones(len(sizes)), 0, 1.0, 0
    while done < rounds:
        for axis, want in enumerate(wanted):
            have = np.bincount(cells[:, axis], weights=sizes * weights, minlength=len(want))
            weights *= np.divide(want * n, have, out=np.zeros_like(want), where=have > 0)[cells[:, axis]]
        if trim:
            held = int(sizes[(weights < trim[0]) | (weights > trim[1])].sum())
            weights = np.clip(weights, *trim)
        done += 1
        was, gap = gap, _gap(cells, sizes, weights, wanted)
        if gap <= close or (trim and abs(was - gap) <= close):
            break
    mean = float(sizes @ weights) / n if n else 1.0
    return Raked(cells, sizes, weights / mean, done, gap, gap <= close, held)


def _distinct(codes: NDArray[np.integer], sizes: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The combinations that occur, and how many people are in each: raking needs no more."""
    flat = np.zeros(len(codes), dtype=np.int64)
    for column, size in enumerate(sizes):
        flat = flat * size + codes[:, column]
    counts = np.bincount(flat, minlength=1)
    places = np.flatnonzero(counts)
    cells = np.stack(np.unravel_index(places, tuple(sizes)), axis=1).astype(np.int64)
    return cells, counts[places].astype(np.int64)


def _gap(
    cells: NDArray[np.int64], sizes: NDArray[np.int64], weights: NDArray[np.float64], wanted: Sequence[Floats]
) -> float:
    total = float(sizes @ weights) or 1.0
    return max(
        float(np.abs(np.bincount(cells[:, axis], weights=sizes * weights, minlength=len(want)) / total - want).max())
        for axis, want in enumerate(wanted)
    )
