"""On a phone the officers’ two menus fold: the page itself is on the first screen. Without a script they lie open."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.activities.conftest import Town
from tests.browser import DESK, PHONE, PLAIN, proved

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_phone_shows_the_page_first_and_the_menus_when_asked(town: Town, visit: Any) -> None:
    activity = town.activity(stage="closed", title="Which mornings should the Example Baths open?")
    page = visit(reverse("activities:plan", args=[activity.slug]), town.ann, **PHONE)
    box = page.get_by_role("heading", level=1).bounding_box()
    assert box
    assert box["y"] + box["height"] <= 740
    gates = page.get_by_label("Officers’ pages of this activity").get_by_role("link", name="Gates")
    expect(gates).to_be_hidden()
    page.get_by_role("button", name="Pages of this activity").click()
    expect(gates).to_be_visible()
    page.get_by_role("button", name="Staff menu").click()
    expect(page.get_by_label("Staff", exact=True).get_by_role("link", name="Sign out")).to_be_visible()
    proved(page, "desk-pages-phone")


def test_without_a_script_both_menus_lie_open(town: Town, visit: Any) -> None:
    activity = town.activity(stage="closed")
    page = visit(reverse("activities:plan", args=[activity.slug]), town.ann, **PLAIN)
    expect(page.get_by_label("Officers’ pages of this activity").get_by_role("link", name="Gates")).to_be_visible()
    expect(page.get_by_label("Staff", exact=True).get_by_role("link", name="Sign out")).to_be_visible()
    expect(page.get_by_role("button", name="Staff menu")).to_be_hidden()
    proved(page, "desk-pages-plain", scripts=False)


def test_at_a_desk_the_four_groups_of_pages_stand_in_one_line(town: Town, visit: Any) -> None:
    activity = town.activity(stage="closed")
    page = visit(reverse("activities:plan", args=[activity.slug]), town.ann, **DESK)
    tops = page.locator(".desk-pages .groups > div").evaluate_all("all => all.map(one => one.offsetTop)")
    assert len(tops) == 4
    assert len(set(tops)) == 1
    proved(page, "desk-pages-desk")
