"""Scenario 23 in a real browser: typed, shown, compared, asked by e-mail, answered from the link, and not skipped."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, expect
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import factories
from tests.browser import DESK, PHONE, PLAIN, browsers, faults, picture
from tests.compact.plans import Cast, a_cast, a_plan

from heard.activities.models import Activity, Plan
from heard.compact import jobs
from heard.compact.actions.alike import catch_up
from heard.compact.models import DuplicateAnswer, DuplicateCheck, Enquiry
from heard.ground import clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WHY = "Their swimmers were asked about lessons, ours are asked about opening hours."


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return a_cast()


@pytest.fixture
def theirs(people: Cast) -> Activity:
    """What the trust asked last year."""
    trust = people.cass.roles.get().partner
    closes = clock.today() - timedelta(days=300)
    made = factories.an_activity(
        "Swimming at Example Baths", stage="archived", lead=trust, owner=people.cass,
        opens=closes - timedelta(days=90), closes=closes, announced_on=closes,
    )  # fmt: skip
    Plan.objects.filter(activity=made).update(purpose="To learn who uses the baths and how they are run.")
    catch_up(at=clock.now())
    return made


@pytest.fixture
def draft(people: Cast, theirs: Activity) -> Activity:
    start = clock.today() + timedelta(days=60)
    activity = a_plan(people, stage="idea", opens=start, closes=start + timedelta(days=100))
    Activity.objects.filter(pk=activity.pk).update(title="Something else altogether")
    return Activity.objects.get(pk=activity.pk)


def test_scenario_23_typed_shown_asked_answered_recorded_and_not_skipped(
    browser: Browser, live_server: Any, smtp: list[Any], people: Cast, draft: Activity, theirs: Activity
) -> None:
    with browsers(browser, live_server.url) as opened:
        bilal = opened.open(people.bilal, **DESK)
        bilal.go(reverse("activities:plan_page", args=[draft.slug, "purpose"]))
        bilal.write(title="Who swims at Example Baths?", purpose="To choose how the baths are run.")
        beside = bilal.page.locator(".alike")
        expect(beside).to_contain_text("Swimming at Example Baths")
        expect(beside).to_contain_text("% alike")
        assert faults(bilal.page) == []
        picture(bilal.page, "alike-typing-1280")
        assert not DuplicateCheck.objects.exists()
        bilal.press("Save and go on")

        bilal.go(reverse("compact:gates", args=[draft.slug])).sees("It has not been compared")
        bilal.go(reverse("compact:duplicates", args=[draft.slug])).sees("Not compared yet")
        bilal.write(note="We would be glad of your table of ages.").press("Compare, and ask the partners")
        bilal.sees("To be answered before it goes on", "Example Health Trust", "The e-mail is on its way.")
        assert faults(bilal.page) == []
        picture(bilal.page, "asked-before-1280")
        bilal.go(reverse("compact:gates", args=[draft.slug])).sees(
            "Reuse it, join it, or say why people are asked again."
        )

        for job in ProcrastinateJob.objects.filter(task_name="compact.send_enquiry"):
            jobs.send_enquiry(**job.args)
        (mail,) = smtp
        text = mail.get_payload()[0].get_payload(decode=True).decode()
        assert "We would be glad of your table of ages." in text
        link = re.search(rf"{re.escape(settings.SITE_URL)}(/enquiries/\S+answer=findings)", text)
        assert link is not None

        cass = opened.open(None, **PLAIN)  # the partner's lead: no account, no script, on a phone
        cass.go(link[1]).sees("Who swims at Example Baths?", "Swimming at Example Baths")
        expect(cass.page.locator('[value="findings"]')).to_be_checked()
        cass.press("Send my answer").sees("Thank you: you have answered")
        assert Enquiry.objects.get().reply == "findings"

        phone = opened.open(people.bilal, **PHONE)
        phone.go(reverse("compact:duplicates", args=[draft.slug])).sees("We have findings that you may use")
        phone.page.get_by_text("Answer this match").click()
        phone.press("Publish this answer").sees("There is something to mend")
        assert faults(phone.page) == []
        match = DuplicateCheck.objects.get().matches.get()
        phone.write(**{f"m{match.pk}-kind": "proceed", f"m{match.pk}-because": WHY}).press("Publish this answer")
        phone.sees("Your reason is published with the activity.", WHY)
        assert faults(phone.page) == []
        picture(phone.page, "asked-before-360")
        assert DuplicateAnswer.objects.get().because == WHY
        phone.go(reverse("compact:gates", args=[draft.slug])).misses("say why people are asked again")
        phone.go(reverse("compact:how_run", args=[draft.slug])).sees(WHY, "We have findings that you may use")
        assert faults(phone.page) == []
        picture(phone.page, "how-run-360")


def test_the_pages_of_leading_together_and_of_the_code_are_in_order(
    browser: Browser, live_server: Any, people: Cast, draft: Activity
) -> None:
    with browsers(browser, live_server.url) as opened:
        bilal = opened.open(people.bilal, **PHONE)
        for address in (
            reverse("compact:together", args=[draft.slug]),
            reverse("compact:alike"),
            reverse("compact:clause", args=["GP-d"]),
            reverse("compact:pack"),
            reverse("activities:new"),
        ):
            bilal.go(address)
            assert faults(bilal.page) == [], address
            picture(bilal.page, f"page-{address.strip('/').replace('/', '-')}")
        bilal.go(reverse("compact:together", args=[draft.slug]))
        bilal.press("Ask them").sees("There is something to mend")
        assert faults(bilal.page) == []
        trust = people.cass.roles.get().partner
        bilal.write(partner=str(trust.pk), brings="Two nurses and a room.").press("Ask them")
        bilal.sees("A lead of Example Health Trust accepts or declines.")
        cass = opened.open(people.cass, **PLAIN)
        cass.go(reverse("compact:together", args=[draft.slug])).press("Accept: we lead this together")
        cass.sees("You lead this together now.")
        wide = opened.open(people.cass, **DESK)
        wide.go(reverse("compact:together", args=[draft.slug])).sees("Cass Cole accepted on")
        assert faults(wide.page) == []
        picture(wide.page, "together-1280")
