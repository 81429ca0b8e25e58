"""The table of people and statements, kept as votes only: what nobody said costs nothing.

A missing vote counts as the statement's mean, and centring takes the mean away again, so that every missing cell is
exactly 0 (source: the definition of Polis's pipeline, imputation by column mean). All sums run over votes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heard.rules.opinions.votes import Votes

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
BLOCK = 1 << 15


@dataclass(frozen=True, eq=False)
class Table:
    """Votes as a matrix of `people` by `things`; columns that `zeroed` marks hold 0 for everybody.

    `code` (one for each vote, by person) is 3 * statement + vote + 1; `start` says where each person's votes begin;
    `counts` how often each statement was disagreed with, passed, agreed with (things, 3), by these people and others.
    """

    people: int
    things: int
    code: Ints
    start: Ints
    zeroed: NDArray[np.bool_]
    counts: Ints

    @cached_property
    def many(self) -> Ints:
        """Votes of each person, on whatever statement."""
        return np.diff(self.start)

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
            on = self.by_person(np.repeat(self.zeroed.astype(np.float64), 3))
            seen = seen - on.astype(np.intp)
        return np.sqrt(self.things / np.maximum(seen, 1))

    def by_person(self, table: NDArray[Any]) -> NDArray[Any]:
        """The sum of table[code] for each person."""
        found = np.zeros(self.people, table.dtype)
        room = np.empty(
            max((self.start[last] - self.start[first] for first, last in self.blocks), default=0), table.dtype
        )
        for first, last in self.blocks:
            code = self.code[self.start[first] : self.start[last]]
            if len(code):
                some = first + np.flatnonzero(self.many[first:last])
                worth = np.take(table, code, out=room[: len(code)], mode="clip")  # with "raise" numpy would copy it
                found[some] = np.add.reduceat(worth, self.start[some] - self.start[first])
        return found

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
        """Where each person stands: shape (people, 2). Both directions in one pass, as complex numbers."""
        both = (axes[0] + 1j * axes[1])[:, None] * self.cell
        found = self.by_person(both.ravel()) * self.scale
        return np.column_stack([found.real, found.imag])

    def by_group(self, label: Ints, groups: int) -> Ints:
        """Disagreements, passes and agreements by group and statement: shape (groups, things, 3). -1: in no group."""
        wide = 3 * self.things
        found = np.zeros((groups + 1) * wide, np.intp)
        shift = np.where(label < 0, groups, label) * wide
        for first, last in self.blocks:
            code = self.code[self.start[first] : self.start[last]]
            cell = np.repeat(shift[first:last], self.many[first:last])
            cell += code
            found += np.bincount(cell, minlength=len(found))
        return found[: groups * wide].reshape(groups, self.things, 3)

    def some(self, who: Ints) -> Table:
        """The rows of these people alone."""
        many, start = self.many[who], np.zeros(len(who) + 1, np.intp)
        np.cumsum(many, out=start[1:])
        place = np.arange(start[-1]) + np.repeat(self.start[who] - start[:-1], many)
        return Table(len(who), self.things, self.code[place], start, self.zeroed, self.counts)


def table_of(votes: Votes, left_out: frozenset[str] = frozenset()) -> Table:
    """The matrix of these votes. Statements that are `left_out` count as 0 for everybody."""
    start = np.zeros(len(votes.participants) + 1, np.intp)
    np.cumsum(votes.many, out=start[1:])
    code = votes.what.astype(np.intp)
    code *= 3
    code += votes.vote
    code += 1
    zeroed = np.array([name in left_out for name in votes.statements], bool)
    counts = np.bincount(code, minlength=3 * len(zeroed)).reshape(-1, 3)
    return Table(len(votes.participants), len(zeroed), code, start, zeroed, counts)
