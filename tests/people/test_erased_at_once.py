"""Somebody is erased while they, or somebody who helps them, still write: one waits for the other, nothing stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests.factories import a_partner, an_account
from tests.methods.conversation.talks import a_talk, ann_of, says
from tests.queueing import queued

from heard.activities.actions import ReplyTo, add_layer
from heard.activities.models import Contribution, Layer
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.conversation import actions
from heard.methods.conversation.models import Conversation, Post, Support
from heard.people.actions import erase
from heard.people.models import Account, MonitoringAnswer, Voice, VoiceAddress

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk() -> Conversation:
    return a_talk()


@pytest.fixture
def dev() -> Account:
    return an_account("Dev", "data_protection_officer", partner=a_partner(), team="Legal")


def now() -> datetime:
    return clock.now()


def erasing(voice: Voice, dev: Account) -> Callable[[], Any]:
    return lambda: erase(voice=voice, by=dev, at=now())


def kinds(outcomes: list[Any]) -> list[str]:
    """What became of each call: “refused” by a rule, “kept”, or the name of the fault."""
    return [
        "refused" if isinstance(one, Refused) else type(one).__name__ if isinstance(one, Exception) else "kept"
        for one in outcomes
    ]


@pytest.mark.parametrize(("first", "found"), [("support", ["kept", "kept"]), ("erase", ["kept", "refused"])])
def test_a_voice_given_while_its_person_is_erased_is_taken_back_or_refused(
    talk: Conversation, dev: Account, first: str, found: list[str]
) -> None:
    post, fan = says(talk, "Open before work"), says(talk, "Open on Sundays").contribution.voice
    actions.support(post=says(talk, "Cheaper tickets"), voice=fan, at=now())
    calls = [erasing(fan, dev), lambda: actions.support(post=post, voice=Voice.objects.get(pk=fan.pk), at=now())]
    assert kinds(queued(post if first == "support" else fan, *calls[:: 1 if first == "erase" else -1])) == found
    post.refresh_from_db()
    assert (post.supports, Support.objects.count()) == (0, 0)


def test_two_who_support_one_another_are_erased_in_the_same_moment(talk: Conversation, dev: Account) -> None:
    one, other = says(talk, "Open before work"), says(talk, "Open on Sundays")
    actions.support(post=other, voice=one.contribution.voice, at=now())
    actions.support(post=one, voice=other.contribution.voice, at=now())
    outcomes = queued(one, erasing(one.contribution.voice, dev), erasing(other.contribution.voice, dev))
    assert kinds(outcomes) == ["kept", "kept"]
    assert set(Post.objects.values_list("supports", flat=True)) == {0}


@pytest.mark.parametrize(("first", "found"), [("layer", ["kept", "kept"]), ("erase", ["kept", "refused"])])
def test_a_reading_laid_over_words_that_are_being_erased_does_not_stay(
    talk: Conversation, dev: Account, first: str, found: list[str]
) -> None:
    said = says(talk, "I am Zebedee of Example Lane").contribution
    passage = said.passages.get()

    def lay() -> Layer:
        return add_layer(
            passage=passage, kind="translation", words="Je suis Zebedee", language="fr", by=ann_of(talk), at=now()
        )

    calls = [erasing(said.voice, dev), lay]
    assert kinds(queued(said, *calls[:: 1 if first == "erase" else -1])) == found
    assert list(Layer.objects.values_list("words", flat=True)) == ([""] if first == "layer" else [])


@pytest.mark.parametrize("what", ["about", "details"])
@pytest.mark.parametrize(("first", "found"), [("person", ["kept", "kept"]), ("erase", ["kept", "refused"])])
def test_an_address_or_an_answer_left_while_somebody_is_erased_does_not_stay(
    talk: Conversation, dev: Account, first: str, found: list[str], what: str
) -> None:
    said = says(talk, "Open before work").contribution
    told = (ReplyTo("email", "zebedee@example.org", "Zebedee"),)
    add: dict[str, Callable[[], Any]] = {
        "about": lambda: actions.keep_about(contribution=said, answers={"age": "25-34"}),
        "details": lambda: actions.keep_details(contribution=said, may_quote=True, reply_to=told, at=now()),
    }
    calls = [erasing(said.voice, dev), add[what]]
    assert kinds(queued(said, *calls[:: 1 if first == "erase" else -1])) == found
    assert VoiceAddress.objects.count() == MonitoringAnswer.objects.count() == 0
    assert Contribution.objects.get().may_quote is False
