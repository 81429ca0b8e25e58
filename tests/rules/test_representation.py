"""Who took part against who lives here: small tables that a resident could check by hand, and what must always hold."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.disclosure import Terms
from heard.rules.raking import rake
from heard.rules.representation import (
    Cut,
    Dimension,
    compare,
    crossing_counts,
    deprivation_gap,
    dissimilarity,
    may_compare,
    represent,
    shares,
    stands,
    together,
    wilson,
)

TERMS = Terms(10, 5)
ETHNIC = Dimension("ethnic-group", ("Asian", "Black", "Mixed", "White"), (0.2, 0.1, 0.05, 0.65), 345_324)


def people(*columns: list[int]) -> np.ndarray:
    return np.array(columns).T


def test_wilson_agrees_with_the_published_example() -> None:
    low, high = wilson(15, 148)  # Newcombe (1998), table of method 3: 15 of 148
    assert (round(low, 4), round(high, 4)) == (0.0624, 0.1605)
    assert wilson(0, 20)[0] == 0.0
    with pytest.raises(ValueError, match="needs a base"):
        wilson(1, 0)


def test_margins_of_error_are_given_for_random_samples_only() -> None:
    chosen = shares({"yes": 15, "no": 133}, random_sample=False)
    assert [(each.low, each.high) for each in chosen] == [(None, None), (None, None)]
    drawn = shares({"yes": 15, "no": 133}, random_sample=True)
    assert drawn[0].low == pytest.approx(0.0624, abs=1e-4)
    assert drawn[0].share == 15 / 148


def test_parity_holds_its_two_ends() -> None:
    assert [stands(float(ratio)) for ratio in (Fraction(79, 100), 0.8, 1.0, 1.25, 1.26)] == [
        "under", "par", "par", "par", "over",
    ]  # fmt: skip


def test_dissimilarity_and_the_deprivation_gap_by_hand() -> None:
    assert dissimilarity([0.5, 0.5], [0.2, 0.8]) == pytest.approx(0.3)
    assert dissimilarity([1, 0], [0, 1]) == 1
    even = [0.1] * 10
    assert deprivation_gap([0.3, 0.1, *[0.075] * 8], even) == pytest.approx(0.2)
    with pytest.raises(ValueError, match="ten tenths"):
        deprivation_gap([1.0], [1.0])


def test_small_groups_are_counted_together_and_named() -> None:
    found = compare(ETHNIC, [30, 12, 4, 60], 110, TERMS)
    assert [(line.category, line.count, line.together) for line in found.lines] == [
        ("Asian", 30, ()), ("White", 60, ()), ("", 15, ("Black", "Mixed")),
    ]  # fmt: skip
    assert found.base == 105
    assert found.response_percent == 95
    assert found.lines[0].ratio == pytest.approx(30 / 105 / 0.2)
    assert found.lines[0].stands == "over"
    assert found.lines[2].population == pytest.approx(0.15)
    assert found.dissimilarity == pytest.approx((abs(30 / 105 - 0.2) + abs(60 / 105 - 0.65) + abs(15 / 105 - 0.15)) / 2)


def test_ratios_need_enough_people_on_both_sides() -> None:
    hamlet = Dimension("ethnic-group", ("Asian", "White"), (0.01, 0.99), 500)
    found = compare(hamlet, [20, 80], 100, TERMS)
    assert found.lines[0].ratio is None, "five people live there: fewer than ten"
    assert found.lines[1].ratio == pytest.approx(0.8 / 0.99)
    unknown = compare(Dimension("ward", ("North", "South")), [20, 80], 100, TERMS)
    assert [line.ratio for line in unknown.lines] == [None, None]
    assert unknown.dissimilarity is None


def test_too_few_people_show_nothing() -> None:
    found = compare(ETHNIC, [2, 1, 1, 3], 30, TERMS)
    assert (found.withheld, found.lines, found.base, found.response_percent) == (True, (), None, None)


def test_sides_are_compared_at_matching_versions_only() -> None:
    ours = Cut(("a", "b"), "GSS", "2021", "wards 2004–2026")
    assert may_compare(ours, ours)
    wards = may_compare(ours, Cut(("a", "b"), "GSS", "2021", "wards 2026"))
    assert (bool(wards), wards.clause) == (False, "I-29")
    assert "“wards 2004–2026”" in wards.why
    assert "of version" in may_compare(ours, Cut(("a", "b"), "GSS", "2011", "wards 2004–2026")).why
    assert may_compare(ours, Cut(("a", "c"), "GSS", "2021", "wards 2004–2026")).why == (
        "The categories do not match: b, c."
    )


def test_a_crossing_hides_a_cell_of_two_and_another_beside_it() -> None:
    first = [0] * 42 + [1] * 48
    second = [0] * 40 + [1] * 2 + [0] * 20 + [1] * 28
    told = represent(people(first, second), [_plain("ward"), _plain("disabled")], terms=TERMS)
    assert told.cubes[0].count(ward="one", disabled="two") is None
    assert (told.crossed[0].cells, told.crossed[0].why[:8]) == ((), "Too many"), "the other three go with it"
    big = [0] * 60 + [1] * 60
    told = represent(people(big, [0, 1] * 60), [_plain("ward"), _plain("disabled")], terms=TERMS)
    assert told.crossed[0].cells == ((30, 30), (30, 30))


def test_a_crossing_of_few_people_is_refused_with_a_reason() -> None:
    told = represent(people([0, 1] * 4, [0, 1] * 4), [_plain("ward"), _plain("disabled")], terms=TERMS)
    assert told.crossed[0].why
    assert told.crossed[0].cells == ()


def _plain(slug: str) -> Dimension:
    return Dimension(slug, ("one", "two"))


def test_who_did_not_say_is_in_no_crossing() -> None:
    counts = crossing_counts(people([0, 0, 1, -1], [0, -1, 1, 1]), [2, 2])
    assert counts.tolist() == [[1, 0], [0, 1]]


def test_raking_meets_its_targets_and_says_what_it_costs() -> None:
    codes = people([0] * 80 + [1] * 20, [0, 1] * 50)
    found = rake(codes, [[0.5, 0.5], [0.5, 0.5]])
    assert found.converged
    assert found.gap <= 1e-10
    weight = {tuple(cell): float(w) for cell, w in zip(found.cells.tolist(), found.weights, strict=True)}
    assert weight[0, 0] == pytest.approx(0.625)
    assert weight[1, 0] == pytest.approx(2.5)
    assert found.design_effect == pytest.approx(100 * (80 * 0.625**2 + 20 * 2.5**2) / 100**2)
    assert found.effective_base == pytest.approx(100 / found.design_effect)
    assert found.efficiency == pytest.approx(1 / found.design_effect)
    assert found.trimmed == 0


def test_weights_are_held_only_if_asked_and_it_says_how_many() -> None:
    codes = people([0] * 95 + [1] * 5)
    assert rake(codes, [[0.5, 0.5]]).weights.max() == pytest.approx(10)
    held = rake(codes, [[0.5, 0.5]], trim=(0.3, 3.0))
    assert held.trimmed > 0
    assert not held.converged
    assert held.gap > 0.01


def test_nobody_is_weighted_up_from_none() -> None:
    with pytest.raises(ValueError, match="nobody in it"):
        rake(people([0, 0, 0]), [[0.5, 0.5]])


def test_weights_come_only_where_there_are_figures_and_say_why_not() -> None:
    told = represent(people([0, 1] * 60), [_plain("ward")], terms=TERMS)
    assert told.raked is None
    assert "published figures" in told.why_not_raked
    known = Dimension("sex", ("Female", "Male"), (0.5, 0.5))
    told = represent(people([0] * 80 + [1] * 40), [known], terms=TERMS)
    assert told.raked
    assert told.raked.base == 120
    assert told.compared[0].lines[0].count == 80, "the raw counts stand as they were"


def test_nobody_is_weighed_where_how_many_answered_every_question_would_tell_on_few() -> None:
    """80 gave their sex, 76 of them also their age: the base of the weights would say that four kept their age back."""
    sex, age = (Dimension(slug, ("a", "b"), (0.5, 0.5)) for slug in ("sex", "age"))
    rows = [(0, 0)] * 40 + [(1, 1)] * 36 + [(1, -1)] * 4
    told = represent(np.array(rows), [sex, age], terms=TERMS)
    assert told.raked is None
    assert "would tell a small number" in told.why_not_raked
    more = represent(np.array([*rows, *[(0, -1)] * 8]), [sex, age], terms=TERMS)
    assert more.raked
    assert more.raked.base == 76


def test_nobody_is_weighed_where_few_kept_back_both_of_two_answers() -> None:
    sex, age = (Dimension(slug, ("a", "b"), (0.5, 0.5)) for slug in ("sex", "age"))
    rows = [(0, 0)] * 40 + [(1, 1)] * 36 + [(1, -1)] * 12 + [(-1, 1)] * 12 + [(-1, -1)] * 3
    assert represent(np.array(rows), [sex, age], terms=TERMS).raked is None
    assert represent(np.array(rows[:-3]), [sex, age], terms=TERMS).raked


@given(st.lists(st.integers(0, 80), min_size=2, max_size=7))
def test_what_is_counted_together_never_leaves_a_small_group_alone(counts: list[int]) -> None:
    parts = together(counts, TERMS)
    assert sorted(place for part in parts for place in part) == (list(range(len(counts))) if parts else [])
    assert all(sum(counts[place] for place in part) >= TERMS.smallest for part in parts)


@given(st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 1)), min_size=1, max_size=200), st.randoms())
def test_the_order_of_people_changes_nothing(rows: list[tuple[int, int]], random: object) -> None:
    dimensions = [
        Dimension("a", ("x", "y", "z"), (0.3, 0.3, 0.4)), Dimension("b", ("p", "q"), (0.5, 0.5)),
    ]  # fmt: skip
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, again = (represent(np.array(each), dimensions, terms=TERMS) for each in (rows, shuffled))
    assert (first.compared, first.crossed, first.why_not_raked) == (again.compared, again.crossed, again.why_not_raked)
