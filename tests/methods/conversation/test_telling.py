"""Everyone is told by the way they chose; who they are is kept apart from what they said."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from tests.factories import an_account, signed_in
from tests.methods.conversation.talks import (
    a_talk,
    again,
    ann_of,
    bilal_of,
    cass,
    hears,
    says,
    url,
)

from heard.activities.models import Contribution
from heard.decisions.queries.ways import ways_to_tell as stage_ways
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.methods.conversation import actions, jobs
from heard.methods.conversation.models import Conversation, Post, Telling
from heard.people.actions import erase, keep_address
from heard.people.models import MonitoringAnswer, VoiceAddress

pytestmark = pytest.mark.django_db
WAYS = {
    "email": "resident@example.org",
    "letter": "1 Example Street\nCoventry",
    "phone": "024 7600 0001",
    "text": "07700 900001",
}


def tell_me(talk: Conversation, client: Client, way: str, **more: str) -> Any:
    field = {"letter": "address", "text": "phone"}.get(way, way)
    return client.post(url(talk, "said"), {"do": "tell", "way": way, field: WAYS.get(way, ""), **more})


def desk(talk: Conversation, name: str = "tell") -> str:
    from django.urls import reverse

    return reverse(f"conversation:{name}", args=[talk.strand.public_id])


def replied(talk: Conversation, post: Post, words: str = "We try it in May.") -> None:
    post.conversation = talk
    reply = actions.reply_as_officer(post=post, words=words, by=ann_of(talk), at=clock.now())
    for _twice in range(2):
        jobs.tell_reply(reply.pk)


@pytest.mark.parametrize("way", list(WAYS))
def test_after_the_receipt_one_chooses_how_to_be_told_and_every_stage_goes_that_way(client: Client, way: str) -> None:
    talk = a_talk()
    hears(talk, client, "Open before work")
    assert tell_me(talk, client, way, name="Rosa Example").status_code == 302
    voice = Contribution.objects.get().voice
    kept = VoiceAddress.objects.get(voice=voice)
    assert (kept.address, kept.name, kept.wants_reply, kept.takes_texts) == (
        WAYS[way], "Rosa Example", True, way == "text",
    )  # fmt: skip
    assert stage_ways(talk.strand.activity)[voice.pk][0] == way


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"way": "email"}, "Write the e-mail address we should use"),
        ({"way": "email", "email": "nowhere"}, "does not look like an e-mail address"),
        ({"way": "letter"}, "Write the address we should send the letter to"),
        ({"way": "phone"}, "Write the number we should call"),
        ({"way": "text"}, "Write the number we should send the message to"),
        ({"way": "text", "phone": "12"}, "Write the whole telephone number"),
        ({"way": "pigeon"}, "pigeon"),
    ],
)
def test_a_way_without_an_address_is_refused_and_says_what_to_mend(
    client: Client, given: dict[str, str], why: str
) -> None:
    talk = a_talk()
    hears(talk, client, "Open before work")
    answer = client.post(url(talk, "said"), {"do": "tell", **given})
    assert answer.status_code == 422
    assert why in answer.text
    assert VoiceAddress.objects.count() == 0


def test_no_way_at_all_is_fine() -> None:
    talk, client = a_talk(), Client()
    hears(talk, client, "Open before work")
    assert client.post(url(talk, "said"), {"do": "tell", "may_quote": "on"}).status_code == 302
    assert Contribution.objects.get().may_quote
    assert VoiceAddress.objects.count() == 0


def test_who_left_an_e_mail_address_is_written_to_and_the_others_stand_on_the_page_once(client: Client) -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    for way, address in WAYS.items():
        supporter = actions.support(post=post, voice=None, at=clock.now()).voice
        keep_address(voice=supporter, kind=way, address=address, wants_reply=True)
    replied(talk, post)
    assert [message.to for message in mail.outbox] == [[WAYS["email"]]]
    assert sorted(Telling.objects.values_list("way", flat=True)) == ["letter", "phone", "text"]
    ann = signed_in(ann_of(talk))
    page = ann.get(desk(talk)).text
    assert "1 letter waits." in page
    assert "024 7600 0001" in page
    assert "07700 900001" in page
    assert "Ann Example replied to you." in page
    assert "We try it in May." in page
    assert "Whom to tell" in ann.get(desk(talk, "desk")).text


def test_calls_and_messages_are_settled_one_by_one_and_letters_all_that_were_printed() -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    for number, way in enumerate(("letter", "letter", "phone", "text")):
        voice = actions.support(post=post, voice=None, at=clock.now()).voice
        keep_address(voice=voice, kind=way, address=f"{number}{number} Example Street 123456", wants_reply=True)
    replied(talk, post)
    ann = signed_in(ann_of(talk))
    last = Telling.objects.filter(way="letter").latest("pk").pk
    printed = ann.get(f"{desk(talk, 'letters')}?last={last}")
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    late = actions.support(post=post, voice=None, at=clock.now()).voice
    keep_address(voice=late, kind="letter", address="Too late for the file", wants_reply=True)
    jobs.tell_reply(post.officer_replies.get().pk)
    assert ann.post(desk(talk), {"letters": last, "told": "yes"}).status_code == 302
    assert Telling.objects.filter(way="letter", state="told").count() == 2
    assert Telling.objects.filter(way="letter", state="owed").count() == 1
    call, text = Telling.objects.get(way="phone"), Telling.objects.get(way="text")
    ann.post(desk(talk), {"telling": call.public_id, "told": "no"})
    ann.post(desk(talk), {"telling": text.public_id, "told": "yes"})
    assert [Telling.objects.get(pk=one.pk).state for one in (call, text)] == ["failed", "told"]
    assert ann.post(desk(talk), {"telling": text.public_id, "told": "yes"}).status_code == 409
    assert Telling.objects.get(pk=text.pk).settled_by == ann_of(talk)


def test_a_status_and_a_merge_are_told_by_letter_too_and_paper_asks_for_the_receipt() -> None:
    board = a_talk("board")
    idea, other = says(board, "It is dark at six", title="Lights"), says(board, "Lamps", title="Lamps")
    keep_address(voice=idea.contribution.voice, kind="phone", address="024 7600 0001", wants_reply=True)
    idea.conversation = other.conversation = board
    by, at = ann_of(board), clock.now()
    change = actions.change_status(post=idea, status="adopted", because="In May.", by=by, at=at)
    jobs.tell_status(change.pk)
    jobs.tell_joined(actions.join_posts(source=idea, target=other, because="Same path.", by=by, at=at).pk)
    page = signed_in(by).get(desk(board)).text
    assert "Your idea: adopted" not in page, "calls are told in whole sentences"
    assert "In May." in page
    assert "with the code and the letters of your receipt" in page
    assert "The link is yours alone" not in page


def test_only_those_who_print_letters_see_where_to() -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    keep_address(voice=post.contribution.voice, kind="phone", address="024 7600 0001", wants_reply=True)
    replied(talk, post)
    owed = Telling.objects.get()
    assert signed_in(ann_of(talk)).get(desk(talk)).status_code == 200
    for other in (bilal_of(talk), cass()):
        for name in ("tell", "letters"):
            assert signed_in(other).get(desk(talk, name)).status_code == 403, (other, name)
        assert signed_in(other).post(desk(talk), {"telling": owed.public_id, "told": "yes"}).status_code == 403
        with pytest.raises(Refused):
            actions.settle_tellings(conversation=talk, tellings=[owed], told=True, by=other, at=clock.now())
    foreign = a_talk()
    with pytest.raises(Conflict):
        actions.settle_tellings(conversation=foreign, tellings=[owed], told=True, by=ann_of(foreign), at=clock.now())
    assert Telling.objects.get().state == "owed"


def test_who_is_erased_is_told_nothing_more() -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    keep_address(voice=post.contribution.voice, kind="phone", address="024 7600 0001", wants_reply=True)
    replied(talk, post)
    officer = an_account("Olu Example", "data_protection_officer", partner=talk.strand.activity.lead)
    erase(voice=post.contribution.voice, by=officer, at=clock.now())
    assert Telling.objects.count() == 0
    jobs.tell_reply(post.officer_replies.get().pk)
    assert Telling.objects.count() == 0


def test_the_database_lets_no_telling_be_of_nothing_or_settled_by_nobody() -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    keep_address(voice=post.contribution.voice, kind="phone", address="024 7600 0001", wants_reply=True)
    replied(talk, post)
    for wrong in ({"reply": None}, {"state": "told"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Telling.objects.update(**wrong)


def test_the_page_asks_as_much_with_three_people_as_with_one(django_assert_max_num_queries: Any) -> None:
    talk = a_talk()
    ann = signed_in(ann_of(talk))
    for number in range(3):
        post = says(talk, f"Post {number}")
        keep_address(voice=post.contribution.voice, kind="phone", address="024 7600 0001", wants_reply=True)
        replied(talk, post)
        with django_assert_max_num_queries(14):
            assert ann.get(desk(talk)).status_code == 200


def test_who_took_part_is_asked_after_the_receipt_and_kept_apart_and_nobody_must(client: Client) -> None:
    talk = a_talk()
    assert "about_" not in client.get(url(talk, "say"), follow=True).text
    said = client.get(hears(talk, client, "Open before work")["Location"]).text
    assert "Only if you like" in said
    assert "nobody can see what you said beside it" in said
    assert client.post(url(talk, "said"), {"do": "about"}).status_code == 302
    assert MonitoringAnswer.objects.count() == 0
    other = Client()
    hears(talk, other, "And on Sundays", entry_key="o")
    name, answer = first_question()
    assert other.post(url(talk, "said"), {"do": "about", name: "no such answer"}).status_code == 422
    assert other.post(url(talk, "said"), {"do": "about", name: answer}).status_code == 302
    kept = MonitoringAnswer.objects.get()
    assert (f"about_{kept.question}", kept.answer) == (name, answer)
    page = other.get(url(talk, "said")).text
    assert "Kept apart from your words, thank you" in page
    assert answer not in str(dict(other.session)), "the browser remembers that, not what"


def test_those_who_spoke_count_in_who_took_part(client: Client) -> None:
    from heard.people.models import MonitoringKey
    from heard.people.queries.monitoring import blind_of

    talk = a_talk()
    hears(talk, client, "Open before work")
    name, answer = first_question()
    client.post(url(talk, "said"), {"do": "about", name: answer})
    one, key = Contribution.objects.get(), MonitoringKey.objects.get(activity_ref=talk.strand.activity.public_id)
    assert MonitoringAnswer.objects.get().blind == blind_of(str(key.key), one.trace_id)


def test_an_officer_can_leave_the_questions_about_people_out(client: Client) -> None:
    talk = a_talk()
    Conversation.objects.filter(pk=talk.pk).update(asks_about=False)
    said = client.get(hears(again(talk), client, "Open before work")["Location"]).text
    assert "Only if you like" not in said
    name, answer = first_question()
    client.post(url(talk, "said"), {"do": "about", name: answer})
    assert MonitoringAnswer.objects.count() == 0


def first_question() -> tuple[str, str]:
    from heard.people.queries.bank import monitoring_bank

    question = monitoring_bank()[0]
    return question.name, question.answers[0][0]
