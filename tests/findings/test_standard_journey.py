"""A second reading by keyboard, talked over; quotes beside how people stood: in a real browser, at 360 and 1280."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from tests.browser import send
from tests.factories import a_contribution
from tests.findings.desk import Desk, a_desk
from tests.findings.standard import a_reviewer, planned, shared, signed

from heard.findings import actions
from heard.findings.models import SecondCoding, Settlement
from heard.ground import clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOTS = os.environ.get("HEARD_SHOTS", "")
SAID = [
    ("Please open before seven, I swim before my shift.", "for"),
    ("Early mornings would wake our street.", "against"),
    ("Seven is fine on weekdays.", "for"),
    ("The noise of the pumps is too much already.", "against"),
]


@pytest.fixture
def desk() -> Desk:
    """Four passages read by Ann, who chose two quotes, both for; all four drawn to be read again."""
    desk = a_desk(title="Which mornings should the Example Baths open?", is_sample=True)
    hours, noise = desk.theme("Early opening"), desk.theme("Noise for neighbours")
    finding = desk.finding(
        "People differ on early opening.", hours, noise, range_of_views="Neighbours fear noise.", strands=[desk.strand]
    )
    for n, (words, stance) in enumerate(SAID * 2):
        given = a_contribution(desk.strand, words, may_quote=True)
        desk.read(given, {(hours if stance == "for" else noise): stance})
        if stance == "for" and n < 6:
            desk.cite(finding, given, quoted=True)
    planned(desk.activity, by=desk.ann, at=clock.now())
    actions.draw_sample(activity=desk.activity, by=desk.ann, at=clock.now(), seed="seed")
    return desk


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Any]:
    contexts = []

    def opened(who: Any, width: int, *, scripts: bool = True) -> Page:
        client = Client()
        client.force_login(who)
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        context.set_default_timeout(20_000)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
              "url": live_server.url}]
        )  # fmt: skip
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def looked_at(page: Page, name: str) -> None:
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def test_a_second_reader_works_by_keyboard_and_two_talk_it_over(visit: Any, live_server: Any, desk: Desk) -> None:
    page: Page = visit(desk.bilal, 1280)
    page.goto(live_server.url + reverse("findings:second", args=[desk.activity.slug]))
    expect(page.locator("[data-keys]")).to_be_visible()
    expect(page.locator("input[name=theme]:checked")).to_have_count(0)
    expect(page.get_by_text("Others put it to")).to_have_count(0)
    looked_at(page, "second-1280")
    for number in range(1, 9):
        expect(page.get_by_text(f"{9 - number} passage")).to_be_visible()
        page.keyboard.press("1")
        send(page)
    expect(page.get_by_text("Nothing is left for you")).to_be_visible()
    assert SecondCoding.objects.count() == 8
    page.get_by_role("link", name="How far you agree").click()
    expect(page.get_by_text("Agreement beyond chance")).to_be_visible()
    looked_at(page, "standard-1280")
    page.get_by_role("link", name="talk them over").click()
    first = page.locator("article.panel").first
    first.get_by_label("Noise for neighbours").check()
    first.get_by_label("What was said").fill("Read aloud together: it is about the noise.")
    looked_at(page, "differences-1280")
    first.get_by_role("button", name="Keep what was agreed").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    assert Settlement.objects.count() == 1


def test_quotes_are_laid_beside_how_people_stood_and_signed_on_a_phone_without_a_script(
    visit: Any, live_server: Any, desk: Desk
) -> None:
    page: Page = visit(desk.ann, 360, scripts=False)
    url = live_server.url + reverse("findings:quality", args=[desk.activity.slug])
    page.goto(url)
    row = page.get_by_role("row", name="The report as a whole")
    assert row.get_by_role("cell").all_inner_texts() == ["50", "50", "0", "3", "0", "0"]
    page.get_by_label("How it was read").fill("")
    page.get_by_role("button", name="Save the statement").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("How it was read").fill("Two people read it all.")
    page.get_by_role("button", name="Save the statement").click()
    reviewer: Page = visit(a_reviewer(), 360)
    reviewer.goto(url)
    reviewer.get_by_label("Where you do not agree").fill("No quote speaks for those against.")
    looked_at(reviewer, "quality-360")
    reviewer.get_by_role("button", name="Sign it").click()
    expect(reviewer.get_by_text("with a dissent, which is printed")).to_be_visible()


def test_the_other_pages_stand_on_a_phone_and_on_a_screen(visit: Any, live_server: Any, desk: Desk) -> None:
    signed(desk.activity, by=desk.ann, at=clock.now())
    shared(desk.activity, by=desk.ann, at=clock.now())
    one = [desk.activity.slug]
    for width in (360, 1280):
        page: Page = visit(desk.ann, width)
        for name in ("analysis", "neutrality", "sharing", "restrict", "elsewhere", "who", "how_read"):
            page.goto(live_server.url + reverse(f"findings:{name}", args=one))
            looked_at(page, f"{name}-{width}")
        page.goto(live_server.url + reverse("findings:shared"))
        looked_at(page, f"shared-{width}")
