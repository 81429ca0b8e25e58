"""I-6: nothing is left out without a listed reason, two teams, word to the person, and an appeal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import a_contribution, a_partner, a_strand, an_account, an_activity, signed_in

from heard.activities.models import Contribution
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people import actions
from heard.people.actions import keep_address
from heard.people.models import Account, Exclusion, Role, Voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> dict[str, Any]:
    """Ann (baths) proposes, Bilal (policy) approves, Dev (legal) hears appeals, Cass is of another partner."""
    ours = a_partner("Ours")
    activity = an_activity(lead=ours)
    return {
        "ours": ours,
        "activity": activity,
        "said": a_contribution(a_strand(activity), "Same again"),
        "ann": an_account("Ann", "officer", "engagement_lead", partner=ours, team="Baths"),
        "bilal": an_account("Bilal", "engagement_lead", partner=ours, team="Policy"),
        "dev": an_account("Dev", "data_protection_officer", partner=ours, team="Legal"),
        "cass": an_account("Cass", "engagement_lead", partner=a_partner("Theirs"), team="Elsewhere"),
    }


def proposed(city: dict[str, Any], **fields: Any) -> Exclusion:
    asked = {
        "kind": "contribution",
        "reference": city["said"].trace_id,
        "reason": "duplicate",
        "note": "Sent twice within a minute.",
        "partner": city["ours"],
        "activity_ref": city["activity"].public_id,
        "by": city["ann"],
    }
    return actions.propose_exclusion(**{**asked, **fields}, at=clock.now())


def in_force(city: dict[str, Any]) -> Exclusion:
    approved = actions.approve_exclusion(exclusion=proposed(city), by=city["bilal"], at=clock.now())
    return actions.tell_excluded(exclusion=approved, by=city["ann"], how="By letter", at=clock.now())


def state_of(city: dict[str, Any]) -> str:
    return Contribution.objects.get(pk=city["said"].pk).state


def test_it_takes_effect_only_when_approved_by_another_team_and_told(city: dict[str, Any]) -> None:
    exclusion = proposed(city)
    assert (exclusion.state, state_of(city)) == ("proposed", "received")
    exclusion = actions.approve_exclusion(exclusion=exclusion, by=city["bilal"], at=clock.now())
    assert (exclusion.state, state_of(city)) == ("approved", "received")
    exclusion = actions.tell_excluded(exclusion=exclusion, by=city["ann"], how="By letter", at=clock.now())
    assert (exclusion.state, state_of(city)) == ("in_force", "excluded")
    whats = list(
        Entry.objects.filter(about=f"exclusion:{exclusion.public_id}").order_by("id").values_list("what", flat=True)
    )
    assert whats == ["exclusion.proposed", "exclusion.approved", "exclusion.in_force"]


def test_the_proposer_never_approves_their_own(city: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="You proposed this"):
        actions.approve_exclusion(exclusion=proposed(city), by=city["ann"], at=clock.now())


@pytest.mark.parametrize("team", ["Baths", " baths ", "BATHS"])
def test_a_colleague_of_the_same_team_does_not_approve(city: dict[str, Any], team: str) -> None:
    colleague = an_account("Eve", "engagement_lead", partner=city["ours"], team=team)
    with pytest.raises(Refused, match="same team"):
        actions.approve_exclusion(exclusion=proposed(city), by=colleague, at=clock.now())


def test_someone_without_a_team_neither_proposes_nor_approves(city: dict[str, Any]) -> None:
    teamless = an_account("Eve", "engagement_lead", partner=city["ours"], team="")
    with pytest.raises(Refused, match="team is not written"):
        proposed(city, by=teamless)
    with pytest.raises(Refused, match="team is not written"):
        actions.approve_exclusion(exclusion=proposed(city), by=teamless, at=clock.now())


def test_a_stranger_neither_proposes_nor_approves_nor_refuses_nor_tells(city: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        proposed(city, by=city["cass"])
    exclusion = proposed(city)
    with pytest.raises(Refused):
        actions.approve_exclusion(exclusion=exclusion, by=city["cass"], at=clock.now())
    with pytest.raises(Refused):
        actions.refuse_exclusion(exclusion=exclusion, because="No.", by=city["cass"], at=clock.now())
    approved = actions.approve_exclusion(exclusion=exclusion, by=city["bilal"], at=clock.now())
    with pytest.raises(Refused):
        actions.tell_excluded(exclusion=approved, by=city["cass"], how="By letter", at=clock.now())
    assert state_of(city) == "received"


@pytest.mark.parametrize("reason", ["critical", "difficult", "", "other"])
def test_being_critical_is_no_reason(city: dict[str, Any], reason: str) -> None:
    assert "critical" not in Exclusion.Reason.values
    with pytest.raises(Refused, match="no reason"):
        proposed(city, reason=reason)
    assert not Exclusion.objects.exists()


def test_the_database_itself_knows_the_closed_list_of_reasons(city: dict[str, Any]) -> None:
    exclusion = proposed(city)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exclusion.objects.filter(pk=exclusion.pk).update(reason="critical")


def test_a_kind_that_nobody_carries_out_is_refused(city: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="cannot leave this kind"):
        proposed(city, kind="contact")


def test_the_same_thing_is_not_proposed_twice_at_once(city: dict[str, Any]) -> None:
    first = proposed(city)
    with pytest.raises(Conflict, match="proposed already"):
        proposed(city)
    actions.refuse_exclusion(exclusion=first, because="It is not the same.", by=city["bilal"], at=clock.now())
    assert proposed(city).state == "proposed"


def test_a_refused_proposal_leaves_nothing_out(city: dict[str, Any]) -> None:
    exclusion = actions.refuse_exclusion(
        exclusion=proposed(city), because="Two people live there.", by=city["bilal"], at=clock.now()
    )
    assert (exclusion.state, state_of(city)) == ("refused", "received")
    with pytest.raises(Conflict):
        actions.approve_exclusion(exclusion=exclusion, by=city["dev"], at=clock.now())


def test_the_proposer_may_take_a_proposal_back(city: dict[str, Any]) -> None:
    taken = actions.refuse_exclusion(exclusion=proposed(city), because="My mistake.", by=city["ann"], at=clock.now())
    assert taken.state == "refused"


@pytest.mark.parametrize("words", [{}, {"how": "By letter", "unsafe": "They threatened us."}, {"how": "  "}])
def test_the_person_is_told_or_it_is_said_why_that_is_unsafe(city: dict[str, Any], words: dict[str, str]) -> None:
    approved = actions.approve_exclusion(exclusion=proposed(city), by=city["bilal"], at=clock.now())
    with pytest.raises(Refused, match="one of the two"):
        actions.tell_excluded(exclusion=approved, by=city["ann"], at=clock.now(), **words)
    assert state_of(city) == "received"


def test_it_may_take_effect_untold_when_telling_is_unsafe_and_that_is_recorded(city: dict[str, Any]) -> None:
    approved = actions.approve_exclusion(exclusion=proposed(city), by=city["bilal"], at=clock.now())
    done = actions.tell_excluded(exclusion=approved, by=city["ann"], unsafe="They threatened staff.", at=clock.now())
    assert (done.state, done.told_at, state_of(city)) == ("in_force", None, "excluded")


def test_nobody_was_told_before_it_was_proposed_or_in_the_future(city: dict[str, Any]) -> None:
    approved = actions.approve_exclusion(exclusion=proposed(city), by=city["bilal"], at=clock.now())
    for told_at in (clock.now() + timedelta(days=1), clock.now() - timedelta(days=30)):
        with pytest.raises(Refused, match="not in the future"):
            actions.tell_excluded(exclusion=approved, by=city["ann"], how="Letter", told_at=told_at, at=clock.now())


def test_an_appeal_is_heard_by_a_third_person_and_can_bring_it_back(city: dict[str, Any]) -> None:
    exclusion = actions.appeal_exclusion(exclusion=in_force(city), words="We are two.", by=None, at=clock.now())
    assert exclusion.state == "appealed"
    for who in ("ann", "bilal"):
        with pytest.raises(Refused, match="somebody else hears the appeal"):
            actions.decide_appeal(exclusion=exclusion, outcome="overturned", because="x", by=city[who], at=clock.now())
    with pytest.raises(Refused):
        actions.decide_appeal(exclusion=exclusion, outcome="upheld", because="x", by=city["cass"], at=clock.now())
    decided = actions.decide_appeal(
        exclusion=exclusion, outcome="overturned", because="Two people.", by=city["dev"], at=clock.now()
    )
    assert (decided.state, state_of(city)) == ("overturned", "received")


def test_an_upheld_appeal_changes_nothing_and_is_final_here(city: dict[str, Any]) -> None:
    exclusion = actions.appeal_exclusion(exclusion=in_force(city), words="No!", by=None, at=clock.now())
    upheld = actions.decide_appeal(
        exclusion=exclusion, outcome="upheld", because="Same.", by=city["dev"], at=clock.now()
    )
    assert (upheld.state, state_of(city)) == ("in_force", "excluded")
    with pytest.raises(Conflict, match="it was decided"):
        actions.appeal_exclusion(exclusion=upheld, words="Again", by=None, at=clock.now())


def test_what_is_not_in_force_cannot_be_appealed(city: dict[str, Any]) -> None:
    with pytest.raises(Conflict):
        actions.appeal_exclusion(exclusion=proposed(city), words="No!", by=None, at=clock.now())


def test_an_appeal_without_words_is_refused(city: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="Say why"):
        actions.appeal_exclusion(exclusion=in_force(city), words="  ", by=None, at=clock.now())


@pytest.mark.parametrize(
    "columns",
    [
        {"in_force_at": True},
        {"approved_by": "ann", "approved_team": "Other", "approved_at": True},
        {"approved_by": "bilal", "approved_team": "Baths", "approved_at": True},
        {"approved_by": "bilal", "approved_team": "Policy"},
        {"approved_at": True},
        {"approved_by": "bilal", "approved_team": "Policy", "approved_at": True, "in_force_at": True},
    ],
)
def test_the_database_itself_holds_to_two_people_two_teams_and_telling(city: Any, columns: dict[str, Any]) -> None:
    exclusion = proposed(city)
    values = {
        name: clock.now() if name.endswith("_at") else city[value].pk if name.endswith("_by") else value
        for name, value in columns.items()
    }
    values = {f"{name}_id" if name.endswith("_by") else name: value for name, value in values.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Exclusion.objects.filter(pk=exclusion.pk).update(**values)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["approve", "refuse", "tell", "unsafe", "appeal", "overturn", "uphold"]),
        st.sampled_from(["ann", "bilal", "dev", "cass"]),
    ),
    max_size=9,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(STEPS)
def test_whatever_is_tried_in_whatever_order_i6_holds(city: dict[str, Any], steps: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        exclusion = proposed(city)
        for step, who in steps:
            try:
                with transaction.atomic():
                    exclusion = _take(step, exclusion, city[who])
            except Refused:
                pass
            _holds_i6(Exclusion.objects.get(pk=exclusion.pk), state_of(city))
        transaction.set_rollback(True)


def _take(step: str, exclusion: Exclusion, by: Account) -> Exclusion:
    common: dict[str, Any] = {"exclusion": exclusion, "by": by, "at": clock.now()}
    return {
        "approve": lambda: actions.approve_exclusion(**common),
        "refuse": lambda: actions.refuse_exclusion(because="Why not", **common),
        "tell": lambda: actions.tell_excluded(how="By letter", **common),
        "unsafe": lambda: actions.tell_excluded(unsafe="Threats", **common),
        "appeal": lambda: actions.appeal_exclusion(words="No", **common),
        "overturn": lambda: actions.decide_appeal(outcome="overturned", because="Yes", **common),
        "uphold": lambda: actions.decide_appeal(outcome="upheld", because="No", **common),
    }[step]()


def _holds_i6(row: Exclusion, state: str) -> None:
    if state == "excluded":
        assert row.reason in Exclusion.Reason.values
        assert row.approved_by_id not in (None, row.proposed_by_id)
        assert row.approved_team != row.proposed_team
        assert bool(row.told_at) != bool(row.unsafe_to_tell_because)
        assert row.appeal_outcome != "overturned"
    if row.appeal_by_id:
        assert row.appeal_by_id not in (row.proposed_by_id, row.approved_by_id)


def test_an_excluded_role_ends_and_an_overturned_one_is_held_again(city: dict[str, Any]) -> None:
    role = an_account("Zed", "facilitator", partner=city["ours"]).roles.get()
    exclusion = proposed(city, kind="role", reference=str(role.pk), reason="conduct", activity_ref="")
    actions.approve_exclusion(exclusion=exclusion, by=city["bilal"], at=clock.now())
    actions.tell_excluded(exclusion=exclusion, by=city["ann"], how="In person", at=clock.now())
    assert Role.objects.get(pk=role.pk).ended_by == city["ann"]
    actions.appeal_exclusion(exclusion=exclusion, words="Not me", by=None, at=clock.now())
    actions.decide_appeal(exclusion=exclusion, outcome="overturned", because="Not them", by=city["dev"], at=clock.now())
    assert Role.objects.get(pk=role.pk).ended_at is None


def test_whoever_tells_the_person_sees_where_and_nobody_else_does(city: dict[str, Any]) -> None:
    voice = Voice.objects.create()
    Contribution.objects.filter(pk=city["said"].pk).update(voice=voice)
    keep_address(voice=voice, kind="letter", address="9 Example Street", name="Nadia Sample")
    made = proposed(city)
    page = reverse("people:staff_exclusion", args=[made.public_id])
    assert "9 Example Street" not in signed_in(city["ann"]).get(page).text, "not before it is agreed"
    actions.approve_exclusion(exclusion=made, by=city["bilal"], at=clock.now())
    assert "Nadia Sample<br>9 Example Street" in signed_in(city["ann"]).get(page).text
    mod = an_account("Mod", "moderator", partner=city["ours"], team="Desk")
    seen = signed_in(mod).get(page)
    assert seen.status_code == 200
    assert "9 Example Street" not in seen.text
    assert "shown here to those who may see addresses" in seen.text
    assert signed_in(city["cass"]).get(page).status_code == 404
