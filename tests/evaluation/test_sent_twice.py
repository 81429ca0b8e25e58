"""A double click or a reload writes no lesson, no cost, no action and no card down twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.decisions.conftest import Room
from tests.factories import signed_in
from tests.sending import sent_twice

from heard.evaluation.models import CostLine, FollowUp, FollowUpAnswer, Lesson, ReachAction
from heard.ground import clock

pytestmark = pytest.mark.django_db


def both(room: Room, page: str, said: dict[str, Any], to: str = "") -> list[int]:
    here = f"/staff/activities/{room.activity.slug}/evaluation/"
    answers = sent_twice(signed_in(room.ann), f"{here}{page}", said, f"{here}{to}" if to else "")
    return [each.status_code for each in answers]


def test_a_lesson_is_written_once(room: Room) -> None:
    assert both(room, "", {"words": "Ring the clubs first."}, "lessons/") == [302, 302]
    assert Lesson.objects.count() == 1


def test_a_cost_counts_once_and_the_same_cost_on_another_day_counts_again(room: Room) -> None:
    printing = {"kind": "printing", "words": "Forms", "pounds": "120.05"}
    assert both(room, "cost/", printing) == [302, 302]
    assert CostLine.objects.count() == 1
    both(room, "cost/", printing)
    assert CostLine.objects.count() == 2


def test_an_action_to_reach_somebody_is_taken_on_once(open_room: Room) -> None:
    terms = {"about": "Carers", "words": "Ring them", "assigned_to": "Bilal"}
    assert both(open_room, "taking-part/", terms, "taking-part/actions/") == [302, 302]
    assert ReachAction.objects.count() == 1


def test_a_card_is_keyed_once_and_the_next_card_that_says_the_same_is_another(room: Room) -> None:
    today = clock.today()
    FollowUp.objects.create(
        activity=room.activity, starts_on=today, closes_on=today + timedelta(days=20), started_at=clock.now(), cards=9
    )
    card = {"channel": "paper", "informed": "4"}
    assert both(room, "how-was-it/", card, "how-was-it/answers/") == [302, 302]
    assert FollowUpAnswer.objects.count() == 1
    both(room, "how-was-it/", card, "how-was-it/answers/")
    assert FollowUpAnswer.objects.count() == 2
