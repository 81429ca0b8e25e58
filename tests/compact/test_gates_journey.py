"""The gates and the public record in a real browser: axe finds nothing, nothing hangs off, no script is needed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.browser import DESK, PHONE, proved
from tests.compact.plans import Cast, a_cast, a_plan, opened

from heard.activities.models import Activity, Plan
from heard.compact.actions import HeldBack, move, override
from heard.compact.models import Move
from heard.ground import clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DARK = {**DESK, "color_scheme": "dark"}
WHY = "Easy Read comes two weeks later and people get two weeks longer."


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return a_cast()


@pytest.fixture
def planned(people: Cast) -> Activity:
    """A plan that three things stand in the way of: the influence on offer, Easy Read, and two approvals."""
    start = clock.today() + timedelta(days=40)
    return a_plan(
        people, opens=start, closes=start + timedelta(days=100), influence_statement="",
        includes_learning_disabled=True, rejected_alternatives="",
    )  # fmt: skip


@pytest.fixture
def ran(people: Cast) -> Activity:
    """Run over Christmas with a published reason, an override, and an attempt that was refused."""
    activity = a_plan(
        people, opens=date(2015, 12, 7), closes=date(2016, 2, 1), includes_learning_disabled=True,
        duration_rationale="The grant ends in March. Those who are away lose out, so we hold two more sessions.",
    )  # fmt: skip
    override(activity=activity, check_id="GP-g.2", reason=WHY, by=people.sue, at=clock.midday(date(2015, 10, 21)))
    opened(people, activity)
    with clock.stopped(date(2016, 1, 20)), pytest.raises(HeldBack):
        move(activity=activity, to="closed", by=people.bilal, at=clock.now())
    return activity


@pytest.mark.parametrize(("size", "kind"), [("360", PHONE), ("1280", DESK)])
def test_the_gates_are_clean_at_every_width(
    size: str, kind: dict[str, Any], people: Cast, planned: Activity, visit: Any
) -> None:
    page = visit(reverse("compact:gates", args=[planned.slug]), people.sue, **kind)
    expect(page.get_by_text("3 things stand in the way.")).to_be_visible()
    proved(page, f"gates-{size}")


@pytest.mark.parametrize(("size", "kind"), [("360", PHONE), ("1280", DESK), ("dark", DARK)])
def test_how_it_was_run_is_clean_at_every_width(size: str, kind: dict[str, Any], ran: Activity, visit: Any) -> None:
    page = visit(reverse("compact:how_run", args=[ran.slug]), **kind)
    expect(page.get_by_text("Judged again just now: the same")).to_be_visible()
    proved(page, f"how-run-{size}")


@pytest.mark.parametrize(("size", "kind"), [("360", PHONE), ("1280", DESK)])
def test_the_code_is_clean_at_every_width(size: str, kind: dict[str, Any], ran: Activity, visit: Any) -> None:
    proved(visit(reverse("compact:pack"), **kind), f"pack-{size}")
    proved(visit(reverse("compact:clause", args=["GP-n"]), **kind), f"clause-{size}")


def test_a_plan_goes_from_refused_to_noticed_by_people_s_hands_without_script(
    people: Cast, planned: Activity, visit: Any
) -> None:
    gates = reverse("compact:gates", args=[planned.slug])
    ann = visit(gates, people.ann, java_script_enabled=False, **PHONE)
    expect(ann.get_by_text("Not yet said: how much influence people have.", exact=True)).to_be_visible()
    assert ann.get_by_role("button", name="Give notice").is_disabled()
    Plan.objects.filter(activity=planned).update(influence_statement="You can change the opening hours.")

    sue = visit(gates, people.sue, java_script_enabled=False, **DESK)
    sue.get_by_text("Let it through with a published reason").click()
    sue.get_by_label("Your reason, which is published with your name").fill(WHY)
    sue.get_by_role("button", name="Publish this reason").click()
    expect(sue.get_by_text("Your reason is published on “How this was run”.")).to_be_visible()
    sue.get_by_role("button", name="I approve this plan").click()

    ann.goto(ann.url)
    ann.get_by_role("button", name="I approve this plan").click()
    expect(ann.get_by_text("Nothing stands in the way.")).to_be_visible()
    ann.get_by_label("Why it goes on (published)").fill("The alternatives follow in the information pack.")
    proved_without_script = ann.get_by_text("Early notice is published: coming up, with its dates.")
    expect(proved_without_script).to_be_visible()
    ann.get_by_role("button", name="Give notice").click()
    expect(ann.get_by_text("Notice given.")).to_be_visible()
    planned.refresh_from_db()
    assert planned.stage == "noticed"
    kept = Move.objects.get(activity=planned)
    assert kept.reason == "The alternatives follow in the information pack."
    assert kept.by == people.ann


def test_the_gates_stand_beside_the_plan(people: Cast, planned: Activity, visit: Any) -> None:
    page = visit(reverse("activities:plan", args=[planned.slug]), people.ann, **DESK)
    beside = page.get_by_role("complementary")
    beside.get_by_text("3 things stand in the way.").wait_for()
    proved(page, "plan-with-gates-1280")
