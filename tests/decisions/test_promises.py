"""Promises are kept, changed or dropped in public (UP-b, scenario 29)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.decisions.conftest import Room
from tests.decisions.test_deciding import evidence, record

from heard.decisions import actions, queries
from heard.decisions.models import Commitment
from heard.ground import clock
from heard.ground.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(room: Room) -> Commitment:
    evidence(room)
    return actions.make_commitment(
        decision=record(room), words="Open until nine", owner="Head of Leisure",
        due_on=clock.today() + timedelta(days=60), by=room.ann, at=clock.now(),
    )  # fmt: skip


def test_done_without_evidence_is_refused(room: Room, promise: Commitment) -> None:
    """Scenario 29."""
    with pytest.raises(Refused, match="needs evidence"):
        actions.settle_commitment(commitment=promise, state="done", evidence=" ", by=room.ann, at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=promise.pk).update(state="done")
    actions.settle_commitment(commitment=promise, state="done", evidence="On the door", by=room.ann, at=clock.now())
    promise.refresh_from_db()
    assert (promise.state, promise.settled_on) == ("done", clock.today())


@pytest.mark.parametrize(
    ("terms", "missing"),
    [
        ({"state": "changed"}, "says why"),
        ({"state": "dropped", "decider": "Cabinet"}, "says why"),
        ({"state": "dropped", "reason": "No money"}, "names who decided"),
        ({"state": "promised"}, "done, changed or dropped"),
    ],
)
def test_a_promise_is_not_let_go_of_quietly(
    room: Room, promise: Commitment, terms: dict[str, str], missing: str
) -> None:
    with pytest.raises(Refused, match=missing):
        actions.settle_commitment(commitment=promise, by=room.ann, at=clock.now(), **terms)
    assert not promise.changes.exists()


def test_a_settled_promise_stays_as_it_is_with_its_whole_history(room: Room, promise: Commitment) -> None:
    actions.start_commitment(commitment=promise, words="Rota agreed", by=room.ann, at=clock.now())
    actions.settle_commitment(commitment=promise, state="changed", reason="Until eight", by=room.ann, at=clock.now())
    with pytest.raises(Refused, match="is settled"):
        actions.settle_commitment(commitment=promise, state="done", evidence="x", by=room.ann, at=clock.now())
    assert [(step.was, step.became) for step in promise.changes.all()] == [
        ("promised", "in_progress"),
        ("in_progress", "changed"),
    ]


def test_only_those_with_the_role_touch_a_promise(room: Room, promise: Commitment) -> None:
    for stranger in (room.bilal, room.cass):
        with pytest.raises(Refused, match="may do this here"):
            actions.start_commitment(commitment=promise, by=stranger, at=clock.now())


def test_a_promise_is_public_once_its_decision_is(room: Room, promise: Commitment) -> None:
    assert not queries.commitments_public().exists()
    for finding in room.findings:
        actions.answer_finding(finding=finding, kind="adopted", by=room.odile, at=clock.now())
    actions.publish(activity=room.activity, by=room.odile, at=clock.now())
    assert list(queries.commitments_public()) == [promise]
