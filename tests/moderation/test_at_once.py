"""Two moderators, or a moderator and the night's job, at one thing in one moment: one comes after the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.moderation.scene import Scene, a_scene
from tests.queueing import queued

from heard.activities.models import Contribution, Layer
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.moderation import actions
from heard.moderation.models import Item
from heard.people.actions import approve_exclusion, refuse_exclusion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def test_a_proposal_taken_back_while_another_team_refuses_it_ends_once(scene: Scene) -> None:
    item = scene.proposed(scene.sent())
    exclusion = scene.exclusion(item)
    first, second = queued(
        item,
        lambda: actions.take_back(by=scene.ann, at=clock.now()),
        lambda: refuse_exclusion(exclusion=exclusion, because="It is criticism.", by=scene.dev, at=clock.now()),
    )
    assert isinstance(first, Item)
    assert isinstance(second, Conflict)
    item.refresh_from_db()
    assert (item.state, item.exclusion_ref) == ("shown", "")
    exclusion.refresh_from_db()
    assert exclusion.state == "refused"


def test_what_falls_in_the_night_while_another_team_refuses_it_comes_back_once(scene: Scene) -> None:
    item = scene.proposed(scene.sent())
    exclusion, later = scene.exclusion(item), clock.now() + timedelta(days=30)
    fell, refused = queued(
        item,
        lambda: actions.let_fall(at=later),
        lambda: refuse_exclusion(exclusion=exclusion, because="It is criticism.", by=scene.dev, at=later),
    )
    assert fell == 1
    assert isinstance(refused, Conflict)
    item.refresh_from_db()
    assert (item.state, item.exclusion_ref) == ("shown", "")


def test_words_covered_while_their_removal_comes_into_force_wait_for_nothing_for_ever(scene: Scene) -> None:
    item = scene.proposed(scene.sent("Ask Zebedee of Example Lane"))
    exclusion = approve_exclusion(exclusion=scene.exclusion(item), by=scene.dev, at=clock.now())
    passage = item.contribution.passages.get()
    told, covered = queued(
        item.contribution,
        lambda: actions.note_told(exclusion=exclusion, how="By letter", at=clock.now()),
        lambda: actions.cover(
            item=item, passage=passage, words="Ask […]", reason="A name", by=scene.ann, at=clock.now()
        ),
    )
    assert told is None
    assert isinstance(covered, Conflict)
    assert Contribution.objects.get().state == "excluded"
    assert not Layer.objects.exists()
