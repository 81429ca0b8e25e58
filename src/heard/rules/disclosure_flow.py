"""How far a hidden cell could lie from its true count: maximum flows on the network of a table's sums.

Each sum of a table is a node, each hidden cell an edge between its two sums. What an attacker cannot tell
apart from the truth is a circulation along hidden edges; how much of it can run through one cell is a
maximum flow between that cell's ends.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

ENDLESS = 1 << 40


@dataclass(frozen=True, slots=True)
class Cell:
    """A count between two sums. `sign` is −1 for a margin, whose growth takes from the sum it totals."""

    row: str
    column: str
    sign: int
    count: int

    @property
    def room_below(self) -> int:
        """How far it could fall for an attacker who knows that it is not empty: to 1, or not at all from 0."""
        return max(0, self.count - 1)


def slack_of(cells: list[Cell], hidden: set[int], place: int, enough: int) -> int:
    """Most minus least that a hidden cell could be, given all that is not hidden; counted no further than `enough`."""
    up, _ = _flow(cells, hidden, place, 1, enough)
    down, _ = _flow(cells, hidden, place, -1, min(enough, cells[place].room_below))
    return min(enough, up + down)


def widen(cells: list[Cell], hidden: set[int], place: int, kept: set[int], enough: int) -> set[int]:
    """More cells to hide, of least count, so that `place` could be larger (or else smaller) than now.

    Empty when none would help. Cells in `kept` stay shown, and empty cells too: a reader may know that a
    combination is impossible.
    """
    ways = (1, -1) if cells[place].room_below else (1,)
    for way in ways:
        _, moved = _flow(cells, hidden, place, way, enough)
        if more := _cheapest(cells, hidden, place, kept, way, moved):
            return more
    return set()


def _ends(cell: Cell, way: int) -> tuple[str, str]:
    """From where to where flow runs when the cell moves by `way` (+1 up, −1 down)."""
    return (cell.row, cell.column) if cell.sign * way > 0 else (cell.column, cell.row)


def _flow(cells: list[Cell], hidden: set[int], place: int, way: int, enough: int) -> tuple[int, dict[int, int]]:
    """How far `place` can move by `way` (no further than `enough`), and the moves of other hidden cells that let it."""
    moved: dict[int, int] = dict.fromkeys(hidden - {place}, 0)
    target, source = _ends(cells[place], way)
    pushed = 0
    while pushed < enough and (path := _shortest(cells, moved, source, target)):
        step = min([enough - pushed, *(_room(cells[n], moved[n], direction) for n, direction in path)])
        for n, direction in path:
            moved[n] += direction * step
        pushed += step
    return pushed, moved


def _room(cell: Cell, moved: int, way: int) -> int:
    return ENDLESS if way > 0 else cell.room_below + moved


def _shortest(cells: list[Cell], moved: dict[int, int], source: str, target: str) -> list[tuple[int, int]]:
    """A path of fewest cells from `source` to `target` with room left on each; empty when there is none."""
    came: dict[str, tuple[int, int, str]] = {}
    queue, seen = deque([source]), {source}
    while queue:
        node = queue.popleft()
        if node == target:
            return _walk_back(came, source, target)
        for n, way, end in _steps(cells, moved, node):
            if end not in seen:
                seen.add(end)
                came[end] = (n, way, node)
                queue.append(end)
    return []


def _steps(cells: list[Cell], moved: dict[int, int], node: str) -> Iterator[tuple[int, int, str]]:
    for n in sorted(moved):
        for way in (1, -1):
            begin, end = _ends(cells[n], way)
            if begin == node and _room(cells[n], moved[n], way) > 0:
                yield n, way, end


def _walk_back(came: dict[str, tuple[int, int, str]], source: str, target: str) -> list[tuple[int, int]]:
    path, node = [], target
    while node != source:
        n, way, node = came[node]
        path.append((n, way))
    return path


def _cheapest(
    cells: list[Cell], hidden: set[int], place: int, kept: set[int], way: int, moved: dict[int, int]
) -> set[int] | None:
    """The shown cells, of least total count, whose hiding opens one more path for `place`; None if there is none."""
    target, source = _ends(cells[place], way)
    all_moved = {n: moved.get(n, 0) for n in range(len(cells)) if n != place and n not in kept}
    cost: dict[str, int] = {source: 0}
    came: dict[str, tuple[int, int, str]] = {}
    queue = [(0, source)]
    while queue:
        spent, node = heapq.heappop(queue)
        if spent > cost[node]:
            continue
        if node == target:
            return {n for n, _ in _walk_back(came, source, target)} - hidden
        for n, direction, end in _steps(cells, all_moved, node):
            if n not in hidden and not cells[n].count:
                continue
            price = spent + (0 if n in hidden else 1 + cells[n].count)
            if price < cost.get(end, ENDLESS):
                cost[end] = price
                came[end] = (n, direction, node)
                heapq.heappush(queue, (price, end))
    return None
