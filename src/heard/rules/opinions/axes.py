"""The two directions in which opinions differ most: the leading eigenvectors, found by multiplying alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from heard.rules.opinions.matrix import Table

Floats = NDArray[np.float64]
ENOUGH = 1e-12
NOTHING = 1e-11
STEPS = 400
ROOM = 64
MANY = 1 << 20


def axes_of(table: Table, near: Floats | None = None) -> Floats:
    """The two directions in which opinions differ most: shape (2, statements), each of length 1, or 0."""
    # Two directions of exactly the same weight happen among few people. Among many, one vector at a time is quicker.
    width = 2 if len(table.code) < MANY else 1
    return turned(leading(table.there_and_back, table.things, width=width), near)


def leading(times: Callable[[Floats], Floats], size: int, start: Floats | None = None, width: int = 2) -> Floats:
    """The two leading eigenvectors of a symmetric matrix that is only multiplied with: shape (2, size).

    Block Lanczos with two vectors at once, so that two directions of equal weight are both found, and with full
    reorthogonalisation. Ends where the residuals are below 1e-12 of the largest eigenvalue. A direction without any
    variance is 0. `start` (2, size) is a guess; with `width` 1 the vectors come one at a time.
    """
    place = np.arange(size)
    first = np.stack([1 + place % 7 / 7, np.where(place % 3 == 1, -1.0, 1.0)])
    if start is not None:
        first = start + 1e-3 * first / np.sqrt(max(size, 1))
    basis, images, inner = np.zeros((ROOM, size)), np.zeros((ROOM, size)), np.zeros((ROOM, ROOM))
    found, level, many = np.zeros((2, size)), np.zeros(2), 0
    fresh = _beyond(first[:width] if start is None else first, basis[:0])
    while len(fresh) and many < STEPS:
        if many + len(fresh) > len(basis):
            basis, images = np.concatenate([basis, 0 * basis]), np.concatenate([images, 0 * images])
            inner = np.pad(inner, (0, len(inner)))
        more = slice(many, many + len(fresh))
        basis[more], images[more] = fresh, [times(each) for each in fresh]
        many += len(fresh)
        inner[:many, more] = basis[:many] @ images[more].T
        inner[more, :many] = inner[:many, more].T
        fresh = _beyond(images[more], basis[:many])
        # Where it takes long, whether it is enough is asked every eighth time.
        if ROOM < many < STEPS and len(fresh) and many % (8 * width):
            continue
        values, vectors = np.linalg.eigh(inner[:many, :many])
        some = min(2, many)
        level[:some] = values[::-1][:some]
        weight = vectors[:, ::-1][:, :some].T
        found[:some] = weight @ basis[:many]
        left = weight @ images[:many] - level[:some, None] * found[:some]
        close = some == min(2, size) and np.sqrt((left**2).sum(1)).max() <= ENOUGH * level[0]
        if level[0] <= 0 or close:
            break
    found[level <= NOTHING * max(float(level[0]), 1e-300)] = 0
    return found


def _beyond(rows: Floats, basis: Floats) -> Floats:
    """What these rows add to a basis, as rows of length 1; a row that adds nothing falls away."""
    found: list[Floats] = []
    for row in rows:
        size, rest = float(np.linalg.norm(row)), row
        for _twice in range(2):
            rest = rest - (basis @ rest) @ basis
            for other in found:
                rest = rest - (other @ rest) * other
        left = float(np.linalg.norm(rest))
        if left > NOTHING * size:
            found.append(rest / left)
    return np.array(found) if found else basis[:0]


def turned(axes: Floats, near: Floats | None = None) -> Floats:
    """The same directions with a sign that is always the same: as `near` has it, else the largest entry upwards."""
    found = axes.copy()
    for number, axis in enumerate(found):
        if near is not None and abs(float(near[number] @ axis)) > 1e-9:
            up = float(near[number] @ axis)
        else:
            size = np.abs(axis)
            up = float(axis[int(np.argmax(size >= size.max() * (1 - 1e-9)))]) if len(axis) else 0.0
        if up < 0:
            axis *= -1
    return found
