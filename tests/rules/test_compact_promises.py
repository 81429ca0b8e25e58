"""Promises on the ground, replies, call-ins: each check passes on the whole example and fails where it should."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.rules.city import DONE, result, with_part

CASES: list[tuple[str, str, str, Any, str]] = [
    ("P-2.2", "archived", "warn", ("decision", None, {"outcomes_owed": 1}), "decision's owner has not said (1)"),
    ("P-13.1", "told", "warn", ("findings", 0, {"answer": "outside_power"}), "does not say who it was passed to"),
    ("P-13.2", "told", "advise", ("feedback", None, {"not_heard": " "}), "does not say who was not heard"),
    ("UP-a.4", "told", "warn", ("feedback", None, {"replies_waiting": 2}), "2 have none yet"),
    ("UP-a.4", "archived", "warn", ("feedback", None, {"replies_waiting": 1}), "1 has none yet"),
    ("UP-b.4", "archived", "refused", ("commitments", 0, {"reply_owed": True}), "have no public reply: “"),
    ("UP-b.5", "archived", "warn", ("commitments", 0, {"residents_asked": False}), "Nobody has asked residents"),
    ("B3-d.6", "told", "refused", ("decision", None, {"called_in_open": True}), "neither reconfirmed nor changed"),
]


@pytest.mark.parametrize(("check_id", "guard", "severity", "change", "why"), CASES)
def test_each_passes_on_the_whole_example_and_says_what_is_missing(
    check_id: str, guard: str, severity: str, change: Any, why: str
) -> None:
    assert result(DONE, guard, check_id).result == "pass"
    part, number, values = change
    found = result(with_part(DONE, part, number, **values), guard, check_id)
    assert found.result == severity
    assert why.replace("“", "") in found.why.replace("“", "")
    assert len(found.why.split()) <= 40


def test_people_are_told_something_while_a_decision_is_late() -> None:
    late = replace(DONE, today=date(2027, 8, 1))
    assert result(late, "decided", "UP-a.5").result == "advise"
    given = with_part(late, "feedback", interim_given_on=date(2027, 7, 6))
    assert result(given, "decided", "UP-a.5").result == "pass"
    assert result(replace(DONE, today=date(2027, 7, 5)), "decided", "UP-a.5").result == "pass"


def test_a_key_decision_says_which_dispensations_were_granted() -> None:
    key = replace(DONE, key_decision=True)
    assert result(key, "decided", "B3-d.7").result == "pass"
    assert result(with_part(key, "decision", dispensations=""), "decided", "B3-d.7").result == "warn"
    assert result(with_part(DONE, "decision", dispensations=""), "decided", "B3-d.7").result == "pass"


def test_a_promise_that_residents_bear_out_is_seen_through_and_still_needs_its_evidence() -> None:
    verified = with_part(DONE, "commitments", 0, state="verified")
    assert result(verified, "archived", "UP-b.1").result == "pass"
    assert result(with_part(verified, "commitments", 0, evidence=""), "archived", "UP-b.2").result == "refused"
