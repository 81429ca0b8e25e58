"""The coding desk, the findings desk and “What we heard” in a real browser: by keyboard, by form, at 360 and 1280."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser import send
from tests.factories import a_contribution, a_group, a_strand
from tests.findings.desk import Desk, a_desk

from heard.activities.models import Activity, Contribution, Passage
from heard.findings import actions
from heard.findings.models import Coding, Finding, Reading
from heard.ground import clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"viewport": {"width": 360, "height": 740}}
WIDE = {"viewport": {"width": 1280, "height": 900}}
SHOTS = os.environ.get("HEARD_SHOTS", "")
SAID = [
    ("Please open before seven. I swim before my shift at the bakery and cannot come at nine.", "web", "for"),
    ("Early mornings would wake our street. The car park is under my window.", "paper", "against"),
    ("میں صبح چھ بجے آ سکتی ہوں، اگر عورتوں کے لیے الگ وقت ہو۔", "phone", "for"),
    ("The hoist has been broken since October, so I have not swum at all.", "in_person", ""),
    ("Seven is fine on weekdays; let people sleep on Sundays.", "web", "mixed"),
]


@pytest.fixture
def desk() -> Desk:
    """Five people have answered on four channels; four themes; one of them raised by those most affected."""
    desk = a_desk(title="Which mornings should the Example Baths open?", is_sample=True)
    talk = a_strand(desk.activity, "gathering", "Drop-in at the library", channels=("in_person",))
    chairs = a_group(desk.activity, "Wheelchair users", most_affected=True)
    for words, channel, _stance in SAID:
        strand = talk if channel == "in_person" else desk.strand
        a_contribution(strand, words, channel=channel, may_quote=True)
    Passage.objects.update(prompt="When would you like to swim, and what stops you now?")
    urdu = Passage.objects.get(contribution__channel="phone")
    Passage.objects.filter(pk=urdu.pk).update(language="ur", original="spoken")
    urdu.layers.create(
        kind="translation", words="I can come at six, if there is a time for women.", by=desk.ann, at=clock.now()
    )
    for name in ("Early opening", "Noise for neighbours", "Times for women"):
        desk.theme(name)
    desk.theme("The hoist is broken", groups=[chairs])
    return desk


@pytest.fixture
def visit(browser: Browser, live_server: Any, desk: Desk) -> Iterator[Any]:
    """Opens a page in a browser of a given kind, signed in as Ann or not; fails on any complaint in its console."""
    client = Client()
    client.force_login(desk.ann, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(address: str, *, staff: bool = True, **kind: Any) -> Page:
        context = browser.new_context(**kind)
        opened.append(context)
        if staff:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert complaints == []


def prove(page: Page, name: str) -> None:
    """Nothing off the side; nothing for axe to find, before and after everything that folds is opened."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= room, name
    for _folded in range(2):
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


def at(desk: Desk, name: str, *more: Any) -> str:
    return reverse(f"findings:{name}", args=[desk.activity.slug, *more])


def code_all(desk: Desk) -> None:
    early, noise, women, hoist = desk.activity_themes()
    put = [
        {early: "for"},
        {early: "against", noise: "for"},
        {early: "for", women: "for"},
        {hoist: "against"},
        {early: "mixed"},
    ]
    for contribution, themes in zip(Contribution.objects.order_by("pk"), put, strict=True):
        desk.read(contribution, themes)


