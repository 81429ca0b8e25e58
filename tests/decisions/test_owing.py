"""Feedback that is owed: when, to whom, and who is told while it is late (UP-a, scenario 27)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.decisions.conftest import Room, a_room
from tests.decisions.later import run_jobs
from tests.decisions.scene import (
    decided_scene,
    recorded,
)
from tests.factories import (
    a_contribution,
    a_partner,
    a_strand,
    an_account,
    an_activity,
    signed_in,
)

from heard.activities.actions import ReplyTo, Said, mark, receive_contribution
from heard.audit.models import Entry
from heard.decisions import actions, queries
from heard.decisions.jobs import ask_about_promises, watch_feedback
from heard.decisions.models import Delivery, Escalation, Interim, InterimStep, Obligation
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.people.actions import keep_address
from heard.people.models import Role
from heard.rules.calendar import add_working_days, in_words
from heard.rules.feedback import ladder_days

pytestmark = pytest.mark.django_db(transaction=True)
DUE = date(2026, 6, 1)
LADDER_DAYS = (date(2026, 6, 2), date(2026, 6, 15), date(2026, 6, 29), date(2026, 7, 27))


@pytest.fixture
def late() -> Room:
    """Closed on 9 March, an answer promised by 1 June 2026; an officer, an engagement lead and a councillor."""
    room = a_room(date(2025, 12, 1), date(2026, 3, 9))
    activity = room.activity
    activity.owner = room.ann
    activity.save()
    activity.plan.feedback_due_on = DUE
    activity.plan.save()
    an_account("Ewa Engagement", "engagement_lead", partner=activity.lead)
    an_account("Councillor Example", "elected_member", partner=activity.lead)
    Role.objects.filter(role="decision_owner").delete()
    with clock.stopped(date(2026, 1, 5)):
        actions.open_obligation(activity=activity, by=None, at=clock.now())
    activity.refresh_from_db()
    return room


def morning(day: date) -> None:
    with clock.stopped(day):
        watch_feedback(0)


def told() -> list[tuple[int, list[str]]]:
    return [
        (step.level, sorted(step.told.values_list("name", flat=True))) for step in Escalation.objects.order_by("level")
    ]


def test_scenario_27_feedback_overdue_climbs_the_ladder_and_stays_late_after_it_is_given(late: Room) -> None:
    late.said("Later, please", "paper")
    page = f"/activities/{late.activity.slug}/decided/"
    morning(DUE)
    assert told() == []
    expected: list[tuple[int, list[str]]] = [
        (1, ["Ann Example"]), (2, ["Ewa Engagement"]), (3, ["Councillor Example"]), (4, []),
    ]  # fmt: skip
    for number, day in enumerate(LADDER_DAYS, start=1):
        morning(day - timedelta(days=1)) if number > 1 else None
        assert told() == expected[: number - 1]
        for _again in range(3):  # a job that is killed and tried again tells nobody twice
            morning(day)
        assert told() == expected[:number]
        with clock.stopped(day):
            run_jobs("decisions.tell_escalation")
            public = Client().get(page).content.decode()
        assert f"An answer is {(day - DUE).days} day" in public
        assert len(mail.outbox) == min(number, 3)
    assert [message.to for message in mail.outbox] == [
        list(one.told.values_list("email", flat=True)) for one in Escalation.objects.filter(level__lt=4)
    ]
    assert Entry.objects.filter(what="feedback.escalated").count() == 4
    with clock.stopped(date(2026, 8, 3)):
        listed = Client().get("/late-feedback/2026/").content.decode()
        assert late.activity.title in listed
        assert "63 days late" in listed
        _give(late)
        listed = Client().get("/late-feedback/2026/").content.decode()
        assert "Given 63 days late" in listed
        assert late.activity.title not in Client().get("/late-feedback/").content.decode()
        assert "You were told 63 days late" in Client().get(page).content.decode()
    owed = Obligation.objects.get(voice=None)
    assert (owed.was_late, owed.level, owed.days_late(date(2030, 1, 1))) == (True, 4, 63)
    morning(date(2026, 12, 1))
    assert len(told()) == 4


def _give(room: Room) -> None:
    Role.objects.create(account=room.odile, role="decision_owner", partner=room.activity.lead, given_by=room.odile)
    recorded(room, made_on=clock.today())
    for finding in room.findings:
        actions.answer_finding(finding=finding, kind="adopted", by=room.odile, at=clock.now())
    actions.publish(activity=room.activity, by=room.odile, at=clock.now())
    actions.compose_feedback(activity=room.activity, summary="Done.", not_heard="", by=room.ann, at=clock.now())
    actions.start_telling(activity=room.activity, by=room.ann, at=clock.now())
    actions.tell_channel(
        activity=room.activity, channel="paper", how="Poster", given_on=clock.today(), by=room.ann, at=clock.now()
    )
    actions.publish_feedback(activity=room.activity, by=room.ann, at=clock.now())


def test_days_that_were_missed_are_caught_up_each_step_once(late: Room) -> None:
    morning(date(2026, 9, 1))
    assert [level for level, _people in told()] == [1, 2, 3, 4]
    assert [step.fell_on for step in Escalation.objects.all()] == [DUE, *LADDER_DAYS[1:]]


def test_a_step_that_nobody_holds_is_said_so_in_public(late: Room) -> None:
    Role.objects.filter(role="elected_member").update(ended_at=clock.now())
    morning(LADDER_DAYS[2])
    assert told()[-1] == (3, [])
    with clock.stopped(LADDER_DAYS[2]):
        public = Client().get(f"/activities/{late.activity.slug}/decided/").content.decode()
    assert "nobody is named as the cabinet member or board" in public


def test_an_engagement_lead_who_is_missing_leaves_it_to_the_level_above(late: Room) -> None:
    Role.objects.filter(role="engagement_lead").update(ended_at=clock.now())
    morning(LADDER_DAYS[1])
    assert told()[-1] == (2, ["Councillor Example"])


def test_interim_feedback_sets_its_own_clock_and_never_erases_lateness(late: Room) -> None:
    spoke = late.said("Later", "web")
    keep_address(voice=spoke.voice, kind="email", address="rosa@example.org", name="Rosa")
    morning(LADDER_DAYS[0])
    until = date(2026, 9, 1)
    with clock.stopped(date(2026, 6, 10)):
        made = actions.give_interim(
            activity=late.activity, heard="Most want later hours.", because="The survey of the roof is late.",
            delayed_until=until, by=late.ann, at=clock.now(),
        )  # fmt: skip
        run_jobs("decisions.send_feedback")
        public = Client().get(f"/activities/{late.activity.slug}/decided/").content.decode()
    owed = Obligation.objects.get(voice=None)
    assert made.late_by == 9
    assert (owed.due_on, owed.interim_given_on, owed.interim_due_on) == (
        DUE, date(2026, 6, 10), add_working_days(until, 20),
    )  # fmt: skip
    assert owed.was_late
    assert "An answer is 9 days late" in public
    assert "Most want later hours." in public
    assert f"expected on {in_words(until)}" in public
    assert [one.to for one in mail.outbox if "delayed" in one.subject] == [["rosa@example.org"]]
    morning(LADDER_DAYS[1])
    assert [level for level, _people in told()] == [1, 2]
    with clock.stopped(date(2026, 6, 20)):
        actions.give_interim(
            activity=late.activity, heard="The same.", because="Still the roof.", delayed_until=date(2026, 10, 1),
            by=late.ann, at=clock.now(),
        )  # fmt: skip
    assert Interim.objects.first().late_by == 0  # type: ignore[union-attr]  # in time by its own clock
    assert Delivery.objects.exclude(interim=None).count() == 2


def interim_given(room: Room, on: date, until: date, because: str = "The roof is surveyed first.") -> Interim:
    with clock.stopped(on):
        return actions.give_interim(
            activity=room.activity, heard="Most want later hours.", because=because, delayed_until=until, by=room.ann,
            at=clock.now(),
        )  # fmt: skip


def interim_told() -> list[tuple[int, list[str]]]:
    steps = InterimStep.objects.order_by("interim", "level")
    return [(step.level, sorted(step.told.values_list("name", flat=True))) for step in steps]


def test_an_interim_promise_climbs_a_ladder_of_its_own_beside_an_answer_that_is_not_late(late: Room) -> None:
    """People were told that they hear again by a day, and did not: 0, 10, 20 and 40 working days (UP-a)."""
    made = interim_given(late, on=date(2026, 3, 16), until=date(2026, 3, 20))
    assert made.next_due_on == date(2026, 4, 21)  # twenty working days, Good Friday and Easter Monday left out
    expected: list[tuple[int, list[str]]] = [
        (1, ["Ann Example"]), (2, ["Ewa Engagement"]), (3, ["Councillor Example"]), (4, []),
    ]  # fmt: skip
    steps = [date(2026, 4, 22), *ladder_days(made.next_due_on, [10, 20])]
    for number, day in enumerate(steps, start=1):
        morning(day - timedelta(days=1))
        assert interim_told() == expected[: number - 1]
        morning(day), morning(day)
        assert interim_told() == expected[:number]
        with clock.stopped(day):
            run_jobs("decisions.tell_interim_step", "decisions.tell_escalation")
            public = Client().get(f"/activities/{late.activity.slug}/decided/").content.decode()
            listed = Client().get("/late-feedback/interim/").content.decode()
        days = (day - made.next_due_on).days
        assert f"To hear again: {days} day{'s' if days > 1 else ''} late" in public
        assert (late.activity.title in listed, f"Level {number} of 4" in listed) == (True, True)
    assert (len(mail.outbox), told()) == (3, [])  # the answer itself, due on 1 June, is not late yet
    assert "were to hear again by 21 April 2026" in mail.outbox[0].body
    late.activity.refresh_from_db()
    assert not late.activity.feedback_was_late
    morning(ladder_days(made.next_due_on, [40])[0])
    assert interim_told() == expected
    assert Entry.objects.filter(what="feedback.interim_escalated").count() == 4


def test_an_interim_promise_that_was_kept_late_stays_late_in_public_for_ever(late: Room) -> None:
    first = interim_given(late, on=date(2026, 3, 16), until=date(2026, 3, 20))
    morning(date(2026, 4, 22))
    second = interim_given(late, on=date(2026, 4, 24), until=date(2026, 5, 1), because="The price is not in.")
    first.refresh_from_db()
    assert (first.kept_on, second.late_by) == (date(2026, 4, 24), 3)
    morning(date(2026, 5, 20))
    assert interim_told() == [(1, ["Ann Example"])]  # the first promise is over; the second is not late yet
    with clock.stopped(date(2026, 9, 1)):
        _give(late)
        pages = [f"/activities/{late.activity.slug}/decided/", "/late-feedback/interim/"]
        for page in (Client().get(path).content.decode() for path in pages):
            assert "Heard again 3 days late" in page
    second.refresh_from_db()
    assert (second.kept_on, second.days_late(date(2030, 1, 1))) == (date(2026, 9, 1), 91)
    morning(date(2027, 1, 4))
    assert InterimStep.objects.count() == 1  # what is over is climbed no further
    for change in ({"next_due_on": date(2030, 1, 1)}, {"kept_on": None}, {"late_by": 0}):
        with pytest.raises(IntegrityError, match="not rewritten"), transaction.atomic():
            Interim.objects.filter(pk=second.pk).update(**change)
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        InterimStep.objects.all().delete()


def test_whoever_waits_reads_by_when_they_hear_again_and_the_officer_sees_it_owed(late: Room) -> None:
    spoke = late.said("Later", "web")
    keep_address(voice=spoke.voice, kind="email", address="rosa@example.org", name="Rosa")
    interim_given(late, on=date(2026, 3, 16), until=date(2026, 3, 20))
    with clock.stopped(date(2026, 3, 17)):
        run_jobs("decisions.send_feedback")
    assert "You hear from us by 21 April 2026 at the latest." in mail.outbox[0].body
    with clock.stopped(date(2026, 4, 22)):
        watch_feedback(0)
        ann = signed_in(late.ann)
        desk = ann.get(f"/staff/activities/{late.activity.slug}/feedback/").content.decode()
        owed = ann.get("/staff/").content.decode()
    assert "They were to hear again by 21 April 2026." in desk
    assert "level 2, not reached" in desk
    assert "overdue since 21 April 2026" in owed


def test_the_list_of_interim_promises_asks_as_little_for_three_as_for_one(
    late: Room, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = set()
    for number in range(3):
        interim_given(late, on=date(2026, 3, 16 + number), until=date(2026, 3, 20))
        with clock.stopped(date(2026, 9, 1)):
            watch_feedback(0)
            with django_assert_max_num_queries(14) as asked:
                assert Client().get("/late-feedback/interim/").status_code == 200
        counts.add(len(asked))
        Interim.objects.filter(kept_on=None).update(kept_on=date(2026, 8, 1))
    assert len(counts) == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"heard": " "}, "Say what you heard so far"),
        ({"delayed_until": date(2020, 1, 1)}, "still to come"),
    ],
)
def test_interim_feedback_says_what_was_heard_and_a_day_to_come(room: Room, changed: dict[str, Any], why: str) -> None:
    given = {"heard": "Most.", "because": "Rain.", "delayed_until": clock.today() + timedelta(days=9)} | changed
    with pytest.raises(Refused, match=why):
        actions.give_interim(activity=room.activity, by=room.ann, at=clock.now(), **given)


def test_only_whoever_tells_people_gives_interim_feedback_and_not_after_the_decision(room: Room) -> None:
    terms = {"heard": "Most.", "because": "Rain.", "delayed_until": clock.today() + timedelta(days=9)}
    for stranger in (room.bilal, room.cass):
        with pytest.raises(Refused, match="may do this here"):
            actions.give_interim(activity=room.activity, by=stranger, at=clock.now(), **terms)  # type: ignore[arg-type]
    room.activity.stage = "decided"
    with pytest.raises(Refused, match="while the decision is still to come"):
        actions.give_interim(activity=room.activity, by=room.ann, at=clock.now(), **terms)  # type: ignore[arg-type]


def test_whoever_asks_for_a_reply_is_owed_one_and_its_day_is_kept() -> None:
    activity = an_activity(stage="open")
    mark(activity=activity, by=None, at=clock.now(), feedback_due_on=clock.today() + timedelta(days=99))
    strand = a_strand(activity)
    kept = receive_contribution(
        strand=strand, channel="web", passages=[Said("Later")], by=None, at=clock.now(),
        reply_to=[ReplyTo("email", "rosa@example.org", "Rosa")],
    )  # fmt: skip
    receive_contribution(strand=strand, channel="web", passages=[Said("No reply")], by=None, at=clock.now())
    owed = Obligation.objects.get()
    assert (owed.voice_id, owed.due_on) == (kept.contribution.voice_id, activity.feedback_due_on)
    assert queries.replies_owed(activity).waiting == 1


def test_a_decision_brings_the_day_forward_and_never_puts_it_off(room: Room) -> None:
    far = clock.today() + timedelta(days=200)
    mark(activity=room.activity, by=None, at=clock.now(), feedback_due_on=far)
    Obligation.objects.create(activity=room.activity, created_at=clock.now(), due_on=far)
    decided_scene(room)
    soon = add_working_days(clock.today(), 20)
    room.activity.refresh_from_db()
    assert (room.activity.feedback_due_on, Obligation.objects.get().due_on) == (soon, soon)
    actions.hurry_obligation(activity=room.activity, by=None, at=clock.now() + timedelta(days=30))
    room.activity.refresh_from_db()
    assert room.activity.feedback_due_on == soon


def test_people_who_get_longer_are_answered_as_much_later(room: Room) -> None:
    today = clock.today()
    activity = an_activity(
        stage="open", lead=room.activity.lead, opens=today - timedelta(days=10), closes=today + timedelta(days=100)
    )
    activity.plan.feedback_due_on = today + timedelta(days=120)
    activity.plan.save()
    actions.open_obligation(activity=activity, by=None, at=clock.now())
    activity.closes_on_at_opening, activity.closes_on = activity.closes_on, today + timedelta(days=130)
    activity.save()
    watch_feedback(0)
    activity.refresh_from_db()
    assert activity.feedback_due_on == today + timedelta(days=150)
    assert Obligation.objects.get(activity=activity).due_on == today + timedelta(days=150)


def test_the_lists_of_late_feedback_ask_as_little_for_three_as_for_one(
    late: Room, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = set()
    for _number in range(3):
        with clock.stopped(date(2026, 9, 1)):
            watch_feedback(0)
            with django_assert_max_num_queries(14) as asked:
                assert Client().get("/late-feedback/2026/").status_code == 200
        counts.add(len(asked))
        other = an_activity(stage="closed", lead=late.activity.lead)
        Obligation.objects.create(activity=other, created_at=clock.now(), due_on=DUE, ladder=[0, 10, 20, 40])
        a_contribution(a_strand(other), "Something")
    assert len(counts) == 1


def test_there_is_no_list_for_a_year_to_come() -> None:
    assert Client().get(f"/late-feedback/{clock.today().year + 1}/").status_code == 404
    assert Client().get("/late-feedback/").status_code == 200


def test_interim_feedback_is_given_from_the_desk_and_a_fault_stays_beside_the_field(room: Room) -> None:
    desk = f"/staff/activities/{room.activity.slug}/feedback/interim/"
    assert signed_in(room.cass).get(desk).status_code == 403
    ann = signed_in(room.ann)
    assert ann.post(desk, {"heard": "Most."}).status_code == 422
    past = {"heard": "Most.", "because": "Rain.", "delayed_until": clock.today().isoformat()}
    faulty = ann.post(desk, past)
    assert (faulty.status_code, "still to come" in faulty.content.decode()) == (422, True)
    good = past | {"delayed_until": (clock.today() + timedelta(days=30)).isoformat()}
    assert ann.post(desk, good).status_code == 302
    assert Interim.objects.get().heard == "Most."


def test_the_watch_over_promises_runs_on_an_empty_city() -> None:
    a_partner()
    ask_about_promises(0)
    watch_feedback(0)
    assert not Escalation.objects.exists()
