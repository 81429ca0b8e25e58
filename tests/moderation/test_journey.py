"""A moderator clears thirty items by keyboard; a second person agrees; every page is in order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.browser import DESK, PHONE, PLAIN, proved, send
from tests.moderation.scene import Scene, a_scene

from heard.ground import clock
from heard.moderation import actions
from heard.moderation.models import Item

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SENT_EMPTY = {"report": "Send the report", "terms": "So it shall be", "alert": "Publish what I found"}


@pytest.fixture
def scene() -> Scene:
    return a_scene(title="Which mornings should the Example Baths open?", is_sample=True)


def test_a_moderator_clears_thirty_items_by_keyboard(visit: Any, scene: Scene) -> None:
    for number in range(30):
        scene.sent(f"Post number {number:02} about the baths", at=clock.now() - timedelta(minutes=60 - number))
    page = visit(reverse("moderation:queue"), scene.ann, **DESK)
    page.get_by_role("button", name="Take the next 30").click()
    expect(page.get_by_text("30 are in your hands.")).to_be_visible()
    in_hand = page.locator(".in-hand blockquote")
    page.keyboard.press("r")  # nothing happens without a reason
    expect(page.locator("[data-said]")).to_have_text("Choose a reason first: press a number.")
    send(page, "j")
    expect(in_hand).to_contain_text("number 01")
    send(page, "k")
    expect(in_hand).to_contain_text("number 00")
    page.keyboard.press("2")
    expect(page.get_by_label("It incites hatred, or threatens somebody")).to_be_checked()
    send(page, "h")
    expect(in_hand).to_contain_text("number 01")
    page.keyboard.press("4")
    expect(page.get_by_label("It is advertising, or not about this at all")).to_be_checked()
    send(page, "r")
    expect(in_hand).to_contain_text("number 02")
    send(page, "u")
    expect(in_hand).to_contain_text("number 01")
    proved(page, "moderation-1280")
    for number in range(2, 30):
        send(page, "a")
        expect(in_hand).to_contain_text(f"number {number:02}")
    send(page, "a")
    expect(page.get_by_text("You have nothing in hand")).to_be_visible()
    assert Item.objects.filter(state="shown", to_look_at=False).count() == 29
    assert Item.objects.filter(state="held").count() == 1
    proved(page, "moderation-empty-1280")


def test_the_desk_works_without_a_script_on_a_phone(visit: Any, scene: Scene) -> None:
    scene.sent("The hoist is broken since October, and I cannot swim. " * 3)
    page = visit(reverse("moderation:queue"), scene.ann, **PLAIN)
    page.get_by_role("button", name="Propose to remove it").click()
    expect(page.get_by_text("Choose one of the published reasons").first).to_be_visible()
    page.get_by_label("It is advertising, or not about this at all").check()
    page.get_by_role("button", name="Propose to remove it").click()
    expect(page.get_by_text("Somebody from another team decides.")).to_be_visible()
    assert Item.objects.get().state == "held"
    proved(page, "moderation-plain-360", scripts=False)


@pytest.mark.parametrize("kind", ["phone", "desk"])
def test_every_page_of_moderation_is_in_order(visit: Any, scene: Scene, kind: str) -> None:
    shape = PHONE if kind == "phone" else DESK
    item = scene.sent("They hate us all, at 1 Example Street, 024 7600 0000.", stance="against")
    actions.report(item=item, reason="hate", words="Please look at this.", at=clock.now())
    scene.proposed(scene.sent("Buy at www.example.org"), note="It sells something.")
    alert = scene.alerted()
    actions.set_terms(activity=scene.activity, before=True, because="Children.", by=scene.dev, at=clock.now())
    slug = scene.activity.slug
    for name, address, who in (
        ("queue", reverse("moderation:queue"), scene.ann),
        ("second", reverse("moderation:second"), scene.dev),
        ("fairness", reverse("moderation:fairness"), scene.rosa),
        ("alert", reverse("moderation:alert", args=[alert.public_id]), scene.rosa),
        ("terms", reverse("moderation:terms", args=[slug]), scene.dev),
        ("policy", reverse("moderation:policy"), None),
        ("report", reverse("moderation:report", args=[item.contribution.trace_id]), None),
        ("how-run", reverse("compact:how_run", args=[slug]), None),
    ):
        page = visit(address, who, **shape)
        proved(page, f"moderation-{name}-{kind}")
        if button := {"report": "Send the report", "terms": "So it shall be", "alert": "Publish what I found"}.get(
            name
        ):
            page.get_by_role("button", name=button).click()
            expect(page.get_by_role("alert").first).to_be_visible()
            proved(page, f"moderation-{name}-wrong-{kind}")
