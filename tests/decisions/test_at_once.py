"""Two officers, or an officer and the night's job, at one decision in one moment: one comes after the other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.decisions.conftest import Room, a_room
from tests.decisions.scene import recorded
from tests.queueing import queued

from heard.activities.actions import mark
from heard.activities.models import Activity
from heard.decisions import actions
from heard.decisions.models import Decision, Delivery, Escalation, FeedbackVersion, LetterBatch, Obligation
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people.actions import keep_address

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_ladder_climbs_while_feedback_is_given_and_both_are_kept() -> None:
    room = a_room(clock.today() - timedelta(days=300), clock.today() - timedelta(days=200))
    with clock.stopped(clock.today() - timedelta(days=250)):
        owed = actions.open_obligation(activity=room.activity, by=None, at=clock.now())

    def give() -> None:
        with transaction.atomic():
            activity = Activity.objects.select_for_update().get(pk=room.activity.pk)
            actions.publish_feedback(activity=activity, by=None, at=clock.now())

    steps, given = queued(owed, lambda: actions.escalate(obligation=owed, at=clock.now()), give)
    assert (len(steps), given) == (Escalation.objects.count(), None)
    owed.refresh_from_db()
    assert (owed.was_late, owed.given_on) == (True, clock.today())


def test_telling_begun_twice_in_one_moment_publishes_one_version_and_tells_everybody_once(room: Room) -> None:
    recorded(room)
    keep_address(voice=room.said("Later").voice, kind="email", address="rosa@example.org", name="Rosa")
    composed = actions.compose_feedback(
        activity=room.activity, summary="You changed the hours.", not_heard="", by=room.ann, at=clock.now()
    )

    def start() -> int:
        activity = Activity.objects.get(pk=room.activity.pk)
        return actions.start_telling(activity=activity, by=room.ann, at=clock.now())

    assert queued(composed, start, start) == [1, 0]
    assert list(FeedbackVersion.objects.values_list("number", flat=True)) == [1]
    assert Delivery.objects.count() == 1


def test_a_decision_recorded_while_it_is_published_is_refused_and_the_published_one_stays(room: Room) -> None:
    was = recorded(room)
    for finding in room.findings:
        actions.answer_finding(finding=finding, kind="partly", reason="Half of it.", by=room.odile, at=clock.now())

    def publish() -> None:
        with transaction.atomic():
            activity = Activity.objects.select_for_update().get(pk=room.activity.pk)
            actions.publish(activity=activity, by=room.odile, at=clock.now())
            mark(activity=activity, by=room.odile, at=clock.now(), stage="decided")

    def answer() -> Any:
        finding = room.findings[0]
        return actions.answer_finding(finding=finding, kind="not", reason="No.", by=room.odile, at=clock.now())

    published, again, answered = queued(Activity.objects.get(), publish, lambda: recorded_again(room), answer)
    assert published is None
    assert isinstance(again, Refused)
    assert isinstance(answered, Refused)
    assert Decision.objects.get().option == was.option


def recorded_again(room: Room) -> Decision:
    return actions.record_decision(
        activity=room.activity, maker="Somebody", made_on=clock.today(), option="Nothing at all.", reasons="No money.",
        alternatives="None.", by=room.odile, at=clock.now(),
    )  # fmt: skip


def test_a_batch_of_letters_is_posted_once(room: Room) -> None:
    batch = LetterBatch.objects.create(activity=room.activity, letters=1, printed_by=room.ann, printed_at=clock.now())

    def post(day: date) -> LetterBatch:
        mine = LetterBatch.objects.get(pk=batch.pk)
        return actions.post_letters(batch=mine, posted_on=day, by=room.ann, at=clock.now())

    first, second = queued(batch, lambda: post(clock.today()), lambda: post(clock.today() - timedelta(days=1)))
    assert first.posted_on == clock.today()
    assert isinstance(second, Conflict)
    assert LetterBatch.objects.get().posted_on == clock.today()


def test_interim_feedback_and_the_answer_itself_given_in_one_moment_are_both_kept(room: Room) -> None:
    owed: Obligation = actions.open_obligation(activity=room.activity, by=None, at=clock.now())

    def interim() -> Any:
        return actions.give_interim(
            activity=Activity.objects.get(), heard="Later hours.", because="The cabinet meets in May.",
            delayed_until=clock.today() + timedelta(days=30), by=room.ann, at=clock.now(),
        )  # fmt: skip

    def publish() -> None:
        with transaction.atomic():
            activity = Activity.objects.select_for_update().get(pk=room.activity.pk)
            actions.publish_feedback(activity=activity, by=None, at=clock.now())

    made, given = queued(owed, interim, publish)
    assert made.delayed_until == clock.today() + timedelta(days=30)
    assert given is None
