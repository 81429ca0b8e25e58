"""Evidence first, then the decision, then an answer to every finding (I-2, I-14, I-15; scenarios 1, 30, 31)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.decisions.conftest import Room, a_finding

from heard.activities.models import Activity
from heard.audit.models import Entry
from heard.decisions import actions, queries
from heard.decisions.models import Answer, Decision, DecisionNote
from heard.ground import clock
from heard.ground.refusal import Refused

pytestmark = pytest.mark.django_db


def record(room: Room, by: Any = None, **changes: Any) -> Decision:
    terms = {
        "maker": "Cabinet Member for Examples", "made_on": clock.today(), "option": "Open later.",
        "reasons": "People asked.", "alternatives": "Closing earlier.",
    } | changes  # fmt: skip
    return actions.record_decision(activity=room.activity, by=by or room.odile, at=clock.now(), **terms)


def evidence(room: Room) -> None:
    pack = actions.freeze_pack(activity=room.activity, by=room.ann, at=clock.now())
    actions.open_pack(pack=pack, by=room.odile, at=clock.now())


def test_a_decision_is_refused_until_its_owner_has_opened_the_frozen_evidence(room: Room) -> None:
    """Scenario 31, I-14."""
    with pytest.raises(Refused, match="not been frozen"):
        record(room)
    pack = actions.freeze_pack(activity=room.activity, by=room.ann, at=clock.now())
    with pytest.raises(Refused, match="not opened the evidence pack"):
        record(room)
    actions.open_pack(pack=pack, by=room.ann, at=clock.now())
    with pytest.raises(Refused, match="not opened the evidence pack"):
        record(room)
    actions.open_pack(pack=pack, by=room.odile, at=clock.now())
    assert record(room).pack == pack
    facts = queries.decision_facts(room.activity)
    assert (facts.pack_hash, facts.pack_opened) == (pack.hash, True)


def test_the_same_evidence_is_the_same_pack_and_changed_evidence_another(room: Room) -> None:
    first = actions.freeze_pack(activity=room.activity, by=room.ann, at=clock.now())
    assert actions.freeze_pack(activity=room.activity, by=room.ann, at=clock.now()) == first
    room.findings[0].range_of_views = "Nobody against."
    room.findings[0].save()
    assert actions.freeze_pack(activity=room.activity, by=room.ann, at=clock.now()).hash != first.hash


def test_a_pack_holds_counts_and_statements_and_nobodys_words(room: Room) -> None:
    room.said("My neighbour Rosa told me so")
    pack = actions.freeze_pack(activity=room.activity, by=room.ann, at=clock.now())
    assert [found["statement"] for found in pack.body["findings"]] == [one.statement for one in room.findings]
    assert "Rosa" not in str(pack.body)


@pytest.mark.parametrize("days_before_close", [0, 1, 40])
def test_a_decision_dated_on_or_before_closing_is_flagged_for_ever(room: Room, days_before_close: int) -> None:
    """Scenario 1, I-2."""
    room.activity.stage = "open"
    room.activity.closes_on = clock.today() + timedelta(days=20)
    room.activity.save()
    early = room.activity.closes_on - timedelta(days=days_before_close)
    assert record(room, made_on=early).before_close
    room.activity.refresh_from_db()
    assert room.activity.pre_decided
    assert room.activity.stage == "open", "it moves nothing"
    corrected = record(room, made_on=room.activity.closes_on + timedelta(days=1))
    assert corrected.before_close, "recording it again with another date clears nothing"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE activities_activity SET pre_decided = false WHERE id = %s", [room.activity.pk])
    assert Activity.objects.get(pk=room.activity.pk).pre_decided


def test_what_a_flagged_decision_said_stays_readable_whoever_writes_it_anew(room: Room) -> None:
    """I-2: everyone reads a flagged decision at once, so no later words take the place of the first."""
    room.activity.stage = "open"
    room.activity.closes_on = date(2026, 12, 20)
    room.activity.save()
    record(room, made_on=date(2026, 11, 21), option="Later evenings it is.")
    record(room, made_on=date(2026, 11, 21), option="Later evenings it is.")
    assert not DecisionNote.objects.exists(), "the same again changes nothing"
    record(room, made_on=date(2027, 1, 20), option="Later evenings it is.")
    (kept,) = DecisionNote.objects.all()
    assert kept.words == "This record was changed. Before, it said:\nDecided on: 21 November 2026"
    page = Client().get(f"/activities/{room.activity.slug}/decided/").content.decode()
    assert "20 January 2027" in page
    assert "Decided on: 21 November 2026" in page


def test_a_draft_that_nobody_read_is_written_anew_without_a_trace_on_the_page(room: Room) -> None:
    evidence(room)
    record(room, option="Two evenings.")
    record(room, option="Three evenings.")
    assert not DecisionNote.objects.exists()


def test_a_decision_after_closing_is_not_flagged(room: Room) -> None:
    evidence(room)
    assert not record(room, made_on=room.activity.closes_on + timedelta(days=1)).before_close
    room.activity.refresh_from_db()
    assert not room.activity.pre_decided


def test_publishing_is_refused_while_findings_have_no_answer_and_names_them(room: Room) -> None:
    """Scenario 30, I-15: nine findings, seven answered."""
    findings = [*room.findings, *(a_finding(room.activity, room.ann, number) for number in range(3, 10))]
    evidence(room)
    record(room)
    for finding in findings[:7]:
        actions.answer_finding(finding=finding, kind="adopted", by=room.odile, at=clock.now())
    with pytest.raises(Refused) as refusal:
        actions.publish(activity=room.activity, by=room.odile, at=clock.now())
    assert refusal.value.verdict.why.startswith("2 findings have no answer")
    assert "8. People want thing number 8" in refusal.value.verdict.why
    assert "9. People want thing number 9" in refusal.value.verdict.why
    for finding in findings[7:]:
        actions.answer_finding(
            finding=finding, kind="not_adopted", reason="It costs too much.", by=room.odile, at=clock.now()
        )
    assert actions.publish(activity=room.activity, by=room.odile, at=clock.now()).published_at


@pytest.mark.parametrize("kind", ["partly", "not_adopted", "already_so", "outside_power"])
def test_an_answer_that_is_not_a_plain_yes_needs_its_reason(room: Room, kind: str) -> None:
    evidence(room)
    record(room)
    with pytest.raises(Refused, match="says why"):
        actions.answer_finding(finding=room.findings[0], kind=kind, reason="  ", by=room.odile, at=clock.now())
    assert not Answer.objects.exists()


def test_only_those_with_the_role_decide_and_answer(room: Room) -> None:
    evidence(room)
    for stranger in (room.bilal, room.cass):
        with pytest.raises(Refused, match="may do this here"):
            record(room, by=stranger)
    record(room)
    for stranger in (room.bilal, room.cass):
        with pytest.raises(Refused, match="may do this here"):
            actions.answer_finding(finding=room.findings[0], kind="adopted", by=stranger, at=clock.now())


def test_a_published_decision_is_not_recorded_over_and_takes_notes(room: Room) -> None:
    evidence(room)
    made = record(room)
    room.activity.stage = "decided"
    room.activity.save()
    with pytest.raises(Refused, match="its record stays"):
        record(room)
    note = actions.annotate_decision(decision=made, words="The minute was corrected.", by=room.odile, at=clock.now())
    assert note.words == "The minute was corrected."
    assert Entry.objects.filter(what="decision.annotated").count() == 1
