"""One calendar for all partners: page, iCalendar, Atom, paper; and what stands in the way of a draft's days."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader
from tests.factories import a_partner, an_account, an_activity

from heard.activities.actions import announce_activity
from heard.ground import clock
from heard.methods.gathering.models import Gathering, Session
from heard.network import actions as network
from heard.places.models import Place

pytestmark = pytest.mark.django_db
MARCH = date(2027, 3, 3)


@pytest.fixture(autouse=True)
def _in_march() -> Any:
    with clock.stopped(MARCH):
        yield


def asks(title: str, opens: date = date(2027, 3, 8), days: int = 90, **fields: Any) -> Any:
    fields.setdefault("stage", "noticed")
    return an_activity(title, opens=opens, closes=opens + timedelta(days=days), **fields)


def a_session(activity: Any, title: str = "At the library") -> Session:
    from heard.activities.models import Strand

    strand = Strand.objects.create(activity=activity, title="Meetings", method="gathering", channels=["in_person"])
    gathering = Gathering.objects.create(strand=strand)
    moment = clock.start_of(date(2027, 3, 20)) + timedelta(hours=14, minutes=30)
    return Session.objects.create(
        gathering=gathering, kind="meeting", title=title, host="Ann Example", starts_at=moment, venue_words="Hall"
    )


def page(address: str = "/calendar/", client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_calendar_shows_every_day_of_what_is_announced_and_nothing_of_drafts() -> None:
    activity = asks("Baths at dawn", feedback_due_on=date(2027, 6, 30))
    a_session(activity)
    asks("A secret draft", stage="planned")
    asks("Withdrawn one", stage="withdrawn")
    words = page()
    assert words.count("Baths at dawn") == 4
    assert "Opens" in words
    assert "Last day to take part" in words
    assert "At the library</strong>, 14:30" in words
    assert "Feedback promised by" in words
    assert "secret draft" not in words
    assert "Withdrawn one" not in words


def test_the_calendar_can_be_narrowed_and_paged() -> None:
    place = Place.objects.create(slug="foleshill", kind="ward", name="Foleshill", version="x")
    ours = asks("Baths at dawn", topics=["Sport"])
    ours.places.add(place)
    announce_activity(activity=ours, what="noticed", at=clock.now())
    asks("Buses at night")
    elsewhere = asks("Trams at noon")
    elsewhere.places.add(Place.objects.create(slug="wyken", kind="ward", name="Wyken", version="x"))
    announce_activity(activity=elsewhere, what="noticed", at=clock.now())
    here = page("/calendar/?place=foleshill")
    assert ("Baths at dawn" in here, "Trams at noon" in here) == (True, False)
    assert "Buses at night" in here, "what is asked in the whole city is asked here too"
    assert "Buses at night" not in page("/calendar/?topic=Sport")
    assert "Baths at dawn" in page(f"/calendar/?partner={ours.lead.slug}")
    assert "Baths at dawn" not in page("/calendar/?from=2028-01")
    assert "Baths at dawn" in page("/calendar/?from=nonsense")
    assert Client().get("/calendar/?place=nowhere").status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_the_calendar_asks_a_fixed_number_of_queries(number: int, django_assert_max_num_queries: Any) -> None:
    for each in range(number):
        a_session(asks(f"Number {each}"))
    with django_assert_max_num_queries(9):
        page()


def test_the_feed_for_calendars_reads_back(django_assert_max_num_queries: Any) -> None:
    activity = asks("Baths; at “dawn”, with a very long title indeed so that its line has to be folded — naïve 🏊")
    session = a_session(activity)
    feed: Any = Calendar.from_ical(Client().get("/calendar/heard.ics").content)
    found = {str(one["uid"]).split("@")[0]: one for one in feed.walk("VEVENT")}
    opens = found[f"{activity.public_id}-opens"]
    assert opens["dtstart"].dt == date(2027, 3, 8)
    assert str(opens["summary"]) == f"Opens: {activity.title}"
    assert found[session.public_id]["dtstart"].dt == session.starts_at.astimezone(clock.LONDON)
    assert str(found[session.public_id]["location"]) == "Hall"


def test_the_feed_for_readers_tells_what_was_announced() -> None:
    activity = asks("Baths at dawn")
    announce_activity(activity=activity, what="noticed", at=clock.now())
    asks("A secret draft", stage="planned")
    answer = Client().get("/calendar/heard.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    words = answer.content.decode()
    assert "Announced: Baths at dawn" in words
    assert "secret draft" not in words
    assert "Baths" not in Client().get("/calendar/heard.atom?partner=" + a_partner().slug).content.decode()


def test_a_decision_recorded_before_close_is_said_in_every_feed_on_the_calendar_and_its_sheet() -> None:
    """Scenario 1: activity, decision, feed and report say it; also of what was announced before it was found."""
    early, other = asks("Baths at dawn"), asks("Buses at night")
    for one in (early, other):
        announce_activity(activity=one, what="noticed", at=clock.now())
    early.pre_decided = True
    early.save()
    flag = "Decision recorded before close"
    feed = Client().get("/calendar/heard.atom").content.decode()
    told, untold = (entry for entry in feed.split("<entry>")[1:])
    told, untold = (told, untold) if "Baths" in told else (untold, told)
    assert (flag in told, flag in untold) == (True, False)
    days: Any = Calendar.from_ical(Client().get("/calendar/heard.ics").content)
    for day in days.walk("VEVENT"):
        assert (flag in str(day["description"])) == ("Baths" in str(day["summary"]))
        assert "To be decided: Baths" not in str(day["summary"]), "it says that it is decided"
    assert page().count(flag) == page().count("Baths at dawn") > 0
    sheet = PdfReader(BytesIO(Client().get("/calendar/sheet.pdf").content))
    assert " ".join(" ".join(one.extract_text() for one in sheet.pages).split()).count(flag) == 1


def test_the_sheet_is_a_tagged_pdf_with_the_quarters_days() -> None:
    lead = a_partner("Example Council", phone="024 7600 0000")
    asks("Baths at dawn", lead=lead)
    asks("Far away", opens=date(2027, 9, 1), lead=lead)
    reader = PdfReader(BytesIO(Client().get("/calendar/sheet.pdf").content))
    words = " ".join(one.extract_text() for one in reader.pages)
    assert "Baths at dawn" in words
    assert "8 March 2027: Opens" in words
    assert "024 7600 0000" in words
    assert "Far away" not in words
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_staff_see_drafts_of_all_partners_and_strangers_do_not() -> None:
    ours, other = a_partner(), a_partner()
    asks("A draft of ours", stage="planned", lead=ours)
    for partner in (ours, other):
        client = Client()
        client.force_login(an_account("Ann", "officer", partner=partner))
        assert "A draft of ours (draft)" in page("/staff/calendar/", client)
    stranger = Client()
    stranger.force_login(an_account("Cass"))
    assert stranger.get("/staff/calendar/").status_code == 403
    assert Client().get("/staff/calendar/").status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_clashes_name_the_other_partner_the_feast_and_the_poll(number: int, django_assert_max_num_queries: Any) -> None:
    place = Place.objects.create(slug="foleshill", kind="ward", name="Foleshill", version="x")
    ours = asks("Baths at dawn", stage="planned", opens=date(2027, 3, 10))
    for each in range(number):
        theirs = asks(f"Health trust asks {each}", opens=date(2027, 4, 1), topics=["Sport"])
        theirs.places.add(place)
    ours.places.add(place)
    client = Client()
    client.force_login(an_account("Ann", "officer", partner=ours.lead))
    with django_assert_max_num_queries(14):
        words = page(f"/staff/activities/{ours.slug}/calendar/", client)
    assert "Health trust asks 0" in words
    assert "is in the same place: Foleshill" in words
    assert "Eid al-Fitr" in words, "it would open on 10 March 2027"
    assert "Ordinary day of council elections" in words


def test_a_plan_without_days_is_told_what_to_do_first() -> None:
    activity = asks("Baths at dawn", stage="idea")
    type(activity).objects.update(opens_on=None, closes_on=None)
    client = Client()
    client.force_login(an_account("Ann", "officer", partner=activity.lead))
    assert "This plan has no days yet" in page(f"/staff/activities/{activity.slug}/calendar/", client)


def entered(client: Client, partner: Any, **more: Any) -> Any:
    said = {
        "channel": "letter", "name": "Fay Example", "address": "1 Sample Street", "evidence": "by phone",
        "everything": "on",
    }  # fmt: skip
    return client.post(f"/staff/calendar/by-post/{partner.slug}/", said | more)


def test_the_printed_calendar_goes_by_post_to_those_who_asked() -> None:
    lead = a_partner("Example Council")
    asks("Baths at dawn", lead=lead)
    client = Client()
    client.force_login(an_account("Ann", "engagement_lead", partner=lead))
    assert "Nobody yet" in page("/staff/calendar/by-post/", client)
    assert entered(client, lead, address="").status_code == 422
    assert entered(client, lead).status_code == 302
    assert "Fay Example" in page("/staff/calendar/by-post/", client)
    client.post(f"/staff/calendar/by-post/{lead.slug}/print/")
    (batch,) = network_batches(lead)
    pdf = client.get(f"/staff/calendar/by-post/{lead.slug}/{batch.public_id}/").content
    words = " ".join(one.extract_text() for one in PdfReader(BytesIO(pdf)).pages)
    assert "Fay Example" in words
    assert "Baths at dawn" in words
    client.post(f"/staff/calendar/by-post/{lead.slug}/{batch.public_id}/posted/")
    assert "posted on 3 March 2027" in page("/staff/calendar/by-post/", client)


def network_batches(partner: Any) -> Any:
    from heard.network.queries import sheet_batches

    return list(sheet_batches(partner))


def test_another_partners_staff_never_see_who_gets_it_by_post() -> None:
    lead, other = a_partner(), a_partner()
    ann = an_account("Ann", "engagement_lead", partner=lead)
    follower = network.enter_follower(
        partner=lead, channel="letter", address="1 Sample Street", name="Fay", evidence="by phone",
        choices=[("everything", "", "Everything")], by=ann, at=timezone.now(),
    )  # fmt: skip
    cass = Client()
    cass.force_login(an_account("Cass", "engagement_lead", partner=other))
    assert cass.get(f"/staff/calendar/by-post/{lead.slug}/").status_code == 403
    assert cass.post(f"/staff/calendar/by-post/{lead.slug}/print/").status_code == 403
    assert cass.post(f"/staff/calendar/by-post/{lead.slug}/stop/{follower.public_id}/").status_code == 403
    assert "Sample Street" not in page("/staff/calendar/by-post/", cass)
