"""The exact test of removals by stance, against tables that can be counted by hand and against brute force."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.rules.removals import removal_split, tail


def test_the_lady_tasting_tea() -> None:
    """Fisher's own table: 3 or more of 4 right, of 8 cups with 4 of each kind: 17 of 70 ways."""
    assert tail(3, 4, 4, 4) == 17 / 70
    assert tail(4, 4, 4, 4) == 1 / 70
    assert tail(0, 4, 4, 4) == 1


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6), st.integers(0, 6), st.data())
def test_it_is_what_counting_every_choice_gives(critical: int, others: int, data: st.DataObject) -> None:
    removed = data.draw(st.integers(0, critical + others))
    seen = data.draw(st.integers(max(0, removed - others), min(critical, removed)))
    choices = list(combinations(range(critical + others), removed))
    at_least = [one for one in choices if sum(number < critical for number in one) >= seen]
    assert tail(seen, critical, others, removed) == len(at_least) / len(choices)


def test_five_times_the_rate_speaks() -> None:
    split = removal_split(critical_removed=10, critical=40, others_removed=3, others=60)
    assert split.speaks
    assert split.times == pytest.approx(5)
    assert split.chance == pytest.approx(0.0047037, abs=1e-7)
    assert split.because.startswith("10 of 40 critical, 3 of 60 others: by chance alone a split like this comes once")


@pytest.mark.parametrize(
    ("figures", "because"),
    [
        ((5, 9, 0, 60), "fewer than 10 of a kind, so nothing can be said."),
        ((5, 60, 0, 9), "fewer than 10 of a kind, so nothing can be said."),
        ((2, 40, 3, 60), "no more than chance allows."),
        ((0, 40, 30, 60), "no more than chance allows."),
        ((0, 10, 0, 10), "no more than chance allows."),
    ],
)
def test_few_or_even_removals_do_not_speak(figures: tuple[int, int, int, int], because: str) -> None:
    one, two, three, four = figures
    split = removal_split(critical_removed=one, critical=two, others_removed=three, others=four)
    assert not split.speaks
    assert split.because.endswith(because)


def test_more_removed_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="More cannot be taken down"):
        removal_split(critical_removed=3, critical=2, others_removed=0, others=9)


def test_large_numbers_stay_exact_and_quick() -> None:
    assert tail(5000, 50_000, 50_000, 10_000) == pytest.approx(0.5, abs=0.01)
