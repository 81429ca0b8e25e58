"""Leximin in exact fractions over every panel there is: a simplex by the book (Bland's rule), nothing rounded."""

from __future__ import annotations

from fractions import Fraction

from tests.rules.lotteries import all_panels

from heard.rules.lottery.pool import Pool

Row = list[Fraction]
ZERO, ONE = Fraction(0), Fraction(1)


def exact_leximin(pool: Pool, size: int) -> list[Fraction]:
    """The chance of each person by definition: the lowest is raised; whoever cannot have more keeps it; and so on."""
    panels = all_panels(pool, size)
    sits = [[ONE if i in panel else ZERO for panel in panels] for i in range(len(pool.people))]
    settled = {i: ZERO for i, row in enumerate(sits) if not any(row)}
    while len(settled) < len(sits):
        free = [i for i in range(len(sits)) if i not in settled]
        lowest = _highest(sits, settled, free, None, ZERO)
        settled.update({i: lowest for i in free if _highest(sits, settled, free, i, lowest) == lowest})
    return [settled[i] for i in range(len(sits))]


def _highest(
    sits: list[Row], settled: dict[int, Fraction], free: list[int], person: int | None, floor: Fraction
) -> Fraction:
    """The highest floor of all free people; or the highest chance of one of them, while all keep at least `floor`."""
    wanted = [ONE] if person is None else [ZERO]
    rows: list[Row] = [[*([ONE] * len(sits[0])), ZERO]]
    limits = [ONE]
    for i, row in enumerate(sits):
        if i in settled and not settled[i]:
            continue
        moves = person is None and i in free
        rows.append([*(-one for one in row), ONE if moves else ZERO])
        limits.append(ZERO if moves else -settled.get(i, floor))
    gain = [*(ZERO if person is None else one for one in sits[person or 0]), *wanted]
    return maximum(gain, rows, limits)


def maximum(gain: Row, rows: list[Row], limits: Row) -> Fraction:
    """The largest gain·x with rows·x ≤ limits and x ≥ 0, in two phases. ArithmeticError if there is no such x."""
    width, many = len(gain), len(rows)
    slack = [[ONE if i == j else ZERO for j in range(many)] for i in range(many)]
    table = [[*row, *slack[i], -ONE, limits[i]] for i, row in enumerate(rows)]
    basis = [width + i for i in range(many)]
    spare = width + many
    if min(limits) < 0:
        _pivot(table, basis, min(range(many), key=lambda i: limits[i]), spare)
        cost = [ZERO] * (spare + 2)
        cost[spare] = -ONE
        if _climb(table, basis, cost, spare + 1) != 0:
            raise ArithmeticError("no point keeps all rows")
        if spare in basis:
            at = basis.index(spare)
            _pivot(table, basis, at, next(j for j in range(spare) if table[at][j]))
    for row in table:
        row[spare] = ZERO
    return _climb(table, basis, [*gain, *([ZERO] * (many + 2))], spare)


def _climb(table: list[Row], basis: list[int], cost: Row, columns: int) -> Fraction:
    while True:
        prices = [cost[b] for b in basis]
        for j in range(columns):
            if cost[j] > sum((p * row[j] for p, row in zip(prices, table, strict=True) if p and row[j]), ZERO):
                break
        else:
            return sum((p * row[-1] for p, row in zip(prices, table, strict=True)), ZERO)
        steps = [(row[-1] / row[j], basis[i], i) for i, row in enumerate(table) if row[j] > 0]
        if not steps:
            raise ArithmeticError("there is no largest gain")
        _pivot(table, basis, min(steps)[2], j)


def _pivot(table: list[Row], basis: list[int], at: int, j: int) -> None:
    by = table[at][j]
    table[at] = [one / by for one in table[at]]
    for i, row in enumerate(table):
        if i != at and row[j]:
            times = row[j]
            table[i] = [one - times * other for one, other in zip(row, table[at], strict=True)]
    basis[at] = j
