"""Each partner's public record: made in steps, from what partners did, open to all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import a_contribution, a_partner, a_strand, an_account, an_activity

from heard.compact.models import Override
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.reports import actions, jobs, queries
from heard.reports.models import Record

pytestmark = pytest.mark.django_db
NOW = date(2027, 12, 1)


@pytest.fixture(autouse=True)
def _in_december() -> Any:
    with clock.stopped(NOW):
        yield


def ran(lead: Any, title: str = "", **more: Any) -> Any:
    opens = more.pop("opens", date(2027, 2, 1))
    said = {"stage": "closed", "announced_on": opens - timedelta(days=30), "opens": opens} | more
    return an_activity(title, lead=lead, **said)


def made(partner: Any, year: int = 2027, by: Any = None) -> Record:
    record = actions.ask_for_record(partner=partner, year=year, by=by, at=clock.now())
    jobs.make_record(record.pk)
    record.refresh_from_db()
    return record


def test_a_record_is_made_from_what_the_partner_did() -> None:
    lead, other = a_partner("Example Council"), a_partner()
    activity = ran(lead, "Baths", closes=date(2027, 3, 1), short_period_because="The grant ends in April.",
                   feedback_due_on=date(2027, 5, 1))  # fmt: skip
    Override.objects.create(
        activity=activity, check_id="GP-e.1", reason="No budget this year.", by=an_account("Sam"), at=clock.now()
    )
    strand = a_strand(activity)
    a_contribution(strand, channel="paper")
    a_contribution(strand, channel="web")
    ran(other, "Not ours")
    ran(lead, "Another year", opens=date(2026, 5, 1))
    found = made(lead).found
    assert found["activities"] == 1
    assert found["length"]["shorter"] == [[activity.slug, "Baths", 28, "The grant ends in April.", None]]
    assert found["feedback"]["late"] == [[activity.slug, "Baths", 214, False]]
    assert found["overrides"]["by_check"] == {"GP-e.1": 1}
    assert found["taking_part"] == {"base": 2, "by_channel": {"paper": 1, "web": 1}, "not_digital_percent": 50}
    lines = Client().get(f"/partners/{lead.slug}/record/2027/record.csv").content.decode().splitlines()
    assert f"length.shorter.{activity.slug}.days,28," in lines
    assert f"length.shorter.{activity.slug}.reason_good_enough,," in lines
    assert "length.shorter_adequate_percent,0,1" in lines


@pytest.mark.parametrize("number", [1, 3])
def test_counting_takes_the_same_queries_for_any_number_of_activities(
    number: int, django_assert_num_queries: Any
) -> None:
    from heard.people.queries.monitoring import disclosure_policy

    lead = a_partner()
    numbers = [ran(lead, f"Number {each}").pk for each in range(number)]
    with django_assert_num_queries(10):
        queries.runs_of(numbers, today=NOW, policy=disclosure_policy())


def test_progress_is_kept_as_it_goes_and_a_second_asking_waits(monkeypatch: Any) -> None:
    lead = a_partner()
    for each in range(3):
        ran(lead, f"Number {each}")
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    record = actions.ask_for_record(partner=lead, year=2027, by=None, at=clock.now())
    assert (record.state, record.done, record.of) == ("making", 0, 3)
    assert "0 of 3 activities are counted" in Client().get(f"/partners/{lead.slug}/record/2027/").content.decode()
    with pytest.raises(Conflict, match="being made just now"):
        actions.ask_for_record(partner=lead, year=2027, by=None, at=clock.now())
    seen: list[int] = []
    real = queries.runs_of

    def watched(*given: Any, **more: Any) -> Any:
        seen.append(Record.objects.get(pk=record.pk).done)
        return real(*given, **more)

    monkeypatch.setattr(queries, "runs_of", watched)
    jobs.make_record(record.pk)
    assert seen == [0, 2]
    assert Record.objects.get(pk=record.pk).state == "made"


def test_every_night_each_partner_gets_its_record_and_what_is_stuck_is_given_up() -> None:
    lead = a_partner()
    ran(lead, "Baths")
    ran(lead, "Older", opens=date(2026, 5, 1))
    stuck = Record.objects.create(partner=lead, year=2027, of=1, asked_at=clock.now() - timedelta(hours=2))
    jobs.every_night(0)
    stuck.refresh_from_db()
    assert stuck.state == "failed"
    waiting = ProcrastinateJob.objects.filter(task_name="reports.make_record").order_by("id")
    for job in waiting:
        jobs.make_record(**job.args)
    assert {row.year for row in Record.objects.filter(partner=lead, state="made")} == {2026, 2027}


def test_the_page_shows_every_figure_with_its_base_and_the_data_says_the_same() -> None:
    lead = a_partner("Example Council")
    activity = ran(lead, "Baths", closes=date(2027, 3, 1), feedback_due_on=date(2027, 5, 1))
    made(lead)
    words = Client().get(f"/partners/{lead.slug}/record/").content.decode()
    assert "How it kept the code in 2027" in words
    assert "0 of 1 were open for 12 weeks or more" in words
    assert f"/activities/{activity.slug}/how-this-was-run/" in words
    data = Client().get(f"/partners/{lead.slug}/record/2027/record.json").json()
    assert data["found"]["length"]["base"] == 1
    lines = Client().get(f"/partners/{lead.slug}/record/2027/record.csv").content.decode().splitlines()
    assert "feedback.on_time,0,1" in lines
    assert f"/partners/{lead.slug}/record/" in Client().get(f"/partners/{lead.slug}/").content.decode()


def test_a_partner_without_a_record_says_when_there_will_be_one() -> None:
    partner = a_partner()
    assert "has not been made yet" in Client().get(f"/partners/{partner.slug}/record/").content.decode()
    assert Client().get(f"/partners/{partner.slug}/record/2027/record.json").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_few_queries(number: int, django_assert_max_num_queries: Any) -> None:
    lead = a_partner()
    for each in range(number):
        ran(lead, f"Number {each}")
    made(lead)
    with django_assert_max_num_queries(8):
        Client().get(f"/partners/{lead.slug}/record/")


def test_only_those_who_work_there_have_it_made_now() -> None:
    lead, other = a_partner(), a_partner()
    ran(lead)
    ann = an_account("Ann", "engagement_lead", partner=lead)
    bilal = an_account("Bilal", "analyst", partner=lead)
    cass = an_account("Cass", "engagement_lead", partner=other)
    for who in (ann, bilal):
        made(lead, by=who)
    with pytest.raises(Refused):
        made(lead, by=cass)
    client = Client()
    client.force_login(ann)
    assert client.post(f"/staff/partners/{lead.slug}/record/2027/").status_code == 302
    assert "Being made anew" in client.get(f"/partners/{lead.slug}/record/2027/").content.decode()
