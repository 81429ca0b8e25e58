"""Concerns in a real browser: raised on a small phone without scripts, worked on at a desk; nothing for axe to find."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.browser import DESK, PHONE, PLAIN, browsers, faults, picture
from tests.moderation.concern_people import around, looked_into, raised, upheld

from heard.ground import clock
from heard.moderation.actions import concerns as actions
from heard.moderation.models import Concern

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_resident_raises_one_on_a_small_phone_without_scripts_and_follows_it(
    browser: Browser, live_server: Any
) -> None:
    here = around()
    with browsers(browser, live_server.url) as opened:
        visitor = opened.open(**PLAIN)
        visitor.go(f"/activities/{here.activity.slug}/").follow("Raise a concern about this activity")
        page = visitor.page
        page.get_by_role("button", name="Send it").click()
        page.locator(".errors").first.wait_for()
        page.get_by_label("It was decided before we were asked").check()
        page.locator("textarea[name=words]").fill("The contract was signed in March.")
        page.locator("input[name=evidence]").set_input_files(
            {"name": "contract.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a contract"}
        )
        page.get_by_role("button", name="Send it").click()
        page.get_by_role("heading", name="keep this code").wait_for()
        picture(page, "concern-receipt-360")
        one = Concern.objects.get()
        assert (one.contradicts, one.files.count(), one.words) == (True, 1, "The contract was signed in March.")
        visitor.follow("What everyone can read")
        page.get_by_text("A public answer is owed").wait_for()
        assert "signed in March" not in page.locator("main").inner_text()


@pytest.mark.parametrize("kind", [PHONE, DESK])
def test_axe_finds_nothing_on_the_pages_of_concerns(browser: Browser, live_server: Any, kind: dict[str, Any]) -> None:
    here = around()
    one = upheld(here, "decided", files=[b"%PDF-1"], tell="letter", address="1 Sample Street\nCoventry", may_show=True)
    actions.answer_evidence(concern=one, words="The contract can be ended.", by=here.dora, at=clock.now())
    actions.show_words(concern=one, words="It was signed in […].", by=here.rita, at=clock.now())
    code, waits = raised(here, "decided").code, looked_into(here, "no_way_in", files=[b"%PDF-2"])
    slug, size = here.activity.slug, kind["viewport"]["width"]
    with browsers(browser, live_server.url) as opened:
        visitor = opened.open(**kind)
        for name, address in [
            ("raise", f"/activities/{slug}/concern/"), ("register", "/concerns/"), ("code", "/concerns/receipt/"),
            ("of", f"/concerns/?activity={slug}"), ("one", f"/concerns/{one.public_id}/"),
            ("mine", f"/concerns/receipt/{code}/"),
        ]:  # fmt: skip
            visitor.go(address)
            picture(visitor.page, f"concern-{name}-{size}")
            assert faults(visitor.page) == [], address
        visitor.go(f"/activities/{slug}/concern/").press("Send it")
        visitor.page.locator(".errors").first.wait_for()
        assert faults(visitor.page) == []
        officer, reviewer = opened.open(here.ann, **kind), opened.open(here.rita, **kind)
        for who, name, address in [
            (officer, "desk", "/staff/concerns/"), (officer, "of-activity", f"/staff/activities/{slug}/concerns/"),
            (officer, "log", f"/staff/activities/{slug}/concerns/new/"),
            (officer, "staff-one", f"/staff/concerns/{one.public_id}/"), (reviewer, "review", "/staff/concerns/"),
            (reviewer, "decide", f"/staff/concerns/{waits.public_id}/"),
        ]:  # fmt: skip
            who.go(address)
            picture(who.page, f"concern-{name}-{size}")
            assert faults(who.page) == [], address
        reviewer.press("Publish the outcome")
        reviewer.page.locator(".errors").first.wait_for()
        assert faults(reviewer.page) == []
