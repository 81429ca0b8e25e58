"""When feedback is due, how lateness climbs, and when residents contradict a promise: small tables to check by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.calendar import months_after
from heard.rules.feedback import (
    Said,
    due_once_decided,
    first_due,
    ladder_days,
    levels_reached,
    read_feedback,
    weigh,
)

TEXT = (Path(__file__).parents[2] / "policy" / "feedback.toml").read_text("utf-8")
TERMS = read_feedback(TEXT)
LADDER = TERMS.escalated_after_working_days


def test_the_policy_says_what_the_handbook_says() -> None:
    assert (TERMS.weeks_after_closing, TERMS.working_days_after_decision) == (12, 20)
    assert LADDER == (0, 10, 20, 40)
    assert TERMS.asked_after_months == (6, 12)


@pytest.mark.parametrize(
    ("was", "became", "fault"),
    [
        ("call_tries = 3", "call_tries = -1", "“call_tries” must be a whole number"),
        ("call_tries = 3", "call_trys = 3", "unknown key “call_trys”"),
        ("[0, 10, 20, 40]", "[10, 0]", "“escalated_after_working_days” must be whole numbers that rise"),
    ],
)
def test_a_fault_in_the_policy_is_named(was: str, became: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_feedback(TEXT.replace(was, became))


def test_feedback_is_due_when_promised_or_twelve_weeks_after_closing() -> None:
    closes = date(2026, 3, 2)
    assert first_due(closes, None, TERMS) == date(2026, 5, 25)
    assert first_due(closes, date(2026, 4, 1), TERMS) == date(2026, 4, 1)
    assert first_due(None, None, TERMS) is None


def test_a_decision_brings_the_day_forward_and_never_puts_it_off() -> None:
    due = date(2026, 5, 25)
    assert due_once_decided(due, date(2026, 3, 16), TERMS) == date(2026, 4, 15)  # Good Friday and Easter Monday between
    assert due_once_decided(due, date(2026, 5, 20), TERMS) == due


def test_the_ladder_counts_working_days_and_the_due_day_is_still_in_time() -> None:
    due = date(2026, 6, 1)
    assert ladder_days(due, LADDER) == (due, date(2026, 6, 15), date(2026, 6, 29), date(2026, 7, 27))
    assert levels_reached(due, due, LADDER) == ()
    assert levels_reached(due, date(2026, 6, 2), LADDER) == (1,)
    assert levels_reached(due, date(2026, 6, 14), LADDER) == (1,)
    assert levels_reached(due, date(2026, 6, 15), LADDER) == (1, 2)
    assert levels_reached(due, date(2026, 7, 27), LADDER) == (1, 2, 3, 4)
    assert levels_reached(None, due, LADDER) == ()


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 200))
def test_levels_never_fall_as_days_pass(due: date, days: int) -> None:
    today = due + timedelta(days=days)
    before, after = levels_reached(due, today, LADDER), levels_reached(due, today + timedelta(days=1), LADDER)
    assert after[: len(before)] == before


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@pytest.mark.parametrize(
    ("asked", "others", "result"),
    [
        (Said(1, 2), Said(), "contradicted"),
        (Said(0, 2), Said(), "open"),  # two are too few
        (Said(2, 2), Said(), "contradicted"),  # half of them
        (Said(3, 2), Said(), "borne_out"),
        (Said(0, 0, 9), Said(), "open"),  # who does not know says neither
        (Said(), Said(3, 7), "contradicted"),
        (Said(), Said(3, 6), "open"),  # nine are too few
        (Said(4, 0), Said(5, 10), "borne_out"),  # two thirds are asked of those who come by themselves
        (Said(4, 0), Said(2, 18), "contradicted"),
    ],
)
def test_residents_contradict_a_promise_beyond_the_published_thresholds(asked: Said, others: Said, result: str) -> None:
    assert weigh(asked, others, TERMS).result == result


def test_the_reason_says_the_counts() -> None:
    assert weigh(Said(1, 2), Said(), TERMS).because == "2 of 3 who were asked say that it is not true."


@given(st.integers(0, 50), st.integers(0, 50))
def test_one_more_not_true_never_mends_a_promise(yes: int, not_true: int) -> None:
    if weigh(Said(yes, not_true), Said(), TERMS).result == "contradicted":
        assert weigh(Said(yes, not_true + 1), Said(), TERMS).result == "contradicted"
    assert weigh(Said(yes, not_true), Said(), replace(TERMS, asked_least=1000)).result == "open"
