"""The front door in a real browser: nothing for axe to find, nothing off the side, with and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.browser import DESK, PHONE, PLAIN, browsers, faults, picture
from tests.decisions.scene import Scene
from tests.factories import an_account, an_activity

from heard.activities.actions import Said, receive_contribution
from heard.decisions import actions
from heard.ground import clock
from heard.places.models import Place

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KINDS = {"phone": PHONE, "desk": DESK, "no-script": PLAIN}


@pytest.fixture
def pages(scene: Scene) -> dict[str, str]:
    """Every page of the front door, by the name of its picture."""
    assert scene.promise
    actions.settle_commitment(
        commitment=scene.promise, state="done", evidence="On the door.", by=scene.room.ann, at=clock.now()
    )
    ward = Place.objects.create(slug="foleshill", name="Foleshill", kind="ward", version="wards 2004–2026")
    opened = an_activity("Which mornings should the baths open?", stage="open", lead=scene.room.activity.lead)
    opened.places.add(ward)
    an_activity("What is the park for?", stage="noticed", lead=opened.lead)
    scene.room.activity.stage, scene.room.activity.closes_on = "open", clock.today()
    scene.room.activity.save()
    kept = receive_contribution(
        strand=scene.room.strand, channel="web", passages=[Said("Mine")], by=None, at=clock.now()
    )
    scene.room.activity.stage = "decided"
    scene.room.activity.save()
    return {
        "home": "/", "whats-on": "/whats-on/?level=consult", "nothing": "/whats-on/?level=inform",
        "coming-up": "/coming-up/", "happened": "/what-happened-next/", "found": "/search/?words=evenings",
        "search-error": "/search/?words=", "thread": f"/activities/{scene.slug}/thread/",
        "trace": f"/thread/{scene.said[0].trace_id}/", "receipt": f"/receipt/{kept.code}/",
        "no-receipt": "/receipt/0000000000/", "partner": f"/partners/{opened.lead.slug}/", "places": "/places/",
        "place": "/places/foleshill/", "checks": "/checks/", "accessibility": "/accessibility/", "privacy": "/privacy/",
    }  # fmt: skip


def plain_faults(page: Page) -> list[str]:
    """axe is a script itself; without scripts it is asked whether the page is whole and nothing hangs off the side."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    whole = page.locator("main h1").is_visible() and page.locator("footer").is_visible()
    return ([] if whole else ["not whole"]) + ([f"hangs off the side: {wide} in {room}"] if wide > room else [])


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_the_front_door(
    browser: Browser, live_server: Any, pages: dict[str, str], kind: str
) -> None:
    check = plain_faults if kind == "no-script" else faults
    wrong: dict[str, list[str]] = {}
    with browsers(browser, live_server.url) as opened:
        page = opened.open(**KINDS[kind]).page
        for name, address in pages.items():
            page.goto(live_server.url + address)
            picture(page, f"{name}-{kind}")
            if found := check(page):
                wrong[name] = found
        page.goto(live_server.url + pages["receipt"])
        page.get_by_label("Your secret word").fill("WRONG123")
        page.get_by_role("button", name="Show my words").click()
        page.get_by_text("This is not the secret word of this receipt").first.wait_for()
        if found := check(page):
            wrong["wrong secret"] = found
    assert wrong == {}


def test_axe_finds_nothing_on_what_is_owed(browser: Browser, live_server: Any, scene: Scene) -> None:
    lead = an_account("Lena Example", "senior_lead", partner=scene.room.activity.lead)
    an_activity("To approve?", stage="planned", lead=scene.room.activity.lead)
    with browsers(browser, live_server.url) as opened:
        for kind in (PHONE, DESK):
            visitor = opened.open(lead, **kind).go("/staff/").sees("To approve?")
            assert faults(visitor.page) == []
