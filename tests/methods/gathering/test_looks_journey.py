"""A gathering's pages in a real browser: nothing for axe to find, nothing off the side, no script needed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from tests.browser import DESK, PHONE, PLAIN, browsers, faults, picture
from tests.factories import a_group
from tests.methods.gathering.test_pages import a_session, public, staff, strand

from heard.activities.models import Strand
from heard.ground import clock
from heard.methods.gathering import actions

__all__ = ["strand"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses(strand: Strand) -> dict[str, tuple[str, bool]]:
    """Every page by name, and whether it is an officer's."""
    by = strand.activity.owner
    a_group(strand.activity, "Swimmers over 70")
    noted, off, owed = a_session(strand), a_session(strand), a_session(strand, days_ago=40)
    actions.enter_note(
        session=noted, attended=9, spoke=2, confidence="noted", summary="Lively.", attendance={}, by=by, at=clock.now(),
        quotes=[actions.Quote("More benches", prompt="What works well here?")],
        promises=[actions.Promise("Ask about Sundays", "The manager", clock.today())],
    )  # fmt: skip
    actions.cancel_session(session=off, because="The hall flooded.", by=by, at=clock.now())
    coming = a_session(strand, days_ago=-5)
    register = reverse("gathering:register")
    return {
        "strand": (reverse("activities:strand", args=[strand.activity.slug, strand.public_id]), False),
        "register": (register, False),
        "held": (f"{register}?when=held", False),
        "noted": (public(strand, noted), False),
        "off": (public(strand, off), False),
        "sessions": (staff("sessions", strand), True),
        "arrange": (staff("arrange", strand), True),
        "change": (staff("change", coming), True),
        "note": (staff("note", owed), True),
        "session": (staff("session", noted), True),
    }


def in_order(page: Page, kind: str) -> list[str]:
    """What is wrong; axe is itself a script, so without scripts only the width is looked at."""
    if kind != "no-script":
        return faults(page)
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"hangs off the side: {wide} in {room}"] if wide > room else []


@pytest.mark.parametrize("kind", ["phone", "desk", "no-script"])
def test_axe_finds_nothing_on_any_page_of_a_gathering(
    browser: Browser, live_server: Any, strand: Strand, addresses: dict[str, tuple[str, bool]], kind: str
) -> None:
    with browsers(browser, live_server.url) as opened:
        how = {"phone": PHONE, "desk": DESK, "no-script": PLAIN}[kind]
        officer, resident = opened.open(strand.activity.owner, **how), opened.open(**how)
        for name, (address, is_staff) in addresses.items():
            visitor = (officer if is_staff else resident).go(address)
            assert in_order(visitor.page, kind) == [], name
            picture(visitor.page, f"gathering-{name}-{kind}")
        for name, button in (("arrange", "Save"), ("change", "Call it off"), ("note", "Save the note"),
                             ("session", "Add it")):  # fmt: skip
            officer.go(addresses[name][0]).press(button)
            assert in_order(officer.page, kind) == [], f"{name} with errors"
            picture(officer.page, f"gathering-{name}-errors-{kind}")
