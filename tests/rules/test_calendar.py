"""Days counted as a resident would on a wall calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.calendar import (
    add_working_days,
    bank_holidays,
    duration_days,
    holiday_overlaps,
    in_words,
    is_working_day,
    late_grace_ends,
    working_days_between,
)

days = st.dates(date(2005, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    "opens, closes, expected",
    [
        (date(2015, 12, 7), date(2016, 2, 1), 56),
        (date(2016, 9, 12), date(2016, 12, 12), 91),
        (date(2024, 9, 9), date(2024, 11, 4), 56),
        (date(2027, 3, 1), date(2027, 3, 1), 0),
        (date(2027, 3, 2), date(2027, 3, 1), -1),
    ],
)
def test_a_period_lasts_from_its_first_day_to_its_last(opens: date, closes: date, expected: int) -> None:
    assert duration_days(opens, closes) == expected


def test_easter_christmas_and_a_substitute_day_are_bank_holidays() -> None:
    assert {date(2027, 3, 26), date(2027, 3, 29), date(2027, 12, 27), date(2027, 12, 28)} <= bank_holidays(2027)
    assert date(2027, 3, 17) not in bank_holidays(2027)  # St Patrick's Day is not kept in England


@pytest.mark.parametrize(
    "day, number, expected",
    [
        (date(2027, 4, 19), 3, date(2027, 4, 22)),  # Monday to Thursday
        (date(2027, 4, 23), 1, date(2027, 4, 26)),  # Friday to Monday
        (date(2027, 3, 25), 1, date(2027, 3, 30)),  # over Easter
        (date(2027, 12, 24), 1, date(2027, 12, 29)),  # over Christmas with its substitute days
        (date(2027, 4, 24), 0, date(2027, 4, 24)),  # none: the same day, though a Saturday
        (date(2027, 4, 26), -1, date(2027, 4, 23)),
    ],
)
def test_working_days_pass_over_weekends_and_bank_holidays(day: date, number: int, expected: date) -> None:
    assert add_working_days(day, number) == expected


def test_post_has_three_working_days_of_grace() -> None:
    assert late_grace_ends(date(2027, 4, 19), 3) == date(2027, 4, 22)


def test_connecting_communities_phase_1_spans_all_of_christmas() -> None:
    (overlap,) = holiday_overlaps(date(2015, 12, 7), date(2016, 2, 1))
    assert (overlap.name, overlap.days) == ("Christmas", 18)
    assert (overlap.first, overlap.last) == (date(2015, 12, 18), date(2016, 1, 4))


def test_connecting_communities_phase_2_touches_neither_christmas_nor_august() -> None:
    assert holiday_overlaps(date(2016, 9, 12), date(2016, 12, 12)) == ()


def test_both_ends_of_august_count() -> None:
    (overlap,) = holiday_overlaps(date(2027, 7, 1), date(2027, 9, 30))
    assert (overlap.name, overlap.days) == ("August", 31)


def test_a_january_start_meets_the_christmas_of_the_year_before() -> None:
    (overlap,) = holiday_overlaps(date(2027, 1, 2), date(2027, 3, 1))
    assert (overlap.name, overlap.days) == ("Christmas", 3)


def test_a_whole_year_meets_august_then_christmas() -> None:
    names = [(each.name, each.days) for each in holiday_overlaps(date(2027, 2, 1), date(2028, 1, 31))]
    assert names == [("August", 31), ("Christmas", 18)]


def test_a_day_is_written_as_people_say_it() -> None:
    assert in_words(date(2016, 2, 1)) == "1 February 2016"


@given(days, st.integers(1, 40))
def test_adding_and_counting_working_days_agree(day: date, number: int) -> None:
    later = add_working_days(day, number)
    assert is_working_day(later)
    assert working_days_between(day, later) == number


@given(days, st.integers(0, 400))
def test_overlaps_never_count_a_day_outside_the_period(opens: date, length: int) -> None:
    closes = opens + timedelta(days=length)
    for each in holiday_overlaps(opens, closes):
        assert opens <= each.first <= each.last <= closes
        assert each.days == (each.last - each.first).days + 1
    inside = [opens + timedelta(days=n) for n in range(length + 1)]
    in_holidays = [d for d in inside if d.month == 8 or (d.month, d.day) >= (12, 18) or (d.month, d.day) <= (1, 4)]
    assert sum(each.days for each in holiday_overlaps(opens, closes)) == len(in_holidays)
