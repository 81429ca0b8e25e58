"""Sums over people from which the axes follow, however many people there are.

With V the votes (1, 0, -1; 0 where there is none) and M where there is one, the sums are S = V'V, T = V'M and N = M'M,
statements by statements. The centred votes are X = V - M diag(c), so X'X = S - T diag(c) - diag(c) T' + diag(c) N
diag(c): a vote changes a few cells of the sums, and the axes need nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from heard.rules.opinions.matrix import Table

Floats = NDArray[np.float64]
SOME = 4096
FEW = 4


class Gram:
    """S, T and N, which are whole numbers and kept exactly."""

    def __init__(self, table: Table) -> None:
        self.wide = table.things
        both = np.zeros((2 * self.wide, 2 * self.wide))
        for first in range(0, table.people, SOME):
            last = min(first + SOME, table.people)
            code = table.code[table.start[first] : table.start[last]]
            rows = np.repeat(np.arange(last - first), table.many[first:last])
            block = np.zeros((last - first, 2 * self.wide), np.float32)
            block[rows, code // 3] = code % 3 - 1
            block[rows, self.wide + code // 3] = 1
            both += block.T @ block
        self.s = both[: self.wide, : self.wide].copy()
        self.t = both[: self.wide, self.wide :].copy()
        self.n = both[self.wide :, self.wide :].copy()
        self._room = self._side = np.empty((0, 0))

    def widen(self, things: int) -> None:
        """Room for statements that are new."""
        if things > self.wide:
            more = ((0, things - self.wide), (0, things - self.wide))
            self.s, self.t, self.n = (np.pad(each, more) for each in (self.s, self.t, self.n))
            self.wide = things

    def change(self, before: Mapping[int, int], after: Mapping[int, int]) -> None:
        """One person's votes, by place of the statement, are no longer these but those."""
        fresh = [place for place, vote in after.items() if before.get(place) != vote]
        if len(fresh) > FEW:
            self._whole(before, -1)
            self._whole(after, 1)
            return
        row = dict(before)
        for place in fresh:
            self._one(row, place, after[place])
            row[place] = after[place]

    def _whole(self, row: Mapping[int, int], sign: int) -> None:
        place, vote = np.array(list(row), np.intp), np.array(list(row.values()), np.float64)
        cells = np.ix_(place, place)
        self.s[cells] += sign * np.multiply.outer(vote, vote)
        self.t[cells] += sign * vote[:, None]
        self.n[cells] += sign

    def _one(self, row: Mapping[int, int], place: int, vote: int) -> None:
        old, is_new = row.get(place, 0), place not in row
        rest = [each for each in row if each != place]
        votes = np.array([row[each] for each in rest], np.float64)
        self.s[place, rest] += (vote - old) * votes
        self.s[rest, place] += (vote - old) * votes
        self.s[place, place] += vote * vote - old * old
        self.t[place, rest] += vote - old
        self.t[place, place] += vote - old
        if is_new:
            self.t[rest, place] += votes
            self.n[place, rest] += 1
            self.n[rest, place] += 1
            self.n[place, place] += 1

    def centred(self, centre: Floats, zeroed: NDArray[np.bool_]) -> Floats:
        """X'X for these means; statements that are `zeroed` count as 0 for everybody. Good until it is asked again."""
        if len(self._room) != self.wide:
            self._room, self._side = np.empty((self.wide, self.wide)), np.empty((self.wide, self.wide))
        found, mixed = self._room, self._side
        np.multiply(self.t, centre, out=mixed)
        np.subtract(self.s, mixed, out=found)
        found -= mixed.T
        np.multiply(self.n, centre, out=mixed)
        mixed *= centre[:, None]
        found += mixed
        found[zeroed] = 0.0
        found[:, zeroed] = 0.0
        return found
