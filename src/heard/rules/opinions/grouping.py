"""Who stands near whom: people to at most a hundred base groups, those to two to five opinion groups.

The steps are Polis's (k-means twice, the silhouette says how many). Where Polis starts from wherever it was a moment
ago, we try many starts and keep the closest fit, so the same votes give the same groups, never worse by the measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
BASE = 100
MOVED = 0.01
ROUNDS = 100
STARTS = 48


@dataclass(frozen=True, eq=False)
class Grouping:
    """Groups of points: a label from 0 for each, centres, the weighted sum of squares, the silhouette."""

    label: Ints
    centres: Floats
    squares: float
    silhouette: float


def base_groups(points: Floats, start: Floats | None = None) -> tuple[Ints, Floats]:
    """At most a hundred small groups of people who stand together: labels and centres (means), none empty."""
    distinct = _first_distinct(points, BASE + 1)
    centres = points[distinct[:BASE]] if start is None else start
    if start is None and len(distinct) <= BASE:
        label = nearest(points, centres)
    else:
        label = _moved(points, centres)
    kept = np.unique(label)
    label = np.searchsorted(kept, label)
    return label, _means(points, np.ones(len(points)), label, len(kept))


def _moved(points: Floats, centres: Floats) -> Ints:
    weights = np.ones(len(points))
    label = nearest(points, centres)
    for _round in range(ROUNDS):
        fresh = _means(points, weights, label, len(centres), centres)
        moved = float(np.abs(fresh - centres).max())
        centres = fresh
        if moved < MOVED:
            break
        label = nearest(points, centres)
    return label


def opinion_groups(centres: Floats, weights: Floats, most: int, seed: int) -> dict[int, Grouping]:
    """The closest fit for each number of groups from 2 to at most min(most, 2 + base groups / 12)."""
    top = min(most, 2 + len(centres) // 12, len(_first_distinct(centres, most)))
    apart = np.sqrt(((centres[:, None] - centres[None]) ** 2).sum(-1))
    return {many: best_fit(centres, weights, many, seed, apart) for many in range(2, top + 1)}


def best_fit(points: Floats, weights: Floats, many: int, seed: int, apart: Floats | None = None) -> Grouping:
    """The fit with the smallest weighted sum of squares among many starts, Polis's own (first distinct) among them."""
    random = np.random.PCG64(seed)
    starts = [points[_first_distinct(points, many)]]
    starts += [_spread(points, weights, many, random) for _each in range(STARTS)]
    found = [_settled(points, weights, start) for start in starts]
    squares = [each[1] for each in found]
    best = min(range(len(found)), key=lambda i: (round(squares[i] / max(min(squares), 1e-12), 9), i))
    label, total = found[best]
    label = _by_first(label)
    if apart is None:
        apart = np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1))
    return Grouping(label, _means(points, weights, label, many), total, silhouette(apart, label))


def squares_of(points: Floats, weights: Floats, label: Ints) -> float:
    """The weighted sum of squared distances to each group's weighted mean: what k-means makes small."""
    centres = _means(points, weights, label, int(label.max()) + 1)
    return float((weights * ((points - centres[label]) ** 2).sum(1)).sum())


def silhouette(apart: Floats, label: Ints) -> float:
    """The mean over points of (b - a) / max(a, b); 0 for one that is alone. `apart`: distances between points."""
    many = int(label.max()) + 1
    member = np.eye(many)[label]
    size = member.sum(0)
    total = apart @ member
    own = size[label]
    inside = total[np.arange(len(label)), label] / np.maximum(own - 1, 1)
    other = np.where(member > 0, np.inf, total / np.maximum(size, 1))
    other[:, size == 0] = np.inf
    outside = other.min(1)
    larger = np.maximum(inside, outside)
    worth = np.divide(outside - inside, larger, out=np.zeros(len(label)), where=(larger > 0) & (own > 1))
    return float(worth.mean())


def how_many(found: dict[int, Grouping]) -> int:
    """The number of groups with the best silhouette; of equals the larger."""
    return max(found, key=lambda many: (round(found[many].silhouette, 9), many))


def matched(label: Ints, before: Ints, many: int) -> list[int]:
    """A name for each new group that keeps as many people as possible under their old one.

    `label` and `before` hold the groups of the same people (-1: in none). A group that is new takes a name not used
    before.
    """
    old = int(before.max(initial=-1)) + 1
    both = (label >= 0) & (before >= 0)
    shared = np.zeros((many, max(old, many)), np.intp)
    np.add.at(shared, (label[both], before[both]), 1)
    best = max(
        permutations(range(shared.shape[1]), many),
        key=lambda names: (sum(shared[i, name] for i, name in enumerate(names)), [-name for name in names]),
    )
    return list(best)


def nearest(points: Floats, centres: Floats) -> Ints:
    """The nearest centre of each point; of equals the first."""
    score = points @ (-2 * centres.T)
    score += (centres**2).sum(1)
    return score.argmin(1)


def _means(points: Floats, weights: Floats, label: Ints, many: int, otherwise: Floats | None = None) -> Floats:
    total = np.bincount(label, weights, many)
    sums = np.column_stack([np.bincount(label, weights * points[:, axis], many) for axis in (0, 1)])
    found = sums / np.maximum(total, 1e-300)[:, None]
    return found if otherwise is None else np.where(total[:, None] > 0, found, otherwise)


def _settled(points: Floats, weights: Floats, centres: Floats) -> tuple[Ints, float]:
    label = nearest(points, centres)
    for _round in range(ROUNDS):
        centres = _means(points, weights, label, len(centres), centres)
        fresh = nearest(points, centres)
        if np.array_equal(fresh, label):
            break
        label = fresh
    if len(np.unique(label)) < len(centres):
        return label, np.inf
    return label, float((weights * ((points - centres[label]) ** 2).sum(1)).sum())


def _spread(points: Floats, weights: Floats, many: int, random: np.random.PCG64) -> Floats:
    """Starts far from one another: each drawn with a chance that grows with weight and squared distance."""
    chance = weights.astype(np.float64)
    chosen: list[int] = []
    for _each in range(many):
        reach = np.cumsum(chance)
        draw = random.random_raw() / 2**64 * reach[-1]
        chosen.append(min(int(np.searchsorted(reach, draw, "right")), len(points) - 1))
        gap = ((points[:, None] - points[chosen][None]) ** 2).sum(-1).min(1)
        chance = weights * gap
        if not chance.any():
            chance = weights.astype(np.float64)
    return points[chosen]


def _first_distinct(points: Floats, many: int) -> Ints:
    """Places of the first `many` points that differ."""
    _values, first = np.unique(points + 0.0, axis=0, return_index=True)
    return np.sort(first)[:many]


def _by_first(label: Ints) -> Ints:
    """The same groups, numbered in the order in which their first points come."""
    _names, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]
