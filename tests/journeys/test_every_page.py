"""Every public page of the sample city, found by following links as people do: on a phone and on a desk, with a script
and without, unfolded, and sent empty. axe finds nothing, nothing hangs off the side, no console complains (I-30)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from tests.browser import DESK, PHONE, PLAIN, Browsers, Visitor, faults, picture

from heard.config import sample

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SENT_EMPTY = "form[method=post]:not([action])"
"""A form that answers at its own address shows its errors there; sent empty it changes nothing."""
HELD = {"opinions:room": "?hold=1"}  # a screen that goes on by itself is stopped to be looked at
NOT_SENT = {"account_logout", "staff_close", "staff_end_role", "staff_withdraw", "strand_remove"}


class Links(HTMLParser):
    """The addresses that a page leads to, its main headings, and its forms that no button sends."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.heads = 0
        self._open = ""
        self._forms: set[str] = set()
        self._sent: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.heads += tag == "h1"
        if tag == "a" and given.get("href") and "download" not in given:
            self.found.append(given["href"])
        if tag == "form":
            self._open = given.get("id", f"form {len(self._forms)}")
            self._forms.add(self._open)
        if tag == "button" and (given.get("type", "submit") == "submit" or "disabled" in given):
            self._sent.add(given.get("form", self._open))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = ""

    @property
    def bare_forms(self) -> set[str]:
        return self._forms - self._sent


def pages_from(start: list[str], client: Client) -> dict[str, str]:
    """One address for every page that can be reached by links: its name among the addresses → its path."""
    seen, found, waiting = set(start), {}, list(start)
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if name is None or seen_enough(name, found):
            continue
        answer = client.get(path)
        if answer.status_code in (301, 302):
            waiting += _new([answer["Location"]], path, seen)
            continue
        if answer.status_code == 403 or not answer["Content-Type"].startswith("text/html"):
            continue
        assert answer.status_code == 200, (path, answer.status_code)
        found[f"{name} {shape_of(path)}".strip()] = path
        page = Links()
        page.feed(answer.content.decode())
        assert page.heads == 1, f"{path} has {page.heads} main headings"
        assert not page.bare_forms, f"{path} has a form that nothing sends without a script"
        waiting += _new(page.found, path, seen)
    return found


def _new(links: list[str], path: str, seen: set[str]) -> Iterator[str]:
    for link in links:
        there = urlsplit(urljoin(path, link))
        in_words_of = there.query if there.query.startswith("in=") and there.query != "in=en" else ""
        address = f"{there.path}?{in_words_of}" if in_words_of else there.path
        if not there.netloc and address not in seen:
            seen.add(address)
            yield address


def name_of(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def shape_of(path: str) -> str:
    """What tells pages of one kind apart: the activity, as they differ by stage and by part, and the language."""
    plan = re.search(r"/plan/(\w+)/$", path)
    if plan:
        return plan[1]
    activity = re.match(r"^(/staff)?/activities/([\w-]+)/", path)
    return f"{activity[2]} {urlsplit(path).query}".strip() if activity else ""


def seen_enough(name: str, found: dict[str, str]) -> bool:
    """Three of a kind are enough: the sample city's activities stand at different stages."""
    return sum(key.split(" ")[0] == name for key in found) >= (9 if name == "activities:plan_page" else 3)


@pytest.fixture
def city(transactional_db: None) -> None:
    sample.load()


def look_at(visitor: Visitor, name: str, path: str) -> list[str]:
    """What is wrong with one page: on a desk, then narrowed to a phone, then with its forms sent empty."""
    visitor.page.set_viewport_size(DESK["viewport"])
    path += HELD.get(name, "")
    visitor.go(path)
    wrong = [f"1280: {fault}" for fault in faults(visitor.page)]
    visitor.page.set_viewport_size(PHONE["viewport"])
    picture(visitor.page, f"page-{name}-{shape_of(path)}"[:80].replace(":", "-"))
    wrong += [f"360: {fault}" for fault in faults(visitor.page)]
    if name.split(":")[-1] in NOT_SENT:
        return wrong
    for number in range(visitor.page.locator(f"main {SENT_EMPTY}").count()):
        if number:
            visitor.go(path)
        form = visitor.page.locator(f"main {SENT_EMPTY}").nth(number)
        button = form.locator("button:not([type=button]):enabled").first
        if not form.locator("[name]:not([type=hidden]):not(button)").count() or not button.count():
            continue
        with visitor.page.expect_navigation():
            button.click()
        wrong += [f"360, sent empty: {fault}" for fault in faults(visitor.page)]
    return wrong


def wrong_with(found: dict[str, str], visitor: Visitor) -> dict[str, list[str]]:
    looked = {path: look_at(visitor, key.split(" ")[0], path) for key, path in found.items()}
    return {path: wrong for path, wrong in looked.items() if wrong}


def test_every_page_that_anyone_can_reach_is_in_order(city: None, people: Browsers) -> None:
    found = pages_from(["/", "/receipt/", "/accounts/login/", "/ui"], Client())
    found = {key: path for key, path in found.items() if not path.startswith("/staff/")}
    names = {key.split(" ")[0] for key in found}
    assert {"front:home", "activities:take_part", "activities:influence", "findings:heard", "decisions:decided",
            "compact:how_run", "front:thread", "findings:finding", "front:trace", "decisions:commitment",
            "decisions:tracker", "survey:answer", "survey:answer_all", "activities:strand", "gathering:register",
            "gathering:session_page", "opinions:statements", "opinions:picture", "opinions:how", "opinions:add",
            "opinions:room", "people:exclusions", "front:checks", "audit:heads", "compact:pack",
            "compact:clause", "front:partner", "front:place", "evaluation:evaluation", "network:follow",
            "activities:receipt", "decisions:say", "decisions:late", "decisions:late_year", "decisions:late_interim",
            "evaluation:headline",
            "evaluation:lessons", "evaluation:taking_part", "findings:how_read", "front:accessibility",
            "front:calendar", "front:coming_up", "front:places", "front:privacy", "front:search", "front:what_happened",
            "front:whats_on", "people:your_data", "reports:record", "reports:report", "survey:come_back",
            "survey:every_way", "moderation:raise", "moderation:concerns", "moderation:concern",
            "moderation:concern_code"} <= names  # fmt: skip
    assert wrong_with(found, people.open(**DESK)) == {}


def test_without_a_script_every_public_page_shows_its_content_and_its_buttons(city: None, people: Browsers) -> None:
    visitor = people.open(**PLAIN)
    wrong = {}
    for key, path in pages_from(["/", "/receipt/"], Client()).items():
        main = visitor.go(path + HELD.get(key.split(" ")[0], "")).page.locator("main")
        hidden = [one for one in main.locator("form button").all() if not one.is_visible() and not folded(one)]
        if len(main.inner_text()) < 60 or hidden:
            wrong[path] = (main.inner_text()[:60], len(hidden))
    assert wrong == {}


def folded(one: Any) -> bool:
    """Inside something that anyone can unfold without a script."""
    return bool(one.evaluate("each => !!each.closest('details:not([open])')"))
