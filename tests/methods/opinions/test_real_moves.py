"""An opinions strand through the real moves: planned, opened, voted on, closed, read, found, decided, with its thread.

People are invented. Nothing is set behind the moves' backs: gates judge the strand, and the move to “found” freezes it.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.compact import plans
from tests.findings import standard
from tests.methods.opinions.scene import KEY, url

from heard.activities.models import Activity, Contribution, Passage, Strand
from heard.compact.actions import move
from heard.decisions import actions as decisions
from heard.findings.actions import attach_evidence, code_passage, make_theme, write_finding
from heard.findings.models import Finding, FindingContribution, Reconciliation
from heard.ground import clock
from heard.methods.opinions import actions, sample
from heard.methods.opinions.models import Statement
from heard.methods.opinions.queries import came_of, said_people
from heard.reports.actions import write_report

pytestmark = pytest.mark.django_db
GIVEN = "The hoist has to work every day, or say that it is broken."
READ = "People want a hoist that works."
VOTED = "Most who voted agree about early opening."
GOES_ON = "It goes on: nothing is lost."


@dataclass
class Run:
    """What the moves left: the activity, its strand, and the receipts of two people, one of whom only voted."""

    cast: plans.Cast
    activity: Activity
    strand: Strand
    voter: str
    author: str

    @property
    def finding(self) -> Finding:
        return Finding.objects.get(activity=self.activity, statement=READ)

    def receipt(self, code: str) -> str:
        return _flat(Client().get(f"/receipt/{code}/").content.decode())


def _flat(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def run() -> Run:
    """Opened, voted on by sixty and one and one, closed and found."""
    cast = plans.a_cast()
    activity = plans.a_plan(cast)
    strand = activity.strands.get()
    Strand.objects.filter(pk=strand.pk).update(method="opinions", title="Do you agree?")
    with clock.stopped(activity.opens_on - timedelta(days=60)):  # type: ignore[operator]
        sample.furnish(activity.strands.get(), cast.ann, clock.now())
    plans.opened(cast, activity)
    strand = Strand.objects.select_related("activity__plan", "activity__lead").get(pk=strand.pk)
    with clock.stopped(activity.opens_on + timedelta(days=9)):  # type: ignore[operator]
        author, voter = _voted(strand, cast)
    with clock.stopped(activity.closes_on + timedelta(days=1)):  # type: ignore[operator]
        move(activity=activity, to="closed", by=None, at=clock.now())
    with clock.stopped(activity.closes_on + timedelta(days=30)):  # type: ignore[operator]
        _read(cast, activity)
        move(activity=activity, to="found", by=cast.ann, at=clock.now(), reason=GOES_ON)
        standard.shared(activity, by=cast.ann, at=clock.now())
    fresh = Activity.objects.get(pk=activity.pk)
    return Run(cast, fresh, fresh.strands.get(), voter, author)


def _voted(strand: Strand, cast: plans.Cast) -> tuple[str, str]:
    """Sixty people at once; somebody who adds a statement and takes a receipt; somebody who only votes."""
    now, author, voter = clock.now(), "B" * 43, KEY
    made = actions.add_statement(
        strand=strand, words=GIVEN, channel="web", by=None, at=now, entry_key="given", key=author
    )  # fmt: skip
    rows = list(Statement.objects.filter(opinions=strand.pk).order_by("number"))
    sample.many_votes(strand, rows, 60, cast.ann, now, days=3)
    for key in (author, voter):
        actions.cast_vote(strand=strand, key=key, statement=made.public_id, way=1, draw=0.5, at=now)
    actions.take_receipt(strand=strand, key=voter, at=now)
    return actions.mine_of(strand, author).code, actions.mine_of(strand, voter).code


def _read(cast: plans.Cast, activity: Activity) -> None:
    at = clock.now()
    theme = make_theme(activity=activity, name="The hoist", by=cast.ann, at=at)
    passages = Passage.objects.filter(contribution__strand__activity=activity)
    for passage in passages:
        code_passage(passage=passage, themes={theme: "for"}, by=cast.ann, at=at)
    finding = write_finding(
        activity=activity, statement=READ, range_of_views="Nobody was against it.", themes=[theme], by=cast.ann, at=at
    )
    for passage in passages:
        attach_evidence(finding=finding, passage=passage, by=cast.ann, at=at)
    write_finding(
        activity=activity, statement=VOTED, range_of_views="A sixth disagreed.", strands=list(activity.strands.all()),
        by=cast.ann, at=at,
    )  # fmt: skip
    standard.signed(activity, by=cast.ann, at=at)


def decided(run: Run) -> None:
    with clock.stopped(run.activity.closes_on + timedelta(days=60)):  # type: ignore[operator]
        at, day = clock.now(), clock.today()
        pack = decisions.freeze_pack(activity=run.activity, by=run.cast.ann, at=at)
        decisions.open_pack(pack=pack, by=run.cast.odile, at=at)
        made = decisions.record_decision(
            activity=run.activity, maker="Cabinet Member for Examples", made_on=day, option="Mend the hoist.",
            reasons="People asked for it.", alternatives="Leaving it.", conflicts="None.", by=run.cast.odile, at=at,
        )  # fmt: skip
        answers = [
            decisions.answer_finding(finding=each, kind="adopted", by=run.cast.odile, at=at)
            for each in Finding.objects.filter(activity=run.activity)
        ]
        decisions.make_commitment(
            decision=made, words="A new hoist by spring.", owner="Baths manager", due_on=day + timedelta(days=90),
            answers=answers, by=run.cast.ann, at=at,
        )  # fmt: skip
        move(activity=run.activity, to="decided", by=run.cast.odile, at=at, reason=GOES_ON)


def test_the_move_to_found_freezes_the_map_with_its_counts_and_method(run: Run) -> None:
    assert run.activity.stage == "found"
    assert run.strand.concluded_at is not None
    outcome = run.strand.outcome
    assert outcome is not None
    assert outcome["rule"] == "opinions/1"
    assert outcome["found"]["people"] == 62
    assert len(outcome["found"]["groups"]) > 1
    held = {(row.channel, row.received) for row in Reconciliation.objects.filter(strand=run.strand)}
    assert ("web", 2) in held  # a statement, and a receipt that stands for somebody's votes
    assert sum(received for _channel, received in held) == 2


def test_findings_report_and_export_show_the_strand_with_its_counts_and_method(run: Run) -> None:
    reader, slug = Client(), run.activity.slug
    heard = _flat(reader.get(reverse("findings:heard", args=[slug])).content.decode())
    assert READ in heard
    assert "Do you agree?" in heard
    assert "62 people gave" in heard  # the rule's own reasons
    result = _flat(reader.get(reverse("activities:strand", args=[slug, run.strand.public_id])).content.decode())
    assert "People who voted on the web 62" in result
    assert "What defines each group" in result
    whole = run.strand.outcome["found"]  # type: ignore[index]
    rows = list(csv.DictReader(io.StringIO(b"".join(reader.get(url("data", run.strand))).decode("utf-8-sig"))))
    assert [int(row["agrees"]) for row in rows] == [row[2] for row in whole["rows"]]
    assert next(row for row in rows if row["comment-body"] == GIVEN)["from"] == "people"
    write_report(activity=run.activity, by=run.cast.bilal, at=clock.now())
    report = _flat(reader.get(f"/activities/{slug}/report/").content.decode())
    assert "Opinion map" in report
    assert "Do you agree?" in report


def test_a_receipt_of_votes_alone_leads_to_the_findings_decision_and_promise(run: Run) -> None:
    """As a comment's receipt does: here somebody never wrote a word, and their receipt knows none of their votes."""
    only_voted = Contribution.objects.get(passages=None)
    assert not FindingContribution.objects.filter(contribution=only_voted, finding=run.finding).exists()
    Finding.objects.filter(pk=run.finding.pk).update(base=12)
    waiting = run.receipt(run.voter)
    assert READ in waiting
    assert "A receipt does not say which these were" in waiting
    assert "The decision must answer every finding." in waiting
    decided(run)
    page = run.receipt(run.voter)
    assert (READ in page, "Adopted" in page, "A new hoist by spring." in page) == (True, True, True)
    comment = run.receipt(run.author)
    assert ("A new hoist by spring." in comment, "does not say which" in comment) == (True, False)
    trace = _flat(Client().get(f"/thread/{only_voted.trace_id}/").content.decode())
    assert "A new hoist by spring." in trace


