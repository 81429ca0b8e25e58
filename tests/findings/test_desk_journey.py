"""The coding desk, the findings desk and “What we heard” in a real browser: by keyboard, by form, at 360 and 1280."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.browser import DESK, PHONE, proved, send
from tests.factories import a_contribution, a_group, a_strand
from tests.findings.desk import Desk, a_desk

from heard.activities.models import Activity, Contribution, Passage
from heard.findings import actions
from heard.findings.models import Coding, Finding, Reading
from heard.ground import clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
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
def visit(visit: Any, desk: Desk) -> Any:
    """Opens a page signed in as Ann, or not."""
    return lambda address, *, staff=True, **kind: visit(address, desk.ann if staff else None, **kind)


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
    page = visit(at(desk, "coding"), **DESK)
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
    page = visit(at(desk, "coding"), **DESK)
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


@pytest.mark.parametrize(("kind", "width"), [(PHONE, 360), (DESK, 1280)])
def test_the_desks_look_right_and_axe_finds_nothing(visit: Any, desk: Desk, kind: Any, width: int) -> None:
    proved(visit(at(desk, "coding"), **kind), f"coding-{width}")
    code_all(desk)
    early = desk.activity_themes()[0]
    finding = desk.finding("People want the baths open before seven.", early)
    desk.cite(finding, Contribution.objects.order_by("pk")[0], quoted=True)
    for name in ("themes", "import_codings", "staff_findings", "new_finding"):
        proved(visit(at(desk, name), **kind), f"{name}-{width}")
    for name in ("edit_finding", "evidence"):
        proved(visit(at(desk, name, finding.public_id), **kind), f"{name}-{width}")
    proved(visit(at(desk, "theme", early.public_id), **kind), f"theme-{width}")


@pytest.mark.parametrize(("kind", "width"), [(PHONE, 360), (DESK, 1280)])
def test_what_we_heard_looks_right_and_axe_finds_nothing(visit: Any, desk: Desk, kind: Any, width: int) -> None:
    heard = reverse("findings:heard", args=[desk.activity.slug])
    proved(visit(heard, staff=False, **kind), f"heard-before-{width}")
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
    proved(visit(heard, staff=False, **kind), f"heard-{width}")
    proved(visit(reverse("findings:finding", args=[finding.public_id]), staff=False, **kind), f"finding-{width}")
