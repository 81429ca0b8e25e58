"""Requests and complaints about personal data: no account, the law's clock, answered by whoever may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries
from tests.factories import a_partner, an_account, signed_in
from tests.sending import sent_twice

from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people import actions
from heard.people.jobs import watch_data_requests
from heard.people.models import Account, DataReminder, DataRequest, DataStep, Partner

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 9, 1)


@pytest.fixture
def council() -> Partner:
    cache.clear()
    return a_partner("Example Council")


@pytest.fixture
def dee(council: Partner) -> Account:
    return an_account("Dee Example", "data_protection_officer", partner=council)


def raised(council: Partner, kind: str = "access", day: date = DAY, **terms: Any) -> DataRequest:
    with clock.stopped(day):
        return actions.raise_data_request(
            partner=council, kind=kind, words="What do you hold?", by=None, at=clock.now(), **terms
        ).request


def run_reminders() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="people.remind_of_data").order_by("pk"):
        app.tasks[job.task_name](**job.args)


def test_anybody_asks_without_an_account_and_sees_how_it_stands_with_a_code(council: Partner, dee: Account) -> None:
    client = Client()
    asks = {"partner": council.slug, "kind": "complaint", "words": "My address was on a list.", "name": "Rosa Example"}
    assert client.post("/your-data/", {}).status_code == 422
    there = client.post("/your-data/", asks)["Location"]
    page = client.get(there).content.decode()
    assert "Keep this code" in page
    assert "My address was on a list." not in page
    assert "Rosa" not in page
    again = Client().get(there)
    assert "How does your request stand?" in again.content.decode()
    assert again["X-Robots-Tag"] == "noindex"
    assert Client().get("/your-data/00000-00000-0/").status_code == 404
    one = DataRequest.objects.get()
    assert (one.channel, one.acknowledge_by) == ("web", clock.today() + timedelta(days=30))
    run_reminders()
    run_reminders()
    assert [message.to for message in mail.outbox] == [[dee.email]]
    assert "Rosa" not in mail.outbox[0].body
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, words FROM people_datarequest")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"Rosa" not in stored
    assert b"list" not in stored
    assert "Rosa" not in str(Entry.objects.get(what="data_request.received").__dict__)


def test_staff_log_what_came_by_phone_and_only_those_who_answer_for_data_see_it(council: Partner, dee: Account) -> None:
    ann = an_account("Ann Example", "officer", partner=council)
    cass = an_account("Cass Example", "data_protection_officer", "officer", partner=a_partner("Elsewhere"))
    call = {"partner": council.slug, "kind": "erase", "words": "Delete me.", "channel": "phone",
            "received_on": clock.today().isoformat()}  # fmt: skip
    assert signed_in(ann).post("/staff/data/log/", call | {"channel": ""}).status_code == 422
    assert signed_in(ann).post("/staff/data/log/", call).status_code == 302
    assert signed_in(cass).post("/staff/data/log/", call).status_code == 422
    one = DataRequest.objects.get()
    assert (one.logged_by, one.channel) == (ann, "phone")
    assert signed_in(ann).get("/staff/data/").status_code == 403
    assert signed_in(cass).get(f"/staff/data/{one.public_id}/").status_code == 404
    assert "Delete me." in signed_in(dee).get(f"/staff/data/{one.public_id}/").content.decode()
    for stranger in (ann, cass):
        with pytest.raises(Refused, match="may do this here"):
            actions.acknowledge_data_request(request=one, words="Yes", by=stranger, at=clock.now())
    with pytest.raises(Refused, match="may do this here"):
        actions.raise_data_request(partner=council, kind="access", words="x", by=cass, at=clock.now())


def test_the_clock_stands_while_the_person_is_asked_and_runs_on_by_as_much(council: Partner, dee: Account) -> None:
    one = raised(council)
    assert one.due_on == date(2026, 10, 1)
    terms: dict[str, Any] = {"request": one, "by": dee}
    with clock.stopped(date(2026, 9, 8)):
        with pytest.raises(Conflict, match="what you need"):
            actions.pause_data_request(words=" ", at=clock.now(), **terms)
        actions.pause_data_request(words="Which session was it?", at=clock.now(), **terms)
        with pytest.raises(Conflict, match="stands already"):
            actions.pause_data_request(words="Again?", at=clock.now(), **terms)
    with clock.stopped(date(2026, 12, 1)):
        one.refresh_from_db()
        assert not one.is_overdue(clock.today())
    with clock.stopped(date(2026, 9, 22)):
        actions.resume_data_request(words="", at=clock.now(), **terms)
    one.refresh_from_db()
    assert (one.paused_days, one.due_on) == (14, date(2026, 10, 15))


def test_more_time_is_taken_once_within_the_first_month_with_its_reason(council: Partner, dee: Account) -> None:
    one = raised(council)
    with clock.stopped(date(2026, 10, 1)):
        kept = actions.extend_data_request(request=one, because="Six archives.", by=dee, at=clock.now())
        assert kept.due_on == date(2026, 12, 1)
        with pytest.raises(Conflict, match="all the law allows"):
            actions.extend_data_request(request=one, because="More.", by=dee, at=clock.now())
    late = raised(council)
    with clock.stopped(date(2026, 10, 2)), pytest.raises(Conflict, match="within the first month"):
        actions.extend_data_request(request=late, because="Six archives.", by=dee, at=clock.now())


def test_an_overdue_request_is_not_hidden_by_stopping_the_clock_and_stays_late(council: Partner, dee: Account) -> None:
    one = raised(council)
    with clock.stopped(date(2026, 10, 2)):
        with pytest.raises(Conflict, match="would hide that"):
            actions.pause_data_request(request=one, words="Who are you?", by=dee, at=clock.now())
        kept = actions.close_data_request(request=one, outcome="done", words="Here it is.", by=dee, at=clock.now())
        assert kept.was_late
        with pytest.raises(Conflict, match="stays as it is"):
            actions.close_data_request(request=one, outcome="refused", words="No.", by=dee, at=clock.now())


def test_a_complaint_is_acknowledged_in_thirty_days_and_is_upheld_or_not(council: Partner, dee: Account) -> None:
    one = raised(council, "complaint")
    with clock.stopped(DAY + timedelta(days=31)):
        assert one.acknowledgement_is_overdue(clock.today())
        assert actions.acknowledge_data_request(request=one, words="We look.", by=dee, at=clock.now()).was_late
        with pytest.raises(Conflict, match="upheld or not"):
            actions.close_data_request(request=one, outcome="done", words="Yes.", by=dee, at=clock.now())
        kept = actions.close_data_request(request=one, outcome="upheld", words="Sorry.", by=dee, at=clock.now())
    assert kept.get_outcome_display() == "The complaint is upheld"
    assert list(DataStep.objects.values_list("kind", flat=True)) == ["received", "acknowledged", "closed"]


def test_reminders_come_a_week_before_and_when_it_is_late_each_once(council: Partner, dee: Account) -> None:
    raised(council, "complaint")
    seen = []
    for day in (date(2026, 9, 2), date(2026, 9, 24), date(2026, 9, 25), date(2026, 10, 2), date(2026, 10, 9)):
        with clock.stopped(day):
            for _again in range(2):
                watch_data_requests(0)
        seen.append(DataReminder.objects.count())
    assert seen == [1, 3, 3, 5, 5]
    assert set(DataReminder.objects.values_list("what", flat=True)) == {
        "received", "due", "due_late", "ack", "ack_late",
    }  # fmt: skip


def test_words_and_names_go_two_years_after_the_answer_and_the_count_stays(council: Partner, dee: Account) -> None:
    one = raised(council, name="Rosa", reach="1 Example Road")
    with clock.stopped(date(2026, 9, 20)):
        actions.close_data_request(request=one, outcome="done", words="Here it is.", by=dee, at=clock.now())
    with clock.stopped(date(2028, 9, 10)):
        actions.apply_retention(at=clock.now())
        one.refresh_from_db()
        assert one.words == "What do you hold?"
    with clock.stopped(date(2028, 10, 10)):
        actions.apply_retention(at=clock.now())
    one.refresh_from_db()
    assert (one.name, one.reach, one.words, one.outcome) == (None, None, None, "done")
    assert set(DataStep.objects.values_list("words", flat=True)) == {None}


def test_a_step_on_the_desk_that_is_refused_keeps_what_was_typed(council: Partner, dee: Account) -> None:
    one = raised(council, day=clock.today())
    desk, page = signed_in(dee), f"/staff/data/{one.public_id}/"
    kept = desk.post(page, {"step": "close", "words": "Here it is, all of it."})
    assert kept.status_code == 422
    assert "Here it is, all of it." in kept.content.decode()
    assert desk.post(page, {"step": "pause", "words": ""}).status_code == 422
    assert desk.post(page, {"step": "pause", "words": "Which one?"}).status_code == 302
    assert desk.post(page, {"step": "resume", "words": ""}).status_code == 302
    assert desk.post(page, {"step": "close", "outcome": "done", "words": "Here."}).status_code == 302
    assert "Done as asked" in desk.get("/staff/data/?state=closed").content.decode()


def test_the_desk_asks_as_little_for_three_requests_as_for_one(
    council: Partner, dee: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk, counts = signed_in(dee), dict[int, set[int]]()
    for _number in range(3):
        one = raised(council, day=clock.today())
        for page in ("/staff/data/", f"/staff/data/{one.public_id}/"):
            with django_assert_max_num_queries(14) as asked:
                assert desk.get(page).status_code == 200
            counts.setdefault(page.count("/"), set()).add(len(asked))
    assert {depth: len(found) for depth, found in counts.items()} == {3: 1, 4: 1}


@pytest.mark.parametrize("bad", ["a\x00b"])
def test_a_nul_is_refused_with_a_reason(council: Partner, bad: str) -> None:
    asks = {"partner": council.slug, "kind": "access", "words": bad}
    assert Client().post("/your-data/", asks).status_code == 422


def test_a_request_sent_twice_is_one_request_with_one_code(council: Partner, dee: Account) -> None:
    asks = {"partner": council.slug, "kind": "access", "words": "What do you hold about me?", "reach": "024 7600 0000"}
    first, again = sent_twice(Client(), "/your-data/", asks)
    assert (first.status_code, first["Location"]) == (302, again["Location"])
    assert DataRequest.objects.count() == 1
    assert DataReminder.objects.filter(what="received").count() == 1
    logged = asks | {"channel": "phone", "received_on": clock.today().isoformat()}
    answers = sent_twice(signed_in(dee), "/staff/data/log/", logged)
    assert [each.status_code for each in answers] == [302, 302]
    assert DataRequest.objects.count() == 2
