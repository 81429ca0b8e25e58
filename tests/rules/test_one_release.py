"""Every table of one release at once, attacked by exact linear programming: no small number can be told.

The attacker has all that is published about who took part in one activity: each question's own counts, how many did
not say, every filter of every cube, every crossing. He takes rounded numbers to be exact, which helps him.
"""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.attack import minimum

from heard.rules.disclosure import Terms
from heard.rules.disclosure_cube import Cube
from heard.rules.representation import SILENT, Dimension, Represented, in_tree, represent

TERMS = Terms(10, 5)
ASKED = tuple(Dimension(slug, (f"{slug}1", f"{slug}2")) for slug in ("ward", "group", "disability", "age"))
CROSSED = [("ward", "group", "disability"), ("group", "disability"), ("age", "group"), ("age", "ward")]
Cell = tuple[str, ...]


def drawn(seed: int) -> np.ndarray:
    """Some dozens to some hundreds of invented people: one heap large, others tiny, some silent."""
    chance = random.Random(seed)
    rows: list[tuple[int, ...]] = []
    for cell in product((0, 1), repeat=4):
        rows += [cell] * chance.choice([0, 1, 2, 5, 12, 25, 40])
    for _some in range(chance.choice([0, 0, 3, 15, 40])):
        rows.append(tuple(chance.choice([-1, 0, 1]) for _one in range(4)))
    return np.array(rows or [(0, 0, 0, 0)], dtype=np.int8)


def parts_of(told: Represented, slug: str) -> list[str]:
    """The names in which a question is published: as its cube says, else as its own table does, and who is silent."""
    for cube in told.cubes:
        if slug in cube.dimensions:
            return list(cube.categories[cube.dimensions.index(slug)])
    lines = next(each for each in told.compared if each.slug == slug).lines
    return [*(line.category or "+".join(line.together) for line in lines), SILENT]


def part(names: list[str], category: str) -> str:
    return next((name for name in names if category in name.split("+")), names[0])


def cells_of(told: Represented, codes: np.ndarray) -> tuple[list[Cell], dict[Cell, int]]:
    names = [parts_of(told, each.slug) for each in ASKED]
    counts = dict.fromkeys(product(*names), 0)
    for row in codes:
        said = [each.categories[n] if n >= 0 else SILENT for each, n in zip(ASKED, row, strict=True)]
        counts[tuple(part(known, one) for known, one in zip(names, said, strict=True))] += 1
    return list(counts), counts


def inside(cells: list[Cell], fixed: dict[str, str]) -> dict[int, int]:
    place = {each.slug: n for n, each in enumerate(ASKED)}
    return {n: 1 for n, cell in enumerate(cells) if all(cell[place[slug]] == one for slug, one in fixed.items())}


def published(told: Represented, cells: list[Cell], counts: dict[Cell, int]) -> list[tuple[dict[int, int], int]]:
    """Everything that is shown, as sums of cells."""
    known = [{}, *({each.slug: one} for each in ASKED for one in parts_of(told, each.slug))]
    for cube in told.cubes:
        known += [fixed(cube, key) for key, number in cube.shown.items() if number is not None]
    sums = [inside(cells, each) for each in known]
    unique = {tuple(sorted(each)): each for each in sums}
    return [(each, sum(counts[cells[n]] for n in each)) for each in unique.values() if each]


def fixed(cube: Cube, key: tuple[str | None, ...]) -> dict[str, str]:
    return {slug: one for slug, one in zip(cube.dimensions, key, strict=True) if one is not None}


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_no_small_number_can_be_told_from_all_that_is_published_together(seed: int) -> None:
    codes = drawn(seed)
    told = represent(codes, ASKED, terms=TERMS, crossings=CROSSED)
    cells, counts = cells_of(told, codes)
    equations, floors = published(told, cells, counts), dict.fromkeys(range(len(cells)), 0)
    chance = random.Random(seed)
    for cube in told.cubes:
        hidden = [key for key, number in cube.shown.items() if number is None]
        for key in chance.sample(hidden, min(3, len(hidden))):
            goal = inside(cells, fixed(cube, key))
            true = sum(counts[cells[n]] for n in goal)
            least, most = minimum(equations, floors, goal), minimum(equations, floors, dict.fromkeys(goal, -1))
            assert least is not None
            assert least <= true
            if 0 < true < TERMS.smallest and not cube.withheld:
                assert most is None or -most - least >= TERMS.smallest, (seed, key)
            if 0 < true < TERMS.smallest:
                assert most is None or -most > least, (seed, key, "told exactly")


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_every_small_number_is_hidden_and_every_table_tells_the_same_of_the_same_people(seed: int) -> None:
    codes = drawn(seed)
    told = represent(codes, ASKED, terms=TERMS, crossings=CROSSED)
    cells, counts = cells_of(told, codes)
    for cube in told.cubes:
        for key, number in cube.shown.items():
            true = sum(counts[cells[n]] for n in inside(cells, fixed(cube, key)))
            alone = sum(one is not None for one in key) <= 1
            assert number is None or number == TERMS.shown(true)
            assert alone or number is None or number >= TERMS.smallest
    for each in told.compared:
        for cube in told.cubes:
            if each.slug in cube.dimensions:
                for line in each.lines:
                    name = line.category or "+".join(line.together)
                    if name in cube.categories[cube.dimensions.index(each.slug)]:
                        assert cube.count(**{each.slug: name}) == line.count


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ([("a", "b"), ("b", "c"), ("a", "c")], [("a", "b"), ("b", "c")]),
        ([("a", "b", "c"), ("a", "b"), ("c", "d")], [("a", "b", "c"), ("c", "d")]),
        ([("a", "b", "c"), ("b", "c", "d")], [("a", "b", "c")]),
        ([("a", "b"), ("c", "d"), ("b", "c"), ("a", "d")], [("a", "b"), ("c", "d"), ("b", "c")]),
        ([("a", "b"), ("b", "a"), ("a", "b")], [("a", "b")]),
        ([], []),
    ],
)
def test_crossings_that_close_a_ring_are_left_out_the_first_named_wins(
    wanted: list[tuple[str, ...]], kept: list[tuple[str, ...]]
) -> None:
    assert in_tree(wanted) == kept


def test_a_ring_of_three_safe_tables_can_be_subtracted_and_is_refused() -> None:
    codes = drawn(7)
    told = represent(codes, ASKED, terms=TERMS, crossings=[("ward", "group"), ("group", "age"), ("age", "ward")])
    assert [bool(each.cells) for each in told.crossed[:2]] == [True, True]
    assert "beside the other tables" in told.crossed[2].why
