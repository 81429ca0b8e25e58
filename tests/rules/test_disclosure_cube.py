"""Whoever asks one filter after another learns no small number: attacked by exact linear programming."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.attack import minimum

from heard.rules.disclosure import Terms
from heard.rules.disclosure_cube import Cube, Key, publish_cube

ORDINARY, SENSITIVE = Terms(5), Terms(10, 5)
NAMES = ("ward", "ethnic-group", "disability")
LISTED = (("w1", "w2", "w3"), ("e1", "e2"), ("d1", "d2"))
cells = st.one_of(st.integers(0, 4), st.integers(0, 30), st.integers(20, 200))
people = st.lists(cells, min_size=12, max_size=12).map(lambda drawn: dict(zip(product(*LISTED), drawn, strict=True)))
filters = st.lists(
    st.tuples(*(st.sampled_from([None, *each]) for each in LISTED)), min_size=3, max_size=3, unique=True
)  # fmt: skip
terms = st.sampled_from([ORDINARY, SENSITIVE, Terms(3)])


def truth_of(counts: dict, key: Key) -> int:
    return sum(n for place, n in counts.items() if all(k in (None, p) for k, p in zip(key, place, strict=True)))


def answers(cube: Cube, counts: dict, asked: list[Key]) -> list[tuple[Key, int]]:
    """What three filters tell: for each, the count under it and its breakdown by every other dimension, if shown.

    Shown counts are taken to be exact, which helps the attacker: in truth some are rounded.
    """
    known = set()
    for key in asked:
        known.add(key)
        for place, names in enumerate(LISTED):
            if key[place] is None:
                known |= {(*key[:place], one, *key[place + 1 :]) for one in names}
    return [(key, truth_of(counts, key)) for key in sorted(known, key=str) if cube.shown[key] is not None]


def bounds(cube: Cube, counts: dict, told: list[tuple[Key, int]], key: Key) -> tuple[int, int | None]:
    """The least and the most that a count can be for someone who knows `told`, and which cells are empty."""
    places = list(product(*LISTED))
    within = {
        name: [n for n, p in enumerate(places) if all(k in (None, q) for k, q in zip(name, p, strict=True))]
        for name in [*(t for t, _ in told), key]
    }
    equations = [(dict.fromkeys(within[name], 1), number) for name, number in told]
    floors = {n: min(1, counts[place]) for n, place in enumerate(places)}
    least = minimum(equations, floors, dict.fromkeys(within[key], 1))
    most = minimum(equations, floors, dict.fromkeys(within[key], -1))
    assert least is not None
    return least, None if most is None else -most


def test_a_ward_by_ethnicity_by_disability_cell_of_two_goes_with_its_box() -> None:
    counts = dict.fromkeys(product(*LISTED), 40)
    counts["w1", "e2", "d1"] = 2
    cube = publish_cube(counts, NAMES, LISTED, ORDINARY)
    hidden = {key for key, number in cube.shown.items() if number is None}
    assert len(hidden) == 8, "the cell and its box: two wards, two groups, with and without"
    assert cube.count(ward="w1", **{"ethnic-group": "e2", "disability": "d1"}) is None
    assert cube.count(ward="w1", disability="d1") == 42
    assert cube.count() == 442


def test_everybody_of_a_group_in_one_cell_is_not_told() -> None:
    counts = dict.fromkeys(product(*LISTED), 40)
    counts["w1", "e1", "d2"] = 0
    cube = publish_cube(counts, NAMES, LISTED, ORDINARY)
    assert cube.shown["w1", "e1", None] == 40
    assert cube.shown["w1", "e1", "d1"] is None


def test_too_few_in_all_show_nothing() -> None:
    cube = publish_cube({("w1", "e1", "d1"): 4}, NAMES, LISTED, ORDINARY)
    assert set(cube.shown.values()) == {None}


@pytest.mark.parametrize(
    "counts, names, listed",
    [
        ({("w1", "e1", "d1"): -1}, NAMES, LISTED),
        ({("w9", "e1", "d1"): 1}, NAMES, LISTED),
        ({}, ("ward", "ward", "x"), LISTED),
    ],
)
def test_what_is_no_table_is_a_mistake(counts: dict, names: tuple, listed: tuple) -> None:
    with pytest.raises(ValueError):
        publish_cube(counts, names, listed, ORDINARY)


def test_a_filter_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="religion"):
        publish_cube({}, NAMES, LISTED, ORDINARY).count(religion="x")


@given(people, filters, terms)
@settings(max_examples=150, deadline=None)
def test_three_filters_one_after_another_pin_no_small_count(counts: dict, asked: list, chosen: Terms) -> None:
    cube = publish_cube(counts, NAMES, LISTED, chosen)
    told = answers(cube, counts, asked)
    _nothing_is_told(cube, counts, told, chosen, random.Random(len(told)).sample(sorted(cube.shown, key=str), 12))


@given(people, terms)
@settings(max_examples=40, deadline=None)
def test_not_even_every_filter_there_is_pins_a_small_count(counts: dict, chosen: Terms) -> None:
    cube = publish_cube(counts, NAMES, LISTED, chosen)
    told = [(key, truth_of(counts, key)) for key, number in cube.shown.items() if number is not None]
    _nothing_is_told(cube, counts, told, chosen, sorted(cube.shown, key=str))


def _nothing_is_told(cube: Cube, counts: dict, told: list, chosen: Terms, keys: list[Key]) -> None:
    for key in keys:
        number = truth_of(counts, key)
        if not chosen.is_small(number):
            continue
        assert cube.shown[key] is None
        least, most = bounds(cube, counts, told, key)
        held = any(fixed <= {n for n, k in enumerate(key) if k is not None} for fixed in cube.withheld)
        if most is not None and not held:
            assert most - least >= chosen.smallest, (key, number, least, most)


@given(people)
@settings(max_examples=60, deadline=None)
def test_where_nothing_is_small_nothing_is_hidden(counts: dict) -> None:
    large = {place: number + 5 for place, number in counts.items()}
    assert None not in publish_cube(large, NAMES, LISTED, ORDINARY).shown.values()


@given(people, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_counts_changes_nothing(counts: dict, draw: random.Random) -> None:
    mixed = list(counts.items())
    draw.shuffle(mixed)
    first, second = (publish_cube(each, NAMES, LISTED, SENSITIVE) for each in (counts, dict(mixed)))
    assert first.shown == second.shown
