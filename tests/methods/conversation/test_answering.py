"""A named officer answers within five working days, in public; authors and supporters are told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import signed_in
from tests.methods.conversation.talks import (
    a_talk,
    again,
    ann_of,
    bilal_of,
    cass,
    hears,
    home,
    put,
    says,
    url,
)
from tests.sending import sent_twice

from heard.activities.actions import ReplyTo, withdraw_contribution
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.methods.conversation import actions, jobs
from heard.methods.conversation.models import OfficerReply, Post, Question, StatusChange
from heard.methods.conversation.queries import late_questions
from heard.moderation.models import Item
from heard.people.actions import keep_address

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 7, 3)


def left_an_address(post: Post, address: str = "resident@example.org") -> Post:
    keep_address(voice=post.contribution.voice, kind="email", address=address, wants_reply=True)
    return post


def test_a_question_goes_to_the_named_officer_with_five_working_days(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "Who opens up at six?", asks="on")
    asked = Question.objects.get()
    assert (asked.officer, asked.officer_name) == (ann_of(talk), "Ann Example")
    assert "Asked of Ann Example, who answers here by" in client.get(home(talk)).text
    assert (
        "Who opens up at six?"
        in signed_in(ann_of(talk)).get(f"/staff/strands/{talk.strand.public_id}/conversation/").text
    )


def test_the_receipt_of_a_question_says_who_answers_by_which_day(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "Who opens up at six?", asks="on")
    day = Question.objects.get().due_on
    assert f"Asked of Ann Example, who answers here by {day.day} {day:%B %Y}." in client.get(url(talk, "said")).text
    assert "What no officer has replied to yet" in client.get(home(talk), {"order": "unanswered"}).text


def test_where_people_meet_is_no_link_to_the_same_page(client: Client) -> None:
    talk = a_talk()
    ways = {way.channel: way.href for way in client.get(home(talk)).context["ways"]}
    assert ways["in_person"] == f"/activities/{talk.strand.activity.slug}/"


def test_nobody_is_asked_what_they_say_to_a_post_that_is_not_shown(client: Client) -> None:
    talk = a_talk()
    address = url(talk, "post", says(talk, "The path floods").public_id)
    assert "What do you say?" in client.get(address).text
    Item.objects.update(state=Item.State.HELD, reason="advert", reason_words="It advertises", falls_on=clock.today())
    assert "What do you say?" not in Client().get(address).text
    kept = Client().post(address, {"tone": "adds", "words": ""}).text
    assert "What do you say?" in kept


def test_a_question_that_was_taken_back_promises_no_answer_any_more(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "Who opens up at six?", asks="on")
    asked = Question.objects.get().post
    page = url(talk, "post", asked.public_id)
    assert "Take it back, with your receipt" in client.get(page).text
    assert "Take it back" not in Client().get(page).text
    staff = signed_in(ann_of(talk)).get(f"/staff/posts/{asked.public_id}/").text
    assert "1 voices" not in staff
    withdraw_contribution(contribution=asked.contribution, how="by phone", by=ann_of(talk), at=clock.now())
    gone = client.get(page).text
    assert "Taken back by the person who wrote it" in gone
    assert "who answers here by" not in gone
    assert "Take it back" not in gone


def test_five_working_days_leave_out_weekends_and_bank_holidays() -> None:
    talk = a_talk()
    post = says(talk, "Who opens up?")
    assert actions.ask_officer(post=post, at=clock.midday(FRIDAY)).due_on == date(2026, 7, 10)
    easter = actions.ask_officer(post=says(talk, "And at Easter?"), at=clock.midday(date(2026, 4, 1)))
    assert easter.due_on == date(2026, 4, 10)  # Good Friday and Easter Monday are no working days


def test_an_answer_is_public_in_the_officers_own_name_and_takes_the_question_off_the_desk(client: Client) -> None:
    talk = a_talk()
    post = says(talk, "Who opens up at six?")
    actions.ask_officer(post=post, at=clock.now())
    desk = signed_in(ann_of(talk))
    answered = desk.post(f"/staff/posts/{post.public_id}/", {"do": "reply", "words": "I do.", "onward": "desk"})
    assert answered.status_code == 302
    page = client.get(url(talk, "post", post.public_id)).text
    assert "I do." in page
    assert "Head of the example baths" in page
    assert "No question waits" in desk.get(answered["Location"]).text
    assert Question.objects.get().answered_at is not None


def test_an_empty_reply_answers_422_and_says_nothing_in_public() -> None:
    talk = a_talk()
    post = says(talk, "Who opens up at six?")
    assert signed_in(ann_of(talk)).post(f"/staff/posts/{post.public_id}/", {"do": "reply"}).status_code == 422
    assert OfficerReply.objects.count() == 0


def test_the_named_officer_may_reply_and_so_may_those_who_answer_for_the_activity_and_no_stranger() -> None:
    talk = a_talk()
    post = says(talk, "Who opens up?")
    post.conversation = talk
    assert actions.reply_as_officer(post=post, words="I do", by=ann_of(talk), at=clock.now()).role == talk.officer_role
    for stranger in (cass(), bilal_of(talk)):
        with pytest.raises(Refused):
            actions.reply_as_officer(post=post, words="Not me", by=stranger, at=clock.now())


def test_a_late_answer_is_shown_as_late_and_the_officer_is_told_once(client: Client) -> None:
    talk = a_talk()
    post = says(talk, "Who opens up?")
    asked = actions.ask_officer(post=post, at=clock.now() - timedelta(days=20))
    assert list(late_questions(talk, clock.today())) == [asked]
    assert "Not answered yet" in client.get(url(talk, "post", post.public_id)).text
    assert actions.note_late(question=asked, at=clock.now()) is True
    assert actions.note_late(question=asked, at=clock.now()) is False
    jobs.tell_late(asked.pk)
    jobs.tell_late(asked.pk)
    assert [message.to for message in mail.outbox] == [[ann_of(talk).email]]
    assert "five working days" in mail.outbox[0].body


def test_the_morning_job_looks_at_every_conversation_and_passes_over_what_was_told() -> None:
    talk = a_talk()
    actions.ask_officer(post=says(talk, "Late"), at=clock.now() - timedelta(days=20))
    actions.ask_officer(post=says(talk, "In time"), at=clock.now())
    jobs.watch_questions(0)
    told = Question.objects.filter(late_told_at__isnull=False)
    assert [each.post.terms for each in told.select_related("post")] == [["late"]]
    jobs.watch_questions(0)
    assert told.count() == 1


def test_author_and_supporters_are_told_of_a_reply_each_once() -> None:
    talk = a_talk()
    post = left_an_address(says(talk, "Who opens up?"))
    supporter = left_an_address(says(talk, "Something else"), "supporter@example.org").contribution.voice
    actions.support(post=post, voice=supporter, at=clock.now())
    actions.support(post=post, voice=None, at=clock.now())
    post.conversation = talk
    reply = actions.reply_as_officer(post=post, words="I do, from May on", by=ann_of(talk), at=clock.now())
    for _try in range(2):
        jobs.tell_reply(reply.pk)
    assert [message.to for message in mail.outbox] == [["resident@example.org"], ["supporter@example.org"]]
    assert "I do, from May on" in mail.outbox[0].body
    assert url(talk, "post", post.public_id) in mail.outbox[0].body


def test_an_idea_has_a_title_and_each_change_of_its_status_is_shown_and_told(client: Client) -> None:
    talk = a_talk("board")
    assert hears(talk, client, "It is dark at six", title="").status_code == 422
    idea = left_an_address(says(talk, "It is dark at six", title="Lights on the canal path"))
    ann = signed_in(ann_of(talk))
    address = f"/staff/posts/{idea.public_id}/"
    why = ann.post(address, {"do": "status", "status": "not_adopted", "because": " "})
    assert why.status_code == 422
    ann.post(address, {"do": "status", "status": "looking", "because": "We ask the Trust for a price."})
    assert ann.post(address, {"do": "status", "status": "looking", "because": "Again"}).status_code == 422
    jobs.tell_status(StatusChange.objects.get().pk)
    page = client.get(url(talk, "post", idea.public_id)).text
    assert "Lights on the canal path" in page
    assert "Being looked at" in page
    assert "We ask the Trust for a price." in page
    assert [message.to for message in mail.outbox] == [["resident@example.org"]]
    assert "Being looked at" in mail.outbox[0].body
    assert "Being looked at" in client.get(home(talk)).text


def test_a_conversation_has_no_statuses_and_a_stranger_sets_none() -> None:
    talk, board = a_talk(), a_talk("board")
    said, idea = says(talk, "Open early"), says(board, "Open early", title="Early")
    said.conversation, idea.conversation = talk, board
    with pytest.raises(Refused):
        actions.change_status(post=said, status="adopted", because="", by=ann_of(talk), at=clock.now())
    with pytest.raises(Refused):
        actions.change_status(post=idea, status="adopted", because="", by=cass(), at=clock.now())


def test_the_closing_words_stand_first_with_who_wrote_them(client: Client) -> None:
    talk = a_talk()
    says(talk, "Open early")
    put(talk.strand, "closed")
    ann = signed_in(ann_of(talk))
    address = f"/staff/strands/{talk.strand.public_id}/conversation/summary/"
    assert ann.post(address, {"words": ""}).status_code == 422
    assert ann.post(address, {"words": "Most of you want mornings; some fear for the evenings."}).status_code == 302
    page = client.get(home(again(talk))).text
    assert page.index("Most of you want mornings") < page.index("What would bring you")
    with pytest.raises(Refused):
        actions.write_summary(conversation=talk, words="Mine", by=cass(), at=clock.now())


def test_what_is_asked_stays_once_it_is_open_and_who_replies_may_change() -> None:
    talk = a_talk()
    actions.ask_officer(post=says(talk, "Who opens up?"), at=clock.now())
    with pytest.raises(Refused):
        actions.set_up(strand=talk.strand, by=ann_of(talk), at=clock.now(), prompt="Something else?")
    dana = bilal_of(talk)
    ann = signed_in(ann_of(talk))
    address = f"/staff/strands/{talk.strand.public_id}/conversation/officer/"
    assert ann.post(address, {"officer": dana.pk, "name": "", "role": ""}).status_code == 422
    assert ann.post(address, {"officer": dana.pk, "name": "Dana", "role": "Baths"}).status_code == 302
    assert Question.objects.get().officer_name == "Dana"
    with pytest.raises(Refused):
        actions.name_officer(strand=talk.strand, officer=dana, name="D", role="R", by=cass(), at=clock.now())


def test_nobody_named_means_nobody_to_ask(monkeypatch: Any) -> None:
    talk = a_talk()
    post = says(talk, "Who opens up?")
    talk.officer = None
    post.conversation = talk
    with pytest.raises(Conflict, match="Nobody is named"):
        actions.ask_officer(post=post, at=clock.now())


def test_a_reply_to_somebody_who_asked_for_one_by_post_is_owed_like_every_other() -> None:
    talk = a_talk()
    way = (ReplyTo("letter", "1 Example Street\nCV1 1AA", "A. Resident"),)
    post = actions.post(
        conversation=talk, words="By post, please", by=ann_of(talk), at=clock.now(), channel="letter", reply_to=way
    ).post
    from heard.decisions.models import Obligation

    assert Obligation.objects.filter(voice=post.contribution.voice).count() == 1


def test_the_board_shows_every_idea_with_its_title_in_every_order(client: Client) -> None:
    board = a_talk("board")
    says(board, "It is dark at six", title="Lights on the canal path")
    for order in ("mix", "newest", "supported", "unanswered"):
        page = client.get(f"{home(board)}?order={order}").text
        assert "Lights on the canal path" in page.partition('id="said"')[2]


def test_a_late_answer_is_what_the_gates_are_told_of() -> None:
    from heard.compact.queries import snapshot_of

    talk = a_talk()
    actions.ask_officer(post=says(talk, "In time"), at=clock.now())
    actions.ask_officer(post=says(talk, "Late"), at=clock.now() - timedelta(days=20))
    (strand,) = snapshot_of(talk.strand.activity, clock.today()).strands
    assert len(strand.replies_late) == 1
    assert strand.replies_late[0].startswith("Ann Example was asked something")
    assert not strand.needs_account


def test_a_reply_sent_twice_stands_there_once_and_is_told_once() -> None:
    talk = a_talk()
    post = says(talk, "Who opens up at six?")
    page = f"/staff/posts/{post.public_id}/"
    first, again = sent_twice(signed_in(ann_of(talk)), page, {"do": "reply", "words": "I do."})
    assert (first.status_code, again.status_code) == (302, 302)
    assert OfficerReply.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="conversation.tell_reply").count() == 1