def test_a_finding_of_too_few_people_is_not_told_through_votes(run: Run) -> None:
    assert run.finding.base == 1
    assert READ not in run.receipt(run.voter)
    assert READ in run.receipt(run.author)


def test_your_votes_say_of_each_statement_what_came_of_it(run: Run) -> None:
    decided(run)
    Finding.objects.filter(pk=run.finding.pk).update(base=12)
    browser = Client()
    browser.cookies[f"opinions-{run.strand.public_id}"] = KEY
    page = _flat(browser.get(url("yours", run.strand)).content.decode())
    assert f"Agree {GIVEN}" in page
    assert f"What we heard: {READ}" in page
    assert "What was promised: A new hoist by spring." in page
    (mine,) = came_of(Statement.objects.all()).values()
    assert [each.finding for each in mine] == [run.finding]
    Finding.objects.filter(pk=run.finding.pk).update(base=1)
    assert READ not in _flat(browser.get(url("yours", run.strand)).content.decode())


def test_a_finding_that_reads_votes_says_how_many_voted_wherever_its_base_is_said(run: Run) -> None:
    """A vote is no contribution: two receipts came of sixty-two people."""
    said = "“Do you agree?”: 62 people voted on the web"
    finding = Finding.objects.get(activity=run.activity, statement=VOTED)
    for address in (
        reverse("findings:finding", args=[finding.public_id]),
        reverse("findings:heard", args=[run.activity.slug]),
        reverse("findings:data", args=[run.activity.slug, "findings", "json"]),
    ):
        assert said in _flat(Client().get(address).content.decode())
    assert said not in _flat(Client().get(reverse("findings:finding", args=[run.finding.public_id])).content.decode())


@pytest.mark.parametrize(
    ("web", "rooms", "said"),
    [
        (0, 0, ""),
        (4, 0, "fewer than 5 people voted on the web"),
        (5, 3, "5 people voted on the web, fewer than 5 people were counted in rooms"),
        (0, 9, "9 people were counted in rooms"),
    ],
)
def test_few_who_voted_are_told_as_few(web: int, rooms: int, said: str) -> None:
    assert said_people({"people": web, "rooms": {"people_in_rooms": rooms}}) == said