def test_five_passages_are_read_by_single_keys(visit: Any, desk: Desk) -> None:
    page = visit(at(desk, "coding"), **WIDE)
    expect(page.get_by_text("I swim before my shift")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Shift+1")
    expect(page.get_by_label("Early opening", exact=False).first).to_be_checked()
    send(page, "Space")
    expect(page.get_by_text("Early mornings would wake our street")).to_be_visible()
    page.keyboard.press("2")
    send(page)
    expect(page.get_by_text("In English")).to_be_visible()
    send(page, "u")
    expect(page.get_by_text("Early mornings would wake our street")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.type("Sleep 1 u")
    send(page)
    expect(page.get_by_text("“Sleep 1 u” is on the list.")).to_be_visible()
    expect(page.get_by_text("Early mornings would wake our street")).to_be_visible()
    page.keyboard.press("5")
    for read in range(2, 6):
        send(page)
        expect(page.get_by_text(f"Read {read} of 5")).to_be_visible()
    expect(page.get_by_text("Everything has been read")).to_be_visible()
    assert Reading.objects.count() == 5
    assert set(Coding.objects.values_list("theme__name", "stance")) == {("Early opening", "for"), ("Sleep 1 u", "")}


def test_single_keys_can_be_switched_off_and_stay_off(visit: Any, desk: Desk) -> None:
    """WCAG 2.1.4."""
    page = visit(at(desk, "coding"), **WIDE)
    page.get_by_role("button", name="Switch single keys off").click()
    page.locator("h1").click()
    page.keyboard.press("1")
    expect(page.get_by_label("Early opening", exact=False).first).not_to_be_checked()
    page.reload()
    expect(page.get_by_role("button", name="Switch single keys on")).to_be_visible()


def test_without_a_script_the_same_form_does_it(visit: Any, desk: Desk) -> None:
    """I-30, for the desk."""
    page = visit(at(desk, "coding"), java_script_enabled=False, **PHONE)
    page.get_by_label("Early opening", exact=False).first.check()
    page.get_by_role("button", name="Read, and next").click()
    expect(page.get_by_text("Early mornings would wake our street")).to_be_visible()
    assert Coding.objects.get().theme.name == "Early opening"
    page.get_by_role("button", name="Take back the last one").click()
    expect(page.get_by_text("I swim before my shift")).to_be_visible()
    assert not Reading.objects.exists()


@pytest.mark.parametrize(("kind", "width"), [(PHONE, 360), (WIDE, 1280)])
def test_the_desks_look_right_and_axe_finds_nothing(visit: Any, desk: Desk, kind: Any, width: int) -> None:
    prove(visit(at(desk, "coding"), **kind), f"coding-{width}")
    code_all(desk)
    early = desk.activity_themes()[0]
    finding = desk.finding("People want the baths open before seven.", early)
    desk.cite(finding, Contribution.objects.order_by("pk")[0], quoted=True)
    for name in ("themes", "import_codings", "staff_findings", "new_finding"):
        prove(visit(at(desk, name), **kind), f"{name}-{width}")
    for name in ("edit_finding", "evidence"):
        prove(visit(at(desk, name, finding.public_id), **kind), f"{name}-{width}")
    prove(visit(at(desk, "theme", early.public_id), **kind), f"theme-{width}")


@pytest.mark.parametrize(("kind", "width"), [(PHONE, 360), (WIDE, 1280)])
def test_what_we_heard_looks_right_and_axe_finds_nothing(visit: Any, desk: Desk, kind: Any, width: int) -> None:
    heard = reverse("findings:heard", args=[desk.activity.slug])
    prove(visit(heard, staff=False, **kind), f"heard-before-{width}")
    code_all(desk)
    early, noise, women, hoist = desk.activity_themes()
    a_contribution(desk.strand, "Sent twice", channel="web", state="excluded", excluded_because="duplicate")
    finding = desk.finding(
        "Most who wrote want the baths open before seven; people who live beside the car park do not.",
        early, noise, source="of everyone who answered the question about mornings",
        range_of_views="Most were for. Neighbours were against: the car park would wake them.",
        limits="Hardly anyone under 18 answered.",
    )  # fmt: skip
    for contribution in Contribution.objects.order_by("pk")[:2]:
        desk.cite(finding, contribution, quoted=True)
    desk.finding("Women asked for a time of their own.", women)
    actions.set_theme_aside(theme=hoist, because="It was mended on 2 May.", by=desk.ann, at=clock.now())
    desk.strand.outcome = {"rule": "tally/1", "found": {"Would you come before seven?": {
        "asked": 60, "answered": 58, "counts": [["Yes", 41], ["No", 12], ["I do not know", 5]]}},
        "because": ["Would you come before seven?: 58 of 60 answered."]}  # fmt: skip
    desk.strand.save()
    actions.edit_finding(
        finding=Finding.objects.get(ordinal=2), statement="Women asked for a time of their own.", themes=[women],
        strands=list(desk.activity.strands.all()), source="", range_of_views="", limits="", by=desk.ann, at=clock.now(),
    )  # fmt: skip
    desk.publish()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="found")
    prove(visit(heard, staff=False, **kind), f"heard-{width}")
    prove(visit(reverse("findings:finding", args=[finding.public_id]), staff=False, **kind), f"finding-{width}")
