"""Small numbers hidden, so that no table tells on a person (`policy/disclosure.toml`).

A count below the threshold is hidden; others are hidden beside it, until nobody can work a hidden one
out from the totals. The test of that is exact: for every hidden cell, the least and the most it could be,
given all that is shown, must lie at least the threshold apart. The cells and totals of a table form a
network, so both ends are whole numbers found by a maximum flow.

Source: ONS guidance on disclosure control (primary and secondary suppression, the “10-5 rule”).
Limits: this guards one table with its margins, and pairs of tables by `may_publish_beside`; it does not
weigh what a reader may know from elsewhere.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heard.rules.disclosure_flow import Cell, slack_of, widen
from heard.rules.verdict import YES, Verdict, no

HIDDEN = None


@dataclass(frozen=True, slots=True)
class Terms:
    """How small is too small, and to what shown counts are rounded (1: not rounded)."""

    smallest: int
    round_to: int = 1

    def shown(self, count: int) -> int:
        """A count as published: to the nearest `round_to`, halves up."""
        return (2 * count + self.round_to) // (2 * self.round_to) * self.round_to

    def is_small(self, count: int) -> bool:
        """Whether a count is of too few people to show. Where counts are rounded, 0 is hidden with the rest."""
        return count < self.smallest and (count > 0 or self.round_to > 1)


@dataclass(frozen=True, slots=True)
class DisclosurePolicy:
    """`sensitive`: special categories, and places under a ward. `ordinary`: the rest. The theme floor in per cent."""

    sensitive: Terms
    ordinary: Terms
    theme_floor_percent: int


@dataclass(frozen=True, slots=True)
class List:
    """A list of counts with its total, as published: None is hidden. `withheld`: too few to show anything."""

    counts: tuple[int | None, ...]
    total: int | None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with margins, as published: None is hidden. `withheld`: too few to show anything."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    withheld: bool = False


def read_disclosure(text: str | bytes) -> DisclosurePolicy:
    """Read policy/disclosure.toml. Raises ValueError naming every fault."""
    data = tomllib.loads(text.decode("utf-8") if isinstance(text, bytes) else text)
    known = {"sensitive": {"smallest", "round_to"}, "ordinary": {"smallest", "round_to"}, "themes": {"floor_percent"}}
    faults = [f"unknown key “{key}”" for key in data if key not in known]
    for table, keys in known.items():
        faults += _faults(table, data.get(table), keys)
    if faults:
        raise ValueError("\n".join(f"disclosure: {fault}" for fault in faults))
    sensitive, ordinary = Terms(**data["sensitive"]), Terms(**data["ordinary"])
    return DisclosurePolicy(sensitive, ordinary, data["themes"]["floor_percent"])


def suppress_list(counts: Sequence[int], terms: Terms) -> List:
    """Publish counts of people in one row with their total. Raises ValueError for a negative count."""
    total = sum(counts)
    _countable(counts)
    if terms.is_small(total):
        return List((HIDDEN,) * len(counts), HIDDEN, True)
    cells = [Cell("row", "all", 1, count) for count in counts] + [Cell("row", "all", -1, total)]
    hidden = _hide(cells, {n for n, count in enumerate(counts) if terms.is_small(count)}, {len(counts)}, terms)
    if hidden is None:
        return List((HIDDEN,) * len(counts), terms.shown(total), True)
    return List(tuple(_shown(n, cells, hidden, terms) for n in range(len(counts))), terms.shown(total))


def together(hidden: Sequence[int], terms: Terms, step: int = 5) -> int:
    """What hidden counts come to at least: as much as can be told while each may still be any number that is hidden.

    A multiple of `step`; 0 where nothing can be told, as of three or fewer under a threshold of five. Nor can one more
    count be read from what is told before and after it is added. Raises ValueError where one would not be hidden.
    """
    if any(not 0 < count < terms.smallest for count in hidden):
        raise ValueError("Only counts that are hidden are told together.")
    number, most = len(hidden), terms.smallest - 1
    safe = range(step, most * (number - 1) + 2, step)  # one of them may be 1 though all the others are the most
    told = [each for each in safe if most + number <= each <= sum(hidden)]  # or the most, though all others are 1
    return max(told, default=0)


def suppress_table(rows: Sequence[Sequence[int]], terms: Terms) -> Table:
    """Publish counts of people by two things at once, with margins.

    A row or column that lies wholly in one cell is hidden too: it would say of everyone in a group what
    they are. Raises ValueError for a negative count or rows of different length.
    """
    width = len(rows[0]) if rows else 0
    if any(len(row) != width for row in rows):
        raise ValueError("Every row must have the same number of columns.")
    for row in rows:
        _countable(row)
    grid = [[*row, sum(row)] for row in rows]
    grid.append([sum(column) for column in zip(*grid, strict=True)] if rows else [0])
    total = grid[-1][-1]
    if terms.is_small(total):
        return _withheld(len(rows), width, HIDDEN)
    cells = [
        Cell(f"r{i}", f"c{j}", -1 if (i == len(rows)) != (j == width) else 1, count)
        for i, line in enumerate(grid)
        for j, count in enumerate(line)
    ]
    corner = {len(cells) - 1}
    hidden = _hide(cells, _too_telling(grid, terms), corner, terms)
    if hidden is None:
        return _withheld(len(rows), width, terms.shown(total))
    published = [
        [_shown(i * (width + 1) + j, cells, hidden, terms) for j in range(width + 1)] for i in range(len(rows) + 1)
    ]
    return Table(
        tuple(tuple(line[:-1]) for line in published[:-1]),
        tuple(line[-1] for line in published[:-1]),
        tuple(published[-1][:-1]),
        published[-1][-1],
    )


def may_publish_beside(new: Mapping[str, int], published: Iterable[Mapping[str, int]], terms: Terms) -> Verdict:
    """Whether new true counts may stand beside earlier ones of the same categories (a filter, a later version).

    Refused when any two counts of one category differ by fewer people than the threshold: subtracting
    would show that small number.
    """
    for earlier in published:
        for key in sorted(set(new) & set(earlier)):
            apart = abs(new[key] - earlier[key])
            if 0 < apart < terms.smallest:
                return no(
                    f"Beside what is already published, this would show a count of fewer than {terms.smallest} people.",
                    "Choose a wider filter, or wait until more people have taken part.",
                    "disclosure",
                )
    return YES


def _hide(cells: list[Cell], small: set[int], kept: set[int], terms: Terms) -> set[int] | None:
    """The cells to hide so that each of `small` is safe; None when only hiding everything would do."""
    hidden = set(small)
    for each in sorted(small, key=lambda n: (cells[n].count, n)):
        while slack_of(cells, hidden, each, terms.smallest) < terms.smallest:
            more = widen(cells, hidden, each, kept, terms.smallest)
            if not more:
                return None
            hidden |= more
    return hidden


def _too_telling(grid: Sequence[Sequence[int]], terms: Terms) -> set[int]:
    """Cells that are small themselves, or lie in a line with a small total or all in one cell."""
    width = len(grid[0])
    found = {i * width + j for i, line in enumerate(grid) for j, count in enumerate(line) if terms.is_small(count)}
    lines = [([(i, j) for j in range(width - 1)], line[-1]) for i, line in enumerate(grid[:-1])]
    lines += [([(i, j) for i in range(len(grid) - 1)], grid[-1][j]) for j in range(width - 1)]
    for places, total in lines:
        filled = sum(grid[i][j] > 0 for i, j in places)
        if total and len(places) > 1 and (filled == 1 or terms.is_small(total)):
            found |= {i * width + j for i, j in places}
    return found


def _shown(number: int, cells: list[Cell], hidden: set[int], terms: Terms) -> int | None:
    return HIDDEN if number in hidden else terms.shown(cells[number].count)


def _withheld(rows: int, columns: int, total: int | None) -> Table:
    return Table(((HIDDEN,) * columns,) * rows, (HIDDEN,) * rows, (HIDDEN,) * columns, total, True)


def _countable(counts: Sequence[int]) -> None:
    if any(count < 0 for count in counts):
        raise ValueError("A count of people cannot be negative.")


def _faults(table: str, found: Any, keys: set[str]) -> list[str]:
    if not isinstance(found, Mapping):
        return [f"[{table}] is missing"]
    faults = [f"{table}: unknown key “{key}”" for key in found if key not in keys]
    for key in sorted(keys):
        value = found.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            faults.append(f"{table}: “{key}” must be a whole number from 1")
    return faults
