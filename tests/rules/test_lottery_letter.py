"""Every method against every panel there is: exact leximin, the largest product, the smallest changes."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.rules.lotteries import all_panels, pool_of
from tests.rules.lottery_exact import exact_leximin

from heard.rules.lottery import Pool, Target, draw, problems
from heard.rules.lottery.drawing import Impossible
from heard.rules.outcome import Outcome

SLOW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
FEATURES = {"g": ["f", "m"], "a": ["y", "o", "x"]}


@st.composite
def pools(draw_: Any, most: int = 1) -> tuple[Pool, int]:
    """A handful of people, now and then of one household, with targets that often pull against each other."""
    rows = draw_(st.lists(st.tuples(*(st.sampled_from(each) for each in FEATURES.values())), min_size=3, max_size=7))
    homes = draw_(st.none() | st.lists(st.sampled_from([None, "h1", "h2"]), min_size=len(rows), max_size=len(rows)))
    targets = []
    for feature, values in FEATURES.items():
        for value in values:
            least = draw_(st.integers(0, most))
            targets.append((feature, value, least, least + draw_(st.integers(0, 2))))
    return pool_of(rows, targets, homes), draw_(st.integers(1, min(4, len(rows))))


def published(outcome: Outcome) -> dict[str, Any]:
    return {"rule": outcome.rule, **outcome.found, "because": list(outcome.because), "digest": outcome.digest}


@SLOW
@given(pools())
def test_leximin_and_maximin_are_those_of_exact_fractions(case: tuple[Pool, int]) -> None:
    pool, size = case
    assume(0 < len(all_panels(pool, size)) <= 25)
    wanted = exact_leximin(pool, size)
    outcome = draw(pool, size=size, seed=1)
    chances = [outcome.found["chances"][person.id] for person in pool.people]
    assert max(abs(float(one) - other) for one, other in zip(wanted, chances, strict=True)) < 1e-6
    never = [person.id for person, chance in zip(pool.people, wanted, strict=True) if not chance]
    assert outcome.found["never"] == never
    lowest = min(chance for chance in wanted if chance)
    assert abs(draw(pool, size=size, seed=1, method="maximin").found["floor"] - float(lowest)) < 1e-6
    assert problems(published(outcome), pool) == []


@SLOW
@given(pools())
def test_nash_has_the_largest_product_that_any_panels_allow(case: tuple[Pool, int]) -> None:
    """By its slope: no panel's people have more than one over their chances each, all together the people there are."""
    pool, size = case
    panels = all_panels(pool, size)
    assume(panels)
    outcome = draw(pool, size=size, seed=1, method="nash")
    chances = [outcome.found["chances"][person.id] for person in pool.people]
    can = {place for panel in panels for place in panel}
    assert max(sum(1 / chances[place] for place in panel) for panel in panels) <= len(can) * (1 + 1e-6)
    assert outcome.found["certificate"]["gap"] < 1e-6
    assert problems(published(outcome), pool) == []


def test_rows_that_add_up_to_the_same_do_not_carry_prices_away() -> None:
    """Three people, two seats, bounds that never press: all alike, 2/3 each. Prices grew without end here once."""
    pool = pool_of([("m", "y"), ("m", "y"), ("f", "y")], [("g", "f", 0, 1), ("g", "m", 1, 3), ("a", "y", 2, 4)])
    chances = draw(pool, size=2, seed=1, method="nash").found["chances"].values()
    assert max(abs(chance - 2 / 3) for chance in chances) < 1e-6


def weight(pool: Pool, panel: tuple[int, ...]) -> Fraction:
    """What the changes weigh that let these people sit: 1 for a maximum, 1 + 2 / least for a minimum, a seat."""
    total = Fraction(0)
    for target in pool.targets:
        there = sum(pool.people[i].values[pool.features.index(target.feature)] == target.value for i in panel)
        total += (1 + Fraction(2, max(target.least, 1))) * max(0, target.least - there) + max(0, there - target.most)
    return total


@settings(SLOW, max_examples=120)
@given(pools(most=3))
def test_no_smaller_changes_than_those_that_are_named_would_help(case: tuple[Pool, int]) -> None:
    pool, size = case
    free = Pool(pool.people, tuple(Target(t.feature, t.value, 0, 99) for t in pool.targets), pool.same_address)
    panels = all_panels(free, size)
    least = min((weight(pool, panel) for panel in panels), default=None)
    assume(least != 0)
    with pytest.raises(Impossible) as refused:
        draw(pool, size=size, seed=1, method="maximin")
    changes = refused.value.changes
    named = [
        (1 + Fraction(2, max(one.before, 1))) * (one.before - one.after)
        if one.bound == "min"
        else one.after - one.before
        for one in changes
    ]
    assert (sum(named) if changes else None) == least
    after = {(one.feature, one.value, one.bound): one.after for one in changes}
    mended = tuple(
        Target(
            t.feature, t.value, after.get((t.feature, t.value, "min"), t.least),
            after.get((t.feature, t.value, "max"), t.most),
        )
        for t in pool.targets
    )  # fmt: skip
    if changes:
        drawn = draw(Pool(pool.people, mended, pool.same_address), size=size, seed=1, method="maximin")
        assert len(drawn.found["selected"]) == size


def test_who_leaves_with_a_profile_that_nobody_else_has_is_refused_with_what_would_help() -> None:
    """One blue person, and a blue seat: when she leaves, that minimum has to go."""
    rows = [("f", "y"), ("f", "o"), ("m", "o"), ("m", "o"), ("m", "o")]
    pool = pool_of(rows, [("g", "f", 1, 2), ("g", "m", 1, 2), ("a", "y", 1, 1), ("a", "o", 1, 2)])
    first = draw(pool, size=3, seed=1)
    assert "1" in first.found["selected"]
    staying = tuple(name for name in first.found["selected"] if name != "1")
    with pytest.raises(Impossible) as refused:
        draw(pool, size=3, seed=1, staying=staying, left=("1",))
    assert str(refused.value.changes[0]) == "lower the minimum of a: y from 1 to 0"


def test_every_subset_of_a_small_pool_is_a_panel_or_is_not() -> None:
    """The list of panels that the other tests stand on, counted by hand: 3 of 4 people, with two from one address."""
    pool = pool_of([("f", "y")] * 4, [("g", "f", 0, 4), ("a", "y", 0, 4)], ["h", "h", None, None])
    assert all_panels(pool, 3) == [(0, 2, 3), (1, 2, 3)]
    assert len(list(combinations(range(4), 3))) == 4
