"""A partner's record, checked by hand: bases, worst cases, nothing added up."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from heard.rules.record import Run, record_of
from heard.rules.tally import whole_percent as percent

TODAY = date(2027, 12, 31)


def run(ref: str = "a", **more: Any) -> Run:
    said = {"title": ref.upper(), "level": "consult", "opened_on": date(2027, 3, 1)} | more
    return Run(ref=ref, **said)


def found(*runs: Run) -> Any:
    return record_of(runs, today=TODAY).found


def test_notice_and_length_are_spread_and_their_medians_are_days_that_occurred() -> None:
    rows = [
        run(str(n), notice_days=days, length_days=length)
        for n, (days, length) in enumerate([(30, 91), (10, 56), (0, 84)])
    ]
    record = found(*rows, run("i", level="inform", notice_days=0, length_days=5))
    assert (record["notice"]["base"], record["notice"]["median"], record["notice"]["enough"]) == (3, 10, 1)
    assert record["notice"]["spread"] == [
        ["none", 1],
        ["1 to 13 days", 1],
        ["14 to 27 days", 0],
        ["28 days and more", 1],
    ]
    assert (record["length"]["median"], record["length"]["usual"], record["length"]["usual_percent"]) == (84, 2, 67)
    assert record["length"]["shorter"] == [["1", "1", 56, "", None]]


def test_shorter_periods_are_named_with_the_reason_that_was_published() -> None:
    record = found(run("a", length_days=56, short_because="The grant ends."), run("b", length_days=20))
    assert record["length"]["shorter_with_reason"] == 1
    assert [row[3] for row in record["length"]["shorter"]] == ["The grant ends.", ""]


def test_each_shorter_period_has_the_verdict_on_its_reason_and_corrected_levels_are_named() -> None:
    record = found(
        run("a", length_days=56, short_because="The grant ends.", reason_adequate=False),
        run("b", relabelled=("involve", "inform")),
    )
    assert [row[4] for row in record["length"]["shorter"]] == [False]
    assert record["relabelled"] == [["b", "B", "involve", "inform"]]


def test_lateness_stays_after_feedback_was_given() -> None:
    due = date(2027, 6, 1)
    record = found(
        run("on", feedback_due_on=due, feedback_given_on=due),
        run("late", feedback_due_on=due, feedback_given_on=due + timedelta(days=9)),
        run("owed", feedback_due_on=due),
        run("not-yet", feedback_due_on=TODAY),
    )["feedback"]
    assert (record["base"], record["on_time"], record["on_time_percent"]) == (3, 1, 33)
    assert [row[0] for row in record["late"]] == ["owed", "late"]
    assert record["late"][1] == ["late", "LATE", 9, True]


def test_overrides_decisions_and_promises_are_counted_with_their_bases() -> None:
    record = found(
        run("a", overrides=(("GP-e.1", "No budget."),), decided=True, findings=3,

            answers={"partly": 1, "not_adopted": 2},
            promises={"kept_on_time": 2, "late": 1, "going": 5}, received={"web": 30, "paper": 10}),
        run("b", decided=True, findings=1, answers={"not_adopted": 1}),
    )  # fmt: skip
    assert record["overrides"] == {"number": 1, "by_check": {"GP-e.1": 1}, "list": [["a", "A", "GP-e.1", "No budget."]]}
    assert (record["decisions"]["base"], record["decisions"]["changed"], record["decisions"]["answered"]) == (2, 1, 4)
    assert (record["promises"]["base"], record["promises"]["made"], record["promises"]["kept_percent"]) == (3, 8, 67)
    assert record["taking_part"]["not_digital_percent"] == 25


def test_of_nothing_there_is_no_percentage() -> None:
    record = found()
    assert record["activities"] == 0
    assert record["notice"]["median"] is None
    assert record["feedback"]["on_time_percent"] is None
    assert percent(0, 0) is None
    assert [percent(n, 8) for n in (1, 3, 5, 7)] == [13, 38, 63, 88], "halves up"


days = st.dates(date(2027, 1, 1), date(2027, 12, 31))


@given(
    st.lists(
        st.builds(
            Run, ref=st.uuids().map(str), title=st.just("x"), level=st.sampled_from(["inform", "consult"]),
            opened_on=days,
            notice_days=st.none() | st.integers(-3, 90), length_days=st.none() | st.integers(0, 200),
            feedback_due_on=st.none() | days, feedback_given_on=st.none() | days,
        ),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_order_changes_nothing_and_every_activity_is_in_one_step(rows: list[Run], dice: Any) -> None:
    record = record_of(rows, today=TODAY)
    again = list(rows)
    dice.shuffle(again)
    assert record_of(again, today=TODAY).digest == record.digest
    for name in ("notice", "length"):
        assert sum(n for _words, n in record.found[name]["spread"]) == record.found[name]["base"]
    assert (
        record.found["feedback"]["on_time"] + len(record.found["feedback"]["late"]) == record.found["feedback"]["base"]
    )
    json.dumps(record.found)
