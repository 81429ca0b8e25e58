"""Following one activity, how often, and what a mail program is told: step by step, at once, or nothing for now."""

from __future__ import annotations

import email
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import a_partner, an_activity

from heard.activities.actions import announce_activity
from heard.activities.models import Activity
from heard.ground import clock
from heard.network import actions, jobs, queries
from heard.network.models import Announcement, Follow, Follower
from heard.notices.actions import NotSent

pytestmark = pytest.mark.django_db


def following(activity: Activity, often: str = "daily", address: str = "dee@example.org") -> Follower:
    choices = [("activity", activity.public_id, activity.title)]
    actions.ask_to_follow(address=address, choices=choices, often=often, at=clock.now())
    follower = Follower.objects.get(address_hash=queries.hash_of_address(address))
    return actions.confirm(follower=follower, at=clock.now())


def step(activity: Activity, what: str, key: str = "") -> None:
    announce_activity(activity=activity, what=what, key=key, summary=f"News of {what}.", at=clock.now())


def work(name: str) -> None:
    for job in ProcrastinateJob.objects.filter(task_name=f"network.{name}").order_by("id"):
        getattr(jobs, name)(**job.args)


def morning() -> None:
    ProcrastinateJob.objects.filter(task_name="network.send_news_to").delete()
    jobs.send_news(0)
    work("send_news_to")


