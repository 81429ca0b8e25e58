"""The living page in a real browser: nothing for axe to find, nothing off the side, at every width and scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from heard.people.models import Account
from tests.browser import ASKED

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.ui.addresses"),
]
VIEWS: list[tuple[str, dict[str, Any]]] = [
    ("/ui", {"viewport": {"width": 360, "height": 780}}),
    ("/ui", {"viewport": {"width": 1280, "height": 900}}),
    ("/ui", {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}),
    ("/ui?density=officer", {"viewport": {"width": 768, "height": 900}}),
    ("/ui?dir=rtl", {"viewport": {"width": 1280, "height": 900}}),
    ("/ui?dir=rtl", {"viewport": {"width": 360, "height": 780}, "color_scheme": "dark"}),
    ("/ui", {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}),  # 1280 zoomed to 200 %
    ("/ui", {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"}),
    ("/ui", {"viewport": {"width": 360, "height": 780}, "java_script_enabled": False}),
]


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Any]:
    """Opens a page as a member of staff in a browser of a given kind; fails on any complaint in its console."""
    person = Account.objects.create_user(email="ann@example.org", name="Ann Example", is_staff=True)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        refused_on_purpose = message.location["url"].endswith(("/refuse", "/nowhere"))
        if message.type == "error" and not refused_on_purpose:
            complaints.append(message.text)

    def open_page(address: str, signed_in: bool = True, **kind: Any) -> Page:
        context = browser.new_context(**kind)
        opened.append(context)
        if signed_in:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert complaints == []


def test_axe_finds_nothing_and_nothing_runs_off_the_side(visit: Any) -> None:
    for address, kind in VIEWS:
        page = visit(address, **kind)
        wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= room, (address, kind)
        if kind.get("java_script_enabled", True):
            found = Axe().run(page, options=ASKED)
            assert found.violations_count == 0, (address, kind, found.generate_report())


def test_axe_finds_nothing_on_the_pages_that_say_no(visit: Any) -> None:
    for address in ("/refuse", "/nowhere"):
        page = visit(address, False, viewport={"width": 360, "height": 780})
        found = Axe().run(page, options=ASKED)
        assert found.violations_count == 0, (address, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_the_menu_folds_on_a_phone_and_stays_open_without_scripts(visit: Any) -> None:
    phone = {"viewport": {"width": 360, "height": 780}}
    page = visit("/ui", **phone)
    expect(page.locator("#nav a").first).not_to_be_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(page.locator("#nav a").first).to_be_visible()
    plain = visit("/ui", **phone, java_script_enabled=False)
    expect(plain.locator("#nav a").first).to_be_visible()


def test_the_ribbon_picture_can_be_walked_by_keyboard(visit: Any) -> None:
    page = visit("/ui", viewport={"width": 1280, "height": 900})
    first = page.locator(".in-one a").first
    first.focus()
    assert page.evaluate("document.activeElement.querySelector('title').textContent") == "web → survey: 88"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg') !== null")
    page.locator(".in-one a.plate").first.click()
    assert page.url.endswith("#web")


def test_a_phone_shows_the_weave_in_pairs_and_a_desk_in_one(visit: Any) -> None:
    for width, in_one in ((360, False), (1280, True)):
        page = visit("/ui", viewport={"width": width, "height": 800})
        assert page.locator(".in-one").first.is_visible() is in_one
        assert page.locator(".in-pairs").first.is_visible() is not in_one


def test_a_table_too_wide_for_a_phone_becomes_slips_that_are_still_a_table(visit: Any) -> None:
    page = visit("/ui", viewport={"width": 360, "height": 780})
    table = page.get_by_role("table", name="What people said")
    expect(table).to_have_class("slips")
    cell = table.get_by_role("cell", name="3 March")
    expect(cell).to_have_attribute("data-head", re.compile("."))
    frame = page.locator(".table > .scroll", has=table)
    assert frame.evaluate("one => one.scrollWidth <= one.clientWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(table).not_to_have_class("slips")


def test_letters_left_are_counted_while_somebody_types(visit: Any) -> None:
    page = visit("/ui", viewport={"width": 360, "height": 780})
    page.locator("#id_words").fill("x" * 390)
    assert page.locator("#id_words").input_value() == "x" * 390
    page.get_by_text("You have 10 characters remaining").first.wait_for()


def test_print_and_copy_appear_only_where_scripts_run(visit: Any) -> None:
    wide = {"viewport": {"width": 1280, "height": 900}}
    expect(visit("/ui", **wide).get_by_role("button", name="Print this receipt")).to_be_visible()
    plain = visit("/ui", **wide, java_script_enabled=False)
    expect(plain.locator("[data-print]").first).not_to_be_visible()


def test_on_paper_the_menus_are_gone_and_what_was_folded_is_open(visit: Any) -> None:
    page = visit("/ui", viewport={"width": 800, "height": 1100})
    page.emulate_media(media="print")
    expect(page.locator("footer.foot")).not_to_be_visible()
    expect(page.locator(".skip")).not_to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("details.twin table").first).to_be_visible()
