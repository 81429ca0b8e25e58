"""Another body looks at the reason for a shorter period (GP-n). Ann owns it, Bilal may help, Cass is a stranger."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import factories
from tests.compact.plans import Cast, a_plan, opened
from tests.factories import signed_in

from heard.activities.actions import accept_joint, ask_to_join
from heard.activities.models import Activity
from heard.compact import jobs
from heard.compact.access import may_review_rationale
from heard.compact.actions import review_rationale
from heard.compact.models import Approval, RationaleReview
from heard.compact.queries import rationales_to_review
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people.models import Account, Partner, Role
from heard.people.queries.monitoring import disclosure_policy
from heard.reports import queries as reports
from heard.reports.queries.sections import WRITERS, Facts
from heard.rules.record import record_of

pytestmark = pytest.mark.django_db
REASON = "The grant ends in March. Those who are away lose out, so we hold two more sessions."
WHY = "It names who is away, and two sessions make up for it."
NOW = date(2016, 10, 3)


@pytest.fixture(autouse=True)
def _in_october() -> Any:
    with clock.stopped(NOW):
        yield


def trust() -> Partner:
    return Partner.objects.get(name="Example Health Trust")


def a_reviewer(name: str = "Hana Reviewer", partner: Partner | None = None, **more: Any) -> Account:
    return factories.an_account(name, "independent_reviewer", partner=partner or trust(), **more)


def short(cast: Cast) -> Activity:
    """Ten weeks, with the reason that opened it."""
    return opened(cast, a_plan(cast, closes=date(2016, 11, 21), duration_rationale=REASON))


def said(activity: Activity, by: Account, adequate: bool = True, why: str = WHY) -> RationaleReview:
    return review_rationale(activity=activity, adequate=adequate, why=why, by=by, at=clock.now())


def test_a_reviewer_of_another_body_says_yes_or_no_and_owner_helper_and_stranger_may_not(cast: Cast) -> None:
    activity, hana = short(cast), a_reviewer()
    assert activity.short_period_because == REASON
    own = a_reviewer("Ruth Reviewer", cast.partner, team="Example University")
    for who in (cast.ann, cast.bilal, cast.cass, cast.sue, own, factories.an_account("Nora Nobody")):
        with pytest.raises(Refused):
            said(activity, who)
    assert not RationaleReview.objects.exists()
    row = said(activity, hana)
    assert (row.adequate, row.why, row.body, row.by) == (True, WHY, trust(), hana)


def test_nobody_reviews_a_body_of_their_own_nor_what_they_approved(cast: Cast) -> None:
    activity, hana = short(cast), a_reviewer()
    also = a_reviewer("Two Hats")
    Role.objects.create(account=also, role="officer", partner=cast.partner, team="Baths", given_by=cast.ann)
    helps = a_reviewer("Helps Here")
    Role.objects.create(account=helps, role="facilitator", activity_ref=activity.public_id, given_by=cast.ann)
    approved = a_reviewer("Approved It")
    Approval.objects.create(activity=activity, by=approved, to_stage="noticed", digest="0" * 64, at=clock.now())
    for who in (also, helps, approved):
        verdict = may_review_rationale(who, activity)
        assert (bool(verdict), verdict.clause) == (False, "GP-n")
        assert list(rationales_to_review(who)) == []
    assert list(rationales_to_review(hana)) == [activity]
    row = ask_to_join(activity=activity, partner=trust(), brings="Two nurses.", by=cast.bilal, at=clock.now())
    accept_joint(joint=row, by=cast.cass, at=clock.now())
    assert not may_review_rationale(hana, activity)
    assert list(rationales_to_review(hana)) == []


def test_only_a_shorter_period_with_a_published_reason_is_looked_at(cast: Cast) -> None:
    usual, hana = opened(cast, a_plan(cast)), a_reviewer()
    planned = a_plan(cast, closes=date(2016, 11, 21), duration_rationale=REASON)
    longer = short(cast)
    Activity.objects.filter(pk=longer.pk).update(closes_on=longer.opens_on + timedelta(days=84))
    longer.refresh_from_db()
    for activity in (usual, planned, longer):
        with pytest.raises(Conflict, match="shorter period"):
            said(activity, hana)
    assert list(rationales_to_review(hana)) == []


@pytest.mark.parametrize("why", ["", "  ", "Too short"])
def test_a_yes_or_no_without_a_why_is_refused(cast: Cast, why: str) -> None:
    with pytest.raises(Refused, match="in a sentence why"):
        said(short(cast), a_reviewer(), why=why)


def test_the_newest_counts_the_older_stays_and_the_same_twice_is_refused(cast: Cast) -> None:
    activity, hana = short(cast), a_reviewer()
    front = reverse("activities:take_part", args=[activity.slug])
    assert "No reviewer has said yet" in Client().get(front).content.decode()
    said(activity, hana)
    with pytest.raises(Conflict, match="just this already"):
        said(activity, hana)
    said(activity, hana, False, "The sessions were never held.")
    assert "says that this reason is <strong>not</strong> good enough." in Client().get(front).content.decode()
    page = Client().get(reverse("compact:how_run", args=[activity.slug])).content.decode()
    assert page.index("The sessions were never held.") < page.index("Said before; the newest counts.") < page.index(WHY)
    assert counted(activity)["shorter_adequate"] == 0


def test_the_database_neither_changes_nor_deletes_what_was_said(cast: Cast) -> None:
    row = said(short(cast), a_reviewer())
    for change in (
        lambda: RationaleReview.objects.filter(pk=row.pk).update(adequate=False),
        lambda: RationaleReview.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="stays as it was judged"), transaction.atomic():
            change()
    row.refresh_from_db()
    assert row.adequate is True


def test_the_body_the_answer_and_the_why_are_public_and_no_name(cast: Cast) -> None:
    activity = short(cast)
    how_run = reverse("compact:how_run", args=[activity.slug])
    assert "No reviewer of another body has said so yet." in Client().get(how_run).content.decode()
    said(activity, a_reviewer())
    page = Client().get(how_run).content.decode()
    for words in ("Good enough: yes.", WHY, "A reviewer of Example Health Trust, 3 October 2016"):
        assert words in page
    assert "Hana Reviewer" not in page
    front = Client().get(reverse("activities:take_part", args=[activity.slug])).content.decode()
    assert f'href="{how_run}#shorter"' in front
    assert "A reviewer of Example Health Trust says that this reason is good enough." in front
    (write,) = (write for slug, _title, write in WRITERS if slug == "timeline")
    lines = [words for block in write(Facts(activity)) for words in block.get("items", [])]
    asked = "Is the reason for the shorter time good enough? A reviewer of Example Health Trust says yes:"
    assert f"{asked} {WHY}" in lines


def test_the_lead_is_told_once(cast: Cast, smtp: list[Any]) -> None:
    activity = short(cast)
    said(activity, a_reviewer(), False, "Nothing is done for who is away.")
    job = ProcrastinateJob.objects.get(task_name="compact.tell_rationale")
    jobs.tell_rationale(**job.args)
    jobs.tell_rationale(**job.args)
    assert {mail["To"] for mail in smtp} == {cast.ann.email, cast.sue.email}
    assert len(smtp) == 2
    text = smtp[0].get_payload(decode=True).decode()
    for words in ("Example Health Trust", "do not find", "Nothing is done for who is away.",
                  reverse("compact:rationale", args=[activity.slug])):  # fmt: skip
        assert words in text
    assert "Hana Reviewer" not in text


def counted(*activities: Activity) -> Any:
    return record_of(runs(*activities), today=NOW).found["length"]


def runs(*activities: Activity) -> Any:
    return reports.runs_of([one.pk for one in activities], today=NOW, policy=disclosure_policy())


def test_the_record_counts_shorter_periods_whose_reason_was_found_adequate(cast: Cast) -> None:
    first, second, third, usual = short(cast), short(cast), short(cast), opened(cast, a_plan(cast))
    hana = a_reviewer()
    said(first, hana)
    said(second, hana, False)
    found = counted(first, second, third, usual)
    keys = ("shorter_rated", "shorter_adequate", "shorter_adequate_percent")
    assert [found[key] for key in keys] == [2, 1, 33]
    assert {row[0]: row[4] for row in found["shorter"]} == {first.slug: True, second.slug: False, third.slug: None}
    tables = reports.record_tables(record_of(runs(first, second, third), today=NOW).found)
    assert [row[3] for row in tables["shorter"].rows] == [
        "Yes, says a reviewer", "No, says a reviewer", "Nobody has said yet",
    ]  # fmt: skip
    assert counted(usual)["shorter_adequate_percent"] is None


def test_the_page_asks_the_reviewer_and_tells_everyone_else_why_not(cast: Cast) -> None:
    activity, hana = short(cast), a_reviewer()
    page = reverse("compact:rationale", args=[activity.slug])
    client = signed_in(hana)
    assert f'href="{page}"' in client.get("/staff/").content.decode()
    assert f'href="{page}"' in client.get(reverse("compact:gates", args=[activity.slug])).content.decode()
    assert REASON in client.get(page).content.decode()
    for wrong in ({}, {"adequate": "perhaps", "why": WHY}, {"adequate": "yes", "why": "Fine"},
                  {"adequate": "yes", "why": "a\x00b c d"}):  # fmt: skip
        assert client.post(page, wrong).status_code == 422
    assert client.post(page, {"adequate": "no", "why": "It names nobody at all."}).status_code == 302
    row = RationaleReview.objects.get()
    assert (row.adequate, row.why) == (False, "It names nobody at all.")
    assert page not in client.get("/staff/").content.decode()
    for who in (cast.ann, cast.bilal, cast.cass):
        other = signed_in(who)
        shown = other.get(page).content.decode()
        assert "Publish what I say" not in shown
        assert "It names nobody at all." in shown
        assert other.post(page, {"adequate": "yes", "why": WHY}).status_code == 403
        assert page not in other.get("/staff/").content.decode()
    assert signed_in(factories.an_account("Nora Nobody")).get(page).status_code == 403
    assert Client().get(page).status_code == 302
    assert RationaleReview.objects.count() == 1


def test_where_there_is_no_shorter_period_the_page_says_so(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    shown = signed_in(a_reviewer()).get(reverse("compact:rationale", args=[activity.slug])).content.decode()
    assert "There is no reason to look at here" in shown
    assert "Publish what I say" not in shown


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_under_fifteen_queries_for_one_and_for_three(
    cast: Cast, number: int, django_assert_max_num_queries: Any
) -> None:
    activity, hana = short(cast), a_reviewer()
    for each in range(number):
        said(activity, hana, bool(each % 2), f"Said for time number {each}.")
        short(cast)
    client = signed_in(hana)
    for page in (
        reverse("compact:rationale", args=[activity.slug]),
        reverse("compact:how_run", args=[activity.slug]),
        reverse("compact:gates", args=[activity.slug]),
        "/staff/",
    ):
        with django_assert_max_num_queries(14):
            assert client.get(page).status_code == 200, page