def words(message: Any, kind: str) -> str:
    parts = [part for part in email.message_from_bytes(message.as_bytes()).walk() if part.get_content_type() == kind]
    (part,) = parts
    return part.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_whoever_follows_an_activity_hears_every_step_in_plain_text_and_html(smtp: list[Any]) -> None:
    activity = an_activity("New hours <for> the baths", stage="closed")
    follower = following(activity)
    step(activity, "closed")
    morning()
    (message,) = smtp
    assert "Closed: now it is read: New hours <for> the baths" in words(message, "text/plain")
    html = words(message, "text/html")
    assert "Closed: now it is read: New hours &lt;for&gt; the baths</a>" in html
    assert "News of closed." in html
    address = f"/follow/{follower.public_id}/{queries.secret_of(follower)}/"
    assert f"{address}stop/" in html
    assert message["List-Unsubscribe"].strip("<>").endswith(f"{address}stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_mail_programs_own_button_stops_it_with_one_press_and_no_page(smtp: list[Any]) -> None:
    activity = an_activity(stage="closed")
    following(activity)
    step(activity, "closed")
    morning()
    path = smtp[0]["List-Unsubscribe"].strip("<>").partition("/follow/")[2]
    pressed = Client(enforce_csrf_checks=True).post(f"/follow/{path}", {"List-Unsubscribe": "One-Click"})
    assert (pressed.status_code, Follower.objects.count()) == (200, 0)


def test_a_stop_link_with_another_followers_secret_or_a_forged_one_stops_nothing() -> None:
    activity = an_activity(stage="closed")
    one, two = following(activity), following(activity, address="eve@example.org")
    for secret in (queries.secret_of(two), "x" * 40, queries.secret_of(one)[:-1]):
        Client().post(f"/follow/{one.public_id}/{secret}/stop/", {"List-Unsubscribe": "One-Click"})
        assert Client().get(f"/follow/{one.public_id}/{secret}/").status_code == 404
    assert Follower.objects.count() == 2


def test_whoever_follows_what_is_withdrawn_hears_it_once_with_the_way_to_stop(smtp: list[Any]) -> None:
    activity = an_activity("Hours of the baths", stage="open")
    follower = following(activity)
    activity.stage, activity.withdrawn_because = "withdrawn", "The money is gone."
    activity.save()
    announce_activity(activity=activity, what="withdrawn", summary="The money is gone.", at=clock.now())
    morning()
    with clock.stopped(clock.now() + timedelta(days=1)):
        morning()
    (message,) = smtp
    assert "Withdrawn" in words(message, "text/plain")
    assert "The money is gone." in words(message, "text/plain")
    link = f"/follow/{follower.public_id}/{queries.secret_of(follower)}/"
    assert "Hours of the baths" in Client().get(link).content.decode()
    assert Client().post(f"{link}stop/", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Follower.objects.count() == 0


def test_whoever_follows_its_partner_is_not_told_every_step() -> None:
    activity = an_activity(stage="closed")
    step(activity, "found")
    step(activity, "decided")
    found, decided = Announcement.objects.order_by("pk")
    wide = [Follow(kind="partner", reference=activity.lead.slug)]
    assert [queries.concerns(one, wide) for one in (found, decided)] == [False, True]
    assert queries.concerns(found, [Follow(kind="activity", reference=activity.public_id)])
    assert not queries.concerns(found, [Follow(kind="activity", reference="another")])


def test_nothing_is_sent_while_nothing_happens(smtp: list[Any]) -> None:
    following(an_activity(stage="closed"))
    for day in range(3):
        with clock.stopped(clock.now() + timedelta(days=day)):
            morning()
    assert smtp == []


def test_two_promises_are_two_pieces_of_news_and_one_promise_is_told_as_it_stands_last(smtp: list[Any]) -> None:
    activity = an_activity(stage="told")
    following(activity)
    for key in ("p1:in_progress", "p1:done", "p2:done"):
        announce_activity(activity=activity, what="promise", key=key, summary=f"Promise {key}", at=clock.now())
    morning()
    (message,) = smtp
    text = words(message, "text/plain")
    assert ["p1:in_progress" in text, "Promise p1:done" in text, "Promise p2:done" in text] == [False, True, True]


def test_who_asked_for_it_hears_at_once_and_more_than_once_a_day(smtp: list[Any]) -> None:
    activity = an_activity(stage="closed")
    following(activity, often="at_once")
    for what in ("closed", "found"):
        step(activity, what)
        ProcrastinateJob.objects.filter(task_name="network.send_news_to").delete()
        work("send_at_once")
        work("send_news_to")
    assert len(smtp) == 2
    assert "What we heard is published" in words(smtp[1], "text/plain")
    morning()
    assert len(smtp) == 2, "the morning has nothing left to tell them"


def test_who_wants_nothing_for_now_keeps_their_choices_and_gets_nothing(smtp: list[Any]) -> None:
    activity = an_activity(stage="closed")
    follower = following(activity)
    address = f"/follow/{follower.public_id}/{queries.secret_of(follower)}/"
    assert Client().post(address, {"often": "none", "activities": [activity.public_id]}).status_code == 302
    step(activity, "closed")
    morning()
    assert smtp == []
    assert [one.reference for one in follower.follows.all()] == [activity.public_id]
    assert Client().post(address, {"often": "daily", "activities": [activity.public_id]}).status_code == 302
    morning()
    assert smtp == [], "what was missed meanwhile is not sent after all"
    step(activity, "found")
    morning()
    assert len(smtp) == 1


def test_a_worker_killed_after_the_e_mail_left_sends_nothing_twice_and_loses_nothing(
    smtp: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = an_activity(stage="closed")
    follower = following(activity)
    step(activity, "closed")
    with monkeypatch.context() as killed:
        killed.setattr(actions, "note_told", lambda **_told: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            jobs.send_news_to(follower.pk)
    assert len(smtp) == 1
    step(activity, "found")
    jobs.send_news_to(follower.pk)
    assert len(smtp) == 1, "the same e-mail again: it left before"
    with clock.stopped(clock.now() + timedelta(days=1)):
        jobs.send_news_to(follower.pk)
    assert len(smtp) == 2
    later = words(smtp[1], "text/plain")
    assert ["What we heard is published" in later, "Closed: now it is read" in later] == [True, False]


def test_a_mail_server_that_is_away_loses_nothing(smtp: list[Any], settings: Any) -> None:
    activity = an_activity(stage="closed")
    follower = following(activity)
    step(activity, "closed")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(NotSent):
        jobs.send_news_to(follower.pk)
    settings.EMAIL_PORT = port
    jobs.send_news_to(follower.pk)
    assert len(smtp) == 1


def test_the_page_of_an_activity_leads_to_following_it_and_only_a_public_one_can_be_followed() -> None:
    activity = an_activity("Hours of the baths", stage="open", opens=clock.today() - timedelta(days=3))
    hidden = an_activity("Hidden plan", stage="planned")
    page = Client().get(f"/activities/{activity.slug}/").content.decode()
    assert f'href="/follow/?activity={activity.public_id}"' in page
    form = Client().get(f"/follow/?activity={activity.public_id}").content.decode()
    assert "Hours of the baths" in form
    assert "Hidden plan" not in Client().get(f"/follow/?activity={hidden.public_id}").content.decode()
    assert Client().get("/follow/?activity=%00").status_code == 200
    sent = {"email": "dee@example.org", "often": "at_once", "activities": [activity.public_id]}
    assert Client().post("/follow/", sent)["Location"] == "/follow/asked/"
    (follow,) = Follow.objects.all()
    assert (follow.kind, follow.reference, str(follow)) == ("activity", activity.public_id, "Hours of the baths")
    assert Client().post("/follow/", sent | {"activities": [hidden.public_id]}).status_code == 422


def test_following_takes_the_same_few_queries_for_one_activity_and_for_three(
    django_assert_num_queries: Any,
) -> None:
    a_partner()
    refs = [an_activity(stage="open").public_id for _number in range(3)]
    Client().get("/follow/")
    for some in (refs[:1], refs):
        with django_assert_num_queries(4):
            Client().get("/follow/", {"activity": some[0]} if len(some) == 1 else {"activity": some})
