"""The dates and durations that the handbook sets (section 4.7), each where the city keeps it: none has drifted."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from django.conf import settings

from heard.evaluation.queries import following
from heard.methods.gathering.queries import NOTE_WITHIN_WORKING_DAYS
from heard.rules import currency, data_clock


def policy(name: str) -> dict[str, Any]:
    return tomllib.loads((settings.POLICY / f"{name}.toml").read_text("utf-8"))


def check(number: str) -> dict[str, Any]:
    """The parameters of one check of the Compact."""
    return next(
        each.get("parameters", {})
        for clause in policy("compact")["clauses"]
        for each in clause.get("checks", ())
        if each["id"] == number
    )


@pytest.mark.parametrize(
    ("what", "number", "name", "value"),
    [
        ("a consultation lasts 84 days", "GP-n.1", "days", 84),
        ("notice comes 28 days before", "GP-m.1", "days", 28),
        ("a key decision has 28 days of notice", "GP-m.3", "days", 28),
        ("partners' work is looked at 24 months back", "GP-d.1", "months", 24),
        ("an enquiry waits 5 working days", "GP-d.3", "working_days", 5),
        ("evidence is dated after 24 months", "GP-i.9", "months", 24),
        ("findings are shared within 20 working days", "GP-l.1", "working_days", 20),
    ],
)
def test_a_default_of_the_compact_is_the_handbooks(what: str, number: str, name: str, value: int) -> None:
    assert check(number)[name] == value, what


def test_feedback_is_due_twelve_weeks_after_closing_and_climbs_at_0_10_20_and_40_working_days() -> None:
    terms = policy("feedback")
    assert terms["due"]["weeks_after_closing"] == 12
    assert terms["due"]["working_days_after_decision"] == 20
    assert terms["late"]["escalated_after_working_days"] == [0, 10, 20, 40]
    assert terms["promises"]["asked_after_months"] == [6, 12]


def test_a_session_off_line_is_written_up_within_ten_working_days() -> None:
    assert NOTE_WITHIN_WORKING_DAYS == 10


def test_participants_are_asked_two_to_six_weeks_after_they_were_told() -> None:
    assert (following.FIRST_DAY, following.LAST_DAY) == (14, 42)


def test_a_request_about_data_has_a_month_and_two_more_and_a_complaint_thirty_days() -> None:
    assert (data_clock.MONTHS, data_clock.MORE_MONTHS, data_clock.ACKNOWLEDGE_DAYS) == (1, 2, 30)


def test_a_finding_is_dated_after_two_years() -> None:
    assert currency.MONTHS == 24


def test_a_concern_is_acknowledged_in_5_and_decided_in_20_working_days() -> None:
    times = policy("concerns")["times"]
    assert (times["acknowledge_working_days"], times["outcome_working_days"]) == (5, 20)


def test_named_contributions_are_kept_two_years_after_archiving_and_what_is_public_for_ever() -> None:
    kept = policy("retention")
    assert kept["people_monitoringkey"]["key"]["keep"] == "2 years after archived"
    assert kept["decisions_decision"]["*"] == kept["decisions_decision"]["*"] | {"rule": "keep", "keep": "for ever"}
    assert kept["activities_contribution"]["on_behalf_of"]["keep"] == "2 years after archived"
