"""The pages of decisions, promises, feedback and evaluation in a real browser: nothing for axe to find."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.browser import DESK, PHONE, PLAIN, browsers, faults, picture
from tests.decisions.conftest import Room
from tests.decisions.scene import Scene, decided_scene, recorded
from tests.factories import an_account

from heard.activities.actions import mark
from heard.decisions import actions
from heard.decisions.models import GroundCheck, Obligation, Poster
from heard.decisions.queries.ground import code_for
from heard.evaluation.actions import add_lesson, publish, write_evaluation
from heard.ground import clock
from heard.people.actions import keep_address, raise_data_request

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


@pytest.fixture
def late(scene: Scene) -> dict[str, str]:
    """All that lateness and doubt bring with them: the ladder, interim words, posters, versions, residents' words."""
    assert scene.promise
    room, now = scene.room, clock.now()
    terms: dict[str, Any] = {"by": room.ann, "at": now}
    mark(activity=room.activity, by=room.ann, at=now, feedback_due_on=clock.today() - timedelta(days=70))
    owed, _new = Obligation.objects.update_or_create(
        activity=room.activity, voice=None,
        defaults={"created_at": now, "due_on": clock.today() - timedelta(days=70), "ladder": [0, 10, 20, 40]},
    )  # fmt: skip
    actions.escalate(obligation=owed, at=now)
    room.activity.stage = "found"
    actions.give_interim(
        activity=room.activity, heard="Most want later hours.", because="The roof is surveyed first.",
        delayed_until=clock.today() + timedelta(days=30), **terms,
    )  # fmt: skip
    room.activity.stage = "decided"
    actions.compose_feedback(
        activity=room.activity, headline="Two late evenings.", summary="You asked. You get two.", not_done="Sundays.",
        not_heard="Under 18s.", challenge="Write to scrutiny.", formats=["Easy Read"], why="One sentence.", **terms,
    )  # fmt: skip
    actions.translate_feedback(
        activity=room.activity, language="ur", title="شام", summary="آپ نے کہا۔", translator="A Translator", **terms
    )
    actions.plan_posters(activity=room.activity, places=["A hall", "A library"], due_on=clock.today(), **terms)
    actions.put_up_poster(poster=Poster.objects.all()[0], put_up_on=clock.today(), put_up_by="Sam", **terms)
    actions.settle_commitment(commitment=scene.promise, state="done", evidence="At the door.", **terms)
    check = actions.ask_residents(commitment=scene.promise, months=6, base_on=clock.today(), at=now)
    asked = list(check.asks.all())
    for says in ["not_true"] * 10 + ["yes"]:
        answered = actions.answer_promise(commitment=scene.promise, says=says, words="Shut at seven.", at=now)
    actions.read_answer(answer=answered.answer, by=room.ann, at=now)
    return {"asked": code_for(GroundCheck.objects.get(), asked[0].voice_id), "said": answered.code}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_where_an_answer_is_late_and_a_promise_in_doubt(
    browser: Browser, live_server: Any, scene: Scene, late: dict[str, str], kind: str
) -> None:
    assert scene.promise
    root, promise = f"/activities/{scene.slug}/decided/", f"/commitments/{scene.promise.public_id}/"
    pages = {
        "late-decided": root, "versions": f"{root}versions/", "version": f"{root}versions/2/",
        "late-now": "/late-feedback/", "late-year": f"/late-feedback/{(clock.today() - timedelta(days=70)).year}/",
        "doubted": promise, "say": f"{promise}say/", "asked-form": "/promises/asked/",
        "asked": f"/promises/asked/{late['asked']}/", "said": f"/promises/said/{late['said']}/",
        "your-data": "/your-data/",
    }  # fmt: skip
    with browsers(browser, live_server.url) as opened:
        page = opened.open(**KINDS[kind]).page
        assert look(page, live_server.url, pages, kind) == {}
        for form in ("say", "your-data"):
            page.goto(live_server.url + pages[form])
            page.get_by_role("button", name="Send it").click()
            page.locator(".errors").first.wait_for()
            assert (plain_faults(page) if kind == "no-script" else faults(page)) == []


@pytest.mark.parametrize("kind", ["phone", "desk"])
def test_axe_finds_nothing_on_the_desks_of_lateness_and_doubt(
    browser: Browser, live_server: Any, scene: Scene, late: dict[str, str], kind: str
) -> None:
    assert scene.promise
    root = f"/staff/activities/{scene.slug}/"
    ground = f"{root}decision/promises/{scene.promise.public_id}/ground/"
    dee = an_account("Dee Example", "data_protection_officer", "officer", partner=scene.room.activity.lead)
    made = raise_data_request(
        partner=scene.room.activity.lead, kind="complaint", words="My address.", by=None, at=clock.now()
    )
    pages = {
        "late-desk": f"{root}feedback/", "posters": f"{root}feedback/posters/", "ground": ground,
        "languages": f"{root}feedback/languages/", "afterwards": f"{root}decision/afterwards/",
        "data": "/staff/data/", "data-log": "/staff/data/log/",
        "data-request": f"/staff/data/{made.request.public_id}/",
    }  # fmt: skip
    with browsers(browser, live_server.url) as opened:
        page = opened.open(dee, **KINDS[kind]).page
        assert look(page, live_server.url, pages, kind) == {}
        for form, button in (("ground", "Reply in public"), ("data-request", "Keep it"), ("languages", "Keep it")):
            page.goto(live_server.url + pages[form])
            page.get_by_role("button", name=button, exact=True).first.click()
            page.locator(".errors, .govuk-error-message").first.wait_for()
            assert faults(page) == []
