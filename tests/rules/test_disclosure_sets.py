"""Totals beside one another: no difference of two and no overlap of two shows a small number."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.rules.disclosure_sets import Total, telling

WHO = st.lists(st.sets(st.sampled_from("abc")), min_size=1, max_size=60)


def theme(name: str, count: int, smallest: int = 5) -> Total:
    return Total(name, frozenset(name), count, smallest, goes_first=True)


def finding(themes: str, count: int, smallest: int = 5) -> Total:
    return Total(f"finding {themes}", frozenset(themes), count, smallest)


@pytest.mark.parametrize(
    ("totals", "hidden"),
    [
        ([theme("a", 40), theme("b", 2), finding("ab", 42)], {"a"}),
        ([theme("a", 40), theme("b", 30), finding("ab", 42)], {"a"}),
        ([theme("a", 40), theme("b", 30), finding("ab", 60)], set()),
        ([theme("a", 40), theme("b", 30), finding("ab", 67)], {"b"}),
        ([theme("a", 40), theme("b", 30), finding("ab", 70)], set()),
        ([theme("a", 40), finding("a", 40)], set()),
        ([finding("a", 40), finding("ab", 42)], {"finding a"}),
        ([theme("a", 40, 10), finding("ab", 48, 10)], {"a"}),
        ([theme("a", 3), finding("a", 3)], set()),
        ([], set()),
    ],
)
def test_a_total_that_would_tell_a_small_number_is_hidden(totals: list[Total], hidden: set[str]) -> None:
    assert telling(totals) == hidden


@given(WHO, st.lists(st.sampled_from(["a", "b", "c", "ab", "bc", "ac", "abc"]), min_size=1, max_size=4, unique=True))
@settings(max_examples=300, deadline=None)
def test_whoever_subtracts_what_is_shown_learns_no_small_number(who: list[set[str]], findings: list[str]) -> None:
    def carried(names: str) -> int:
        return sum(bool(set(names) & one) for one in who)

    totals = [theme(each, carried(each)) for each in "abc"] + [finding(each, carried(each)) for each in findings]
    hidden = telling(totals)
    shown = [each for each in totals if each.key not in hidden and not 0 < each.count < 5]
    for one, other in combinations(shown, 2):
        if one.themes <= other.themes:
            only = sum(bool(other.themes & said) and not one.themes & said for said in map(frozenset, who))
            assert not 0 < only < 5
        elif any(whole.themes == one.themes | other.themes for whole in shown):
            both = sum(bool(one.themes & said) and bool(other.themes & said) for said in map(frozenset, who))
            assert other.themes <= one.themes or not 0 < both < 5
