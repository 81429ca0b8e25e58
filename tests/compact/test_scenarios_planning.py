"""Acceptance scenarios of the handbook (§7) that the plan carries: 25, 26, 32 and 40; tiers, sign-off, four tests."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories
from tests.compact.plans import Cast, a_plan, closed, noticed, opened, two_approve

from heard.activities import actions as planning
from heard.activities.actions import EvidenceLine
from heard.activities.actions.voluntary import secret_of_part
from heard.activities.models import Activity, Plan
from heard.compact import queries
from heard.compact.actions import HeldBack, approve, move, override
from heard.compact.queries import gates
from heard.decisions import actions as decisions
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.people.models import Role

pytestmark = pytest.mark.django_db

AUGUST = date(2016, 8, 1)
AT = clock.midday(AUGUST)


def tried(cast: Cast, activity: Activity, reason: str = "") -> dict[str, str]:
    """Notice is tried on 1 August 2016, approved by two: what each check said."""
    with suppress(Conflict):  # the same plan was approved before
        two_approve(cast, activity, AUGUST)
    with clock.stopped(AUGUST):
        try:
            row = move(activity=activity, to="noticed", by=cast.ann, at=clock.now(), reason=reason)
        except HeldBack as held:
            row = held.row
    return dict(row.checks.values_list("check_id", "result"))


def edited(cast: Cast, activity: Activity, **changes: Any) -> Activity:
    Plan.objects.filter(activity=activity).update(**changes)
    return Activity.objects.get(pk=activity.pk)


def test_scenario_25_unpublished_evidence_is_refused_and_old_evidence_needs_its_currency_note(cast: Cast) -> None:
    activity = a_plan(cast)
    old = EvidenceLine("Survey of 2011", "In a drawer", date(2011, 8, 1), False)
    planning.set_evidence(activity=activity, evidence=[old], by=cast.bilal, at=AT)
    assert tried(cast, activity)["GP-a.7"] == "refused"
    published = EvidenceLine("Survey of 2013", "The city's web page", date(2013, 8, 1), True)
    planning.set_evidence(activity=activity, evidence=[published], by=cast.bilal, at=AT)
    said = tried(cast, activity)
    assert (said["GP-a.7"], said["GP-a.8"]) == ("pass", "warn")
    assert activity.stage == "planned"
    noted = EvidenceLine("Survey of 2013", "The city's web page", date(2013, 8, 1), True, "The pool is the same.")
    planning.set_evidence(activity=activity, evidence=[noted], by=cast.bilal, at=AT)
    assert tried(cast, activity)["GP-a.8"] == "warn"
    activity.refresh_from_db()
    assert activity.stage == "noticed"


def test_scenario_26_a_charitys_network_for_nothing_needs_override_reason_and_acknowledgement_in_public(
    client: Client, cast: Cast
) -> None:
    activity = a_plan(cast, voluntary_involved=True)
    assert tried(cast, activity)["GP-e.1"] == "refused"
    part = planning.add_part(
        activity=activity, body="Example Kitchen", role="Asks its members", uses_network=True, hours=10, pay="fee",
        amount_pence=0, why_nothing="It asked to give it.", email="kitchen@example.org", by=cast.bilal, at=AT,
    )  # fmt: skip
    said = tried(cast, activity)
    assert {each: said[each] for each in ("GP-e.1", "GP-e.2", "GP-e.3")} == {
        "GP-e.1": "refused", "GP-e.2": "warn", "GP-e.3": "refused",
    }  # fmt: skip
    why = "The kitchen offered its network freely and wrote to say so."
    override(activity=activity, check_id="GP-e.1", reason=why, by=cast.sue, at=AT)
    said = tried(cast, activity)
    assert (said["GP-e.1"], said["GP-e.3"]) == ("override", "refused")
    planning.acknowledge_part(
        part=part, secret=secret_of_part(part), name="Kim Cook", benefit="We are heard.", at=AT
    )  # fmt: skip
    tried(cast, activity)
    activity.refresh_from_db()
    assert activity.stage == "noticed"
    assert why in client.get(reverse("compact:how_run", args=[activity.slug])).text
    page = client.get(reverse("activities:influence", args=[activity.slug])).text
    assert "It asked to give it." in page
    assert "Confirmed by Kim Cook" in page


def test_scenario_32_withdrawing_a_benefit_without_rejected_alternatives_is_refused(cast: Cast) -> None:
    activity = a_plan(cast, withdraws_existing_benefit=True, rejected_alternatives="", formats=["Large print"])
    said = tried(cast, activity)
    assert (said["UP-d.7"], said["GP-g.5"], said["P-8.6"]) == ("refused", "refused", "refused")
    mended = edited(cast, activity, rejected_alternatives="Shorter hours were set aside.", formats=["Easy Read"])
    said = tried(cast, mended)
    assert (said["UP-d.7"], said["GP-g.5"]) == ("pass", "pass")


def test_scenario_40_easy_read_and_languages_are_refused_and_warned_when_only_standard_english_is_there(
    cast: Cast,
) -> None:
    activity = a_plan(cast, includes_learning_disabled=True, languages_spoken=["English", "Romanian"])
    said = tried(cast, activity)
    assert (said["GP-g.2"], said["GP-g.3"]) == ("refused", "warn")
    mended = edited(cast, activity, formats=["Easy Read"], languages=["romanian "])
    said = tried(cast, mended)
    assert (said["GP-g.2"], said["GP-g.3"]) == ("pass", "pass")


def test_much_at_stake_needs_a_third_pair_of_eyes_from_another_partner(cast: Cast) -> None:
    activity = a_plan(cast, key_decision=True)
    assert tried(cast, activity)["P-8.6"] == "refused"
    Activity.objects.filter(pk=activity.pk).update(tier="high")
    high = Activity.objects.get(pk=activity.pk)
    assert tried(cast, high)["GP-f.3"] == "refused"
    own = factories.an_account("Owen Own", "independent_reviewer", "officer", partner=cast.partner)
    approve(activity=high, by=own, at=AT)
    assert tried(cast, high)["GP-f.3"] == "refused"
    Role.objects.create(
        account=cast.cass, role="independent_reviewer", activity_ref=high.public_id, given_by=cast.sue
    )  # fmt: skip
    approve(activity=high, by=cast.cass, at=AT)
    assert tried(cast, high)["GP-f.3"] == "pass"


def test_the_author_and_nobody_else_is_not_two_pairs_of_eyes(cast: Cast) -> None:
    activity = a_plan(cast)
    Activity.objects.filter(pk=activity.pk).update(owner=cast.ann)
    Plan.objects.filter(activity=activity).update(updated_by=cast.sue)
    assert tried(cast, Activity.objects.get(pk=activity.pk))["GP-f.2"] == "refused"


def test_a_word_changed_after_signing_asks_the_decision_owner_again(cast: Cast) -> None:
    activity = a_plan(cast)
    said: dict[str, Any] = {
        "nothing_decided": True, "would_change_my_mind": "Costs.", "what_is_fixed": "The building.",
        "decides_on": activity.plan.decides_on, "signed_name": "Odile Owner", "signed_role": "Cabinet Member",
    }  # fmt: skip
    planning.sign_declaration(activity=activity, by=cast.odile, at=AT, **said)
    assert tried(cast, activity)["GP-f.1"] == "pass"
    other = a_plan(cast)
    planning.sign_declaration(activity=other, by=cast.odile, at=AT, **said)
    planning.edit_plan(activity=other, changes={"open_matters": ["The colour"]}, by=cast.bilal, at=AT)
    assert tried(cast, Activity.objects.get(pk=other.pk))["GP-f.1"] == "refused"


def test_the_four_tests_stand_on_how_it_was_run_and_at_the_gates(client: Client, cast: Cast) -> None:
    activity = a_plan(cast)
    found = gates(activity)
    assert found is not None
    assert [told.test.slug for told in queries.tests_now(found)] == ["formative", "reasons", "time", "conscientious"]
    page = client.get(reverse("compact:how_run", args=[noticed(cast, activity).slug])).text
    assert "Was it fair? Four tests" in page
    assert "Met so far" in page
    assert "Its time has not come" in page
    client.force_login(cast.ann, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Is it fair? Four tests" in client.get(reverse("compact:gates", args=[activity.slug])).text


def test_a_decision_before_closing_fails_the_first_test_for_ever(client: Client, cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    decisions.record_decision(
        activity=activity, maker="Cabinet", made_on=date(2016, 10, 3), option="Close the baths", reasons="Money.",
        alternatives="None.", conflicts="None.", by=cast.odile, at=clock.midday(date(2016, 10, 20)),
    )  # fmt: skip
    with clock.stopped(date(2016, 12, 13)):
        move(activity=activity, to="closed", by=None, at=clock.now())
    page = client.get(reverse("compact:how_run", args=[activity.slug])).text
    start = page.index("Is it asked while it can still change something?")
    assert "Something is missing" in page[start : start + 400]


def test_what_was_lifted_says_so_and_goes_on_listing_what_it_never_had(client: Client, cast: Cast) -> None:
    activity = edited(cast, a_plan(cast), decision_maker="", decides_on=None, options=[])
    Activity.objects.filter(pk=activity.pk).update(tier="light")
    activity = closed(cast, Activity.objects.get(pk=activity.pk))
    deciding = factories.an_activity("A new timetable", stage="found", lead=cast.partner, owner=cast.bilal)
    line = EvidenceLine("What the drop-in heard", published=True, from_activity=activity)
    planning.set_evidence(activity=deciding, evidence=[line], by=cast.bilal, at=clock.now())
    page = client.get(reverse("compact:how_run", args=[activity.slug])).text
    assert "More is at stake than it was run as" not in page
    decisions.freeze_pack(activity=deciding, by=cast.ann, at=clock.now())
    activity.refresh_from_db()
    assert activity.tier == "standard"
    page = client.get(reverse("compact:how_run", args=[activity.slug])).text
    assert "More is at stake than it was run as" in page
    assert "It is cited as evidence for a decision: A new timetable" in page
    assert "Checks that it was spared" in page
    assert "P-9.1" in page
