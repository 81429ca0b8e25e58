"""GP-d and P-3: compared, answered, asked, done together; each hole is found and pointed at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.rules.city import GOOD, result

from heard.rules.snapshot import AlikeWork, Duplicates, Enquiry, Snapshot

TODAY = date(2026, 10, 19)  # a Monday
THEIRS = AlikeWork(title="Buses after dark", partner="Example Health Trust", score=60, opens_on=date(2026, 12, 1))


def with_duplicates(**values: Any) -> Snapshot:
    fresh = {"checked_on": date(2026, 10, 12), "is_current": True, **values}
    return replace(GOOD, today=TODAY, duplicates=Duplicates(**fresh))


@pytest.mark.parametrize(
    ("values", "expected", "field"),
    [
        ({}, "pass", ""),
        ({"checked_on": None}, "refused", "duplicates.checked_on"),
        ({"is_current": False}, "refused", "duplicates.is_current"),
    ],
)
def test_a_plan_is_compared_as_it_stands(values: dict[str, Any], expected: str, field: str) -> None:
    found = result(with_duplicates(**values), "planned", "GP-d.1")
    assert (found.result, found.field) == (expected, field)


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        (THEIRS, "refused"),
        (replace(THEIRS, score=45), "refused"),
        (replace(THEIRS, score=44), "pass"),
        (replace(THEIRS, response="reuse", response_because="Their findings on nights are used."), "pass"),
        (replace(THEIRS, response="proceed", response_because=" — "), "refused"),
        (replace(THEIRS, is_own=True), "refused"),
    ],
)
@pytest.mark.parametrize("guard", ["planned", "noticed"])
def test_what_is_much_alike_is_answered_with_a_reason(match: AlikeWork, expected: str, guard: str) -> None:
    assert result(with_duplicates(matches=(match,)), guard, "GP-d.2").result == expected


def test_the_refusal_names_the_match_its_partner_and_how_many_more_there_are() -> None:
    found = result(with_duplicates(matches=(THEIRS, replace(THEIRS, title=""))), "planned", "GP-d.2")
    assert found.why == (
        "“Buses after dark” (Example Health Trust) is 60 % alike. Reuse it, join it, or say why people are asked again "
        "(1 more)."
    )
    hidden = result(with_duplicates(matches=(replace(THEIRS, title=""),)), "planned", "GP-d.2")
    assert hidden.why.startswith("A plan that is not announced (Example Health Trust) is 60 % alike.")


@pytest.mark.parametrize(
    ("enquiry", "expected"),
    [
        (Enquiry("Trust", date(2026, 10, 19)), "warn"),
        (Enquiry("Trust", date(2026, 10, 13)), "warn"),  # four working days
        (Enquiry("Trust", date(2026, 10, 12)), "pass"),  # five
        (Enquiry("Trust", date(2026, 10, 16), date(2026, 10, 19), "nothing"), "pass"),
        (Enquiry("Trust", date(2026, 10, 16), date(2026, 10, 19), "call"), "warn"),
    ],
)
def test_a_partner_has_five_working_days_to_reply(enquiry: Enquiry, expected: str) -> None:
    assert result(with_duplicates(enquiries=(enquiry,)), "planned", "GP-d.3").result == expected


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        (replace(THEIRS, score=30), "warn"),
        (replace(THEIRS, score=29), "pass"),
        (replace(THEIRS, score=30, is_own=True), "pass"),
        (replace(THEIRS, score=30, opens_on=date(2026, 10, 18)), "pass"),
        (replace(THEIRS, score=30, opens_on=date(2027, 4, 18)), "warn"),
        (replace(THEIRS, score=30, opens_on=date(2027, 5, 1)), "pass"),
        (replace(THEIRS, score=30, opens_on=None), "pass"),
        (replace(THEIRS, score=30, response="join", response_because="We offered to join."), "pass"),
    ],
)
def test_a_similar_plan_of_another_partner_within_six_months_warns(match: AlikeWork, expected: str) -> None:
    assert result(with_duplicates(matches=(match,)), "planned", "P-3.1").result == expected


def test_what_only_informs_is_not_asked() -> None:
    plan = replace(with_duplicates(checked_on=None), level="inform")
    assert result(plan, "planned", "GP-d.1").result == "pass"
