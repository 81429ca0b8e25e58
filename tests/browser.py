"""What every browser journey shares: kinds of browser, a visitor with hands, and the proof that a page is in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED: dict[str, Any] = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PLAIN: dict[str, Any] = {**PHONE, "java_script_enabled": False}
OUTSIDE = """[...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.right > document.documentElement.clientWidth + 1 || box.left < -1;
}).slice(0, 4).map((one) => one.outerHTML.slice(0, 120))"""
expect.set_options(timeout=20_000)  # as long as a busy machine may need; a page that is in order needs none of it
SHOTS = os.environ.get("HEARD_SHOTS", "")


@dataclass
class Visitor:
    """Somebody at a browser, who goes, reads, fills in and presses. Fields go by name, all else by its words."""

    page: Page
    root: str

    def go(self, address: str) -> Visitor:
        answer = self.page.goto(self.root + address)
        assert answer is not None
        assert answer.status < 400, (address, answer.status)
        return self

    @property
    def here(self) -> str:
        """The address without the host."""
        return self.page.url.removeprefix(self.root)

    def press(self, name: str, inside: Locator | None = None) -> Visitor:
        (inside or self.page).get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        return self

    def follow(self, name: str, inside: Locator | None = None) -> Visitor:
        (inside or self.page).get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        return self

    def write(self, **fields: Any) -> Visitor:
        """Fill fields by name. True ticks a box; a list ticks several; for radio buttons the value that is chosen."""
        for name, value in fields.items():
            found = self.page.locator(f'[name="{name}"]:not([type=hidden])')
            self._write(found, value)
        return self

    def _write(self, found: Locator, value: Any) -> None:
        kind = found.first.evaluate("one => one.type")
        if kind == "checkbox" and value is True:
            found.first.check()
        elif kind == "checkbox":
            for one in value:
                found.and_(self.page.locator(f'[value="{one}"]')).check()
        elif kind == "radio":
            found.and_(self.page.locator(f'[value="{value}"]')).check()
        elif kind.startswith("select"):
            found.first.select_option(value)
        else:
            found.first.fill(str(value))

    def sees(self, *words: str) -> Visitor:
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)
        return self

    def misses(self, *words: str) -> Visitor:
        for each in words:
            expect(self.page.locator("body")).not_to_contain_text(each)
        return self


@dataclass
class Browsers:
    """Opens browsers for people; keeps what their consoles complained of."""

    browser: Browser
    root: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, account: Any = None, **kind: Any) -> Visitor:
        """A browser of a kind (PHONE, DESK, PLAIN), signed in already if an account is given."""
        context = self.browser.new_context(**(kind or DESK))
        context.set_default_timeout(30_000)
        self.contexts.append(context)
        if account is not None:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(account), "url": self.root}]
            )
        page = context.new_page()
        page.on("console", self._listen(page))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return Visitor(page, self.root)

    def visit(self, address: str, account: Any = None, **kind: Any) -> Page:
        """An address as somebody in a browser of a kind finds it, whatever it answers."""
        page = self.open(account, **kind).page
        page.goto(self.root + address)
        return page

    def _listen(self, page: Page) -> Callable[[Any], None]:
        def listen(said: Any) -> None:
            refused_on_purpose = "the server responded with a status of 4" in said.text
            left_behind = said.text in ("htmx:sendAbort", "htmx:sendError")  # a fragment still on its way when we left
            if said.type == "error" and not refused_on_purpose and not left_behind:
                self.complaints.append(f"{page.url}: {said.text}")

        return listen


@contextmanager
def browsers(browser: Browser, root: str) -> Iterator[Browsers]:
    """Browsers for a test; at the end no console may have complained (scripts, the content security policy)."""
    opened = Browsers(browser, root)
    try:
        yield opened
    finally:
        for number, context in enumerate(opened.contexts):
            for page in context.pages:
                picture(page, f"last-{number}")
            context.close()
    assert opened.complaints == []


def session_of(account: Any) -> str:
    """The cookie of somebody who is signed in."""
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def send(page: Page, key: str = "Enter") -> None:
    """A key sends the form; at the end the page that answers has come, its scripts have run, and keys go to it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def faults(page: Page) -> list[str]:
    """What axe finds, everything unfolded, and whether anything hangs off the side. Empty when the page is in order."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found = Axe().run(page, options=ASKED).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"][:3]] + hanging(page)


def hanging(page: Page) -> list[str]:
    """What hangs off the side of the page. Asks no script of the page's own, so it works where scripts are off."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"hangs off the side: {wide} in {room}: {page.evaluate(OUTSIDE)}"] if wide > room else []


def proved(page: Page, name: str, *, scripts: bool = True) -> None:
    """The page is in order (axe cannot look where scripts are off); its picture is kept where one is asked for."""
    picture(page, name)
    assert (name, faults(page) if scripts else hanging(page)) == (name, [])


def picture(page: Page, name: str) -> None:
    """Keep a picture where HEARD_SHOTS asks for it."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
        (Path(SHOTS) / f"{name}.txt").write_text(f"{page.url}\n{page.locator('body').inner_text()}")
