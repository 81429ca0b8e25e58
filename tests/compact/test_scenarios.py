"""Acceptance scenarios of the handbook (§7) as far as the gates carry them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.compact.plans import (
    Cast,
    a_plan,
    archived,
    closed,
    decided,
    evaluated,
    found,
    keep_promises,
    noticed,
    opened,
    two_approve,
)

from heard.activities.actions import extend, mark
from heard.activities.models import Activity, Plan
from heard.compact.actions import HeldBack, move
from heard.compact.models import Move
from heard.compact.queries import gates
from heard.decisions import actions as decisions
from heard.decisions.models import FeedbackChannel
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.rules.outcome import Outcome

pytestmark = pytest.mark.django_db


def test_scenario_1_a_decision_before_closing_is_flagged_for_ever_and_everywhere(client: Client, cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    decisions.record_decision(
        activity=activity, maker="Cabinet", made_on=date(2016, 10, 3), option="Close the baths", reasons="Money.",
        alternatives="None.", conflicts="None.", source="Minute 7", by=cast.odile, at=clock.midday(date(2016, 10, 20)),
    )  # fmt: skip
    activity.refresh_from_db()
    assert activity.pre_decided is True
    with clock.stopped(date(2016, 12, 13)):
        row = move(activity=activity, to="closed", by=None, at=clock.now())
    assert row.checks.get(check_id="UP-d.6").result == "warn"
    page = client.get(reverse("compact:how_run", args=[activity.slug])).content.decode()
    assert "Decision recorded before close: 3 October 2016, closing 12 December 2016." in page
    assert "This decision was recorded before people had finished speaking" in page
    with pytest.raises(Refused, match="never cleared"):
        mark(activity=activity, by=cast.sue, at=clock.now(), pre_decided=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(pre_decided=False)


def test_scenario_1_a_decision_found_after_the_gates_passed_leaves_no_test_of_fairness_met(
    client: Client, cast: Cast
) -> None:
    activity = opened(cast, a_plan(cast))
    with clock.stopped(date(2016, 12, 13)):
        row = move(activity=activity, to="closed", by=None, at=clock.now())
    assert row.checks.get(check_id="UP-d.6").result == "pass"
    how_run = reverse("compact:how_run", args=[activity.slug])
    late = "That became known after a gate had passed this."
    assert late not in client.get(how_run).content.decode()
    mark(activity=activity, by=None, at=clock.now(), pre_decided=True)
    page = client.get(how_run).content.decode()
    tests = page[page.index("Was it fair? Four tests") :]
    formative = tests[tests.index("Is it asked while") : tests.index("Are there enough reasons")]
    assert "Something is missing" in formative
    assert late in formative


def test_scenario_1_what_is_decided_before_opening_cannot_open(cast: Cast) -> None:
    activity = noticed(cast, a_plan(cast))
    decisions.record_decision(
        activity=activity, maker="Cabinet", made_on=date(2016, 8, 20), option="Close the baths", reasons="Money.",
        alternatives="None.", conflicts="None.", source="Minute 6", by=cast.odile, at=clock.midday(date(2016, 8, 25)),
    )  # fmt: skip
    with clock.stopped(date(2016, 9, 12)), pytest.raises(HeldBack) as refused:
        move(activity=activity, to="open", by=cast.bilal, at=clock.now(), reason="We open all the same.")
    assert "UP-d.1" in refused.value.verdict.why


def test_a_decision_that_an_extension_overtook_is_flagged_at_the_next_gate(cast: Cast) -> None:
    """Recorded in the hour after the last day, before the calendar closed it, and then people were given longer."""
    activity = opened(cast, a_plan(cast))
    at = clock.midday(date(2016, 12, 13))
    decisions.record_decision(
        activity=activity, maker="Cabinet", made_on=date(2016, 12, 13), option="Close the baths", reasons="Money.",
        alternatives="None.", conflicts="None.", by=cast.odile, at=at,
    )  # fmt: skip
    extend(activity=activity, new_date=date(2016, 12, 31), reason="The post was slow.", by=cast.bilal, at=at)
    activity.refresh_from_db()
    assert activity.pre_decided is False
    with clock.stopped(date(2017, 1, 1)):
        move(activity=activity, to="closed", by=None, at=clock.now())
    assert activity.pre_decided is True


def over_christmas(cast: Cast) -> Activity:
    return a_plan(cast, opens=date(2015, 12, 7), closes=date(2016, 2, 1))


def test_scenario_3_short_over_christmas_is_refused_without_a_rationale(cast: Cast) -> None:
    activity = over_christmas(cast)
    two_approve(cast, activity, date(2015, 10, 26))
    with clock.stopped(date(2015, 10, 26)), pytest.raises(HeldBack) as refused:
        move(activity=activity, to="noticed", by=cast.ann, at=clock.now())
    assert refused.value.verdict.clause == "GP-n.1"
    assert "Only 56 days (7 December 2015 to 1 February 2016); the Compact asks for 84" in refused.value.verdict.why


def test_scenario_3_with_a_rationale_it_opens_with_its_banner_and_the_holiday_warning(
    client: Client, cast: Cast
) -> None:
    activity = over_christmas(cast)
    why = "The grant ends in March. Those who are away lose out, so we hold two more sessions in January."
    Plan.objects.filter(activity=activity).update(duration_rationale=why)
    activity = opened(cast, Activity.objects.get(pk=activity.pk))
    assert activity.short_period_because == why
    opening = Move.objects.get(activity=activity, to_stage="open", allowed=True)
    assert opening.checks.get(check_id="GP-n.1").result == "warn"
    holiday = opening.checks.get(check_id="GP-n.2")
    assert (holiday.result, holiday.evidence["days"]) == ("warn", 18)
    page = client.get(reverse("compact:how_run", args=[activity.slug])).content.decode()
    assert "This is open for less time than we promised" in page
    assert "18 days fall in Christmas (18 December 2015 to 4 January 2016) and no extension is given." in page


def test_scenario_5_no_role_can_close_it_earlier_and_lengthening_is_on_record(client: Client, cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    at = clock.midday(date(2016, 10, 1))
    for who in (cast.ann, cast.bilal, cast.sue):
        with pytest.raises(Refused):
            extend(activity=activity, new_date=date(2016, 11, 30), reason="Quicker", by=who, at=at)
        with pytest.raises(Refused, match="never moves earlier"):
            mark(activity=activity, by=who, at=at, closes_on=date(2016, 11, 30))
        with clock.stopped(date(2016, 11, 30)), pytest.raises(Refused):
            move(activity=activity, to="closed", by=who, at=clock.now())
    extend(activity=activity, new_date=date(2017, 1, 9), reason="The post was slow.", by=cast.bilal, at=at)
    page = client.get(reverse("compact:how_run", args=[activity.slug])).content.decode()
    assert "On 1 October 2016 the closing day moved from 12 December 2016 to 9 January 2017:" in page


def test_scenario_6_a_web_survey_alone_is_refused_with_the_offline_figures(cast: Cast) -> None:
    activity = a_plan(cast, channels=("web",))
    two_approve(cast, activity, date(2016, 8, 1))
    with clock.stopped(date(2016, 8, 1)), pytest.raises(HeldBack) as refused:
        move(activity=activity, to="noticed", by=cast.ann, at=clock.now())
    assert "UP-e.1: Every way in is digital (the web). About 3% are offline and 30% have only basic use." in (
        refused.value.verdict.why
    )


def test_scenario_28_it_is_not_archived_while_paper_participants_were_not_told(cast: Cast) -> None:
    activity = evaluated(cast, a_plan(cast))
    keep_promises(cast, activity)
    FeedbackChannel.objects.filter(activity=activity, channel="paper").update(given_on=None)
    with pytest.raises(HeldBack) as refused:
        archived(cast, activity)
    assert "UP-a.1: Feedback has not reached those who took part by paper." in refused.value.verdict.why
    activity.refresh_from_db()
    assert activity.stage == "evaluated"
    FeedbackChannel.objects.filter(activity=activity, channel="paper").update(given_on=date(2017, 2, 20))
    assert archived(cast, activity).stage == "archived"


def test_telling_is_refused_while_one_channel_waits(cast: Cast) -> None:
    activity = decided(cast, a_plan(cast))
    at = clock.midday(date(2017, 2, 20))
    decisions.compose_feedback(activity=activity, summary="You asked, we did.", not_heard="", by=cast.ann, at=at)
    decisions.start_telling(activity=activity, by=cast.ann, at=at)
    decisions.tell_channel(activity=activity, channel="web", how="Here.", given_on=at.date(), by=cast.ann, at=at)
    with pytest.raises(HeldBack, match=r"UP-a\.1: Feedback has not reached those who took part by paper"):
        move(activity=activity, to="told", by=cast.bilal, at=at, reason="We go on all the same.")


def test_a_promise_that_is_not_kept_keeps_it_out_of_the_archive(cast: Cast) -> None:
    activity = evaluated(cast, a_plan(cast))
    with pytest.raises(HeldBack, match=r"UP-b\.1: Not yet kept"):
        archived(cast, activity)
    keep_promises(cast, activity)
    assert archived(cast, activity).stage == "archived"


def test_concluding_runs_once_on_complete_capture(cast: Cast) -> None:
    activity = found(cast, a_plan(cast))
    strand = activity.strands.get()
    assert strand.outcome == {"rule": "box/1", "found": {"contributions": 2}, "because": ["Each was counted once."]}
    assert strand.outcome_digest == Outcome("box/1", {"contributions": 2}, ("Each was counted once.",)).digest
    assert strand.concluded_at is not None


def test_findings_wait_for_what_is_still_to_be_entered(cast: Cast) -> None:
    activity = closed(cast, a_plan(cast))
    activity.strands.update(why="owing: a box of forms")
    with clock.stopped(date(2017, 1, 10)), pytest.raises(HeldBack, match=r"UP-f\.6: Still to be entered"):
        move(activity=activity, to="found", by=cast.ann, at=clock.now())


def test_findings_wait_three_working_days_for_the_post(cast: Cast) -> None:
    activity = closed(cast, a_plan(cast))
    with clock.stopped(date(2016, 12, 15)), pytest.raises(HeldBack, match="Post sent in time still counts until"):
        move(activity=activity, to="found", by=cast.ann, at=clock.now())


def test_what_was_heard_can_be_reopened_and_concludes_anew(cast: Cast) -> None:
    activity = found(cast, a_plan(cast))
    at = clock.midday(date(2017, 1, 20))
    why = "New facts about the roof came to light."
    move(activity=activity, to="reopen", by=cast.ann, at=at, reason=why, closes_on=date(2017, 2, 28))
    assert (activity.stage, activity.strands.get().concluded_at) == ("open", None)
    with clock.stopped(date(2017, 3, 1)):
        move(activity=activity, to="closed", by=None, at=clock.now())
    with clock.stopped(date(2017, 3, 20)):
        move(activity=activity, to="found", by=cast.ann, at=clock.now(), reason="It goes on as before.")
    assert activity.stage == "found"


def test_inform_passes_over_findings_and_decision(cast: Cast) -> None:
    activity = closed(cast, a_plan(cast, level="inform"))
    found = gates(activity)
    assert found is not None
    assert (found.move.name, found.move.to_stage) == ("tell", "told")


def test_what_asked_people_cannot_leave_by_the_way_of_what_informs(cast: Cast) -> None:
    activity = closed(cast, a_plan(cast))
    Activity.objects.filter(pk=activity.pk).update(level="inform")
    activity.refresh_from_db()
    found = gates(activity)
    assert found is not None
    assert found.move.to_stage == "found"
