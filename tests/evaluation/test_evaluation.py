"""The five questions of GP-j: answered by people, counted by the record, and left as they were published."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.decisions.conftest import Room
from tests.decisions.scene import (
    decided_scene,
)
from tests.factories import signed_in

from heard.activities.models import Contribution
from heard.evaluation import actions, queries
from heard.evaluation.models import Evaluation, Lesson
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db
FIVE = {"learned": "Ask earlier.", "representative": "Few young people.", "what_changed": "Two late evenings.",
        "better_informed_or_able": "Most said so."}  # fmt: skip


def write(room: Room, **changes: Any) -> Evaluation:
    return actions.write_evaluation(activity=room.activity, by=room.ann, at=clock.now(), **(FIVE | changes))


def page(room: Room, more: str = "") -> str:
    return f"/staff/activities/{room.activity.slug}/evaluation/{more}"


def test_the_counts_come_from_the_record(room: Room) -> None:
    scene = decided_scene(room)
    room.said("Same person", "phone").voice  # noqa: B018  one more voice, by phone
    Contribution.objects.filter(pk=scene.said[0].pk).update(state="withdrawn")
    counts = write(room).counts
    assert counts["contributions"] == 7
    assert counts["by_channel"] == {"paper": 2, "phone": 1, "web": 4}
    assert counts["voices"] == 7
    assert (counts["findings"], counts["answered"], counts["changed"]) == (2, 2, 2)
    assert counts["promises"] == {"promised": 1}
    assert Evaluation.objects.get().how_many == 7, "nobody types it; an estimate may stand beside it"


@pytest.mark.parametrize("missing", FIVE)
def test_publishing_needs_all_five_answers(room: Room, missing: str) -> None:
    with pytest.raises(Conflict, match="no answer yet"):
        actions.publish(activity=room.activity, by=room.ann, at=clock.now())
    write(room, **{missing: "  "})
    with pytest.raises(Conflict, match="no answer yet"):
        actions.publish(activity=room.activity, by=room.ann, at=clock.now())
    write(room)
    assert actions.publish(activity=room.activity, by=room.ann, at=clock.now()).published_at


def test_a_published_evaluation_stays_as_it_is_and_lessons_can_be_added(room: Room) -> None:
    write(room)
    actions.publish(activity=room.activity, by=room.ann, at=clock.now())
    room.activity.stage = "evaluated"
    room.activity.save()
    with pytest.raises(Refused, match="stays as it is"):
        write(room, learned="Something kinder.")
    assert Evaluation.objects.get().learned == "Ask earlier."
    actions.add_lesson(activity=room.activity, words="Ring the clubs first.", by=room.ann, at=clock.now())
    public = Client().get(f"/activities/{room.activity.slug}/evaluation/").content.decode()
    for words in (*FIVE.values(), "Ring the clubs first."):
        assert words in public


def test_days_of_feedback_are_written_as_people_write_them(room: Room) -> None:
    write(room)
    room.activity.feedback_due_on, room.activity.feedback_given_on = date(2026, 7, 15), date(2026, 7, 6)
    room.activity.save()
    page = signed_in(room.ann).get(f"/staff/activities/{room.activity.slug}/evaluation/").content.decode()
    assert "Feedback due 15 July 2026, given 6 July 2026" in page


def test_nothing_is_evaluated_before_something_was_found(room: Room) -> None:
    room.activity.stage = "open"
    room.activity.save()
    with pytest.raises(Refused, match="nothing to evaluate yet"):
        write(room)


def test_a_draft_is_read_by_nobody(room: Room) -> None:
    write(room)
    assert "Ask earlier." not in Client().get(f"/activities/{room.activity.slug}/evaluation/").content.decode()


def test_only_those_with_the_role_evaluate(room: Room) -> None:
    """Ann may, Bilal and Cass may not, nobody in particular is asked to sign in."""
    for person in (room.bilal, room.cass):
        client = signed_in(person)
        assert client.post(page(room), FIVE).status_code == 403
        assert client.post(page(room, "lessons/"), {"words": "Mine"}).status_code == 403
    assert Client().get(page(room)).status_code == 302
    assert not Evaluation.objects.exists()
    assert not Lesson.objects.exists()
    assert signed_in(room.ann).post(page(room), FIVE).status_code == 302
    assert Evaluation.objects.get().learned == "Ask earlier."


def test_what_was_typed_is_kept_when_something_is_wrong(room: Room) -> None:
    ann = signed_in(room.ann)
    wrong = ann.post(page(room), FIVE | {"how_many": "many"}).content.decode()
    assert "Ask earlier." in wrong
    assert "many" in wrong
    long = ann.post(page(room, "lessons/"), {"words": "Too long " * 300})
    assert long.status_code == 422
    assert "Too long Too long" in long.content.decode()
    assert not Lesson.objects.exists()
    assert ann.post(page(room, "lessons/"), {"words": "Ring the clubs first."}).status_code == 302


def test_reach_and_adjustments_are_kept_and_numbers_that_cannot_be_are_refused(room: Room) -> None:
    ann, given = signed_in(room.ann), {"reach": "6480", "adjustments_asked": "12", "adjustments_met": "13"}
    refused = ann.post(page(room), FIVE | given)
    assert refused.status_code == 422
    assert "Say how it was counted." in refused.content.decode()
    assert "More people got what they needed than asked for it." in refused.content.decode()
    assert not Evaluation.objects.exists()
    with pytest.raises(Conflict, match="than asked for it"):
        write(room, adjustments_met=1)
    kept = {"reach_because": "Leaflets.", "adjustments_met": "12", "adjustments_words": "A lift."}
    assert ann.post(page(room), FIVE | given | kept).status_code == 302
    one = Evaluation.objects.get()
    assert (one.reach, one.reach_because, one.adjustments_asked, one.adjustments_met) == (6480, "Leaflets.", 12, 12)
    assert "6480" in ann.get(page(room)).content.decode()


def test_the_pages_take_as_few_questions_for_three_lessons_as_for_one(
    room: Room, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    write(room)
    actions.publish(activity=room.activity, by=room.ann, at=clock.now())
    ann, asked = signed_in(room.ann), set()
    for number in range(3):
        actions.add_lesson(activity=room.activity, words=f"Lesson {number}", by=room.ann, at=clock.now())
        room.said("More", "paper")
        with django_assert_max_num_queries(14):
            assert Client().get(f"/activities/{room.activity.slug}/evaluation/").status_code == 200
        with django_assert_max_num_queries(14) as found:
            assert ann.get(page(room)).status_code == 200
        asked.add(len(found))
    assert len(asked) == 1
    assert queries.lessons_of(room.activity).count() == 3
