"""Counts with their bases, as small tables that anyone can add up."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.tally import add, outcome, tally_choice, tally_choices, tally_scale, whole_percent

OPTIONS = ["bus", "walk", "car"]


def test_one_choice_each_has_the_answered_as_its_base() -> None:
    found = tally_choice(["bus", "bus", "walk", None, ""], OPTIONS)
    assert (found.asked, found.answered, found.skipped) == (5, 3, 2)
    assert found.counts == (("bus", 2), ("walk", 1), ("car", 0))
    assert [found.percent(option) for option in OPTIONS] == [67, 33, 0]


def test_several_choices_count_people_so_percentages_may_pass_one_hundred() -> None:
    found = tally_choices([["bus", "walk"], ["bus", "bus"], [], None], OPTIONS)
    assert (found.asked, found.answered) == (4, 2)
    assert [found.percent(option) for option in OPTIONS] == [100, 50, 0]


def test_a_scale_has_an_exact_mean_and_a_middle() -> None:
    found = tally_scale([1, 2, 2, 5, None], 1, 5)
    assert found.counts == ((1, 1), (2, 2), (3, 0), (4, 0), (5, 1))
    assert (found.mean, found.median, found.skipped) == (Fraction(5, 2), 2, 1)


def test_nobody_answering_gives_no_percentage_and_no_mean() -> None:
    assert tally_choice([None], OPTIONS).percent("bus") is None
    assert tally_scale([], 1, 5).mean is None
    assert tally_scale([], 1, 5).median is None


@pytest.mark.parametrize(
    "part, base, expected", [(1, 3, 33), (2, 3, 67), (1, 8, 13), (1, 200, 1), (0, 7, 0), (7, 7, 100)]
)
def test_halves_are_rounded_up(part: int, base: int, expected: int) -> None:
    assert whole_percent(part, base) == expected


def test_an_answer_that_was_not_on_offer_is_named() -> None:
    with pytest.raises(ValueError, match="“tram” is not among the answers on offer"):
        tally_choice(["tram"], OPTIONS)
    with pytest.raises(ValueError, match="6 is not on the scale from 1 to 5"):
        tally_scale([6], 1, 5)


def test_different_questions_cannot_be_added() -> None:
    with pytest.raises(ValueError, match="same question"):
        add([tally_choice([], OPTIONS), tally_choice([], ["yes"])])


answers = st.lists(st.one_of(st.none(), st.sampled_from(OPTIONS)))


@given(answers, answers)
def test_channels_add_up_to_the_whole(web: list[str | None], paper: list[str | None]) -> None:
    assert add([tally_choice(web, OPTIONS), tally_choice(paper, OPTIONS)]) == tally_choice(web + paper, OPTIONS)


@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(given_answers: list[str | None], shuffler: random.Random) -> None:
    shuffled = list(given_answers)
    shuffler.shuffle(shuffled)
    first, second = tally_choice(given_answers, OPTIONS), tally_choice(shuffled, OPTIONS)
    assert outcome({"How?": first}).digest == outcome({"How?": second}).digest


@given(answers)
def test_counts_add_up_to_the_answered(given_answers: list[str | None]) -> None:
    found = tally_choice(given_answers, OPTIONS)
    assert sum(number for _, number in found.counts) == found.answered
    assert found.answered + found.skipped == found.asked == len(given_answers)


@given(st.lists(st.integers(1, 5), min_size=1))
def test_at_least_half_lie_on_either_side_of_the_median(points: list[int]) -> None:
    median = tally_scale(points, 1, 5).median
    assert median == sorted(points)[(len(points) - 1) // 2]


def test_an_outcome_says_how_many_answered_each_question() -> None:
    found = outcome({"How do you get there?": tally_choice(["bus", None], OPTIONS)})
    assert found.rule == "tally/1"
    assert found.because == ("How do you get there?: 1 of 2 answered.",)
