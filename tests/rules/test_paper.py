"""Paper forms: serials that catch slips, a count that comes out or is refused, entries laid side by side."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.paper import (
    CODE_LETTERS,
    ErrorRate,
    Figures,
    bars,
    differing,
    read_serial,
    same_answer,
    second_entries,
    serial,
)

codes = st.text(CODE_LETTERS, min_size=4, max_size=4)
numbers = st.integers(1, 9999)


@given(codes, numbers)
def test_a_serial_is_read_back_as_it_was_printed_typed_or_scanned(code: str, number: int) -> None:
    printed = serial(code, number)
    for typed in (printed, printed.lower(), printed.replace("-", ""), f"*{printed}*", f" {printed.replace('-', ' ')} "):
        assert read_serial(typed) == (code, number)


@given(codes, numbers, st.integers(0, 8), st.sampled_from(CODE_LETTERS + "0123456789"))
def test_one_wrong_sign_never_finds_another_form(code: str, number: int, place: int, wrong: str) -> None:
    body = serial(code, number).replace("-", "")
    slip = body[:place] + wrong + body[place + 1 :]
    assert slip == body or read_serial(slip) is None


@given(codes, numbers, st.integers(0, 7))
def test_two_signs_that_changed_places_never_find_another_form(code: str, number: int, place: int) -> None:
    body = serial(code, number).replace("-", "")
    slip = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assert slip == body or read_serial(slip) is None


@pytest.mark.parametrize("typed", ["", "QX", "QXAM-0000-0", "QXAM-00A1-0", "QXAM-٠٠٤٢-0", "1234-0042-0", "\x00" * 9])
def test_what_is_no_serial_is_read_as_none(typed: str) -> None:
    assert read_serial(typed) is None


def test_a_batch_has_at_most_9999_forms_and_a_name_of_four_letters() -> None:
    for code, number in (("QXAM", 0), ("QXAM", 10_000), ("QXA", 1), ("QX1M", 1)):
        with pytest.raises(ValueError, match="batch"):
            serial(code, number)


@given(codes, numbers)
def test_bars_stand_apart_and_begin_and_end_with_the_guard(code: str, number: int) -> None:
    drawn = bars(serial(code, number))
    assert len(drawn) == 5 * 13
    assert all(x + width < after for (x, width), (after, _next) in pairwise(drawn))
    guard = [width for _x, width in drawn[:5]]
    assert guard == [width for _x, width in drawn[-5:]] == [1, 1, 3, 3, 1]


def test_scenario_18_two_hundred_issued_163_returned_4_spoilt() -> None:
    right = Figures(issued=200, returned=163, keyed=159, spoilt=4)
    assert right.problems() == ()
    assert right.sentence == "200 issued = 159 keyed + 4 spoilt + 37 not returned"
    assert Figures(issued=200, returned=163, keyed=158, spoilt=4).problems() == (
        "163 came back; 158 are keyed and 4 spoilt, so 1 is missing.",
    )
    assert Figures(issued=200, returned=163, keyed=160, spoilt=4).problems() == (
        "160 are keyed and 4 spoilt, 1 more than the 163 that were counted when they came back.",
    )


@given(*[st.integers(0, 40)] * 4)
def test_a_count_without_problems_adds_up_and_nothing_in_it_is_below_nought(i: int, r: int, k: int, s: int) -> None:
    """I-18."""
    figures = Figures(i, r, k, s)
    comes_out = i == k + s + figures.unreturned and figures.unreturned >= 0 and i > 0
    assert (figures.problems() == ()) == comes_out


@pytest.mark.parametrize(
    ("keyed", "percent", "least", "twice"),
    [(0, 10, 30, 0), (12, 10, 30, 12), (159, 10, 30, 30), (1000, 10, 30, 100), (1001, 10, 30, 101), (50, 100, 30, 50),
     (500, 0, 30, 0)],
)  # fmt: skip
def test_a_tenth_is_keyed_twice_and_never_fewer_than_thirty(keyed: int, percent: int, least: int, twice: int) -> None:
    assert second_entries(keyed, percent, least) == twice


def test_two_entries_differ_by_what_was_chosen_and_said_not_by_capitals_and_stops() -> None:
    one = {"q1": {"values": [3, 1]}, "q2": {"words": "Open until nine!"}, "q3": {"values": [2]}}
    other = {"q1": {"values": [1, 3]}, "q2": {"words": "open until  nine"}, "q4": {"words": "Warmer"}}
    assert differing(one, other) == ("q3", "q4")
    assert same_answer({}, {"words": "", "values": []})
    assert not same_answer({"words": "until nine"}, {"words": "until ten"})


def test_the_error_rate_is_wrong_fields_in_a_thousand() -> None:
    assert ErrorRate(forms=30, fields=240, differed=5, wrong=3).per_thousand == 12
    assert ErrorRate(0, 0, 0, 0).per_thousand is None
