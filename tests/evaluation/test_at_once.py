"""The same said by two pages, or by a double click, is kept once."""

from __future__ import annotations

import pytest
from tests.decisions.conftest import Room
from tests.factories import a_partner
from tests.queueing import queued

from heard.evaluation import actions
from heard.evaluation.models import FollowUp, FollowUpBatch, Lesson, LessonShare, ReachAction
from heard.ground import clock
from heard.ground.refusal import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_came_of_something_is_said_once_also_from_a_page_that_was_opened_before(open_room: Room) -> None:
    made = actions.accept_action(
        activity=open_room.activity, about="Young people", words="Ask at school", assigned_to="Olu", by=open_room.ann,
        at=clock.now(),
    )  # fmt: skip
    stale = ReachAction.objects.get()
    actions.settle_action(action=made, was_done=True, outcome="41 forms.", by=open_room.ann, at=clock.now())
    with pytest.raises(Conflict, match="already what came of this"):
        actions.settle_action(action=stale, was_done=False, outcome="No.", by=open_room.ann, at=clock.now())
    assert ReachAction.objects.get().outcome == "41 forms."


def test_a_lesson_shared_twice_in_one_moment_goes_to_each_partner_once(room: Room) -> None:
    lesson = actions.add_lesson(activity=room.activity, words="Ring the clubs first.", by=room.ann, at=clock.now())
    a_partner("Example Trust")

    def share() -> int:
        return actions.share_lesson(lesson=Lesson.objects.get(), by=room.ann, at=clock.now())

    first, second = queued(lesson, share, share)
    assert (first, second) == (LessonShare.objects.count(), 0)
    assert first > 0


def test_a_batch_to_follow_up_is_posted_once(room: Room) -> None:
    today = clock.today()
    begun = FollowUp.objects.create(
        activity=room.activity, wording="1", starts_on=today, closes_on=today, started_at=clock.now()
    )
    FollowUpBatch.objects.create(follow_up=begun, letters=1, printed_by=room.ann, printed_at=clock.now())
    one, stale = FollowUpBatch.objects.get(), FollowUpBatch.objects.get()
    actions.post_follow_up(batch=one, posted_on=today, by=room.ann, at=clock.now())
    with pytest.raises(Conflict, match="posted already"):
        actions.post_follow_up(batch=stale, posted_on=today, by=room.ann, at=clock.now())
