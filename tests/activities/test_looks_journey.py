"""The activity’s pages in a real browser: nothing for axe to find, nothing off the side, no script needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.activities.conftest import Town
from tests.browser import DESK, PHONE, proved
from tests.factories import a_contribution, a_group, a_strand

from heard.activities import actions, queries
from heard.activities.actions.stakeholders import secret_of
from heard.activities.actions.voluntary import secret_of_part
from heard.activities.models import Activity, VoluntaryPart
from heard.ground import clock
from heard.people.actions import keep_address

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def baths(town: Town) -> Activity:
    town.partner.phone, town.partner.postal_address = "024 7600 0000", "Example House\nCoventry"
    town.partner.save()
    activity = town.activity(
        stage="open",
        title="Which mornings should the Example Baths open?",
        is_sample=True,
        short_period_because="The grant ends in May.",
    )
    older = a_group(
        activity, "Swimmers over 70", most_affected=True, offline_likely=True, barrier="No car", remedy="A minibus"
    )
    a_group(
        activity, "Wheelchair users", most_affected=True, seldom_heard=True, barrier="Steps", remedy="A ramp", ordinal=1
    )
    survey = a_strand(activity, "plain", "Tell us what you think", ("web", "paper", "phone"), why="Everyone can.")
    survey.terms.create(channel="paper", where="At every library and at the baths.")
    survey.groups.add(older)
    a_strand(activity, "plain", "Come and talk", ("in_person",), why="For those who would rather talk.", ordinal=1)
    plan = activity.plan
    plan.closed_matters, plan.options = ["The building stays open"], ["Monday, Wednesday, Friday", "Every morning"]
    plan.something_else_welcome, plan.formats = True, ["Large print", "Easy Read"]
    plan.languages, plan.information_pack = ["ਪੰਜਾਬੀ", "العربية"], "How the baths are used, in two pages."
    plan.late_response_policy, plan.controller = "Read, and counted apart.", "Example Council"
    plan.lawful_basis, plan.retention, plan.other_inputs = "Public task", "Two years", "The budget"
    plan.save()
    activity.stakeholders.create(name="Example Swimmers’ Club", stake="affected")
    actions.sign_declaration(
        activity=activity,
        nothing_decided=True,
        would_change_my_mind="If more of you swim before work than after.",
        what_is_fixed="The budget",
        decides_on=plan.decides_on,
        signed_name="Dora Decider",
        signed_role="Cabinet Member for Examples",
        by=town.dora,
        at=clock.now(),
    )
    _beside(town, activity)
    return activity


def _beside(town: Town, activity: Activity) -> None:
    """What stands beside the plan: costs, evidence, a reader, a body that is paid, training, a question."""
    by, at = town.ann, clock.now()
    options = [actions.OptionLine(option, "£9,000 a year", "Nurses can swim") for option in activity.plan.options]
    actions.set_options(activity=activity, options=options, by=by, at=at)
    line = actions.EvidenceLine("Tickets sold in 2026", "https://example.org/tickets", clock.today(), True)
    actions.set_evidence(activity=activity, evidence=[line], by=by, at=at)
    actions.note_reading(
        activity=activity, reader="A neighbour", said="The price.", matches=False, read_on=clock.today(), by=by, at=at
    )
    part = actions.add_part(
        activity=activity, body="Example Kitchen", role="Asks its members", uses_network=True, hours=9, pay="fee",
        amount_pence=24_050, why_nothing="", email="kitchen@example.org", by=by, at=at,
    )  # fmt: skip
    actions.acknowledge_by_phone(part=part, name="Kim Cook", benefit="We meet new people.", by=by, at=at)
    actions.note_training(account=by, module="compact", completed_on=clock.today(), given_by="", by=by, at=at)
    actions.ask_colleague(activity=activity, colleague=town.cass, question="Did tea work for you?", by=by, at=at)


@pytest.fixture
def visit(visit: Any, town: Town) -> Any:
    """Opens a page, signed in as Ann where `staff` is said."""
    return lambda address, *, staff=False, **kind: visit(address, town.ann if staff else None, **kind)


def _unpaid(town: Town, activity: Activity) -> VoluntaryPart:
    return actions.add_part(
        activity=activity, body="Example Choir", role="Sings, and tells its members", uses_network=False, hours=2,
        pay="fee", amount_pence=0, why_nothing="It asked for nothing.", email="choir@example.org", by=town.ann,
        at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("wide", ["phone", "desk", "no-script"])
def test_what_residents_see_is_in_order(baths: Activity, town: Town, visit: Any, wide: str) -> None:
    kind = {"phone": PHONE, "desk": DESK, "no-script": PHONE | {"java_script_enabled": False}}[wide]
    soon = town.activity(stage="noticed", title="What should the park have?", opens=clock.today() + timedelta(days=20))
    a_strand(soon, "plain", "Tell us")
    over = town.activity(
        stage="closed", pre_decided=True, overrides=1, feedback_due_on=clock.today() - timedelta(days=2)
    )
    invited = actions.add_stakeholder(
        activity=soon, name="Priya Example", stake="authority", email="p@example.org", by=town.ann, at=clock.now()
    )
    part = actions.ask_body(part=_unpaid(town, soon), by=town.ann, at=clock.now())
    pages = {
        "take-part": reverse("activities:take_part", args=[baths.slug]),
        "influence": reverse("activities:influence", args=[baths.slug]),
        "noticed": reverse("activities:take_part", args=[soon.slug]),
        "closed": reverse("activities:take_part", args=[over.slug]),
        "receipt": reverse("activities:receipt"),
        "invitation": reverse("activities:invitation", args=[invited.public_id, secret_of(invited)]),
        "acknowledge": reverse("activities:acknowledge", args=[part.public_id, secret_of_part(part)]),
    }
    page = visit(pages["receipt"], **kind)
    home = page.url.removesuffix(pages["receipt"])
    for name, address in pages.items():
        page.goto(home + address)
        proved(page, f"{name}-{wide}", scripts=wide != "no-script")


def test_the_first_screen_of_a_phone_holds_the_question_and_the_ways_to_start(baths: Activity, visit: Any) -> None:
    page = visit(reverse("activities:take_part", args=[baths.slug]), **PHONE)
    start = page.get_by_role("link", name="Have your say")
    box = start.bounding_box()
    assert box
    assert box["y"] + box["height"] <= 740


@pytest.mark.parametrize("wide", ["phone", "desk"])
def test_what_officers_see_is_in_order(baths: Activity, visit: Any, wide: str) -> None:
    kind = {"phone": PHONE, "desk": DESK}[wide]
    contribution = a_contribution(baths.strands.first(), "The water is too cold in the mornings.", channel="paper")
    slug = baths.slug
    pages = {
        "list": reverse("activities:staff_list"),
        "new": reverse("activities:new"),
        "plan": reverse("activities:plan", args=[slug]),
        "strand-new": reverse("activities:strand_new", args=[slug]),
        "strand": reverse(
            "activities:strand_edit", args=[slug, baths.strands.get(ordinal=0, channels__contains=["web"]).public_id]
        ),
        "history": reverse("activities:history", args=[slug]),
        "longer": reverse("activities:extend", args=[slug]),
        "contributions": reverse("activities:contributions", args=[slug]),
        "contribution": reverse("activities:contribution", args=[contribution.trace_id]),
        "stakeholder": reverse("activities:stakeholder", args=[slug, baths.stakeholders.get().public_id]),
        "voluntary-part": reverse("activities:voluntary_part", args=[slug, baths.voluntary_parts.get().public_id]),
        "colleague": reverse("activities:colleague_question", args=[slug, baths.colleague_questions.get().public_id]),
        **{name: reverse("activities:plan_page", args=[slug, name]) for name in queries.PAGES},
    }
    page = visit(pages["new"], staff=True, **kind)
    home = page.url.removesuffix(pages["new"])
    for name, address in pages.items():
        page.goto(home + address)
        page.wait_for_load_state("networkidle")
        proved(page, f"staff-{name}-{wide}")


def test_an_officer_writes_a_page_of_the_plan_with_the_keyboard_alone(town: Town, visit: Any) -> None:
    activity = town.activity()
    page = visit(reverse("activities:plan_page", args=[activity.slug, "decides"]), staff=True, **DESK)
    page.get_by_label("Who decides?").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("The whole council")
    while page.evaluate("document.activeElement.textContent.trim()") != "Save and go on":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Saved.").wait_for()
    activity.plan.refresh_from_db()
    assert activity.plan.decision_maker == "The whole council"


def test_the_dates_page_counts_the_days_without_a_reload(town: Town, visit: Any) -> None:
    activity = town.activity()
    page = visit(reverse("activities:plan_page", args=[activity.slug, "dates"]), staff=True, **DESK)
    page.get_by_label("opens on").fill("2015-12-07")
    page.get_by_label("closes on").fill("2016-02-01")
    page.get_by_role("button", name="Work out how long that is").click()
    page.get_by_text("56 days to answer.").wait_for()
    assert page.get_by_label("closes on").input_value() == "2016-02-01"
    activity.refresh_from_db()
    assert activity.closes_on.year > 2016


@pytest.mark.parametrize("change", ["document.dir = 'rtl'", "document.documentElement.style.fontSize = '200%'"])
def test_nothing_hangs_off_the_side_from_right_to_left_or_with_text_twice_as_large(
    baths: Activity, visit: Any, change: str
) -> None:
    pages = {
        reverse("activities:take_part", args=[baths.slug]): False,
        reverse("activities:influence", args=[baths.slug]): False,
        reverse("activities:plan", args=[baths.slug]): True,
        reverse("activities:plan_page", args=[baths.slug, "dates"]): True,
        reverse("activities:plan_page", args=[baths.slug, "ways"]): True,
        reverse("activities:extend", args=[baths.slug]): True,
    }
    for number, (address, is_staff) in enumerate(pages.items()):
        page = visit(address, staff=is_staff, **PHONE)
        page.evaluate(change)
        proved(page, f"{change[-5:-1].strip()}-{number}")


@pytest.mark.parametrize("wide", ["phone", "desk", "no-script"])
def test_telling_people_that_they_have_longer_is_in_order(baths: Activity, visit: Any, town: Town, wide: str) -> None:
    for number in range(2):
        voice = a_contribution(baths.strands.all()[0], "Earlier, please").voice
        for kind, address in (("letter", f"{number} Example Street"), ("phone", "024 7600 0000")):
            keep_address(voice=voice, kind=kind, address=address, name="Rosa Example")
    later, said = baths.closes_on + timedelta(days=14), {"by": town.ann, "at": clock.now()}
    actions.extend(activity=baths, new_date=later, reason="Ramadan fell into it.", **said)
    actions.print_notices(activity=baths, **said)
    kind = {"phone": PHONE, "desk": DESK, "no-script": PHONE | {"java_script_enabled": False}}[wide]
    for name in ("extend", "longer_calls"):
        page = visit(reverse(f"activities:{name}", args=[baths.slug]), staff=True, **kind)
        proved(page, f"{name}-told-{wide}", scripts=wide != "no-script")
        if name == "extend":
            page.get_by_role("button", name="They were posted today").click()
            page.wait_for_load_state()
            assert "posted on" in page.locator("#told").inner_text()
            proved(page, f"posted-{wide}", scripts=wide != "no-script")
