"""The checks after closing: counts, findings, decision, feedback, promises, evaluation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.city import DONE, PACK, result, with_part

from heard.rules.compact import allowed, judge
from heard.rules.snapshot import Commitment

AFTER = [
    ("found", ("counts", 0, {"received": 62}), "UP-f.1", "counts[0]"),
    ("found", ("counts", 0, {"excluded_reasons": ("",)}), "UP-f.2", "counts[0].excluded_reasons"),
    ("found", ("findings", 0, {"strands": ("Questions about your journey",)}), "UP-f.3", "findings"),
    ("found", ("themes", 0, {"in_finding": ""}), "UP-f.4", "themes[0].not_taken_because"),
    ("found", ("themes", 1, {"not_taken_because": ""}), "UP-f.4", "themes[1].not_taken_because"),
    ("found", ("strands", 1, {"capture_owed": ("Session of 3 March",)}), "UP-f.6", "strands[1].capture_owed"),
    ("found", ("findings", 0, {"base": None}), "GP-i.1", "findings[0].base"),
    ("decided", ("findings", 0, {"answer": ""}), "B3-d.1", "findings[0].answer"),
    (
        "decided",
        ("findings", 0, {"answer": "not_adopted", "answer_reason": " "}),
        "B3-d.2",
        "findings[0].answer_reason",
    ),
    ("decided", ("decision", None, {"pack_opened": False}), "B3-d.3", "decision.pack_opened"),
    ("decided", ("decision", None, {"pack_hash": ""}), "B3-d.3", "decision.pack_hash"),
    ("decided", ("decision", None, {"reasons": ""}), "B3-d.4", "decision.reasons"),
    ("decided", ("decision", None, {"alternatives": ""}), "B3-d.4", "decision.alternatives"),
    ("decided", ("decision", None, {"made_on": date(2028, 1, 1)}), "B3-d.4", "decision.made_on"),
    ("decided", ("access", None, {"equality_analysis": ""}), "P-12.2", "access.equality_analysis"),
    ("told", ("feedback", None, {"summary": ""}), "GP-k.1", "feedback.summary"),
    ("told", ("feedback", None, {"given_on": None}), "UP-a.1", "feedback.given_on"),
    ("archived", ("feedback", None, {"channels_given": ("web", "in_person")}), "UP-a.1", "feedback.channels_given"),
    ("archived", ("commitments", 0, {"state": "in_progress"}), "UP-b.1", "commitments[0].state"),
    ("archived", ("commitments", 0, {"state": "changed"}), "UP-b.1", "commitments[0].state"),
    ("archived", ("commitments", 0, {"state": "dropped", "reason": "No money"}), "UP-b.1", "commitments[0].state"),
    ("archived", ("commitments", 0, {"evidence": ""}), "UP-b.2", "commitments[0].evidence"),
    ("archived", ("evaluation", None, {"what_changed": ""}), "GP-j.1", "evaluation.what_changed"),
    ("archived", ("evaluation", None, {"how_many": None, "learned": ""}), "P-14.1", "evaluation.learned"),
]


@pytest.mark.parametrize("guard, part, check_id, field", AFTER)
def test_each_hole_after_closing_is_refused_and_pointed_at(guard: str, part: tuple, check_id: str, field: str) -> None:
    name, number, values = part
    found = result(with_part(DONE, name, number, **values), guard, check_id)
    assert (found.result, found.field) == ("refused", field)


def test_two_ways_that_no_finding_holds_are_counted_together() -> None:
    """Scenario 12: hostile notes of two forums left out."""
    first, second = DONE.counts[0].strand, DONE.counts[-1].strand
    assert first != second
    silent = replace(DONE, findings=tuple(replace(each, strands=()) for each in DONE.findings))
    found = result(silent, "found", "UP-f.3")
    together = sum(count.received - count.withdrawn for count in DONE.counts)
    assert found.why.endswith(f"appears in no finding ({together} contributions).")


def test_nine_findings_and_seven_answers_names_the_two() -> None:
    """Scenario 30."""
    answered = [replace(DONE.findings[0], ref=f"F{n}") for n in range(1, 10)]
    answered[2] = replace(answered[2], answer="")
    answered[6] = replace(answered[6], answer="")
    found = result(replace(DONE, findings=tuple(answered)), "decided", "B3-d.1")
    assert found.result == "refused"
    assert found.why == "The decision answers 7 of 9 findings. Missing: F3 and F7."
    assert found.evidence["missing"] == ["F3", "F7"]


def test_findings_with_random_references_are_named_by_their_first_words() -> None:
    plan = with_part(DONE, "findings", 0, ref="k3jx94mw0q7t", answer="")
    found = result(plan, "decided", "B3-d.1")
    assert found.why == "The decision answers 0 of 1 finding. Missing: “People stay away in…”."
    assert found.evidence["missing"] == ["k3jx94mw0q7t"]


def test_where_nobody_took_part_nobody_is_owed_an_answer() -> None:
    plan = with_part(DONE, "feedback", None, channels_owed=(), channels_given=(), given_on=None)
    assert result(plan, "told", "UP-a.1").result == "pass"


def test_counts_that_do_not_add_up_say_by_how_many() -> None:
    found = result(with_part(DONE, "counts", 1, received=80), "found", "UP-f.1")
    assert found.why == (
        "“Questions about your journey”, paper: received 80, but analysed 73 + excluded 0 + withdrawn 1 = 74."
    )


def test_a_theme_of_six_wheelchair_users_cannot_be_left_out() -> None:
    """Scenario 11: raised by those most affected, at any number."""
    quiet = replace(DONE.themes[0], name="Kerbs", contributions=6, in_finding="", raised_by_most_affected=True)
    assert result(replace(DONE, themes=(quiet,)), "found", "UP-f.4").result == "refused"
    small = replace(quiet, raised_by_most_affected=False)
    assert result(replace(DONE, themes=(small,)), "found", "UP-f.4").result == "pass"


@pytest.mark.parametrize("contributions, expected", [(4, "pass"), (5, "refused")])
def test_a_theme_of_five_in_a_hundred_must_be_answered_for(contributions: int, expected: str) -> None:
    theme = replace(
        DONE.themes[1], contributions=contributions, coded_base=100, not_taken_because="", raised_by_most_affected=False
    )
    assert result(replace(DONE, themes=(theme,)), "found", "UP-f.4").result == expected


def test_post_counts_for_three_working_days_after_closing() -> None:
    assert result(replace(DONE, today=date(2027, 4, 22)), "found", "UP-f.6").result == "refused"
    assert result(replace(DONE, today=date(2027, 4, 23)), "found", "UP-f.6").result == "pass"


def test_archiving_without_feedback_on_paper_names_the_channel() -> None:
    """Scenario 28."""
    found = result(with_part(DONE, "feedback", None, channels_given=("web", "in_person")), "archived", "UP-a.1")
    assert found.why == "Feedback has not reached those who took part by paper."


def test_late_feedback_stays_on_record() -> None:
    found = result(with_part(DONE, "feedback", None, given_on=date(2027, 7, 8)), "archived", "UP-a.2")
    assert (found.result, found.why) == ("warn", "Feedback was due by 5 July 2027: 3 days late.")


@pytest.mark.parametrize(
    "commitment",
    [
        Commitment("C1", state="done", evidence="Timetable"),
        Commitment("C1", state="changed", reason="A later road scheme"),
        Commitment("C1", state="dropped", reason="No bidder", decider="Cabinet Member"),
    ],
)
def test_a_promise_kept_changed_or_dropped_openly_lets_it_be_archived(commitment: Commitment) -> None:
    assert allowed(judge(replace(DONE, commitments=(commitment,)), PACK, "archived"))


def test_a_decision_before_close_is_flagged_in_every_later_move() -> None:
    early = with_part(DONE, "decision", None, made_on=date(2027, 4, 19))
    for guard in ("found", "decided", "told", "evaluated", "archived"):
        found = result(early, guard, "UP-d.6")
        assert found.result == "warn"
        assert found.why.startswith("Decision recorded before close: 19 April 2027")


def test_nothing_promised_needs_saying_why() -> None:
    bare = replace(DONE, commitments=())
    assert result(bare, "evaluated", "UP-b.3").result == "refused"
    assert (
        result(with_part(bare, "feedback", None, no_commitment_reason="No money"), "evaluated", "UP-b.3").result
        == "pass"
    )


def test_what_only_informs_answers_three_of_the_five_questions() -> None:
    plan = with_part(replace(DONE, level="inform"), "evaluation", None, representative="", what_changed="")
    assert result(plan, "evaluated", "GP-j.1").result == "pass"
