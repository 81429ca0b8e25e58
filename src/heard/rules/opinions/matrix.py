"""The table of people and statements, kept as votes only: what nobody said costs nothing.

A missing vote counts as the statement's mean, and centring takes the mean away again, so that every missing cell is
exactly 0 (source: the definition of Polis's pipeline, imputation by column mean). All sums run over votes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from heard.rules.opinions.votes import Votes

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
ENOUGH = 1e-14
STEPS = 300
BLOCK = 1 << 15


@dataclass(frozen=True, eq=False)
class Table:
    """Votes as a matrix of `people` by `things`; columns that `zeroed` marks hold 0 for everybody.

    `code` (one for each vote, by person) is 3 * statement + vote + 1; `start` says where each person's votes begin.
    """

    people: int
    things: int
    code: Ints
    start: Ints
    zeroed: NDArray[np.bool_]

    @cached_property
    def many(self) -> Ints:
        """Votes of each person, on whatever statement."""
        return np.diff(self.start)

    @cached_property
    def counts(self) -> Ints:
        """How often each statement was disagreed with, passed, agreed with: shape (things, 3)."""
        return np.bincount(self.code, minlength=3 * self.things).reshape(-1, 3)

    @cached_property
    def centre(self) -> Floats:
        """The mean vote on each statement; 0 where it is left out or has no votes."""
        total = self.counts.sum(1)
        mean = (self.counts[:, 2] - self.counts[:, 0]) / np.maximum(total, 1)
        return np.where(self.zeroed, 0.0, mean)

    @cached_property
    def cell(self) -> Floats:
        """What a vote is worth once centred, by statement and vote: shape (things, 3)."""
        return np.where(self.zeroed[:, None], 0.0, np.array([-1.0, 0.0, 1.0]) - self.centre[:, None])

    @cached_property
    def scale(self) -> Floats:
        """sqrt(statements / seen), so that few votes are no reason to stand in the middle."""
        left_out = int(self.zeroed.sum())
        seen = self.many + left_out
        if left_out:
            on = self._by_person(np.repeat(self.zeroed.astype(np.float64), 3))
            seen = seen - on.astype(np.intp)
        return np.sqrt(self.things / np.maximum(seen, 1))

    def _by_person(self, table: Floats) -> Floats:
        """The sum of table[code] for each person."""
        found = np.zeros(self.people)
        if len(self.code):
            some = np.flatnonzero(self.many)
            found[some] = np.add.reduceat(table[self.code], self.start[:-1][some])
        return found

    def times(self, axis: Floats) -> Floats:
        """The centred matrix times a vector over statements."""
        return self._by_person((self.cell * axis[:, None]).ravel())

    def there_and_back(self, axis: Floats) -> Floats:
        """The centred matrix, turned, times the centred matrix times a vector: one pass over the votes."""
        table, total = (self.cell * axis[:, None]).ravel(), np.zeros(3 * self.things)
        for first, last in self.blocks:
            code = self.code[self.start[first] : self.start[last]]
            if not len(code):
                continue
            some = first + np.flatnonzero(self.many[first:last])
            sums = np.add.reduceat(table[code], self.start[some] - self.start[first])
            total += np.bincount(code, np.repeat(sums, self.many[some]), 3 * self.things)
        found: Floats = (total.reshape(-1, 3) * self.cell).sum(1)
        return found

    @cached_property
    def blocks(self) -> list[tuple[int, int]]:
        """People in runs whose votes fit into a processor's own memory."""
        cuts = np.searchsorted(self.start, np.arange(0, len(self.code) + BLOCK, BLOCK))
        edges = np.unique(np.minimum(np.append(cuts, [0, self.people]), self.people)).tolist()
        return list(pairwise(edges))

    def project(self, axes: Floats) -> Floats:
        """Where each person stands: shape (people, 2)."""
        return np.column_stack([self.times(axis) for axis in axes]) * self.scale[:, None]


def table_of(votes: Votes, left_out: frozenset[str] = frozenset()) -> Table:
    """The matrix of these votes. Statements that are `left_out` count as 0 for everybody."""
    start = np.zeros(len(votes.participants) + 1, np.intp)
    np.cumsum(votes.many, out=start[1:])
    code = votes.what.astype(np.intp)
    code *= 3
    code += votes.vote
    code += 1
    zeroed = np.array([name in left_out for name in votes.statements], bool)
    return Table(len(votes.participants), len(votes.statements), code, start, zeroed)


def axes_of(table: Table, near: Floats | None = None) -> Floats:
    """The two directions in which opinions differ most: shape (2, statements), each of length 1 or 0.

    Lanczos with full reorthogonalisation on the centred votes; a direction without any difference is 0.
    """
    if not table.things or not len(table.code):
        return np.zeros((2, table.things))
    return turned(_lanczos(table), near)


def _lanczos(table: Table) -> Floats:
    most = min(table.things, STEPS)
    basis = np.zeros((most + 1, table.things))
    first = 1.0 + np.arange(table.things) % 7 / 7.0
    basis[0] = first / np.linalg.norm(first)
    ahead, beside = np.zeros(most), np.zeros(most)
    ritz: Floats = np.zeros((2, table.things))
    for step in range(most):
        fresh = table.there_and_back(basis[step])
        ahead[step] = fresh @ basis[step]
        for _twice in range(2):
            fresh -= basis[: step + 1].T @ (basis[: step + 1] @ fresh)
        beside[step] = np.linalg.norm(fresh)
        done = step + 1 == most
        values, vectors = np.linalg.eigh(_tridiagonal(ahead, beside, step + 1))
        top = max(float(values[-1]), 1e-300)
        residual = beside[step] * np.abs(vectors[-1, -2:])
        if done or beside[step] <= ENOUGH * top or (step > 2 and residual.max() <= ENOUGH * top):
            if beside[step] <= ENOUGH * top and step < 1 and not done:
                pass
            keep = vectors[:, ::-1][:, :2].T @ basis[: step + 1]
            ritz[: len(keep)] = keep
            level = values[::-1][:2]
            ritz[: len(keep)][level <= 1e-12 * top] = 0
            break
        basis[step + 1] = fresh / beside[step]
    return ritz


def _tridiagonal(ahead: Floats, beside: Floats, size: int) -> Floats:
    return np.diag(ahead[:size]) + np.diag(beside[: size - 1], 1) + np.diag(beside[: size - 1], -1)


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
