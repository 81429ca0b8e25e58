"""Everyone who took part is told by the channel they used (UP-a, GP-k; scenarios 5, 27, 28)."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from tests.decisions.conftest import Room
from tests.decisions.test_deciding import evidence, record
from tests.factories import an_account

from heard.decisions import actions, queries
from heard.decisions.jobs import send_feedback
from heard.decisions.models import Delivery, FeedbackChannel
from heard.decisions.queries.letters import letters_of
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.people.actions import keep_address
from heard.people.models import VoiceAddress
from heard.ui.pdf import render

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def decided(room: Room) -> Room:
    evidence(room)
    record(room)
    for finding in room.findings:
        actions.answer_finding(finding=finding, kind="partly", reason="Half of it.", by=room.odile, at=clock.now())
    actions.publish(activity=room.activity, by=room.odile, at=clock.now())
    room.activity.stage = "decided"
    room.activity.save()
    return room


def compose(room: Room) -> None:
    actions.compose_feedback(
        activity=room.activity, summary="You changed the hours.", not_heard="", by=room.ann, at=clock.now()
    )


def start(room: Room) -> int:
    compose(room)
    return actions.start_telling(activity=room.activity, by=room.ann, at=clock.now())


def test_an_email_leaves_once_and_says_what_became_of_it(decided: Room, smtp: list[Any]) -> None:
    keep_address(voice=decided.said("Later").voice, kind="email", address="rosa@example.org", name="Rosa")
    assert start(decided) == 1
    delivery = Delivery.objects.get()
    for _try in range(3):
        send_feedback(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert len(smtp) == 1
    text = smtp[0].get_payload(decode=True).decode()
    for part in ("Dear Rosa", "You changed the hours.", "People want thing number 1.", "Half of it.", "/decided/"):
        assert part in text


def test_an_address_that_is_gone_is_logged_and_does_not_stop_the_rest(decided: Room, smtp: list[Any]) -> None:
    gone, there = decided.said("One"), decided.said("Two")
    for number, one in enumerate((gone, there)):
        keep_address(voice=one.voice, kind="email", address=f"person{number}@example.org")
    start(decided)
    VoiceAddress.objects.filter(voice=gone.voice).delete()
    for pk in Delivery.objects.values_list("pk", flat=True):
        send_feedback(pk)
    states = dict(Delivery.objects.values_list("voice_id", "state"))
    assert (states[gone.voice_id], states[there.voice_id]) == ("failed", "sent")
    assert len(smtp) == 1


def test_letters_come_as_one_file_with_each_address_and_the_same_words(decided: Room) -> None:
    for number in (1, 2, 3):
        keep_address(
            voice=decided.said(f"On paper {number}", "paper").voice, kind="letter",
            address=f"{number} Example Street\nCoventry", name=f"Person {number}",
        )  # fmt: skip
    start(decided)
    batch = actions.print_letters(activity=decided.activity, by=decided.ann, at=clock.now())
    text = "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(render("letters.typ", letters_of(batch)))).pages
    )
    for number in (1, 2, 3):
        assert f"{number} Example Street" in text
    assert text.count("You changed the hours.") == 3
    with pytest.raises(Refused, match="No letter is waiting"):
        actions.print_letters(activity=decided.activity, by=decided.ann, at=clock.now())


def test_paper_is_not_told_until_its_letters_are_posted(decided: Room) -> None:
    """Scenario 28."""
    keep_address(voice=decided.said("By post", "paper").voice, kind="letter", address="1 Example Street")
    tell = {"activity": decided.activity, "channel": "paper", "given_on": clock.today(), "by": decided.ann}
    with pytest.raises(Refused, match="not published yet"):
        actions.tell_channel(how="Posters", at=clock.now(), **tell)
    start(decided)
    with pytest.raises(Refused, match="1 people who took part this way are still to be told"):
        actions.tell_channel(how="Posters", at=clock.now(), **tell)
    batch = actions.print_letters(activity=decided.activity, by=decided.ann, at=clock.now())
    actions.post_letters(batch=batch, posted_on=clock.today(), by=decided.ann, at=clock.now())
    actions.tell_channel(how="Letters and posters", at=clock.now(), **tell)
    facts = queries.feedback_facts(decided.activity)
    assert (facts.channels_owed, facts.channels_given, facts.given_on) == (("paper",), ("paper",), clock.today())


def test_one_channel_left_untold_leaves_the_obligation_open(decided: Room) -> None:
    decided.said("Web"), decided.said("Paper", "paper")
    start(decided)
    actions.tell_channel(
        activity=decided.activity, channel="web", how="The page", given_on=clock.today(), by=decided.ann, at=clock.now()
    )
    facts = queries.feedback_facts(decided.activity)
    assert set(facts.channels_owed) - set(facts.channels_given) == {"paper"}
    assert facts.given_on is None


def test_feedback_after_its_day_is_late_for_ever(decided: Room) -> None:
    """Scenario 27."""
    decided.activity.feedback_due_on = clock.today() - timedelta(days=3)
    decided.activity.save()
    assert decided.activity.feedback_is_overdue
    assert queries.overdue_count(decided.activity.lead) == 1
    decided.said("Web")
    start(decided)
    actions.tell_channel(
        activity=decided.activity, channel="web", how="The page", given_on=clock.today(), by=decided.ann, at=clock.now()
    )
    actions.publish_feedback(activity=decided.activity, by=decided.ann, at=clock.now())
    decided.activity.refresh_from_db()
    assert not decided.activity.feedback_is_overdue
    assert decided.activity.feedback_was_late


def test_addresses_go_after_the_last_promised_follow_up(decided: Room) -> None:
    keep_address(voice=decided.said("Web").voice, kind="email", address="rosa@example.org")
    start(decided)
    actions.publish_feedback(activity=decided.activity, by=decided.ann, at=clock.now())
    assert VoiceAddress.objects.get().delete_after_on == clock.today() + timedelta(days=42)


def test_only_the_letters_role_prints_addresses(decided: Room) -> None:
    keep_address(voice=decided.said("By post", "paper").voice, kind="letter", address="1 Example Street")
    start(decided)
    analyst = an_account("Tomasz Example", "analyst", partner=decided.activity.lead)
    for other in (analyst, decided.bilal, decided.cass):
        with pytest.raises(Refused, match="may do this here"):
            actions.print_letters(activity=decided.activity, by=other, at=clock.now())


def test_nobody_is_told_with_empty_words(decided: Room) -> None:
    with pytest.raises(Refused, match="nothing written"):
        actions.start_telling(activity=decided.activity, by=decided.ann, at=clock.now())


def test_erasing_a_voice_leaves_no_delivery_of_it(decided: Room, smtp: list[Any]) -> None:
    one = decided.said("Web")
    keep_address(voice=one.voice, kind="email", address="rosa@example.org")
    start(decided)
    send_feedback(Delivery.objects.get().pk)
    actions.erase(one.voice)
    assert not Delivery.objects.exists()
    assert not FeedbackChannel.objects.exists()
