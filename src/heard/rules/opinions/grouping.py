"""Who stands near whom: people to at most a hundred base groups, those to two to five opinion groups.

The steps are Polis's (k-means twice, the silhouette says how many). Where Polis starts from wherever it was a moment
ago, we try many starts and keep the closest fit, so the same votes give the same groups, never worse by the measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
BASE = 100
MOVED = 0.01
ROUNDS = 100
STARTS = 160
BLOCK = 1024
MANY = 4096
GRID = 80
LEAST_GROUP = 10.0


@dataclass(frozen=True, eq=False)
class Grouping:
    """Groups of points: a label from 0 for each, centres, the weighted sum of squares, the silhouette."""

    label: Ints
    centres: Floats
    squares: float
    silhouette: float


def base_groups(points: Floats, start: Floats | None = None) -> tuple[Ints, Floats]:
    """At most a hundred small groups of people who stand together: labels and centres (means), none empty.

    Of more than 4,096 people those in the same square of a fine grid go together. `start`: centres of a moment ago.
    """
    gathered, weights, square = _gathered(points)
    distinct = _first_distinct(points if start is None else gathered, BASE + 1)
    if start is None:
        start = points[distinct[:BASE]]
    if len(distinct) > BASE:
        start = _moved(gathered, weights, start)
    label = nearest(gathered, start)
    kept, label = np.unique(label, return_inverse=True)
    label = label if square is None else label[square]
    return label, _means(points, np.ones(len(points)), label, len(kept))


def _gathered(points: Floats) -> tuple[Floats, Floats, Ints | None]:
    """Many points as a few thousand with weights: the means of a grid's squares, and each point's square."""
    if len(points) <= MANY:
        return points, np.ones(len(points)), None
    columns = points.T  # numpy takes thirty times as long for points.min(0)
    least = np.array([each.min() for each in columns])
    span = max(*(float(each.max() - low) for each, low in zip(columns, least, strict=True)), 1e-300)
    cell = np.minimum((points - least) * (GRID / span), GRID - 1).astype(np.intp)
    square = cell[:, 0] * GRID + cell[:, 1]
    weights = np.bincount(square, minlength=GRID * GRID)
    kept = np.flatnonzero(weights)
    square = np.searchsorted(kept, np.arange(GRID * GRID))[square]
    return _means(points, np.ones(len(points)), square, len(kept)), weights[kept].astype(np.float64), square


def _moved(points: Floats, weights: Floats, centres: Floats) -> Floats:
    """k-means until no centre moves by `MOVED`, or for a hundred rounds: the centres."""
    for _round in range(ROUNDS):
        fresh = _means(points, weights, nearest(points, centres), len(centres), centres)
        moved = float(np.abs(fresh - centres).max())
        centres = fresh
        if moved < MOVED:
            break
    return centres


def opinion_groups(centres: Floats, weights: Floats, most: int, seed: int, starts: int = STARTS) -> dict[int, Grouping]:
    """The closest fit for each number of groups from 2 to at most min(most, 2 + base groups / 12)."""
    top = min(most, 2 + len(centres) // 12, len(_first_distinct(centres, most)))
    apart = np.sqrt(((centres[:, None] - centres[None]) ** 2).sum(-1))
    found = {many: best_fit(centres, weights, many, seed, apart, starts) for many in range(2, top + 1)}
    return {many: fit for many, fit in found.items() if fit is not None}


def best_fit(
    points: Floats, weights: Floats, many: int, seed: int, apart: Floats, starts: int = STARTS
) -> Grouping | None:
    """The closest fit among many starts, Polis's own (the first distinct points) among them.

    Of the fits that are as close as Polis's start leads to, and within a hundredth of the closest, the one whose groups
    stand apart most clearly. A group has at least a twentieth of all people (two at least, ten are always enough); None
    if no start leads to such groups.
    """
    label, squares = _settled(points, weights, _starts(points, weights, many, seed, starts))
    sizes = np.stack([np.where(label == group, weights, 0).sum(1) for group in range(many)], 1)
    large = sizes.min(1) >= least_group(float(weights.sum()))
    if not large.any():
        return None
    limit = squares[large].min() * 1.01
    if large[0]:
        limit = min(limit, squares[0])
    close = np.flatnonzero(large & (squares <= limit * (1 + 1e-9)))
    _values, first = np.unique(np.round(squares[close], 9), return_index=True)
    tried = [
        (round(silhouette(apart, label[i], weights), 9), -round(float(squares[i]), 9), -i)
        for i in close[np.sort(first)]
    ]
    best = label[-max(tried)[2]]
    fit = _by_first(best)
    return Grouping(
        fit, _means(points, weights, fit, many), squares_of(points, weights, fit), silhouette(apart, fit, weights)
    )


def least_group(people: float) -> float:
    """How many people make a group, among so many."""
    return max(2.0, min(LEAST_GROUP, people / 20))


def squares_of(points: Floats, weights: Floats, label: Ints) -> float:
    """The weighted sum of squared distances to each group's weighted mean: what k-means makes small."""
    centres = _means(points, weights, label, int(label.max()) + 1)
    return float((weights * ((points - centres[label]) ** 2).sum(1)).sum())


def silhouette(apart: Floats, label: Ints, weights: Floats) -> float:
    """The mean over people of (b - a) / max(a, b); 0 for somebody alone. `apart`: distances between points.

    A point stands for as many people as its weight. (Polis takes the mean over points, so that somebody who stands
    alone counts as much as forty who stand together; with one person a point the two are the same.)
    """
    many = int(label.max()) + 1
    member = np.eye(many)[label] * weights[:, None]
    size = member.sum(0)
    total = apart @ member
    own = size[label]
    inside = total[np.arange(len(label)), label] / np.maximum(own - 1, 1)
    other = total / np.maximum(size, 1e-300)
    other[np.arange(len(label)), label] = np.inf
    outside = other[:, size > 0].min(1)
    larger = np.maximum(inside, outside)
    worth = np.divide(outside - inside, larger, out=np.zeros(len(label)), where=(larger > 0) & (own > 1))
    return float((worth * weights).sum() / weights.sum())


