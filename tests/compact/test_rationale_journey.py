"""A reviewer of another body looks at the reason for a shorter period in a real browser (GP-n)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests import factories
from tests.browser import DESK, PHONE, proved
from tests.compact.plans import Cast, a_cast, a_plan, opened

from heard.activities.models import Activity
from heard.people.models import Account

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return a_cast()


@pytest.fixture
def hana(people: Cast) -> Account:
    return factories.an_account("Hana Reviewer", "independent_reviewer", partner=people.cass.roles.get().partner)


@pytest.fixture
def short(people: Cast) -> Activity:
    reason = "The grant ends in March. Those who are away lose out, so we hold two more sessions."
    return opened(people, a_plan(people, closes=date(2016, 11, 21), duration_rationale=reason))


@pytest.mark.parametrize(("size", "kind"), [("360", PHONE), ("1280", DESK)])
def test_a_reviewer_finds_it_sends_it_empty_says_no_and_everyone_reads_it(
    size: str, kind: dict[str, Any], hana: Account, short: Activity, visit: Any
) -> None:
    page = visit("/staff/", hana, **kind)
    expect(page.get_by_role("heading", name="Shorter periods: is the reason good enough?")).to_be_visible()
    proved(page, f"rationale-owed-{size}")
    page.get_by_role("link", name=short.title).click()
    expect(page.get_by_role("heading", name="The published reason")).to_be_visible()
    proved(page, f"rationale-{size}")
    page.get_by_role("button", name="Publish what I say").click()
    expect(page.get_by_role("heading", name="There is something to mend")).to_be_visible()
    proved(page, f"rationale-errors-{size}")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Why?").fill("It does not say what is done for people without a bus.")
    page.get_by_role("button", name="Publish what I say").click()
    expect(page.get_by_text("Kept, and public. The lead is told.")).to_be_visible()
    proved(page, f"rationale-said-{size}")
    public = visit(reverse("compact:how_run", args=[short.slug]), **kind)
    expect(public.get_by_text("It does not say what is done for people without a bus.")).to_be_visible()
    proved(public, f"rationale-public-{size}")
