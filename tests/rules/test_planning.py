"""policy/planning.toml: duties, training and times before elections, read strictly."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.city import PACK, POLICY

from heard.rules.planning import PlanningError, read_planning

TEXT = (POLICY / "planning.toml").read_text("utf-8")


def test_the_citys_file_reads_and_says_what_is_not_verified() -> None:
    policy = read_planning(TEXT)
    assert {"local-plan", "planning-application", "school-admissions"} <= {each.slug for each in policy.duties}
    assert not any(each.verified for each in policy.duties)  # until somebody compares each with its source
    assert policy.duty("local-plan") is not None
    assert policy.duty("nothing") is None


def test_the_modules_that_count_are_modules_of_the_training() -> None:
    asked = next(terms for terms in PACK.checks if terms.id == "P-6.1").parameters["modules"]
    assert set(asked) <= {each.slug for each in read_planning(TEXT).modules}


@pytest.mark.parametrize(
    ("first", "last", "touches"),
    [
        (date(2027, 1, 1), date(2027, 3, 30), False),
        (date(2027, 1, 1), date(2027, 3, 31), True),
        (date(2027, 5, 6), date(2027, 9, 1), True),
        (date(2027, 5, 7), date(2027, 9, 1), False),
    ],
)
def test_the_time_before_an_election_counts_both_its_ends(first: date, last: date, touches: bool) -> None:
    assert bool(read_planning(TEXT).elections_within(first, last)) is touches


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("schema = 1", "schema = 2", "schema must be 1"),
        ("schema = 1", "schema = 1\ncolour = 'red'", "unknown key “colour”"),
        ("minimum_days = 42", "minimum_days = -1", "duties 1: “minimum_days” must not be negative"),
        ("minimum_days = 42", 'minimum_days = "42"', "duties 1: “minimum_days” must be int"),
        ('slug = "local-plan"', 'slug = " "', "duties 1: “slug” must be str"),
        ("begins_on = 2027-03-31", "begins_on = 2027-06-01", "before_elections 1: it begins after polling day"),
        ("begins_on = 2027-03-31", 'begins_on = "soon"', "before_elections 1: “begins_on” must be a day"),
        ('slug = "access"', 'slug = "compact"', "modules: “compact” stands twice"),
        ("schema = 1", "schema = = 1", "not readable TOML"),
    ],
)
def test_a_fault_is_named(old: str, new: str, fault: str) -> None:
    with pytest.raises(PlanningError) as refused:
        read_planning(TEXT.replace(old, new, 1))
    assert any(fault in each for each in refused.value.problems), refused.value.problems
