"""The pages of decisions, promises, feedback and evaluation in a real browser: nothing for axe to find."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.browser import DESK, PHONE, PLAIN, browsers, faults, picture
from tests.decisions.conftest import Room
from tests.decisions.scene import Scene, decided_scene, recorded

from heard.decisions import actions
from heard.evaluation.actions import add_lesson, publish, write_evaluation
from heard.ground import clock
from heard.people.actions import keep_address

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KINDS = {"phone": PHONE, "desk": DESK, "no-script": PLAIN}


@pytest.fixture
def scene(room: Room) -> Scene:
    scene = decided_scene(room)
    letter = room.said("By post", "paper")
    keep_address(voice=letter.voice, kind="letter", address="1 Example Street", name="Rosa Example")
    call = room.said("By phone", "phone")
    keep_address(voice=call.voice, kind="phone", address="024 7600 0000", name="Amir Example")
    terms = {"activity": room.activity, "by": room.ann, "at": clock.now()}
    actions.compose_feedback(summary="You changed the hours.", not_heard="People under 18.", **terms)
    actions.start_telling(**terms)
    actions.print_letters(**terms)
    actions.tell_channel(channel="web", how="The page", given_on=clock.today(), **terms)
    write_evaluation(
        learned="Ask earlier.", representative="Few young people.", what_changed="Two evenings.",
        better_informed_or_able="Yes.", **terms,
    )  # fmt: skip
    publish(**terms)
    add_lesson(words="Ring the clubs first.", **terms)
    return scene


def plain_faults(page: Page) -> list[str]:
    """axe is a script itself; without scripts the page must be whole, with nothing off the side."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return ([] if page.locator("h1").first.is_visible() else ["no heading"]) + (
        [f"{wide} in {room}"] if wide > room else []
    )


def look(page: Page, root: str, pages: dict[str, str], kind: str) -> dict[str, list[str]]:
    wrong = {}
    for name, address in pages.items():
        page.goto(root + address)
        page.wait_for_load_state("networkidle")
        picture(page, f"{name}-{kind}")
        if found := plain_faults(page) if kind == "no-script" else faults(page):
            wrong[name] = found
    return wrong


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_what_everyone_reads(browser: Browser, live_server: Any, scene: Scene, kind: str) -> None:
    assert scene.promise
    pages = {
        "decided": f"/activities/{scene.slug}/decided/", "tracker": "/commitments/", "late": "/commitments/?state=late",
        "commitment": f"/commitments/{scene.promise.public_id}/", "evaluation": f"/activities/{scene.slug}/evaluation/",
    }  # fmt: skip
    with browsers(browser, live_server.url) as opened:
        assert look(opened.open(**KINDS[kind]).page, live_server.url, pages, kind) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_the_officers_desks(browser: Browser, live_server: Any, scene: Scene, kind: str) -> None:
    assert scene.decision
    assert scene.decision.pack
    assert scene.promise
    root = f"/staff/activities/{scene.slug}/"
    pages = {
        "desk": f"{root}decision/", "pack": f"{root}decision/evidence/{scene.decision.pack.hash}/",
        "promise": f"{root}decision/promises/new/", "settle": f"{root}decision/promises/{scene.promise.public_id}/",
        "telling": f"{root}feedback/", "calls": f"{root}feedback/calls/", "evaluating": f"{root}evaluation/",
    }  # fmt: skip
    with browsers(browser, live_server.url) as opened:
        page = opened.open(scene.room.ann, **KINDS[kind]).page
        assert look(page, live_server.url, pages, kind) == {}
        page.goto(live_server.url + pages["promise"])
        page.get_by_role("button", name="Promise it").click()
        page.locator(".errors").first.wait_for()
        assert (plain_faults(page) if kind == "no-script" else faults(page)) == []


def test_axe_finds_nothing_while_a_decision_is_recorded_and_answered(
    browser: Browser, live_server: Any, room: Room
) -> None:
    root = f"/staff/activities/{room.activity.slug}/decision/"
    with browsers(browser, live_server.url) as opened:
        page = opened.open(room.odile, **PHONE).page
        page.goto(live_server.url + root)
        page.get_by_role("button", name="Record it").click()
        page.locator(".errors").first.wait_for()
        assert faults(page) == []
        recorded(room)
        page.goto(live_server.url + f"{root}answers/{room.findings[0].public_id}/")
        page.get_by_label("Outside our power").check()
        page.get_by_role("button", name="Keep this answer").click()
        page.get_by_text("Write the reason people will read.").first.wait_for()
        assert faults(page) == []
