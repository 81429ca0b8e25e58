"""Every public page of the sample city made four times as large, and turned round for those who read from the right.

A desk of 1280 by 1024 at 400 % has 320 by 256 CSS pixels, at 200 % it has 640 by 512 (WCAG 2.2: 1.4.4, 1.4.10), and
whoever needs more room between letters and lines sets it (1.4.12). Nothing hangs off the side, no words are cut off,
nothing that stays put covers what is read. Axe looks at the same pages at 360 and 1280 px in test_every_page.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Page
from tests.browser import Browsers, hanging, picture
from tests.journeys.test_every_page import HELD, city, pages_from

__all__ = ["city"]
pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FOUR_TIMES = {"viewport": {"width": 320, "height": 256}}
TWICE = {"width": 640, "height": 512}
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const cuts = (way) => ["hidden", "clip"].includes(way);
  if (box.width < 2 || box.height < 2 || !one.innerText?.trim() || one.closest("svg")) return false;
  return (cuts(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
      || (cuts(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
}).slice(0, 3).map((one) => "words are cut off: " + one.outerHTML.slice(0, 160))"""
COVERS = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one);
  const stays = style.position === "fixed" || (style.position === "sticky" && style.top + style.bottom !== "autoauto");
  return stays && one.getBoundingClientRect().height > innerHeight / 2;
}).slice(0, 3).map((one) => "covers what is read: " + one.outerHTML.slice(0, 160))"""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def narrow(page: Page, how: str) -> list[str]:
    """What hangs, is cut off or covered, as the page stands."""
    return [f"{how}: {one}" for one in [*hanging(page), *page.evaluate(CUT_OFF), *page.evaluate(COVERS)]]


def looked_at(page: Page, name: str) -> list[str]:
    """One page at 400 %, at 200 % with more room between letters, and turned round."""
    page.set_viewport_size(FOUR_TIMES["viewport"])  # type: ignore[arg-type]
    wrong = narrow(page, "400 %")
    picture(page, name)
    if page.evaluate("document.documentElement.dir") != "rtl":
        page.evaluate("document.documentElement.dir = 'rtl'")
        wrong += narrow(page, "400 %, from the right")
        picture(page, f"{name}-rtl")
        page.evaluate("document.documentElement.dir = 'ltr'")
    page.set_viewport_size(TWICE)  # type: ignore[arg-type]
    page.evaluate(SPACED)
    return wrong + narrow(page, "200 %, spaced")


def test_every_public_page_is_whole_at_four_times_its_size_and_from_the_right(city: None, people: Browsers) -> None:
    found = pages_from(["/", "/receipt/", "/accounts/login/", "/ui"], Client())
    visitor = people.open(**FOUR_TIMES)
    wrong = {}
    for key, path in found.items():
        if path.startswith("/staff/"):
            continue
        visitor.go(path + HELD.get(key.split(" ")[0], ""))
        if faulty := looked_at(visitor.page, "zoom-" + re.sub(r"\W+", "-", key)[:80]):
            wrong[path] = faulty
    assert wrong == {}
