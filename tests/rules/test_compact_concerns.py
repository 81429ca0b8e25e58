"""Concerns before archiving (A-1) and before a decision (UP-d): whoever runs an activity cannot sit them out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.city import DONE, PACK, result

from heard.rules.concerns import (
    ConcernTimes,
    Stands,
    acknowledge_by,
    outcome_by,
    read_concerns,
    remedy_by,
    state_of,
)
from heard.rules.snapshot import Concern, Snapshot

POLICY = (Path(__file__).parents[2] / "policy" / "concerns.toml").read_text("utf-8")
TIMES = ConcernTimes(5, 20, 2, 60, 10, 90)
UPHELD = Concern("c7", "UP-e", "upheld", remedy="Post the form", remedy_due_on=date(2027, 8, 1))

SAID = replace(UPHELD, remedy_done_on=date(2027, 7, 1))


def raised(*concerns: Concern) -> Snapshot:
    return replace(DONE, concerns=concerns)


CASES: list[tuple[str, tuple[Concern, ...], str, str, str]] = [
    ("archived", (), "A-1.2", "pass", ""),
    ("archived", (UPHELD,), "A-1.2", "refused", "concerns[0].remedy_done_on"),
    ("archived", (SAID,), "A-1.2", "refused", "concerns[0].remedy_confirmed_on"),
    ("archived", (SAID, UPHELD), "A-1.2", "refused", "concerns[1].remedy_done_on"),
    ("archived", (replace(SAID, remedy_confirmed_on=date(2027, 7, 9)),), "A-1.2", "pass", ""),
    ("archived", (replace(UPHELD, remedy=""),), "A-1.2", "refused", "concerns[0].remedy_done_on"),
    ("archived", (Concern("c1", "UP-a", "not_upheld"),), "A-1.2", "pass", ""),
    ("archived", (Concern("c1", "UP-a", "withdrawn"),), "A-1.3", "pass", ""),
    ("archived", (), "A-1.3", "pass", ""),
    ("archived", (Concern("c1", "UP-a", "withdrawn"), Concern("c2", "UP-a")), "A-1.3", "refused", "concerns[1].ended"),
    ("decided", (Concern("c3", "UP-d", contradicts=True),), "UP-d.8", "refused", "concerns[0].answered_on"),
    ("told", (Concern("c3", "UP-d", "upheld", contradicts=True),), "UP-d.8", "refused", "concerns[0].answered_on"),
    ("archived", (Concern("c3", "UP-d", "withdrawn", contradicts=True),), "UP-d.8", "pass", ""),
    ("decided", (Concern("c3", "UP-d", contradicts=True, answered_on=date(2027, 5, 1)),), "UP-d.8", "pass", ""),
    ("decided", (Concern("c3", "UP-d"),), "UP-d.8", "pass", ""),
]  # fmt: skip


@pytest.mark.parametrize("guard,concerns,check_id,expected,field", CASES)
def test_each_case(guard: str, concerns: tuple[Concern, ...], check_id: str, expected: str, field: str) -> None:
    found = result(raised(*concerns), guard, check_id)
    assert (found.result, found.field) == (expected, field if expected != "pass" else "")
    assert len(found.why.split()) <= 40


def test_no_override_lets_an_open_concern_through() -> None:
    terms = {each.id: each.severity for each in PACK.checks if each.id in ("A-1.2", "A-1.3", "UP-d.8")}
    assert terms == {"A-1.2": "block", "A-1.3": "block", "UP-d.8": "block"}


def test_a_remedy_that_is_late_is_named_with_its_day() -> None:
    found = result(replace(raised(UPHELD), today=date(2027, 10, 1)), "archived", "A-1.2")
    assert "It was due by 1 August 2027." in found.why


def test_the_days_are_working_days_from_the_day_it_came_in() -> None:
    friday = date(2026, 12, 18)
    assert acknowledge_by(friday, TIMES) == date(2026, 12, 29)  # 25 and 28 December are bank holidays
    assert outcome_by(friday, TIMES) == date(2027, 1, 20)
    assert remedy_by(friday, TIMES) == friday + timedelta(days=60)


@pytest.mark.parametrize(
    "one,expected",
    [
        (Stands(False, False, "", False, False, False, False), "raised"),
        (Stands(True, False, "", False, False, False, False), "acknowledged"),
        (Stands(True, True, "", False, False, False, False), "looked_into"),
        (Stands(True, True, "upheld", False, False, False, False), "remedy_owed"),
        (Stands(True, True, "upheld", True, False, False, False), "remedy_said"),
        (Stands(True, True, "upheld", True, True, False, False), "closed"),
        (Stands(True, True, "not_upheld", False, False, False, False), "closed"),
        (Stands(True, True, "not_upheld", False, False, True, False), "escalated"),
        (Stands(True, True, "not_upheld", False, False, True, True), "closed"),
        (Stands(False, False, "withdrawn", False, False, False, False), "closed"),
    ],
)
def test_how_a_concern_stands(one: Stands, expected: str) -> None:
    assert state_of(one) == expected


@given(st.tuples(*[st.booleans()] * 6), st.sampled_from(["", "upheld", "not_upheld", "withdrawn"]))
def test_nothing_is_closed_while_a_remedy_is_owed_or_nobody_has_decided(flags: Any, outcome: str) -> None:
    acknowledged, assigned, done, confirmed, escalated, answered = flags
    state = state_of(Stands(acknowledged, assigned, outcome, done, confirmed, escalated, answered))
    if state == "closed":
        assert outcome in ("not_upheld", "withdrawn") or confirmed
        assert answered or not escalated


def test_the_citys_questions_each_stand_for_a_clause_of_the_compact() -> None:
    policy = read_concerns(POLICY)
    clauses = {clause.id for clause in PACK.clauses}
    asked = [one for group in policy.groups for one in group.questions]
    assert [one.clause for one in asked if one.clause not in clauses] == []
    assert {one.clause for one in asked if one.contradicts} == {"UP-d"}
    assert (policy.times.acknowledge_working_days, policy.times.outcome_working_days) == (5, 20)


@pytest.mark.parametrize(
    "was,becomes,why",
    [
        ("outcome_working_days = 20", "outcome_working_days = 0", "“outcome_working_days” is no whole number above 0"),
        ("outcome_working_days = 20", "outcome_working_days = true", "“outcome_working_days” is no whole number"),
        ("remedy_days = 60", "remedy = 60", "unknown key “remedy”"),
        ('slug = "pretended"', 'slug = "decided"', "the slug “decided” is used twice"),
        ("contradicts = true", "contradicts = 1", "“contradicts” is true or false"),
        ('clause = "P-8"', 'clause = ""', "group 1, question 2: “clause” is missing"),
        ("[files]", "[papers]", "unknown part “papers”"),
    ],
)
def test_a_fault_in_the_policy_is_named(was: str, becomes: str, why: str) -> None:
    assert was in POLICY
    with pytest.raises(ValueError, match=why):
        read_concerns(POLICY.replace(was, becomes, 1))


def test_an_empty_policy_names_every_fault_at_once() -> None:
    with pytest.raises(ValueError) as found:
        read_concerns("")
    assert "no question is asked" in str(found.value)
    assert "“acknowledge_working_days”" in str(found.value)
