"""Many rounding puzzles at once: which parts go up and which down so that every row sum stays within its bounds.

Start evenly spread; then, in every pile that still breaks a row, turn the one number that mends most, never one that
was turned a moment ago. All piles are turned in the same array operations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heard.rules.lottery.solver import Numbers
from heard.rules.lottery.types import Types, Whole

TURNS, TURNS_EACH = 3000, 70
REST = (2, 5)
WARMTH = 0.1
FORBIDDEN = np.float32(1e6)
FAR = 2**30


@dataclass(slots=True)
class Puzzle:
    """For each pile: `down` may grow by one where `part` > 0, and row sums must end up within `low` and `high`.

    `down` and `part` are piles × types (seats), `low` and `high` piles × rows.
    """

    down: Whole
    part: Numbers
    low: Whole
    high: Whole


@dataclass(slots=True)
class _Board:
    """One line a pile: the types that may go up (padded), their rows, who is up, the row sums and their bounds."""

    entry: Whole
    real: NDArray[np.bool_]
    up: NDArray[np.bool_]
    rows: NDArray[np.int32]
    sums: NDArray[np.int32]
    low: NDArray[np.int32]
    high: NDArray[np.int32]

    def broken(self, piles: Whole) -> NDArray[np.bool_]:
        sums = self.sums[piles]
        return np.asarray(((sums < self.low[piles]) | (sums > self.high[piles])).any(axis=1))


def search(types: Types, puzzle: Puzzle, random: np.random.Generator) -> tuple[Whole, NDArray[np.bool_]]:
    """An answer for each pile, and whether it keeps all rows."""
    board = _board(types, puzzle, random)
    _turn(board, random)
    found = puzzle.down.copy()
    piles, places = np.nonzero(board.up)
    np.add.at(found, (piles, board.entry[piles, places]), 1)
    return found, ~board.broken(np.arange(len(found)))


def _board(types: Types, puzzle: Puzzle, random: np.random.Generator) -> _Board:
    entry, real, up = _evenly(types, puzzle, random)
    nothing = len(types.low)
    rows = types.belongs[entry].astype(np.int32)
    rows[~real] = nothing
    sums, low, high = (np.full((len(entry), nothing + 1), far, dtype=np.int32) for far in (0, -FAR, FAR))
    sums[:, :-1], low[:, :-1], high[:, :-1] = types.sums(puzzle.down), puzzle.low, puzzle.high
    for feature in range(rows.shape[2]):
        np.add.at(sums, (np.arange(len(entry))[:, None], rows[:, :, feature]), up)
    return _Board(entry, real, up, rows, sums, low, high)


def _evenly(
    types: Types, puzzle: Puzzle, random: np.random.Generator
) -> tuple[Whole, NDArray[np.bool_], NDArray[np.bool_]]:
    """The types that may go up, which of these are real, and a first, evenly spread choice.

    Types stand in the order of their features, taken in random order; each time the parts so far pass a whole
    number, one goes up.
    """
    features = random.permutation(types.belongs.shape[1])
    order = np.lexsort([random.random(len(types.count)), *types.belongs[:, features].T])
    may = puzzle.part[:, order] > 0
    width = max(int(may.sum(axis=1).max(initial=0)), 1)
    where = np.argsort(~may, axis=1, kind="stable")[:, :width]
    real = np.take_along_axis(may, where, axis=1)
    parts = np.where(real, np.take_along_axis(puzzle.part[:, order], where, axis=1), 0.0)
    passed = np.floor(np.cumsum(parts, axis=1) + random.random((len(parts), 1)))
    up = np.diff(passed, axis=1, prepend=0.0) > 0.5
    return order[where], real, up & real


def _turn(board: _Board, random: np.random.Generator) -> None:
    """Turn one number in each unfinished pile until all rows are kept or the turns run out."""
    resting = np.where(board.real, 0, FAR)
    live = np.arange(len(board.up))
    for turn in range(min(TURNS, TURNS_EACH * board.entry.shape[1])):
        live = live[board.broken(live)]
        if not len(live):
            return
        cost = _costs(board, live)
        cost += np.where(resting[live] <= turn, 0, FORBIDDEN)
        cost += WARMTH * random.standard_exponential(cost.shape, dtype=np.float32)
        best = cost.argmin(axis=1)
        step = np.where(board.up[live, best], -1, 1).astype(np.int32)
        for feature in range(board.rows.shape[2]):
            board.sums[live, board.rows[live, best, feature]] += step
        board.up[live, best] ^= True
        resting[live, best] = turn + random.integers(*REST, len(live))


def _costs(board: _Board, live: Whole) -> NDArray[np.float32]:
    """For each number that could be turned, how much further from its bounds the pile would be."""
    sums, low, high = board.sums[live], board.low[live], board.high[live]
    width = sums.shape[1]
    change = np.empty((len(live), 2 * width), dtype=np.int8)
    change[:, :width] = (sums >= high).astype(np.int8) - (sums < low)
    change[:, width:] = (sums <= low).astype(np.int8) - (sums > high)
    place = board.rows[live] + np.where(board.up[live], width, 0)[:, :, None]
    each = np.take_along_axis(change, place.reshape(len(live), -1), axis=1)
    return np.asarray(each.reshape(place.shape).sum(axis=2, dtype=np.float32))
