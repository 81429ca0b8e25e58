"""What looks odd is told to moderators; people decide, two from two teams; honest crowds are not turned away."""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.factories import (
    a_partner,
    an_account,
    signed_in,
)
from tests.methods.opinions.scene import (
    KEY,
    a_strand_of_statements,
    counted,
    counts,
    crowd,
    first,
    url,
    votes,
)

from heard.activities.models import Strand
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.opinions import actions
from heard.methods.opinions.actions import Ballot
from heard.methods.opinions.models import Statement, Suspected, Suspicion
from heard.methods.opinions.queries import standing_of
from heard.people.actions import appeal_exclusion, approve_exclusion, decide_appeal, refuse_exclusion, tell_excluded
from heard.people.models import Exclusion

pytestmark = pytest.mark.django_db
FLOOD = 60


def flood(strand: Strand, at: datetime) -> None:
    """Sixty made-up people from one source, who come within minutes and all say the same."""
    statements = list(Statement.objects.filter(opinions=strand.pk).order_by("number"))
    rows = [
        Ballot(f"flood-{number}", statement.pk, 1 if statement.number % 2 else -1, at + timedelta(seconds=5 * number))
        for number in range(FLOOD)
        for statement in statements
    ]
    actions.take_in_votes(strand=strand, ballots=rows, by=strand.ann, at=clock.now())  # type: ignore[attr-defined]


def a_flooded_strand() -> Strand:
    strand = a_strand_of_statements()
    crowd(strand, 150)
    flood(strand, clock.now() - timedelta(days=1))
    return strand


def test_scenario_16_a_flood_is_told_with_its_reasons_and_touches_no_vote() -> None:
    strand = a_flooded_strand()
    before = [counts(each) for each in Statement.objects.order_by("number")]
    found = actions.look_for_odd_votes(strand=strand, at=clock.now())
    assert {each.kind for each in found} >= {"flood"}
    assert Suspected.objects.values("participant").distinct().count() >= FLOOD - 10
    assert [counts(each) for each in Statement.objects.order_by("number")] == before
    assert actions.look_for_odd_votes(strand=strand, at=clock.now()) == []


def test_scenario_16_an_honest_library_is_not_turned_away() -> None:
    strand = a_strand_of_statements()
    crowd(strand, 150)
    draw, at = random.Random(7), clock.now() - timedelta(days=1)
    statements = list(Statement.objects.filter(opinions=strand.pk).order_by("number"))
    rows = [
        Ballot(f"library-{number}", statement.pk, draw.choice((1, 1, 0, -1)), at + timedelta(seconds=20 * number))
        for number in range(30)
        for statement in statements
    ]
    actions.take_in_votes(strand=strand, ballots=rows, by=strand.ann, at=clock.now())  # type: ignore[attr-defined]
    assert actions.look_for_odd_votes(strand=strand, at=clock.now()) == []
    client = Client(REMOTE_ADDR="203.0.113.9")
    for _visitor in range(30):
        client.cookies.clear()
        client.get(url("statements", strand))
        answer = client.post(url("vote", strand), {"statement": first(strand).public_id, "vote": "agree", "first": "1"})
        assert answer.status_code == 302


def test_scenario_16_two_people_from_two_teams_leave_votes_out_and_an_appeal_brings_them_back() -> None:
    strand = a_flooded_strand()
    found = max(actions.look_for_odd_votes(strand=strand, at=clock.now()), key=lambda each: each.size)
    whole = counts(first(strand))
    ann = strand.ann  # type: ignore[attr-defined]
    reviewer = an_account("Rita", "independent_reviewer", "engagement_lead", partner=strand.activity.lead, team="Audit")
    third = an_account("Tom", "independent_reviewer", partner=strand.activity.lead, team="Scrutiny")
    proposal = actions.propose_leaving_out_votes(
        suspicion=found, reason="conduct", because="One program sent them.", by=ann, at=clock.now()
    )
    assert counts(first(strand)) == whole
    approve_exclusion(exclusion=proposal, by=reviewer, at=clock.now())
    assert counts(first(strand)) == whole
    tell_excluded(exclusion=proposal, by=ann, at=clock.now(), how="A notice stands on their pages.")
    left = counts(first(strand))
    assert left == counted(first(strand))
    assert sum(whole) - sum(left) == found.size
    with pytest.raises(Refused) as refusal:
        votes(strand, "flood-3")
    assert "not counted" in refusal.value.verdict.why
    appeal_exclusion(exclusion=proposal, words="We are a school.", by=None, at=clock.now())
    decide_appeal(exclusion=proposal, outcome="overturned", because="They are.", by=third, at=clock.now())
    assert counts(first(strand)) == whole
    assert Exclusion.objects.get().kind == "votes"


