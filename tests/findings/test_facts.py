"""What the gates, the decision and the trace ask of this room."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import a_contribution, a_strand
from tests.findings.desk import Desk, a_desk

from heard.findings import queries
from heard.findings.models import Finding
from heard.rules import snapshot

pytestmark = pytest.mark.django_db


def nine(desk: Desk) -> None:
    """Nine findings, each on a theme of its own."""
    for n in range(9):
        theme = desk.theme(f"Theme {n}")
        desk.read(a_contribution(desk.strand, f"Words {n}"), {theme: "for"})
        desk.finding(f"Finding {n}", theme)


def test_nine_findings_are_nine_facts_in_their_order_and_none_is_answered_here() -> None:
    """Scenario 30, this room's part: the decision owes nine answers."""
    desk = a_desk()
    nine(desk)
    facts = queries.finding_facts(desk.activity)
    assert [fact.statement for fact in facts] == [f"Finding {n}" for n in range(9)]
    assert [fact.ref for fact in facts] == list(Finding.objects.values_list("public_id", flat=True))
    assert {fact.answer for fact in facts} == {""}
    assert desk.publish() == 9


def test_a_finding_states_its_live_base_its_strands_and_its_evidence() -> None:
    desk = a_desk()
    talk = a_strand(desk.activity, "gathering", "Drop-in", channels=("in_person",))
    hours = desk.theme("Hours")
    one, two = a_contribution(desk.strand, "One"), a_contribution(talk, "Two", channel="in_person")
    desk.read(one, {hours: "for"})
    finding = desk.finding("Longer hours.", hours, source="of those who came", range_of_views="Some no.")
    desk.read(a_contribution(desk.strand, "Later"), {hours: "for"})
    desk.cite(finding, two)
    assert queries.finding_facts(desk.activity) == (
        snapshot.Finding(
            ref=finding.public_id, statement="Longer hours.", base=4, source="of those who came",
            range_of_views="Some no.", evidence=1, strands=("Drop-in", "Survey"),
        ),
    )  # fmt: skip


def test_a_finding_whose_themes_nobody_carries_has_no_base_and_is_not_published() -> None:
    desk = a_desk()
    desk.finding("Invented.", desk.theme("Nobody said this"))
    desk.finding("Everything.", strands=[desk.strand])
    assert [fact.base for fact in queries.finding_facts(desk.activity)] == [None, 0]


def test_a_finding_without_themes_rests_on_everyone_who_answered_in_its_strands() -> None:
    desk = a_desk()
    for _n in range(4):
        a_contribution(desk.strand)
    a_contribution(desk.strand, state="withdrawn")
    finding = desk.finding("Most ticked yes.", strands=[desk.strand])
    assert finding.base == 4
    assert queries.contributions_behind(finding).count() == 4


def test_the_facts_ask_as_little_of_nine_findings_as_of_none() -> None:
    empty, full = a_desk(), a_desk()
    nine(full)

    def asked(desk: Desk) -> list[int]:
        numbers = []
        for facts in (queries.reconcile, queries.theme_facts, queries.finding_facts):
            with CaptureQueriesContext(connection) as caught:
                facts(desk.activity)
            numbers.append(len(caught))
        return numbers

    assert asked(empty) == asked(full) == [1, 1, 1]
