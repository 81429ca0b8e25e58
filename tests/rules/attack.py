"""An attacker on a published table: the least and the most each hidden cell could be, by exact linear programming.

Written apart from `rules.disclosure_flow` on purpose: a simplex over fractions, no networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from heard.rules.disclosure import List, Table

Equation = tuple[dict[int, int], int]


def bounds_of_list(published: List, truth: Sequence[int]) -> dict[int, tuple[Fraction, Fraction | None]]:
    """Bounds of every hidden count of a list; None above means without end."""
    return _bounds([([*published.counts, published.total], [*truth, sum(truth)])], [[*truth, sum(truth)]])


def bounds_of_table(published: Table, truth: Sequence[Sequence[int]]) -> dict[int, tuple[Fraction, Fraction | None]]:
    """Bounds of every hidden cell and margin, numbered row by row with the margins last."""
    shown = [[*row, total] for row, total in zip(published.cells, published.row_totals, strict=True)]
    shown.append([*published.column_totals, published.total])
    full = [[*row, sum(row)] for row in truth]
    full.append([sum(column) for column in zip(*full, strict=True)])
    lines = list(zip(shown, full, strict=True))
    lines += [
        ([row[j] for row in shown], [row[j] for row in full]) for j in range(len(full[0]))
    ]  # every line sums to its last
    return _bounds(lines, full)


def _bounds(lines: list, full: list[list[int]]) -> dict[int, tuple[Fraction, Fraction | None]]:
    """`lines` pair what is shown with the truth; each sums to its last entry."""
    width = len(full[0])
    numbers = {}
    for i in range(len(full)):
        for j in range(width):
            numbers[i, j] = i * width + j
    rows, columns = len(full), width
    places = [[(i, j) for j in range(columns)] for i in range(rows)]
    if rows > 1:
        places += [[(i, j) for i in range(rows)] for j in range(columns)]
    hidden: dict[int, int] = {}
    equations: list[Equation] = []
    for (shown, truth), line in zip(lines, places, strict=True):
        left: dict[int, int] = {}
        right = 0
        for n, (value, true, place) in enumerate(zip(shown, truth, line, strict=True)):
            sign = -1 if n == len(line) - 1 else 1
            if value is None:
                left[numbers[place]] = sign
                hidden[numbers[place]] = true
            else:
                right -= sign * true
        if left:
            equations.append((left, right))
    floors = {n: min(1, true) for n, true in hidden.items()}  # he knows which hidden cells are not empty
    return {n: (_least(equations, floors, n), _most(equations, floors, n)) for n in hidden}


def _least(equations: list[Equation], floors: dict[int, int], n: int) -> Fraction:
    found = minimum(equations, floors, {n: 1})
    assert found is not None
    return found


def _most(equations: list[Equation], floors: dict[int, int], n: int) -> Fraction | None:
    found = minimum(equations, floors, {n: -1})
    return None if found is None else -found


def minimum(equations: list[Equation], floors: dict[int, int], goal: dict[int, int]) -> Fraction | None:
    """Least value of `goal` over x ≥ floors with the equations held; None when it falls without end."""
    names = sorted(floors)
    place = {name: k for k, name in enumerate(names)}
    rows = []
    for left, right in equations:
        coefficients = [Fraction(0)] * len(names)
        for name, factor in left.items():
            coefficients[place[name]] += factor
        value = Fraction(right) - sum(factor * floors[name] for name, factor in left.items())
        rows.append(([-c for c in coefficients], -value) if value < 0 else (coefficients, value))
    count, made = len(names), len(rows)
    table = [[*row, *(Fraction(int(k == each)) for each in range(made)), value] for k, (row, value) in enumerate(rows)]
    basis = [count + k for k in range(made)]
    first = [Fraction(0)] * count + [Fraction(1)] * made
    assert _simplex(table, basis, first, count + made) == 0, "the truth itself fits"
    _drive_out(table, basis, count)
    second = [Fraction(goal.get(name, 0)) for name in names] + [Fraction(0)] * made
    found = _simplex(table, basis, second, count)
    return None if found is None else found + sum(factor * floors[name] for name, factor in goal.items())


def _drive_out(table: list[list[Fraction]], basis: list[int], count: int) -> None:
    for k in range(len(basis) - 1, -1, -1):
        if basis[k] >= count:
            column = next((j for j in range(count) if table[k][j]), None)
            if column is None:
                del table[k], basis[k]
            else:
                _pivot(table, basis, k, column)


def _simplex(table: list[list[Fraction]], basis: list[int], cost: list[Fraction], usable: int) -> Fraction | None:
    while True:  # Bland's rule: the first column that helps, so it always ends
        prices = [cost[b] for b in basis]
        enter = next(
            (j for j in range(usable) if cost[j] - sum(p * row[j] for p, row in zip(prices, table, strict=True)) < 0),
            None,
        )
        if enter is None:
            return sum((p * row[-1] for p, row in zip(prices, table, strict=True)), Fraction(0))
        ratios = [(row[-1] / row[enter], basis[k], k) for k, row in enumerate(table) if row[enter] > 0]
        if not ratios:
            return None
        _pivot(table, basis, min(ratios)[2], enter)


def _pivot(table: list[list[Fraction]], basis: list[int], row: int, column: int) -> None:
    factor = table[row][column]
    table[row] = [value / factor for value in table[row]]
    for k, other in enumerate(table):
        if k != row and other[column]:
            factor = other[column]
            table[k] = [a - factor * b for a, b in zip(other, table[row], strict=True)]
    basis[row] = column
