"""Mending, correcting a level and handing over in a real browser: at a desk, on a phone, and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from tests.browser import DESK, PHONE, PLAIN, browsers, proved
from tests.moderation.concern_people import around, looked_into, raised
from tests.moderation.scene import a_scene

from heard.activities.actions import Said, receive_contribution
from heard.ground import clock
from heard.moderation import actions as moderating
from heard.moderation.actions import concerns as actions
from heard.moderation.models import Concern

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_person_says_on_a_phone_without_scripts_that_it_is_not_mended_and_a_reviewer_looks(
    browser: Browser, live_server: Any
) -> None:
    here = around(level="involve", is_sample=True)
    made = raised(here, "decided")
    one = actions.assign_reviewer(concern=made.concern, reviewer=here.rita, by=here.rita, at=clock.now())
    actions.decide_concern(
        concern=one, outcome="upheld", finding="The contract bound the council.", clause="UP-d", real_level="inform",
        remedy="Say so on each page.", remedy_due_on=clock.today(), by=here.rita, at=clock.now(),
    )  # fmt: skip
    actions.finish_remedy(concern=one, evidence="It says so on each page.", by=here.ann, at=clock.now())
    with browsers(browser, live_server.url) as opened:
        person = opened.open(**PLAIN).go(f"/concerns/receipt/{made.code}/")
        person.press("It is not mended")
        person.page.locator(".errors").first.wait_for()
        proved(person.page, "dispute-wrong-360", scripts=False)
        person.write(words="The leaflet still says otherwise.").press("It is not mended")
        person.sees("Whoever raised it says that it is not mended", "Nobody independent has confirmed it yet")
        person.misses("leaflet", "Is it not mended?")
        for kind, size in ((PHONE, 360), (DESK, 1280)):
            reviewer = opened.open(here.rita, **kind).go(f"/staff/concerns/{one.public_id}/")
            reviewer.sees("The leaflet still says otherwise.")
            proved(reviewer.page, f"look-{size}")
            reviewer.press("Publish what I saw").sees("Is it mended?")
            reviewer.page.locator(".errors").first.wait_for()
            proved(reviewer.page, f"look-wrong-{size}")
            owed = opened.open(here.rita, **kind).go("/staff/")
            owed.sees("look whether it is mended")
            proved(owed.page, f"owed-concerns-{size}")
            for name, address in (
                ("register", "/concerns/"), ("one", f"/concerns/{one.public_id}/"),
                ("activity", f"/activities/{here.activity.slug}/"),
                ("influence", f"/activities/{here.activity.slug}/influence/"),
                ("how-run", f"/activities/{here.activity.slug}/how-this-was-run/"),
            ):  # fmt: skip
                page = opened.visit(address, **kind)
                proved(page, f"corrected-{name}-{size}")
        reviewer.write(**{"look-mended": "yes", "look-words": "I read the leaflet: it was printed anew."})
        reviewer.press("Publish what I saw").sees("Kept.", "Confirmed: it is mended")
    assert Concern.objects.get().state == "closed"


@pytest.mark.parametrize("kind", ["phone", "desk"])
def test_deciding_with_a_level_handing_over_and_the_sample_are_in_order(visit: Any, kind: str) -> None:
    shape = PHONE if kind == "phone" else DESK
    here = around(level="coproduce")
    one = looked_into(here, "pretended")
    page = visit(f"/staff/concerns/{one.public_id}/", here.rita, **shape)
    expect(page.get_by_text("was it labelled wrongly")).to_be_visible()
    proved(page, f"decide-level-{kind}")
    scene = a_scene(title="Which mornings should the Example Baths open?", is_sample=True)
    for number in range(3):
        scene.sent(f"Post {number} against it", stance="against")
        scene.sent(f"Post {number} for it", stance="for")
    alert = scene.alerted()
    page = visit(reverse("moderation:alert", args=[alert.public_id]), scene.rosa, **shape)
    expect(page.get_by_text("What was left standing, to compare with")).to_be_visible()
    proved(page, f"alert-sample-{kind}")
    page = visit(reverse("moderation:queue"), scene.ann, **shape)
    page.get_by_text("Hand items of this queue to colleagues").click()
    page.get_by_role("button", name="Hand over").click()
    page.locator(".errors").first.wait_for()
    proved(page, f"hand-wrong-{kind}")
    page.get_by_label("Bilal").check()
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("Handed over. Bilal: 6.")).to_be_visible()
    proved(page, f"handed-{kind}")
    page.get_by_role("button", name="Take back the 6 I handed over").click()
    expect(page.get_by_text("6 are in the queue again.")).to_be_visible()


@pytest.mark.parametrize("kind", ["phone", "desk"])
def test_the_notice_on_a_receipt_is_in_order_while_it_is_down_and_once_it_is_removed(visit: Any, kind: str) -> None:
    shape, scene = PHONE if kind == "phone" else DESK, a_scene(is_sample=True)
    received = receive_contribution(
        strand=scene.strand, channel="web", passages=[Said("Shame on you.")], by=None, at=clock.now()
    )
    item = moderating.submit(contribution=received.contribution, kind="post", at=clock.now())
    scene.held(item)
    address = reverse("front:receipt_thread", args=[received.code])
    page = visit(address, **shape)
    expect(page.get_by_text("What you sent is taken down for now")).to_be_visible()
    proved(page, f"receipt-held-{kind}")
    scene.removed(item)
    page = visit(address, **shape)
    expect(page.get_by_text("What you sent was removed")).to_be_visible()
    proved(page, f"receipt-removed-{kind}")
