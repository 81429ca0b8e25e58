"""A month, two more, days on which the clock stood: small tables to check by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.data_clock import acknowledge_by, due_on, is_reminder_due, may_extend


@pytest.mark.parametrize(
    ("received", "paused", "extended", "due"),
    [
        (date(2026, 9, 3), 0, False, date(2026, 10, 5)),  # 3 October is a Saturday
        (date(2027, 1, 31), 0, False, date(2027, 3, 1)),  # February has no 31st, and the 28th is a Sunday
        (date(2026, 11, 25), 0, False, date(2026, 12, 29)),  # Christmas Day, Boxing Day on a Saturday, a substitute
        (date(2026, 9, 1), 14, False, date(2026, 10, 15)),
        (date(2026, 9, 1), 0, True, date(2026, 12, 1)),
        (date(2026, 9, 1), 5, True, date(2026, 12, 7)),
    ],
)
def test_a_request_is_due_after_a_month_and_the_days_on_which_the_clock_stood(
    received: date, paused: int, extended: bool, due: date
) -> None:
    assert due_on(received, paused_days=paused, extended=extended) == due


def test_a_complaint_is_acknowledged_within_thirty_days() -> None:
    assert acknowledge_by(date(2026, 11, 22)) == date(2026, 12, 22)


def test_more_time_is_told_within_the_first_month() -> None:
    assert may_extend(date(2026, 9, 1), date(2026, 10, 1))
    assert not may_extend(date(2026, 9, 1), date(2026, 10, 2))


def test_a_reminder_comes_a_week_before() -> None:
    due = date(2026, 10, 15)
    assert not is_reminder_due(due, date(2026, 10, 7))
    assert is_reminder_due(due, date(2026, 10, 8))


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 90))
def test_a_stopped_clock_and_more_time_never_bring_the_day_forward(received: date, paused: int) -> None:
    assert due_on(received, paused_days=paused) >= due_on(received)
    assert due_on(received, extended=True) >= due_on(received)
    assert due_on(received) >= received + timedelta(days=28)
