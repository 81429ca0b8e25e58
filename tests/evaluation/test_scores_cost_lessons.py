"""Two scores that are never averaged; what it cost for each participant; lessons that travel and are used again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.decisions.conftest import Room
from tests.factories import (
    a_group,
    a_partner,
    a_strand,
    an_account,
    an_activity,
    signed_in,
)

from heard.activities.models import VoluntaryPart
from heard.evaluation import actions, jobs, queries
from heard.evaluation.models import CostLine, Lesson, LessonUse, RaterInvitation, Score
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db
SHOWN = {"standard": "inclusion", "score": "5", "evidence": "41 forms from the school.", "link": ""}


def desk(room: Room, part: str) -> str:
    return f"/staff/activities/{room.activity.slug}/evaluation/{part}/"


def score(room: Room, number: int, standard: str = "inclusion") -> Score:
    given = {"standard": standard, "score": number, "evidence": "The minutes", "link": ""}
    return actions.score_as_lead(activity=room.activity, by=room.ann, at=clock.now(), **given)


def invited(room: Room, email: str = "wen@example.org") -> RaterInvitation:
    return actions.invite_rater(activity=room.activity, partner=a_partner("Example Trust"), email=email, by=room.ann,
                                at=clock.now())  # fmt: skip


def lesson(room: Room, words: str = "Ring the clubs first.", **tags: list[str]) -> Lesson:
    return actions.add_lesson(activity=room.activity, words=words, by=room.ann, at=clock.now(), tags=tags or None)


# ---- scores


def test_a_score_without_evidence_is_not_kept(room: Room) -> None:
    ann = signed_in(room.ann)
    assert ann.post(desk(room, "scores"), SHOWN | {"evidence": " "}).status_code == 422
    with pytest.raises(Conflict, match="needs what shows it"):
        actions.score_as_lead(activity=room.activity, standard="impact", score=3, evidence=" ", link="", by=room.ann,
                              at=clock.now())  # fmt: skip
    assert not Score.objects.exists()
    assert ann.post(desk(room, "scores"), SHOWN).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.update(score=7)


def test_two_scores_stand_side_by_side_and_a_difference_is_talked_about(room: Room) -> None:
    score(room, 5)
    invitation = invited(room)
    actions.score_as_partner(invitation=invitation, standard="inclusion", score=2, evidence="No young people came.",
                             link="", name="Wen Li", by=None, at=clock.now())  # fmt: skip
    actions.talk_about_score(activity=room.activity, standard="inclusion", words="We had not counted the school.",
                             name="Ann Example", by=room.ann, at=clock.now())  # fmt: skip
    row = queries.scores_of(room.activity)[0]
    assert row.lead
    assert row.partner
    assert (row.lead.score, row.partner.score, row.apart) == (5, 2, 3)
    page = signed_in(room.ann).get(desk(room, "scores")).content.decode()
    for words in ("5 · Very good", "2 · Weak", "3 points apart", "No young people came.", "not counted the school"):
        assert words in page, words
    assert "3.5" not in page


def test_a_changed_mind_keeps_the_earlier_score(room: Room) -> None:
    score(room, 5)
    score(room, 3)
    assert sorted((each.score, each.replaced_at is None) for each in Score.objects.all()) == [(3, True), (5, False)]
    assert [each.lead.score for each in queries.scores_of(room.activity) if each.lead] == [3]


def test_another_partner_scores_by_the_link_in_its_e_mail(room: Room, smtp: Any) -> None:
    invitation = invited(room)
    jobs.invite_rater(invitation.pk)
    jobs.invite_rater(invitation.pk)
    assert len(smtp) == 1
    found = re.search(r"/second-score/\w+/", smtp[0].get_payload(decode=True).decode())
    assert found
    client = Client()
    assert client.post(found[0], SHOWN).status_code == 422, "a name is needed"
    assert client.post(found[0], SHOWN | {"name": "Wen Li"}).status_code == 302
    kept = Score.objects.get()
    assert (kept.rater, kept.name, kept.body, kept.account) == ("partner", "Wen Li", "Example Trust", None)
    actions.invite_rater(activity=room.activity, partner=a_partner("Another"), email="x@example.org", by=room.ann,
                         at=clock.now())  # fmt: skip
    assert client.get(found[0]).status_code == 404, "an earlier link stops working"


def test_the_lead_never_gives_the_second_score(room: Room) -> None:
    """Ann asks for it; Dora, who evaluates at the asked partner, gives it; Cass is a stranger."""
    with pytest.raises(Conflict, match="another partner"):
        actions.invite_rater(activity=room.activity, partner=room.activity.lead, email="a@example.org", by=room.ann,
                             at=clock.now())  # fmt: skip
    invitation = invited(room)
    dora = an_account("Dora Example", "officer", partner=invitation.partner)
    assert signed_in(room.cass).post(desk(room, "scores"), SHOWN).status_code == 403
    assert signed_in(room.bilal).post(desk(room, "scores"), SHOWN).status_code == 403
    assert not Score.objects.exists()
    assert signed_in(dora).post(desk(room, "scores"), SHOWN).status_code == 302
    assert Score.objects.get().rater == "partner"
    with pytest.raises(Refused):
        actions.score_as_partner(invitation=invitation, standard="impact", score=6, evidence="x", link="",
                                 name="Ann", by=room.ann, at=clock.now())  # fmt: skip


# ---- cost


def test_cost_is_in_pence_and_for_each_participant_not_each_contribution(room: Room) -> None:
    first = room.said("One")
    for words in ("Two", "Three"):
        again = room.said(words)
        again.voice = first.voice
        again.save()
    room.said("Somebody else")
    ann = signed_in(room.ann)
    staff = {"kind": "staff", "words": "Two evenings", "hours": "7.5", "rate": "22.40"}
    assert ann.post(desk(room, "cost"), staff).status_code == 302
    assert ann.post(desk(room, "cost"), {"kind": "printing", "words": "Forms", "pounds": "120.05"}).status_code == 302
    VoluntaryPart.objects.create(activity=room.activity, body="Carers together", amount_pence=30_000)
    assert sorted(CostLine.objects.values_list("pence", flat=True)) == [12_005, 16_800]
    cost = queries.cost_for(room.activity)
    assert (cost.pence, cost.people, cost.pence_each) == (58_805, 2, 29_402)
    assert [kind for kind, _label, _pence in cost.by_kind] == ["staff", "printing", "voluntary"]
    page = ann.get(desk(room, "cost")).content.decode()
    for words in ("£588.05", "£294.02", "Carers together", "several contributions of one voice count once"):
        assert words in page, words


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "staff", "words": "Evenings", "hours": "2"}, {"kind": "venue", "words": "Hall"}, {"kind": "venue"}],
)
def test_a_line_that_lacks_something_is_not_kept(room: Room, wrong: dict[str, str]) -> None:
    assert signed_in(room.ann).post(desk(room, "cost"), wrong).status_code == 422
    assert not CostLine.objects.exists()


def test_a_wrong_line_is_struck_and_stays_in_the_record(room: Room) -> None:
    line = actions.add_cost(
        activity=room.activity, kind="venue", words="Hall", pence=5_000, by=room.ann, at=clock.now()
    )
    strike = f"{desk(room, 'cost')}{line.public_id}/strike/"
    assert signed_in(room.cass).post(strike).status_code == 403
    assert signed_in(room.ann).post(strike).status_code == 302
    assert queries.cost_for(room.activity).pence == 0
    assert CostLine.objects.get().struck_by == room.ann


# ---- lessons


def test_a_lesson_goes_to_every_partner_and_onto_the_list(room: Room, smtp: Any) -> None:
    other = a_partner("Example Trust")
    lead = an_account("Wen Li", "engagement_lead", partner=other)
    one = lesson(room)
    share = f"{desk(room, 'lessons')}{one.public_id}/share/"
    assert signed_in(room.cass).post(share).status_code == 403
    assert "Ring the clubs" not in Client().get("/lessons/").content.decode()
    assert signed_in(room.ann).post(share).status_code == 302
    jobs.tell_lesson(one.pk, lead.pk)
    jobs.tell_lesson(one.pk, lead.pk)
    assert len(smtp) == 1
    assert "Ring the clubs first." in Client().get("/lessons/").content.decode()
    assert "Ring the clubs first." in Client().get("/lessons/?words=clubs").content.decode()
    assert "Ring the clubs first." not in Client().get("/lessons/?words=zebra").content.decode()
    assert queries.evaluation_facts(room.activity).lessons_shared == 1


def test_the_next_person_who_plans_something_alike_is_shown_it_and_says_that_they_used_it(room: Room) -> None:
    one = lesson(room, "Ask young carers after school.", groups=["Young carers"], methods=["gathering"])
    lesson(room, "Nothing like it.", themes=["aviation"])
    for each in Lesson.objects.all():
        actions.share_lesson(lesson=each, by=room.ann, at=clock.now())
    plan = an_activity("Play in the park", lead=room.activity.lead)
    a_group(plan, "Young carers")
    a_strand(plan, method="gathering")
    ann = signed_in(room.ann)
    address = f"/staff/activities/{plan.slug}/lessons/"
    page = ann.get(address).content.decode()
    assert "Ask young carers after school." in page
    assert "Nothing like it." not in page
    assert "alike in: gathering, Young carers" in page
    part = ann.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Ask young carers after school." in part
    assert ann.post(f"{address}{one.public_id}/use/", {}).status_code == 422
    assert ann.post(f"{address}{one.public_id}/use/", {"how": "We go at half past three."}).status_code == 302
    assert LessonUse.objects.get().how == "We go at half past three."
    assert "Used once." in Client().get("/lessons/").content.decode()
    one.refresh_from_db()
    with pytest.raises(Conflict, match="says already"):
        actions.use_lesson(lesson=one, activity=plan, how="Again", by=room.ann, at=clock.now())


def test_a_lesson_is_not_used_where_it_was_learned_nor_by_strangers(room: Room) -> None:
    one = lesson(room)
    plan = an_activity("Another", lead=room.activity.lead)
    with pytest.raises(Conflict, match="not been shared"):
        actions.use_lesson(lesson=one, activity=plan, how="x", by=room.ann, at=clock.now())
    actions.share_lesson(lesson=one, by=room.ann, at=clock.now())
    with pytest.raises(Conflict, match="this very activity"):
        actions.use_lesson(lesson=one, activity=room.activity, how="x", by=room.ann, at=clock.now())
    with pytest.raises(Refused):
        actions.use_lesson(lesson=one, activity=plan, how="x", by=room.cass, at=clock.now())


def test_the_desks_ask_as_few_questions_for_three_as_for_one(
    room: Room, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ann, asked = signed_in(room.ann), set()
    plan = an_activity("Play in the park", lead=room.activity.lead)
    for number, standard in enumerate(("inclusion", "support", "planning")):
        score(room, number + 1, standard)
        actions.add_cost(activity=room.activity, kind="venue", words="Hall", pence=5_000, by=room.ann, at=clock.now())
        one = lesson(room, f"Lesson {number} about the park where people play")
        actions.share_lesson(lesson=one, by=room.ann, at=clock.now())
        counts = []
        for page in (desk(room, "scores"), desk(room, "cost"), desk(room, "how-was-it"), "/lessons/", "/evaluation/",
                     f"/staff/activities/{plan.slug}/lessons/"):  # fmt: skip
            with django_assert_max_num_queries(14) as found:
                assert ann.get(page).status_code == 200
            counts.append(len(found))
        asked.add(tuple(counts))
    assert len(asked) == 1, asked
