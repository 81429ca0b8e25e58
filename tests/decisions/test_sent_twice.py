"""A double click or a reload counts nobody twice and tells nobody twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from tests.decisions.conftest import Room
from tests.decisions.scene import decided_scene, recorded
from tests.factories import signed_in
from tests.sending import key_on, sent_twice

from heard.audit.models import Entry
from heard.decisions.models import Commitment, Delivery, GroundAnswer, Interim
from heard.ground import clock
from heard.people.actions import keep_address

pytestmark = pytest.mark.django_db


def test_an_answer_on_a_promise_sent_twice_is_one_answer_with_one_receipt(room: Room) -> None:
    cache.clear()
    promise = decided_scene(room).promise
    assert promise
    page = f"/commitments/{promise.public_id}/say/"
    first, again = sent_twice(Client(), page, {"says": "not_true", "words": "Shut at seven."})
    assert (first.status_code, first["Location"]) == (302, again["Location"])
    assert GroundAnswer.objects.count() == 1
    assert Entry.objects.filter(what="promise.answered").count() == 1
    assert Client().get(first["Location"]).status_code == 200


def test_two_people_at_one_computer_and_somebody_who_says_more_are_counted_each(room: Room) -> None:
    cache.clear()
    promise = decided_scene(room).promise
    assert promise
    page, here = f"/commitments/{promise.public_id}/say/", Client()
    key = key_on(here.get(page).content.decode())
    here.post(page, {"says": "yes", **key})
    here.post(page, {"says": "yes", "words": "Open until nine now.", **key})
    here.post(page, {"says": "yes", **key_on(here.get(page).content.decode())})
    assert GroundAnswer.objects.count() == 3


def test_the_key_of_a_page_survives_its_error_page(room: Room) -> None:
    promise = decided_scene(room).promise
    assert promise
    page, here = f"/commitments/{promise.public_id}/say/", Client()
    key = key_on(here.get(page).content.decode())
    wrong = here.post(page, key)
    assert wrong.status_code == 422
    assert key_on(wrong.content.decode()) == key


def test_an_answer_taken_down_twice_is_read_out_one_code(room: Room) -> None:
    promise = decided_scene(room).promise
    assert promise
    desk = f"/staff/activities/{room.activity.slug}/decision/promises/{promise.public_id}/ground/"
    said = {"says": "yes", "words": "", "channel": "phone"}
    answers = sent_twice(signed_in(room.ann), desk, said, f"{desk}said/")
    assert [each.status_code for each in answers] == [302, 302]
    assert GroundAnswer.objects.count() == 1


def test_interim_feedback_sent_twice_is_told_once(room: Room) -> None:
    keep_address(voice=room.said("Later").voice, kind="letter", address="1 Road", name="Rosa", wants_reply=True)
    page = f"/staff/activities/{room.activity.slug}/feedback/interim/"
    later = clock.today() + timedelta(days=30)
    said = {"heard": "Later, please.", "because": "A survey of the roof.", "delayed_until": later.isoformat()}
    first, again = sent_twice(signed_in(room.ann), page, said)
    assert (first.status_code, again.status_code) == (302, 302)
    assert (Interim.objects.count(), Delivery.objects.count()) == (1, 1)


def test_a_promise_sent_twice_stands_once_on_the_tracker(room: Room) -> None:
    recorded(room)
    page = f"/staff/activities/{room.activity.slug}/decision/promises/new/"
    due = clock.today() + timedelta(days=90)
    said = {"words": "A late swim.", "owner": "Pools team", "due_on": due.isoformat()}
    first, again = sent_twice(signed_in(room.ann), page, said)
    assert (first.status_code, again.status_code) == (302, 302)
    assert Commitment.objects.count() == 1
