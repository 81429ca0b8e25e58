"""Following: nothing is sent to an address that did not say yes, and stopping takes one press."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import a_partner, an_account
from tests.queueing import queued

from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.network import actions, jobs, queries
from heard.network.models import Announcement, Follow, Follower
from heard.people.actions.retention import apply_retention

pytestmark = pytest.mark.django_db
EVERYTHING = [("everything", "", "Everything in the city")]
FOLESHILL = [("place", "foleshill", "Foleshill")]


def work(name: str) -> None:
    for job in ProcrastinateJob.objects.filter(task_name=f"network.{name}").order_by("id"):
        getattr(jobs, name)(**job.args)


def asked(address: str = "Dee@Example.org", choices: Any = EVERYTHING, **more: Any) -> Follower:
    actions.ask_to_follow(address=address, choices=choices, at=clock.now(), **more)
    return Follower.objects.get(address_hash=queries.hash_of_address(address))


def confirmed(address: str = "dee@example.org", choices: Any = EVERYTHING, **more: Any) -> Follower:
    return actions.confirm(follower=asked(address, choices, **more), at=clock.now())


def news(ref: str = "act1", what: str = "noticed", **more: Any) -> Announcement | None:
    said = {
        "title": f"Title {ref}", "path": f"/activities/{ref}/", "partners": ["council"], "asked_by": "Example Council",
        "places": ["foleshill"], "city_wide": False, "topics": ["Buses"],
    } | more  # fmt: skip
    return actions.announce(activity_ref=ref, what=what, at=clock.now(), **said)


def tell() -> None:
    ProcrastinateJob.objects.filter(task_name="network.send_news_to").delete()
    jobs.send_news(0)
    work("send_news_to")


def test_an_address_gets_one_request_and_nothing_else_until_it_confirms(smtp: list[Any]) -> None:
    follower = asked()
    work("ask_to_confirm")
    work("ask_to_confirm")
    news()
    tell()
    (message,) = smtp
    assert message["To"] == "Dee@Example.org"
    link = re.search(r"/follow/\S+/", message.get_payload(decode=True).decode())
    assert link is not None
    page = Client().get(link.group())
    assert page.status_code == 200
    follower.refresh_from_db()
    assert follower.confirmed_at is None, "opening the link confirms nothing: mail checkers open links"
    Client().post(link.group(), {"confirm": "yes"})
    follower.refresh_from_db()
    assert follower.confirmed_at is not None
    tell()
    assert len(smtp) == 1, "what was announced before they confirmed is not news to them"


def test_news_comes_the_next_morning_in_one_e_mail_with_a_way_to_stop(smtp: list[Any]) -> None:
    follower = confirmed()
    news("act1")
    news("act2")
    news("act2", "open")
    tell()
    tell()
    (message,) = smtp
    text = message.get_payload(0).get_payload(decode=True).decode()
    assert text.count("Title act2") == 1
    assert "Open now: Title act2" in text
    assert "/activities/act1/" in text
    assert message["List-Unsubscribe"].strip("<>").endswith("/stop/")
    news("act3")
    tell()
    assert len(smtp) == 1, "never more than one e-mail a day"
    with clock.stopped(clock.now() + timedelta(days=1)):
        tell()
    assert len(smtp) == 2
    assert follower.public_id


def test_only_what_is_followed_is_told(smtp: list[Any]) -> None:
    confirmed(choices=FOLESHILL)
    news("a", places=["radford"])
    news("b", places=["foleshill"])
    news("c", places=[], city_wide=True)
    tell()
    (message,) = smtp
    text = message.get_payload(0).get_payload(decode=True).decode()
    assert ("Title a" in text, "Title b" in text, "Title c" in text) == (False, True, True)


@pytest.mark.parametrize(
    "kind,reference,expected",
    [("topic", "buses", True), ("topic", "parks", False), ("partner", "council", True), ("partner", "trust", False)],
)
def test_topics_and_partners_are_followed(kind: str, reference: str, expected: bool) -> None:
    announcement = news()
    assert announcement is not None
    assert queries.concerns(announcement, [Follow(kind=kind, reference=reference)]) is expected


def test_weekly_followers_hear_on_mondays_only(smtp: list[Any]) -> None:
    confirmed(often="weekly")
    news()
    monday = clock.start_of(clock.today()) + timedelta(days=7 - clock.today().weekday(), hours=8)
    with clock.stopped(monday + timedelta(days=1)):
        tell()
    assert smtp == []
    with clock.stopped(monday + timedelta(days=7)):
        tell()
    assert len(smtp) == 1


def test_one_piece_of_news_is_put_down_once() -> None:
    assert news() is not None
    assert news() is None
    assert news(what="longer", key="2027-03-01") is not None
    assert news(what="longer", key="2027-04-01") is not None


def test_nobody_can_flood_an_address_with_requests(smtp: list[Any]) -> None:
    for _try in range(6):
        asked()
    work("ask_to_confirm")
    assert len(smtp) == 3
    with clock.stopped(clock.now() + timedelta(days=1, minutes=1)):
        asked()
    work("ask_to_confirm")
    assert len(smtp) == 4


def test_asking_again_changes_nothing_until_it_is_confirmed(smtp: list[Any]) -> None:
    follower = confirmed(choices=FOLESHILL)
    asked(choices=[("place", "radford", "Radford")])
    news("r", places=["radford"])
    tell()
    assert smtp == []
    assert [one.reference for one in follower.follows.filter(confirmed_at=None)] == ["radford"]


def test_stopping_takes_one_press_and_deletes_the_address() -> None:
    follower = confirmed()
    address = f"/follow/{follower.public_id}/{queries.secret_of(follower)}/stop/"
    assert Client().get(address).status_code == 200
    assert Follower.objects.count() == 1
    assert Client(enforce_csrf_checks=True).post(address).status_code == 200
    assert Follower.objects.count() == 0
    assert "dee@example.org" not in str(list(Entry.objects.values()))


def test_a_wrong_link_opens_nothing() -> None:
    follower = confirmed()
    assert Client().get(f"/follow/{follower.public_id}/wrong/").status_code == 404
    assert Client().post(f"/follow/{follower.public_id}/wrong/stop/").status_code == 200
    assert Follower.objects.count() == 1


def test_what_nobody_confirmed_goes_after_a_week_and_the_rest_stays() -> None:
    asked("one@example.org")
    confirmed("two@example.org")
    apply_retention(at=clock.now() + timedelta(days=6))
    assert Follower.objects.count() == 2
    apply_retention(at=clock.now() + timedelta(days=8))
    assert [one.confirmed_at is not None for one in Follower.objects.all()] == [True]


def test_the_page_asks_takes_the_answer_and_says_the_same_to_everyone() -> None:
    partner = a_partner("Example Trust")
    page = Client().get(f"/follow/?partner={partner.slug}")
    assert "checked" in page.content.decode()
    wrong = Client().post("/follow/", {"email": "no address", "often": "daily"})
    assert wrong.status_code == 422
    assert "Choose at least one thing" in wrong.content.decode()
    sent = {"email": "dee@example.org", "often": "daily", "partners": [partner.slug]}
    for _again in range(2):
        assert Client().post("/follow/", sent)["Location"] == "/follow/asked/"
    assert [str(one) for one in Follow.objects.all()] == ["Example Trust"]


def test_a_program_that_fills_in_every_field_is_not_written_down() -> None:
    sent = {"email": "dee@example.org", "often": "daily", "everything": "on", "website": "http://example.org"}
    assert Client().post("/follow/", sent).status_code == 302
    assert Follower.objects.count() == 0


def test_following_can_be_changed_by_the_link() -> None:
    partner = a_partner("Example Trust")
    follower = confirmed()
    address = f"/follow/{follower.public_id}/{queries.secret_of(follower)}/"
    assert Client().post(address, {"often": "weekly"}).status_code == 422
    assert Client().post(address, {"often": "weekly", "partners": [partner.slug]}).status_code == 302
    follower.refresh_from_db()
    assert (follower.often, [one.kind for one in follower.follows.all()]) == ("weekly", ["partner"])


def entered(by: Any, partner: Any, **more: Any) -> Follower:
    said = {"channel": "letter", "address": "1 Sample Street\nCoventry", "name": "Fay Example", "evidence": "by phone"}
    return actions.enter_follower(partner=partner, choices=EVERYTHING, by=by, at=clock.now(), **(said | more))


def test_only_a_partners_own_staff_enter_who_wants_the_sheet_by_post() -> None:
    partner, other = a_partner(), a_partner()
    ann = an_account("Ann", "engagement_lead", partner=partner)
    bilal = an_account("Bilal", "officer", partner=partner)
    cass = an_account("Cass", "engagement_lead", partner=other)
    assert entered(ann, partner).channel == "letter"
    assert entered(bilal, partner, name="Gus Example").partner == partner
    with pytest.raises(Refused):
        entered(cass, partner, name="Hal Example")
    with pytest.raises(Conflict, match="how and when"):
        entered(ann, partner, name="Ida Example", evidence=" ")
    with pytest.raises(Conflict, match="already"):
        entered(ann, partner)


def test_sheets_are_printed_posted_once_and_go_to_the_partners_own_people_only() -> None:
    partner, other = a_partner(), a_partner()
    ann = an_account("Ann", "engagement_lead", partner=partner)
    cass = an_account("Cass", "engagement_lead", partner=other)
    with pytest.raises(Conflict, match="Nobody has asked"):
        actions.print_sheets(partner=partner, quarter="2027-Q1", by=ann, at=clock.now())
    entered(ann, partner)
    entered(cass, other, name="Gus Example")
    batch = actions.print_sheets(partner=partner, quarter="2027-Q1", by=ann, at=clock.now())
    letters = queries.sheet_letters(batch, [{"kind": "text", "words": "News"}])["letters"]
    assert [letter["to"] for letter in letters] == [["Fay Example", "1 Sample Street", "Coventry"]]
    with pytest.raises(Refused):
        actions.post_sheets(batch=batch, posted_on=clock.today(), by=cass, at=clock.now())
    assert actions.post_sheets(batch=batch, posted_on=clock.today(), by=ann, at=clock.now()).posted_on == clock.today()
    with pytest.raises(Conflict, match="posted already"):
        actions.post_sheets(batch=batch, posted_on=clock.today(), by=ann, at=clock.now())


def test_a_nul_in_an_address_is_refused_on_the_page() -> None:
    sent = {"email": "d\x00ee@example.org", "often": "daily", "everything": "on"}
    assert Client().post("/follow/", sent).status_code == 422


def test_what_is_chosen_after_following_was_ended_in_another_tab_is_answered_in_words() -> None:
    actions.ask_to_follow(address="dee@example.org", choices=[("everything", "", "Everything")], at=clock.now())
    follower = Follower.objects.get()
    actions.stop_following(follower=Follower.objects.get(), at=clock.now())
    with pytest.raises(Conflict, match="ended meanwhile"):
        actions.change_follows(
            follower=follower, choices=[("everything", "", "Everything")], often="daily", at=clock.now()
        )
    with pytest.raises(Conflict, match="ended meanwhile"):
        actions.confirm(follower=follower, at=clock.now())
    assert not Follower.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["stop", "change"])
def test_ending_it_in_one_tab_and_choosing_anew_in_another_wait_in_no_ring_and_leave_nothing(first: str) -> None:
    choices = [("everything", "", "Everything"), ("topic", "baths", "Baths")]
    actions.ask_to_follow(address="dee@example.org", choices=choices, at=clock.now())
    follower = Follower.objects.get()
    calls: list[Any] = [
        lambda: actions.stop_following(follower=follower, at=clock.now()),
        lambda: actions.change_follows(
            follower=follower, choices=[("topic", "parks", "Parks")], often="daily", at=clock.now()
        ),
    ]
    outcomes = queued(Follow.objects.order_by("pk")[0], *calls[:: 1 if first == "stop" else -1])
    assert [type(one).__name__ for one in outcomes] == ["NoneType", "Conflict" if first == "stop" else "NoneType"]
    assert not Follow.objects.exists()
