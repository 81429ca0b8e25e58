"""Whoever took part is told each step by the way they chose: once, at most once a day, and nothing for nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import a_contribution, a_strand, an_account, an_activity

from heard.activities.actions import announce_activity
from heard.activities.models import Activity
from heard.decisions import actions, jobs, queries
from heard.decisions.models import Commitment, Decision, Delivery, NoMoreNews, Obligation, StepNews
from heard.decisions.queries.letters import letters_of
from heard.decisions.queries.steps import news_words, stop_code
from heard.decisions.queries.telling import still_owed, text_rows
from heard.ground import clock
from heard.people.actions import erase, keep_address
from heard.people.models import Voice

pytestmark = pytest.mark.django_db


def took_part(activity: Activity, kind: str, address: str, channel: str = "web") -> Voice:
    strand = activity.strands.first() or a_strand(activity)
    voice = a_contribution(strand, "Open later.", channel=channel).voice
    keep_address(voice=voice, kind=kind, address=address, name="Dee")
    return voice


def step(activity: Activity, what: str, key: str = "", summary: str = "") -> None:
    announce_activity(
        activity=activity, what=what, key=key or what, summary=summary or f"News of {what}.", at=clock.now()
    )  # fmt: skip


def morning() -> None:
    ProcrastinateJob.objects.filter(task_name="decisions.send_feedback").delete()
    jobs.tell_steps(0)
    for job in ProcrastinateJob.objects.filter(task_name="decisions.send_feedback").order_by("id"):
        jobs.send_feedback(**job.args)


def tomorrow(days: int = 1) -> Any:
    return clock.stopped(clock.now() + timedelta(days=days))


def said(message: Any, part: int = 0) -> str:
    return message.get_payload(part).get_payload(decode=True).decode()


def test_an_e_mail_comes_the_next_morning_in_plain_text_and_html_with_a_way_to_stop(smtp: list[Any]) -> None:
    activity = an_activity("Hours of the baths", stage="closed")
    voice = took_part(activity, "email", "dee@example.org")
    step(activity, "closed")
    step(activity, "found")
    morning()
    morning()
    (message,) = smtp
    assert "Dear Dee," in said(message)
    for words in ("Hours of the baths", "News of closed.", "News of found."):
        assert words in said(message)
        assert words in said(message, 1)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/news/" + message["List-Unsubscribe"].strip("<>").partition("/news/")[2]
    assert Client().get(path).status_code == 200
    assert NoMoreNews.objects.count() == 0, "opening the link stops nothing: mail checkers open links"
    assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NoMoreNews.objects.get().voice == voice
    with tomorrow():
        step(activity, "decided")
        morning()
    assert len(smtp) == 1


def test_nothing_is_sent_while_nothing_happens_and_never_twice_a_day(smtp: list[Any]) -> None:
    activity = an_activity(stage="closed")
    took_part(activity, "email", "dee@example.org")
    morning()
    assert (smtp, StepNews.objects.count()) == ([], 0)
    step(activity, "closed")
    morning()
    step(activity, "found")
    morning()
    assert len(smtp) == 1
    with tomorrow():
        morning()
        assert len(smtp) == 2
    with tomorrow(2):
        morning()
    assert len(smtp) == 2


def test_early_news_is_for_followers_and_the_answer_goes_out_as_feedback() -> None:
    activity = an_activity(stage="open")
    took_part(activity, "email", "dee@example.org")
    for what in ("noticed", "open", "told"):
        step(activity, what)
    assert actions.tell_steps(at=clock.now()) == 0


def test_a_worker_killed_on_the_way_loses_nothing_and_sends_nothing_twice(
    smtp: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = an_activity(stage="closed")
    took_part(activity, "email", "dee@example.org")
    step(activity, "closed")
    jobs.tell_steps(0)
    (delivery,) = Delivery.objects.all()
    with monkeypatch.context() as killed:
        killed.setattr(actions, "note_delivery", lambda **_told: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            jobs.send_feedback(delivery.pk)
    jobs.send_feedback(delivery.pk)
    jobs.send_feedback(delivery.pk)
    delivery.refresh_from_db()
    assert (len(smtp), delivery.state) == (1, "sent")


def test_letters_texts_and_calls_use_the_batches_that_are_there_and_say_all_that_happened() -> None:
    activity = an_activity("Hours of the baths", stage="closed")
    ann = an_account("Ann", "engagement_lead", partner=activity.lead)
    took_part(activity, "letter", "1 Sample Street\nCoventry", "paper")
    took_part(activity, "phone", "024 7600 0001", "phone")
    took_part(activity, "phone", "07700 900001", "text_message")
    step(activity, "closed")
    assert actions.tell_steps(at=clock.now()) == 1
    with tomorrow():
        step(activity, "found")
        assert actions.tell_steps(at=clock.now()) == 1
        assert sorted(Delivery.objects.values_list("kind", flat=True)) == ["letter", "phone", "text"], "overtaken"
        news = StepNews.objects.latest("pk")
        letters = actions.print_letters(activity=activity, news=news, by=ann, at=clock.now())
        (letter,) = letters_of(letters)["letters"]
        assert "News of closed." in str(letter["blocks"])
        assert "News of found." in str(letter["blocks"])
        texts = actions.make_texts(activity=activity, news=news, by=ann, at=clock.now())
        ((number, words),) = text_rows(texts)
        assert number == "07700 900001"
        assert words.startswith("What we heard is published: Hours of the baths")
        assert len(words) <= 160
        (call,) = queries.phone_list(activity)
        assert news_words(call.news, so_far=True)[1:] == [
            "Closed: now it is read: News of closed.", "What we heard is published: News of found.",
        ]  # fmt: skip
        actions.post_letters(batch=letters, posted_on=clock.today(), by=ann, at=clock.now())
    assert Delivery.objects.get(kind="letter").state == "sent"


def test_news_is_no_answer_what_was_promised_stays_owed() -> None:
    activity = an_activity(stage="closed")
    ann = an_account("Ann", "engagement_lead", partner=activity.lead)
    voice = took_part(activity, "phone", "024 7600 0001", "phone")
    actions.owe_reply(activity=activity, voice=voice, at=clock.now())
    step(activity, "closed")
    actions.tell_steps(at=clock.now())
    (call,) = queries.phone_list(activity)
    assert still_owed(activity, "phone") == 0, "news does not hold up the answer"
    actions.note_delivery(delivery=call, sent=True, by=ann, at=clock.now())
    assert Obligation.objects.get(activity=activity, voice=voice).given_on is None


def test_the_desk_shows_calls_with_the_news_and_puts_its_letters_into_one_file() -> None:
    activity = an_activity("Hours of the baths", stage="closed")
    ann = an_account("Ann", "engagement_lead", partner=activity.lead)
    took_part(activity, "phone", "024 7600 0001", "phone")
    took_part(activity, "letter", "1 Sample Street", "paper")
    step(activity, "closed")
    actions.tell_steps(at=clock.now())
    client = Client()
    client.force_login(ann, backend="allauth.account.auth_backends.AuthenticationBackend")
    desk = f"/staff/activities/{activity.slug}/feedback/"
    page = client.get(f"{desk}calls/").content.decode()
    assert "News of closed." in page
    assert "024 7600 0001" in page
    assert client.post(f"{desk}letters/").status_code == 302
    assert Delivery.objects.get(kind="letter").batch.news == StepNews.objects.get()
    assert client.get(desk).status_code == 200


def test_each_change_of_a_promise_is_news_once_its_decision_is_published(smtp: list[Any]) -> None:
    activity = an_activity("Hours of the baths", stage="told")
    ann = an_account("Ann", "engagement_lead", partner=activity.lead)
    took_part(activity, "email", "dee@example.org")
    decision = Decision.objects.create(
        activity=activity, maker="Cabinet", made_on=clock.today(), recorded_by=ann, recorded_at=clock.now()
    )
    promise = Commitment.objects.create(
        decision=decision, words="Open at seven.", owner="Head of Sport", due_on=clock.today(), made_at=clock.now()
    )
    actions.start_commitment(commitment=promise, by=ann, at=clock.now())
    morning()
    assert smtp == [], "not published yet"
    Decision.objects.filter(pk=decision.pk).update(published_at=clock.now())
    promise = Commitment.objects.select_related("decision__activity").get(pk=promise.pk)
    actions.settle_commitment(commitment=promise, state="done", evidence="The timetable.", by=ann, at=clock.now())
    morning()
    (message,) = smtp
    assert "News of a promise: Open at seven. Done" in said(message)
    assert f"/commitments/{promise.public_id}/" in said(message)


def test_erasure_takes_the_stop_and_the_deliveries_away() -> None:
    activity = an_activity(stage="closed")
    officer = an_account("Dot", "data_protection_officer", partner=activity.lead)
    voice = took_part(activity, "email", "dee@example.org")
    step(activity, "closed")
    actions.tell_steps(at=clock.now())
    actions.stop_news(activity=activity, voice=voice.pk, at=clock.now())
    erase(voice=voice, by=officer, at=clock.now(), because="They asked.")
    assert (NoMoreNews.objects.count(), Delivery.objects.count()) == (0, 0)


def test_a_wrong_stop_link_opens_nothing() -> None:
    activity = an_activity(stage="closed")
    voice = took_part(activity, "email", "dee@example.org")
    assert Client().get("/news/wrong/stop/").status_code == 404
    assert Client().post(f"/news/{stop_code(activity, voice.pk)}x/stop/").status_code == 404
    assert NoMoreNews.objects.count() == 0


def test_who_spoke_on_the_web_and_asked_for_text_messages_is_sent_them_and_not_rung() -> None:
    activity = an_activity("Hours of the baths", stage="closed")
    took_part(activity, "text", "07700 900001", "web")
    took_part(activity, "phone", "024 7600 0001", "web")
    step(activity, "closed")
    actions.tell_steps(at=clock.now())
    assert sorted(Delivery.objects.values_list("kind", flat=True)) == ["phone", "text"]
