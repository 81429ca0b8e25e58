"""Agreement between readers: exact against what was published, and by properties."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.agreement import (
    Interval,
    cohen_kappa,
    compare_codings,
    counts_of,
    masi,
    nominal_alpha,
    set_alpha,
    wilson,
)

# Krippendorff (2011), section C: four observers, twelve units, some not rated.
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
# Section A: two observers, two values; section B: two observers, many values.
TWO_VALUES = ("0100000010", "1110010000")
MANY_VALUES = ("aabbdcccedda", "babbbccceddd")

themes = st.frozensets(st.sampled_from("abcd"))
pairs = st.lists(st.tuples(themes, themes), min_size=1, max_size=40)


def test_four_observers_as_published_in_2011() -> None:
    alpha = nominal_alpha(counts_of(zip(*FOUR_OBSERVERS, strict=True)))
    assert alpha == pytest.approx(0.743421, abs=1e-6)


def test_two_observers_and_two_values_as_published_in_2011() -> None:
    assert nominal_alpha(counts_of(zip(*TWO_VALUES, strict=True))) == pytest.approx(0.095, abs=5e-4)


def test_two_observers_and_many_values_as_published_in_2011() -> None:
    assert nominal_alpha(counts_of(zip(*MANY_VALUES, strict=True))) == pytest.approx(0.692, abs=5e-4)


def test_kappa_of_fifty_grant_proposals_with_its_interval() -> None:
    """The textbook table: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no."""
    found = cohen_kappa([[20, 5], [10, 15]])
    assert found.value == pytest.approx(0.4)
    assert found.low == pytest.approx(0.151, abs=5e-4)
    assert found.high == pytest.approx(0.649, abs=5e-4)


def test_a_share_with_its_wilson_interval() -> None:
    found = wilson(8, 10)
    assert (round(found.low or 0, 4), round(found.high or 0, 4)) == (0.4902, 0.9433)
    assert wilson(0, 0) == Interval(None)
    with pytest.raises(ValueError, match="more hits"):
        wilson(3, 2)


def test_where_nobody_could_disagree_nothing_is_claimed() -> None:
    assert nominal_alpha([[2, 0], [2, 0]]) is None
    assert nominal_alpha([[1, 0], [0, 1]]) is None
    assert nominal_alpha(np.zeros((0, 3))) is None
    assert cohen_kappa([[4, 0], [0, 0]]) == Interval(None)
    assert cohen_kappa([[0, 0], [0, 0]]) == Interval(None)
    assert set_alpha([]) is None
    assert set_alpha([(frozenset("a"), frozenset("a"))]) is None


def test_what_is_no_table_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="as many rows"):
        cohen_kappa([[1, 2, 3], [1, 2, 3]])
    with pytest.raises(ValueError, match="units"):
        nominal_alpha([1, 2])


@pytest.mark.parametrize(
    "a, b, apart",
    [("ab", "ab", 0), ("", "", 0), ("a", "b", 1), ("", "a", 1), ("a", "ab", 2 / 3), ("ab", "bc", 8 / 9)],
)  # fmt: skip
def test_masi_distance_as_passonneau_defines_it(a: str, b: str, apart: float) -> None:
    assert masi(frozenset(a), frozenset(b)) == pytest.approx(apart)


def test_two_codings_are_compared_theme_by_theme_and_as_sets() -> None:
    first = {1: frozenset({"hours"}), 2: frozenset({"hours", "noise"}), 3: frozenset[str](), 4: frozenset({"noise"})}
    second = {
        1: frozenset({"hours"}),
        2: frozenset({"hours"}),
        3: frozenset[str](),
        4: frozenset({"noise"}),
        9: frozenset("x"),
    }
    found = compare_codings(first, second, ["noise", "hours", "unused"])
    assert (found.units, found.alike.value) == (4, 0.75)
    noise, hours, unused = found.themes
    assert (noise.both, noise.first, noise.second, noise.disputed) == (1, 1, 0, 1)
    assert noise.percent.value == 0.75
    assert noise.kappa.value == pytest.approx(0.5)
    assert noise.alpha == pytest.approx(1 - 2 / ((64 - 9 - 25) / 7))
    assert (hours.alpha, unused.alpha) == (1.0, None)
    assert [each.theme for each in found.weak()] == ["noise"]


@given(pairs)
def test_agreement_does_not_depend_on_who_read_first_or_in_which_order(found: list) -> None:
    forth = compare_codings({n: a for n, (a, _) in enumerate(found)}, {n: b for n, (_, b) in enumerate(found)})
    random.Random(7).shuffle(found)
    back = compare_codings({n: b for n, (_, b) in enumerate(found)}, {n: a for n, (a, _) in enumerate(found)})
    assert back.alpha == (None if forth.alpha is None else pytest.approx(forth.alpha))
    assert {t.theme: t.disputed for t in back.themes} == {t.theme: t.disputed for t in forth.themes}


@given(pairs)
def test_no_measure_is_above_one_and_only_full_agreement_reaches_it(found: list) -> None:
    alpha = set_alpha(found)
    if alpha is not None:
        assert alpha <= 1
        assert (alpha == 1) == all(a == b for a, b in found)


@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=30))
def test_alpha_from_counts_is_one_minus_observed_over_expected_pair_by_pair(counts: list[list[int]]) -> None:
    """Against the definition with coincidences, written out slowly."""
    units = [[c for c, n in enumerate(row) for _ in range(n)] for row in counts if sum(row) >= 2]
    values = [each for unit in units for each in unit]
    apart = sum(a != b for n, a in enumerate(values) for m, b in enumerate(values) if n != m)
    alpha = nominal_alpha(counts)
    if not apart:
        assert alpha is None
        return
    observed = sum(
        sum(a != b for n, a in enumerate(unit) for m, b in enumerate(unit) if n != m) / (len(unit) - 1)
        for unit in units
    )
    assert alpha == pytest.approx(1 - observed / (apart / (len(values) - 1)))
