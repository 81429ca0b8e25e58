"""On a telephone the diagram of the city is a list of buttons; keys move through it, and it needs no script."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.browser import DESK, PHONE, faults, picture
from tests.methods.survey.test_journeys import Open
from tests.methods.survey.test_place_map import strand

from heard.activities.models import Strand

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["strand"]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_ward_is_chosen_by_finger_and_by_key_at_360_pixels(visit: Open, strand: Strand, scripts: bool) -> None:
    address = reverse("survey:answer", args=[strand.activity.slug, strand.public_id, 1])
    page = visit(address, **PHONE, java_script_enabled=scripts)
    wards = page.locator(".tile-grid").get_by_role("radio")
    expect(wards).to_have_count(18)
    lefts = wards.evaluate_all("all => [...new Set(all.map((one) => Math.round(one.getBoundingClientRect().left)))]")
    assert len(lefts) == 1, "a list below each other"
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room
    page.get_by_text("Radford", exact=True).click()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Radford", exact=True)).not_to_be_checked()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="Radford", exact=True)).to_be_checked()
    picture(page, "survey-wards-phone")
    if scripts:
        assert faults(page) == []
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("body")).to_contain_text("Radford")
    desk = visit(address, **DESK)
    expect(desk.get_by_text("It shows no boundaries.")).to_be_visible()
