"""Approvals, overrides, a level changed after opening: each with a name, each open to all."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories
from tests.compact.plans import Cast, a_plan, closed, noticed, opened, two_approve

from heard.activities.models import Activity, Plan
from heard.audit.models import Entry
from heard.compact.actions import HeldBack, approve, change_level, move, override, withdraw_override
from heard.compact.models import Override
from heard.compact.queries import gates, snapshot_of
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db
AUGUST = date(2016, 8, 1)
WHY = "Easy Read comes two weeks later and people get two weeks longer."


def test_it_takes_two_different_people_to_approve(cast: Cast) -> None:
    activity = a_plan(cast)
    approve(activity=activity, by=cast.ann, at=clock.midday(AUGUST))
    with pytest.raises(Conflict, match="It takes two different people"):
        approve(activity=activity, by=cast.ann, at=clock.midday(AUGUST))
    with clock.stopped(AUGUST), pytest.raises(HeldBack, match=r"GP-f\.2: 1 person has approved the notice"):
        move(activity=activity, to="noticed", by=cast.ann, at=clock.now())


def test_two_people_of_one_name_are_two_people(cast: Cast) -> None:
    activity = a_plan(cast)
    for _person in range(2):
        twin = factories.an_account("Ann Abara", "engagement_lead", partner=cast.partner)
        approve(activity=activity, by=twin, at=clock.midday(AUGUST))
    assert len(set(snapshot_of(activity, AUGUST).approved_by)) == 2


def test_a_plan_that_changed_since_is_to_be_approved_again(cast: Cast) -> None:
    activity = a_plan(cast)
    two_approve(cast, activity, AUGUST)
    assert snapshot_of(activity, AUGUST).approved_by == ("Ann Abara", "Sue Senior")
    Plan.objects.filter(activity=activity).update(influence_statement="You can change nothing at all.")
    assert snapshot_of(activity, AUGUST).approved_by == ()
    two_approve(cast, activity, date(2016, 8, 2))
    assert snapshot_of(activity, AUGUST).approved_by == ("Ann Abara", "Sue Senior")


def test_ann_may_approve_bilal_and_cass_may_not(cast: Cast) -> None:
    activity = a_plan(cast)
    for stranger in (cast.bilal, cast.cass):
        with pytest.raises(Refused, match="may do this here"):
            approve(activity=activity, by=stranger, at=clock.midday(AUGUST))
    approve(activity=activity, by=cast.ann, at=clock.midday(AUGUST))


def test_a_senior_lead_lets_an_overridable_check_through_in_public(cast: Cast) -> None:
    activity = a_plan(cast, includes_learning_disabled=True)
    two_approve(cast, activity, AUGUST)
    with clock.stopped(AUGUST), pytest.raises(HeldBack, match=r"GP-g\.2"):
        move(activity=activity, to="noticed", by=cast.ann, at=clock.now())
    override(activity=activity, check_id="GP-g.2", reason=WHY, by=cast.sue, at=clock.midday(AUGUST))
    with clock.stopped(AUGUST):
        row = move(activity=activity, to="noticed", by=cast.ann, at=clock.now())
    check = row.checks.get(check_id="GP-g.2")
    assert check.result == "override"
    assert check.evidence["override"] == {"reason": WHY, "by": "Sue Senior, Senior lead", "on": "2016-08-01"}
    entry = Entry.objects.get(what="activity.override", about=f"activity:{activity.public_id}")
    assert entry.header == {"check": "GP-g.2", "reason": WHY}


@pytest.mark.parametrize("who", ["ann", "bilal", "cass"])
def test_nobody_but_a_senior_lead_may_override(who: str, cast: Cast) -> None:
    activity = a_plan(cast, includes_learning_disabled=True)
    with pytest.raises(Refused, match="Only a senior lead may do this here"):
        override(activity=activity, check_id="GP-g.2", reason=WHY, by=getattr(cast, who), at=clock.now())


@pytest.mark.parametrize(
    ("check_id", "reason", "said"),
    [
        ("GP-n.1", WHY, "Nobody may override GP-n.1"),
        ("UP-d.1", WHY, "Nobody may override UP-d.1"),
        ("XX-1.1", WHY, "has no check"),
        ("GP-g.2", "Because.", "say in a sentence"),
        ("GP-g.2", "   ", "say in a sentence"),
    ],
)
def test_what_cannot_be_overridden_cannot_be(check_id: str, reason: str, said: str, cast: Cast) -> None:
    with pytest.raises(Conflict, match=said):
        override(activity=a_plan(cast), check_id=check_id, reason=reason, by=cast.sue, at=clock.now())
    assert not Override.objects.exists()


def test_a_withdrawn_override_stays_on_record_and_refuses_the_next_move(client: Client, cast: Cast) -> None:
    activity = a_plan(cast, includes_learning_disabled=True)
    row = override(activity=activity, check_id="GP-g.2", reason=WHY, by=cast.sue, at=clock.midday(AUGUST))
    noticed(cast, activity)
    withdraw_override(override=row, by=cast.sue, at=clock.midday(date(2016, 8, 9)))
    activity.refresh_from_db()
    assert activity.overrides == 1, "a move was made under it, so every page still says so"
    with clock.stopped(date(2016, 9, 12)), pytest.raises(HeldBack, match=r"GP-g\.2"):
        move(activity=activity, to="open", by=cast.bilal, at=clock.now())
    page = client.get(reverse("compact:how_run", args=[activity.slug])).content.decode()
    assert "Withdrawn on 9 August 2016" in page
    with pytest.raises(Conflict, match="withdrawn already"):
        withdraw_override(override=row, by=cast.sue, at=clock.now())


def test_an_override_given_and_withdrawn_unused_leaves_no_mark_on_every_page(cast: Cast) -> None:
    activity = a_plan(cast, includes_learning_disabled=True)
    row = override(activity=activity, check_id="GP-g.2", reason=WHY, by=cast.sue, at=clock.now())
    withdraw_override(override=row, by=cast.sue, at=clock.now())
    activity.refresh_from_db()
    assert activity.overrides == 0


def test_a_level_changed_after_opening_is_an_override_with_a_public_note(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    at = clock.midday(date(2016, 10, 1))
    why = "People asked to write the new timetable with us."
    change_level(activity=activity, level="involve", reason=why, by=cast.sue, at=at)
    assert (activity.level, activity.level_at_opening, activity.overrides) == ("involve", "consult", 1)
    note = Entry.objects.get(what="activity.relabelled", about=f"activity:{activity.public_id}")
    assert note.header == {"was": "consult", "became": "involve", "reason": why}
    with clock.stopped(date(2016, 12, 13)):
        row = move(activity=activity, to="closed", by=None, at=clock.now())
    assert row.checks.get(check_id="P-8.2").result == "override"


def test_nobody_below_a_senior_lead_changes_the_level_after_opening(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    with pytest.raises(Refused, match="Only a senior lead"):
        change_level(activity=activity, level="involve", reason=WHY, by=cast.ann, at=clock.now())


def test_people_who_were_asked_are_not_told_that_it_was_only_information(cast: Cast) -> None:
    activity = closed(cast, a_plan(cast))
    with pytest.raises(Conflict, match="they are owed a decision"):
        change_level(activity=activity, level="inform", reason=WHY, by=cast.sue, at=clock.now())
    activity.refresh_from_db()
    assert activity.level == "consult"


def test_a_level_that_fell_to_inform_all_the_same_goes_nowhere_but_back(cast: Cast) -> None:
    """Whatever wrote it: at “inform” most checks are not asked, so no gate opens, override or not."""
    activity = closed(cast, a_plan(cast))
    Activity.objects.filter(pk=activity.pk).update(level="inform")
    override(activity=activity, check_id="P-8.2", reason=WHY, by=cast.sue, at=clock.now())
    activity.refresh_from_db()
    with clock.stopped(date(2017, 1, 10)), pytest.raises(HeldBack, match="They are owed a decision"):
        move(activity=activity, to="found", by=cast.ann, at=clock.now(), reason="We go on all the same.")
    move(activity=activity, to="withdraw", by=cast.ann, at=clock.now(), reason="We cannot answer for this any more.")
    assert activity.stage == "withdrawn"


def test_the_gates_offer_the_clause_and_the_field_of_each_refusal(cast: Cast) -> None:
    activity = a_plan(cast, influence_statement="")
    with clock.stopped(AUGUST):
        found = gates(activity)
    assert found is not None
    refused = {each.id: each for each in found.refused}
    assert refused["P-9.1"].clause == "P-9"
    assert refused["P-9.1"].source.startswith("Coventry Compact")
    assert refused["P-9.1"].href.endswith("#id_influence_statement")
