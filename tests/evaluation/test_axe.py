"""The pages of who took part, the follow-up, scores and lessons in a real browser: nothing for axe to find."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.browser import DESK, PHONE, browsers, faults
from tests.decisions.conftest import Room
from tests.evaluation.scene import left, people, told
from tests.factories import a_group, a_partner

from heard.evaluation import actions, jobs
from heard.evaluation.queries import following
from heard.ground import clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("kind", [PHONE, DESK])
def test_axe_finds_nothing_while_people_take_part(
    browser: Browser, live_server: Any, open_room: Room, kind: dict[str, Any]
) -> None:
    activity, terms = open_room.activity, {"by": open_room.ann, "at": clock.now()}
    a_group(activity, "Young people", most_affected=True, target=40)
    people(open_room.strand, 30, age="25-34", ethnic_group="white")
    people(open_room.strand, 20, age="55-64", ethnic_group="asian", disability="no")
    actions.release_reading(activity=activity, **terms)
    actions.accept_action(activity=activity, about="Young people", words="Ask at school", assigned_to="Olu", **terms)
    lesson = actions.add_lesson(activity=activity, words="Ring the clubs first.", **terms)
    actions.share_lesson(lesson=lesson, **terms)
    desk = f"/staff/activities/{activity.slug}/evaluation/taking-part/"
    with browsers(browser, live_server.url) as opened:
        page = opened.open(open_room.ann, **kind).page
        for address in (f"/activities/{activity.slug}/who-took-part/", f"{desk}?take=schools", "/lessons/",
                        f"/staff/activities/{activity.slug}/lessons/"):  # fmt: skip
            page.goto(live_server.url + address)
            page.wait_for_load_state("networkidle")
            assert faults(page) == [], address
        page.goto(f"{live_server.url}{desk}")
        page.get_by_role("button", name="Take it on").click()
        page.locator(".errors").first.wait_for()
        assert faults(page) == []


@pytest.mark.parametrize("kind", [PHONE, DESK])
def test_axe_finds_nothing_when_people_are_asked_how_it_was(
    browser: Browser, live_server: Any, room: Room, kind: dict[str, Any]
) -> None:
    one = room.said("One")
    left(one, "email", "rosa@example.org")
    told(room.activity, 20)
    jobs.every_night()
    terms = {"activity": room.activity, "by": room.ann, "at": clock.now()}
    actions.score_as_lead(standard="impact", score=4, evidence="The minutes", link="https://example.org/", **terms)
    actions.invite_rater(partner=a_partner("Example Trust"), email="wen@example.org", **terms)
    actions.add_cost(kind="venue", words="Hall", pence=5_000, **terms)
    desk = f"/staff/activities/{room.activity.slug}/evaluation/"
    with browsers(browser, live_server.url) as opened:
        page = opened.open(room.ann, **kind).page
        for address in (f"{desk}how-was-it/", f"{desk}scores/", f"{desk}cost/", desk, "/evaluation/"):
            page.goto(live_server.url + address)
            page.wait_for_load_state("networkidle")
            assert faults(page) == [], address
        visitor = opened.open(**kind).page
        visitor.goto(f"{live_server.url}/how-was-it/{following.secret_for(room.activity.public_id, one.voice_id)}/")
        assert faults(visitor) == []
        visitor.get_by_role("button", name="Send my answers").click()
        visitor.get_by_text("Answer at least one question").first.wait_for()
        assert faults(visitor) == []
        visitor.get_by_label("Strongly agree").first.check()
        visitor.get_by_role("button", name="Send my answers").click()
        visitor.get_by_text("Thank you").first.wait_for()
        assert faults(visitor) == []
