"""A second reading by keyboard, talked over; quotes beside how people stood: in a real browser, at 360 and 1280."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.browser import DESK, PHONE, PLAIN, proved, send
from tests.factories import a_contribution
from tests.findings.desk import Desk, a_desk
from tests.findings.standard import a_reviewer, planned, shared, signed

from heard.findings import actions
from heard.findings.models import SecondCoding, Settlement
from heard.ground import clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
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


def test_a_second_reader_works_by_keyboard_and_two_talk_it_over(visit: Any, desk: Desk) -> None:
    page: Page = visit(reverse("findings:second", args=[desk.activity.slug]), desk.bilal, **DESK)
    expect(page.locator("[data-keys]")).to_be_visible()
    expect(page.locator("input[name=theme]:checked")).to_have_count(0)
    expect(page.get_by_text("Others put it to")).to_have_count(0)
    proved(page, "second-1280")
    for number in range(1, 9):
        expect(page.get_by_text(f"{9 - number} passage")).to_be_visible()
        page.keyboard.press("1")
        send(page)
    expect(page.get_by_text("The whole sample was read a second time")).to_be_visible()
    assert SecondCoding.objects.count() == 8
    page.get_by_role("link", name="How far you agree").click()
    expect(page.get_by_text("Agreement beyond chance")).to_be_visible()
    proved(page, "standard-1280")
    page.get_by_role("link", name="talk them over").click()
    first = page.locator("article.panel").first
    first.get_by_label("Noise for neighbours").check()
    first.get_by_label("What was said").fill("Read aloud together: it is about the noise.")
    proved(page, "differences-1280")
    first.get_by_role("button", name="Keep what was agreed").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    assert Settlement.objects.count() == 1


def test_quotes_are_laid_beside_how_people_stood_and_signed_on_a_phone_without_a_script(visit: Any, desk: Desk) -> None:
    address = reverse("findings:quality", args=[desk.activity.slug])
    page: Page = visit(address, desk.ann, **PLAIN)
    row = page.get_by_role("row", name="The report as a whole")
    assert row.get_by_role("cell").all_inner_texts() == ["50", "50", "0", "3", "0", "0"]
    page.get_by_label("How it was read").fill("")
    page.get_by_role("button", name="Save the statement").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("How it was read").fill("Two people read it all.")
    page.get_by_role("button", name="Save the statement").click()
    reviewer: Page = visit(address, a_reviewer(), **PHONE)
    reviewer.get_by_label("Where you do not agree").fill("No quote speaks for those against.")
    proved(reviewer, "quality-360")
    reviewer.get_by_role("button", name="Sign it").click()
    expect(reviewer.get_by_text("with a dissent, which is printed")).to_be_visible()


def test_the_other_pages_stand_on_a_phone_and_on_a_screen(visit: Any, desk: Desk) -> None:
    signed(desk.activity, by=desk.ann, at=clock.now())
    shared(desk.activity, by=desk.ann, at=clock.now())
    one = [desk.activity.slug]
    for width, kind in ((360, PHONE), (1280, DESK)):
        for name in ("analysis", "neutrality", "sharing", "restrict", "elsewhere", "how_read"):
            proved(visit(reverse(f"findings:{name}", args=one), desk.ann, **kind), f"{name}-{width}")
        proved(visit(reverse("findings:shared"), desk.ann, **kind), f"shared-{width}")
