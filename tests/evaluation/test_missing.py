"""Who is missing while there is time: targets set at planning against reach, and what is done about it in public."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.decisions.conftest import Room
from tests.evaluation.scene import people
from tests.factories import (
    a_group,
    a_strand,
    an_account,
    signed_in,
)

from heard.activities.models import Activity, Plan
from heard.audit.models import Entry
from heard.evaluation import actions, jobs, queries
from heard.evaluation.models import GroupMeasure, ReachAction
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db


def found(room: Room) -> queries.Missing:
    return queries.who_is_missing(Activity.objects.get(pk=room.activity.pk), clock.today())


def states(room: Room) -> dict[str, tuple[str, int | None]]:
    return {each.target.name: (each.state, each.count) for each in found(room).reached}


def desk(room: Room, more: str = "") -> str:
    return f"/staff/activities/{room.activity.slug}/evaluation/taking-part/{more}"


def test_targets_of_the_plan_are_held_against_reach_so_far(open_room: Room) -> None:
    young = a_group(open_room.activity, "Young people", target=60)
    Plan.objects.filter(activity=open_room.activity).update(target_participants=200)
    people(open_room.strand, 20, age="16-24")
    people(open_room.strand, 40, age="55-64", channel="paper")
    actions.measure_group(group=young, question="age", answers=["under-25"], by=open_room.ann, at=clock.now())
    actions.release_reading(activity=open_room.activity, by=open_room.ann, at=clock.now())
    seen = found(open_room)
    assert states(open_room) == {"Young people": ("few", None)}, "20 are not shown: the other bands stand beside it"
    assert (seen.participants, seen.hoped, seen.days_left) == (60, 200, 40)
    assert seen.channels == {"paper": 40, "web": 20}
    assert seen.non_digital_percent == 67
    page = signed_in(open_room.ann).get(desk(open_room)).content.decode()
    for words in ("60 voices so far; the plan hoped for 200", "40 days left", "too few to show, or nobody",
                  "one lesson with the question"):  # fmt: skip
        assert words in page, words


def test_a_group_is_reached_by_a_way_made_with_it_or_by_those_a_host_counted(open_room: Room) -> None:
    carers, deaf = a_group(open_room.activity, "Young carers"), a_group(open_room.activity, "Deaf people")
    a_group(open_room.activity, "Everyone else")
    made = a_strand(open_room.activity, title="Carers' evening", generic=False)
    made.groups.add(carers)
    other = a_strand(open_room.activity, title="Deaf club", generic=False)
    other.groups.add(deaf)
    people(made, 1)
    assert states(open_room) == {
        "Young carers": ("some", None), "Deaf people": ("none", None), "Everyone else": ("", None),
    }  # fmt: skip
    facts = queries.reach_facts(open_room.activity)
    assert [(each.group, each.heard) for each in facts] == [
        ("Young carers", "some"), ("Deaf people", "none"), ("Everyone else", ""),
    ]  # fmt: skip


def test_where_nothing_came_in_at_all_nobody_was_reached(open_room: Room) -> None:
    a_group(open_room.activity, "Older people")
    assert states(open_room) == {"Older people": ("none", None)}


def test_half_way_it_is_raised_once_in_the_public_record(open_room: Room) -> None:
    a_group(open_room.activity, "Deaf people", most_affected=True)
    assert jobs.every_night()["raised"] == 1
    assert jobs.every_night()["raised"] == 0
    entry = Entry.objects.get(what="missing.raised")
    assert entry.header["groups"] == ["Deaf people"]
    assert "hardly anybody, was known to have been heard of: Deaf people" in (
        Client().get(f"/activities/{open_room.activity.slug}/who-took-part/").content.decode()
    )


def test_while_nobody_most_affected_is_heard_the_leads_are_told_and_it_is_looked_at_again_each_week(
    open_room: Room, smtp: list[Any]
) -> None:
    """UP-c: reach = 0 half-way is checked by a job, stands on the pages, and reaches whoever leads."""
    a_group(open_room.activity, "Deaf people", most_affected=True)
    a_group(open_room.activity, "Shops")
    lena = an_account("Lena", "engagement_lead", partner=open_room.activity.lead)
    today = clock.today()
    for days, again in ((0, 0), (6, 0), (7, 1), (8, 0), (14, 1)):
        with clock.stopped(today + timedelta(days=days)):
            assert jobs.every_night()["again"] == again
    told = ProcrastinateJob.objects.filter(task_name="evaluation.tell_missing").order_by("id")
    leads = queries.running(open_room.activity)
    assert lena in leads
    assert open_room.activity.owner in leads
    assert len(leads) == 2
    assert told.count() == 3 * len(leads)
    for _twice in range(2):
        for job in told:
            jobs.tell_missing(**job.args)
    assert len(smtp) == 3 * len(leads), "each look once to each of them"
    text = smtp[0].get_payload(decode=True).decode()
    assert "Nobody is known to have been heard from: Deaf people." in text
    assert "Shops" not in text
    assert desk(open_room) in text
    with clock.stopped(today + timedelta(days=14)):
        for page in (desk(open_room), f"/activities/{open_room.activity.slug}/who-took-part/"):
            assert "still nobody of Deaf people" in signed_in(open_room.ann).get(page).content.decode()


def test_once_somebody_is_heard_nobody_is_told_any_more(open_room: Room) -> None:
    deaf = a_group(open_room.activity, "Deaf people", most_affected=True)
    today = clock.today()
    jobs.every_night()
    made = a_strand(open_room.activity, title="Deaf club", generic=False)
    made.groups.add(deaf)
    people(made, 1)
    with clock.stopped(today + timedelta(days=7)):
        assert jobs.every_night()["again"] == 1
        page = Client().get(f"/activities/{open_room.activity.slug}/who-took-part/").content.decode()
        assert "by then somebody of each most affected group had been heard" in page
    with clock.stopped(today + timedelta(days=14)):
        assert jobs.every_night()["again"] == 0
    assert ProcrastinateJob.objects.filter(task_name="evaluation.tell_missing").count() == len(
        queries.running(open_room.activity)
    )


def test_a_plan_with_a_most_affected_group_that_was_heard_tells_nobody(open_room: Room) -> None:
    a_group(open_room.activity, "Shops")
    assert jobs.every_night()["raised"] == 1
    assert not ProcrastinateJob.objects.filter(task_name="evaluation.tell_missing").exists()


def test_before_the_middle_nothing_is_raised(open_room: Room) -> None:
    a_group(open_room.activity, "Deaf people", most_affected=True)
    with clock.stopped(clock.today() - timedelta(days=10)):
        assert jobs.every_night()["raised"] == 0


def test_an_action_is_taken_on_assigned_and_settled_in_public(open_room: Room) -> None:
    a_group(open_room.activity, "Young people", most_affected=True)
    ann = signed_in(open_room.ann)
    chosen = ann.get(f"{desk(open_room)}?take=schools").content.decode()
    assert "Ask at two schools and a college" in chosen.partition('name="words"')[2].partition("</textarea>")[0]
    terms = {"about": "Young people", "words": "Ask at two schools", "assigned_to": "Olu", "suggestion": "schools"}
    assert ann.post(desk(open_room, "actions/"), terms | {"words": ""}).status_code == 422
    assert ann.post(desk(open_room, "actions/"), terms).status_code == 302
    one = ReachAction.objects.get()
    assert ann.post(desk(open_room, f"actions/{one.public_id}/"), {"was_done": "yes"}).status_code == 422
    done = {"was_done": "yes", "outcome": "Two classes; 41 forms."}
    assert ann.post(desk(open_room, f"actions/{one.public_id}/"), done).status_code == 302
    public = Client().get(f"/activities/{open_room.activity.slug}/who-took-part/").content.decode()
    for words in ("Young people", "Ask at two schools", "Olu", "Two classes; 41 forms."):
        assert words in public
    with pytest.raises(Conflict, match="already what came of this"):
        actions.settle_action(action=ReachAction.objects.get(), was_done=False, outcome="No", by=open_room.ann,
                              at=clock.now())  # fmt: skip


def test_a_group_is_recognised_by_answers_of_one_question_only(open_room: Room) -> None:
    group = a_group(open_room.activity, "Young people")
    ann = signed_in(open_room.ann)
    both = {"answers": ["age:under-25", "disability:a-lot"]}
    assert ann.post(desk(open_room, f"groups/{group.pk}/"), both).status_code == 422
    assert ann.post(desk(open_room, f"groups/{group.pk}/"), {"answers": ["age:under-25"]}).status_code == 302
    assert GroupMeasure.objects.get().answers == ["under-25"]


def test_only_those_who_run_it_act(open_room: Room) -> None:
    """Ann owns it, Bilal helps, Cass is a stranger."""
    terms = {"about": "Carers", "words": "Ring them", "assigned_to": "Bilal"}
    assert signed_in(open_room.cass).post(desk(open_room, "actions/"), terms).status_code == 403
    assert Client().post(desk(open_room, "actions/"), terms).status_code == 302
    assert not ReachAction.objects.exists()
    assert signed_in(open_room.bilal).post(desk(open_room, "actions/"), terms).status_code == 302
    assert ReachAction.objects.get().accepted_by == open_room.bilal


def test_once_it_is_over_nobody_can_be_reached_any_more(open_room: Room) -> None:
    Activity.objects.filter(pk=open_room.activity.pk).update(stage="withdrawn")
    open_room.activity.refresh_from_db()
    with pytest.raises(Refused, match="over"):
        actions.accept_action(activity=open_room.activity, about="x", words="y", assigned_to="z", by=open_room.ann,
                              at=clock.now())  # fmt: skip
