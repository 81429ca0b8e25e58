"""Small pools, and leximin by the letter of its definition: every panel listed, every person asked, no short cuts."""

from __future__ import annotations

from itertools import combinations

import highspy
import numpy as np

from heard.rules.lottery.pool import Person, Pool, Target, arranged


def pool_of(
    rows: list[tuple[str, ...]], targets: list[tuple[str, str, int, int]], homes: list[str | None] | None = None
) -> Pool:
    """A pool with ids 1, 2, 3… and these targets."""
    people = [Person(str(i + 1), row, homes[i] if homes else None) for i, row in enumerate(rows)]
    same = ("address",) if homes else ()
    return Pool(arranged(people), tuple(Target(*each) for each in targets), same_address=same)


def all_panels(pool: Pool, size: int) -> list[tuple[int, ...]]:
    """Every panel of this size that keeps the targets, with nobody from the same address as another."""
    return [panel for panel in combinations(range(len(pool.people)), size) if keeps(pool, panel)]


def keeps(pool: Pool, panel: tuple[int, ...]) -> bool:
    """Whether these people keep every target and live at different addresses."""
    homes = [pool.people[i].address for i in panel if pool.people[i].address is not None]
    if len(homes) != len(set(homes)):
        return False
    for target in pool.targets:
        place = pool.features.index(target.feature)
        there = sum(pool.people[i].values[place] == target.value for i in panel)
        if not target.least <= there <= target.most:
            return False
    return True


def literal_leximin(pool: Pool, size: int) -> list[float]:
    """Chances by definition: raise the lowest; whoever cannot be raised above it stays there; go on."""
    panels = all_panels(pool, size)
    sits = np.array([[i in panel for panel in panels] for i in range(len(pool.people))], dtype=float)
    fixed: dict[int, float] = {i: 0.0 for i in range(len(sits)) if not sits[i].any()}
    while len(fixed) < len(sits):
        free = [i for i in range(len(sits)) if i not in fixed]
        lowest = _most(sits, fixed, free, 0.0, None)
        stuck = [i for i in free if _most(sits, fixed, free, lowest - 1e-9, i) < lowest + 1e-6]
        assert stuck
        fixed.update(dict.fromkeys(stuck, lowest))
    return [fixed[i] for i in range(len(sits))]


def _most(sits: np.ndarray, fixed: dict[int, float], free: list[int], least: float, person: int | None) -> float:
    """The highest common floor of the free people; or, with a floor of `least`, the highest chance of one person."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    shares = [solver.addVariable(lb=0, ub=1) for _ in range(sits.shape[1])]
    floor = solver.addVariable(lb=0, ub=1)
    solver.addConstr(sum(shares) == 1)

    def chance(i: int) -> highspy.highs_linear_expression:
        return sum((shares[j] for j in np.flatnonzero(sits[i])), highspy.highs_linear_expression())

    for i, level in fixed.items():
        if sits[i].any():
            solver.addConstr(chance(i) >= level - 1e-9)
    for i in free:
        solver.addConstr(chance(i) - floor >= 0)
    if person is None:
        solver.maximize(floor)
    else:
        solver.addConstr(floor >= least)
        solver.maximize(chance(person))
    return float(solver.getInfo().objective_function_value)
