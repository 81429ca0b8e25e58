"""Before and after a decision: the notice of a key one, call-in, what it replaced (SI 2012/2089)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.decisions.conftest import Room
from tests.decisions.scene import (
    Scene,
    decided_scene,
)
from tests.factories import signed_in

from heard.decisions import actions, queries
from heard.decisions.models import DecisionStep, KeyNotice
from heard.decisions.queries import decision_facts
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(room: Room) -> Scene:
    return decided_scene(room)


def announced(room: Room, by: Any = None, **changes: Any) -> KeyNotice:
    today = clock.today()
    terms = {"why_key": "It touches four wards.", "maker": "Cabinet", "published_on": today,
             "expected_on": today + timedelta(days=28), "papers": "Report 7"} | changes  # fmt: skip
    return actions.announce_key_decision(activity=room.activity, by=by or room.odile, at=clock.now(), **terms)


def test_a_key_decision_is_announced_in_public_before_it_is_made(room: Room) -> None:
    page = f"/staff/activities/{room.activity.slug}/decision/key/"
    today = clock.today()
    sent = {"why_key": "It touches four wards.", "maker": "Cabinet", "published_on": today.isoformat(),
            "expected_on": (today + timedelta(days=28)).isoformat(), "papers": "Report 7"}  # fmt: skip
    assert signed_in(room.odile).post(page, sent | {"expected_on": "2020-01-01"}).status_code == 422
    assert signed_in(room.odile).post(page, sent).status_code == 302
    public = Client().get(f"/activities/{room.activity.slug}/decided/").content.decode()
    assert "A key decision is coming" in public
    assert "Report 7" in public
    assert signed_in(room.cass).get(page).status_code == 403


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"why_key": " "}, "why it is a key decision"),
        ({"published_on": clock.today() + timedelta(days=1)}, "not published yet"),
        ({"expected_on": clock.today() - timedelta(days=1)}, "comes before the decision"),
    ],
)
def test_a_notice_without_its_reason_or_with_wrong_days_is_refused(room: Room, changed: Any, why: str) -> None:
    with pytest.raises(Conflict, match=why):
        announced(room, **changed)


def test_a_notice_of_a_published_decision_stays_as_it_is(scene: Scene) -> None:
    with pytest.raises(Refused, match="its notice stays"):
        announced(scene.room)


def step(scene: Scene, kind: str, days: int = 0, words: str = "Minute 12.", by: Any = None) -> DecisionStep:
    assert scene.decision
    return actions.note_step(
        decision=scene.decision, kind=kind, on=clock.today() - timedelta(days=days), words=words,
        by=by or scene.room.odile, at=clock.now(),
    )  # fmt: skip


def test_a_decision_that_is_called_in_is_reconfirmed_or_changed_before_it_takes_effect(scene: Scene) -> None:
    assert scene.decision
    scene.decision.refresh_from_db()
    with pytest.raises(Conflict, match="cannot follow"):
        step(scene, "reconfirmed")
    step(scene, "called_in")
    assert queries.decision_facts(scene.room.activity).called_in_open
    with pytest.raises(Conflict, match="cannot follow “Called in”"):
        step(scene, "in_effect")
    with pytest.raises(Conflict, match="cannot be right"):
        step(scene, "changed", days=400)
    step(scene, "changed", words="Three evenings, not two.")
    assert not queries.decision_facts(scene.room.activity).called_in_open
    step(scene, "in_effect")
    step(scene, "superseded")
    with pytest.raises(Conflict, match="cannot follow"):
        step(scene, "in_effect")
    public = Client().get(f"/activities/{scene.slug}/decided/").content.decode()
    assert public.index("Called in") < public.index("Three evenings, not two.") < public.index("In effect")


def test_only_whoever_may_record_it_says_what_became_of_a_decision(scene: Scene) -> None:
    assert scene.decision
    scene.decision.refresh_from_db()
    for stranger in (scene.room.bilal, scene.room.cass):
        with pytest.raises(Refused, match="may do this here"):
            step(scene, "called_in", by=stranger)
    page = f"/staff/activities/{scene.slug}/decision/afterwards/"
    assert signed_in(scene.room.odile).post(page, {"kind": "reconfirmed"}).status_code == 422
    sent = {"kind": "called_in", "on": clock.today().isoformat(), "words": "Scrutiny, minute 3."}
    assert signed_in(scene.room.odile).post(page, sent).status_code == 302


def test_dispensations_and_the_day_it_was_considered_are_on_the_record(room: Room) -> None:
    pack = actions.freeze_pack(activity=room.activity, by=room.ann, at=clock.now())
    actions.open_pack(pack=pack, by=room.odile, at=clock.now())
    made = actions.record_decision(
        activity=room.activity, maker="Cabinet", made_on=clock.today(), option="Two evenings.", reasons="Asked for.",
        alternatives="None.", dispensations="Councillor Example, by the monitoring officer.",
        considered_on=clock.today() - timedelta(days=7), by=room.odile, at=clock.now(),
    )  # fmt: skip
    assert made.considered_on == clock.today() - timedelta(days=7)
    assert queries.decision_facts(room.activity).dispensations.startswith("Councillor Example")


def test_the_gates_read_the_day_of_the_public_notice_with_and_without_a_decision(room: Room) -> None:
    assert decision_facts(room.activity).key_notice_on is None
    notice = announced(room)
    assert decision_facts(room.activity).key_notice_on == notice.published_on