def how_many(found: Mapping[int, Grouping]) -> int:
    """The number of groups with the best silhouette; of equals the larger."""
    return max(found, key=lambda many: (round(found[many].silhouette, 9), many))


def matched(label: Ints, before: Ints, many: int) -> list[int]:
    """A name for each new group that keeps as many people as possible under their old one.

    `label` and `before` hold the groups of the same people (-1: in none). A group that is new takes a name not used
    before.
    """
    old = int(before.max(initial=-1)) + 1
    both = (label >= 0) & (before >= 0)
    wide = max(old, many)
    shared = np.bincount(label[both] * wide + before[both], minlength=many * wide).reshape(many, wide)
    best = max(
        permutations(range(shared.shape[1]), many),
        key=lambda names: (sum(shared[i, name] for i, name in enumerate(names)), [-name for name in names]),
    )
    return list(best)


def nearest(points: Floats, centres: Floats) -> Ints:
    """The nearest centre of each point; of equals the first. Sums of two products: the same on every machine."""
    found = np.empty(len(points), np.intp)
    double, square = -2 * centres, (centres**2).sum(1)
    for start in range(0, len(points), BLOCK):
        some = points[start : start + BLOCK]
        score = some[:, 0, None] * double[:, 0]
        score += some[:, 1, None] * double[:, 1]
        score += square
        found[start : start + BLOCK] = score.argmin(1)
    return found


def _means(points: Floats, weights: Floats, label: Ints, many: int, otherwise: Floats | None = None) -> Floats:
    total = np.bincount(label, weights, many)
    sums = np.column_stack([np.bincount(label, weights * points[:, axis], many) for axis in (0, 1)])
    found = sums / np.maximum(total, 1e-300)[:, None]
    return found if otherwise is None else np.where(total[:, None] > 0, found, otherwise)


def _settled(points: Floats, weights: Floats, centres: Floats) -> tuple[Ints, Floats]:
    """k-means from many starts (starts, groups, 2) at once, each to its end: labels and weighted sums of squares.

    A start that leaves a group empty counts as infinitely bad.
    """
    starts, many = centres.shape[:2]
    label, squares = np.zeros((starts, len(points)), np.intp), np.full(starts, np.inf)
    square, going, old = (points**2).sum(1), np.arange(starts), np.full((starts, len(points)), -1, np.intp)
    heavy = np.stack([np.tile(each, starts) for each in (weights, *(weights[:, None] * points).T)])
    for turn in range(ROUNDS):
        score = -2 * (points[:, 0, None] * centres[:, None, :, 0] + points[:, 1, None] * centres[:, None, :, 1])
        score += (centres**2).sum(2)[:, None, :]
        fresh = score.argmin(2)
        moves = (fresh != old).any(1)
        ends = np.flatnonzero(~moves) if turn < ROUNDS - 1 else np.arange(len(going))
        if len(ends):
            label[going[ends]] = fresh[ends]
            near = np.take_along_axis(score[ends], fresh[ends][:, :, None], 2)[:, :, 0] + square
            squares[going[ends]] = (near * weights).sum(1)
            going, fresh, centres = going[moves], fresh[moves], centres[moves]
        if not len(going):
            break
        old, centres = fresh, _centres(heavy, fresh, centres)
    empty = (np.stack([(label == group).any(1) for group in range(many)]) == 0).any(0)
    return label, np.where(empty, np.inf, squares)


def _centres(heavy: Floats, label: Ints, before: Floats) -> Floats:
    """Weighted means of each start's groups; where one is empty, as before.

    `heavy`: weights, and weights times each coordinate, of the points as often as there are starts (or oftener).
    """
    starts, many = before.shape[:2]
    place = (label + np.arange(starts)[:, None] * many).ravel()
    total, *sums = (np.bincount(place, each[: len(place)], starts * many) for each in heavy)
    mean = np.stack(sums, 1) / np.maximum(total, 1e-300)[:, None]
    return np.where(total[:, None] > 0, mean, before.reshape(-1, 2)).reshape(starts, many, 2)


def _starts(points: Floats, weights: Floats, many: int, seed: int, starts: int) -> Floats:
    """Polis's start, then starts far from one another: each point drawn by weight and squared distance."""
    draws = np.random.PCG64(seed).random_raw((starts, many)) / 2**64
    chance = np.tile(weights, (starts, 1))
    far = np.full((starts, len(points)), np.inf)
    found = np.empty((starts + 1, many, 2))
    found[0] = points[_first_distinct(points, many)]
    for turn in range(many):
        reach = np.cumsum(chance, 1)
        chosen = np.minimum((reach <= draws[:, turn, None] * reach[:, -1:]).sum(1), len(points) - 1)
        found[1:, turn] = points[chosen]
        far = np.minimum(far, ((points[None] - points[chosen][:, None]) ** 2).sum(2))
        chance = np.where(far.max(1, keepdims=True) > 0, far * weights, weights)
    return found


def _first_distinct(points: Floats, many: int) -> Ints:
    """Places of the first `many` points that differ."""
    _values, first = np.unique(points + 0.0, axis=0, return_index=True)
    return np.sort(first)[:many]


def _by_first(label: Ints) -> Ints:
    """The same groups, numbered in the order in which their first points come."""
    _names, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]