def test_a_moderator_sees_the_picture_with_and_without_and_says_what_they_make_of_it() -> None:
    strand = a_flooded_strand()
    ann = signed_in(strand.ann)  # type: ignore[attr-defined]
    desk = f"/staff/strands/{strand.public_id}/odd-votes/"
    assert ann.post(desk).status_code == 302
    found = max(Suspicion.objects.all(), key=lambda each: each.size)
    address = f"/staff/odd-votes/{found.public_id}/"
    page = ann.get(address).content.decode()
    assert "With these votes" in page
    assert "Without them" in page
    assert page.count("<svg viewBox") >= 2
    assert "flood-" not in page
    assert ann.post(address, {"verdict": "propose", "because": "x"}).status_code == 422
    assert ann.post(address, {"verdict": "honest", "because": "A school; I rang them."}).status_code == 302
    assert Suspicion.objects.get(pk=found.pk).state == "honest"
    cass = signed_in(an_account("Cass", "engagement_lead", partner=a_partner()))
    assert cass.get(address).status_code == cass.get(desk).status_code == 403


def test_scenario_22_a_group_too_small_to_hide_in_is_not_described_anywhere() -> None:
    from heard.methods.opinions.queries.cells import cells_of
    from heard.methods.opinions.queries.result import found_in, tenths
    from heard.rules.opinions import run, votes_from

    rows = [(n, f"{n}", f"{s}", 1 if n < 40 else -1) for n in range(44) for s in range(1, 11)]
    strand = a_strand_of_statements()
    picture = run(votes_from(rows))
    assert sorted(group.size for group in picture.groups) == [4, 40]
    found = found_in(strand, picture)
    small = next(each for each in found["groups"] if each["people"] is None)
    assert small["telling"] == []
    assert all(letter != small["letter"] for row in found["rows"] for letter, _yes, _no in row[-1])
    assert all(dot.group != small["letter"] and dot.people >= 3 for dot in cells_of(picture))
    assert (tenths(3, 9), tenths(9, 10), tenths(1, 10)) == (None, 9, 1)


def test_scenario_22_nothing_is_counted_out_while_so_few_have_voted_that_it_would_tell_on_them() -> None:
    strand = a_strand_of_statements()
    for number in range(4):
        votes(strand, f"{number}" * 43, way=-1)
    actions.count_room(
        strand=strand, kind="phone", title="A call", held_on=clock.today(), people=1, at=clock.now(), entry_key="call",
        counts={first(strand, 2): actions.Hands(agree=1)}, by=strand.ann,  # type: ignore[attr-defined]
    )  # fmt: skip
    page = Client().get(url("picture", strand)).content.decode()
    assert "too few" in page
    assert not re.search(r"\d+ of the \d+ who voted", page)
    found = standing_of(strand)[0]
    assert (found["people"], found["votes"], found["rows"][0][2:5]) == (4, None, [None, None, None])
    assert found["rooms"]["rows"] == [[2, None, None, None, 1]]
    room = Client().get(url("room", strand)).content.decode()
    assert "4</strong>" in room
    assert "disagree ·" not in room
    votes(strand, KEY, way=-1)
    assert standing_of(strand)[0]["rows"][0][2:5] == [0, 5, 0]


def test_scenario_16_a_proposal_that_is_refused_lets_them_count() -> None:
    strand = a_flooded_strand()
    found = max(actions.look_for_odd_votes(strand=strand, at=clock.now()), key=lambda each: each.size)
    proposal = actions.propose_leaving_out_votes(
        suspicion=found, reason="conduct", because="One program sent them.", by=strand.ann, at=clock.now()  # type: ignore[attr-defined]
    )  # fmt: skip
    reviewer = an_account("Rita", "independent_reviewer", partner=strand.activity.lead, team="Audit")
    refuse_exclusion(exclusion=proposal, because="It was a school.", by=reviewer, at=clock.now())
    assert Suspicion.objects.get(pk=found.pk).state == "honest"
    assert counts(first(strand)) == counted(first(strand))
