"""Two officers at one activity in one moment: one comes after the other and judges by what the first left."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from tests.factories import a_contribution, a_group, a_partner, a_strand, an_account, an_activity
from tests.queueing import queued

from heard.activities import actions
from heard.activities.actions.standards import lift_cited
from heard.activities.models import Activity, CitedEvidence, Contribution, Group, Passage, TierLift
from heard.ground import clock
from heard.ground.refusal import Conflict

pytestmark = pytest.mark.django_db(transaction=True)
BRINGS = "Rooms, members to ask and a finding."


def test_two_partners_that_join_in_one_moment_are_both_named() -> None:
    lead = a_partner()
    activity, ann = an_activity(lead=lead), an_account("Ann", "engagement_lead", partner=lead)
    partners = [a_partner("Example Bus Company"), a_partner("Example Trust")]
    leads = [an_account("Lee", "engagement_lead", partner=partner) for partner in partners]
    asked = [
        actions.ask_to_join(activity=activity, partner=partner, brings=BRINGS, by=ann, at=clock.now())
        for partner in partners
    ]

    def accept(number: int) -> Any:
        return actions.accept_joint(joint=asked[number], by=leads[number], at=clock.now())

    joined = queued(activity, lambda: accept(0), lambda: accept(1))
    assert [one.is_live for one in joined] == [True, True]
    activity.refresh_from_db()
    assert sorted(name for _slug, name in activity.joint) == ["Example Bus Company", "Example Trust"]


def test_a_group_is_not_taken_out_while_the_activity_is_announced() -> None:
    activity = an_activity(stage="planned")
    by, group = an_account("Ann", "officer", partner=activity.lead), a_group(activity)

    def announce() -> None:
        with transaction.atomic():
            held = Activity.objects.select_for_update().get(pk=activity.pk)
            actions.mark(activity=held, by=by, at=clock.now(), stage="noticed")

    _announced, removed = queued(
        activity,
        announce,
        lambda: actions.set_groups(activity=activity, groups=[], removed=[group.pk], by=by, at=clock.now()),
    )
    assert isinstance(removed, Conflict)
    assert Group.objects.get() == group


def test_words_that_change_places_in_one_moment_wait_in_no_ring() -> None:
    activity = an_activity(stage="open")
    strand, ann = a_strand(activity), an_account("Ann", "officer", partner=activity.lead)
    one, other = a_contribution(strand, "Mine", "Hers"), a_contribution(strand, "Hers too", "Mine too")

    def move(words: str, to: Contribution) -> Any:
        passage = Passage.objects.select_related("contribution__strand__activity__lead").get(words=words)
        return actions.move_words(passage=passage, to=to, reason="Mixed up on the desk.", by=ann, at=clock.now())

    outcomes = queued(other, lambda: move("Hers", other), lambda: move("Mine too", one))
    assert [type(each).__name__ for each in outcomes] == ["Correction", "Correction"]
    assert sorted(one.passages.values_list("words", flat=True)) == ["Mine", "Mine too"]
    assert sorted(other.passages.values_list("words", flat=True)) == ["Hers", "Hers too"]


def test_two_light_activities_that_cite_each_other_are_lifted_in_one_moment() -> None:
    one, other = an_activity(stage="found", tier="light"), an_activity(stage="found", tier="light")
    for citing, cited in ((one, other), (other, one)):
        CitedEvidence.objects.create(activity=citing, ordinal=0, title="What was heard", from_activity=cited)

    def lift(number: int) -> Any:
        with transaction.atomic():
            return lift_cited(activity=Activity.objects.get(pk=number), by=None, at=clock.now())

    lifted = queued(one, lambda: lift(one.pk), lambda: lift(other.pk))
    assert [len(each) for each in lifted] == [2, 0]
    assert TierLift.objects.count() == 2
