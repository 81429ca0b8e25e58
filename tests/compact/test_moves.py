"""A gate looks, judges, keeps what it found, and only then lets anything happen."""

from __future__ import annotations

from datetime import date

import pytest
from tests.compact.plans import Cast, a_plan, closed, noticed, opened, two_approve

from heard.activities.models import Activity
from heard.compact.actions import HeldBack, move
from heard.compact.models import CheckResult, Governing, Move
from heard.compact.queries import gates, snapshot_of
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db


def test_scenario_4_thirteen_weeks_open_without_a_word_about_length(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    assert activity.stage == "open"
    opening = Move.objects.get(activity=activity, to_stage="open")
    assert opening.checks.get(check_id="GP-n.1").result == "pass"
    assert opening.checks.get(check_id="GP-n.1").why == "People have 91 days; the Compact asks for 84 (12 weeks)."
    assert activity.short_period_because == ""


def test_opening_keeps_what_was_promised_and_the_pack_that_governs(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    assert (activity.level_at_opening, activity.closes_on_at_opening) == ("consult", date(2016, 12, 12))
    opening = Move.objects.get(activity=activity, to_stage="open")
    assert Governing.objects.get(activity=activity).pack == opening.pack


def test_notice_is_dated_on_the_day_it_is_given(cast: Cast) -> None:
    activity = noticed(cast, a_plan(cast), date(2016, 8, 1))
    assert (activity.stage, activity.noticed_on) == ("noticed", date(2016, 8, 1))


def test_a_refused_move_is_kept_with_every_check_and_changes_nothing(cast: Cast) -> None:
    activity = a_plan(cast, influence_statement="")
    two_approve(cast, activity, date(2016, 8, 1))
    with clock.stopped(date(2016, 8, 1)), pytest.raises(HeldBack) as refused:
        move(activity=activity, to="noticed", by=cast.ann, at=clock.now(), reason="We go on all the same.")
    assert refused.value.verdict.clause == "P-9.1"
    assert "P-9.1: Not yet said: how much influence people have." in refused.value.verdict.why
    kept = Move.objects.get(activity=activity)
    assert (kept.allowed, kept.reason, kept == refused.value.row) == (False, "We go on all the same.", True)
    assert kept.checks.filter(result="refused").values_list("check_id", flat=True).get() == "P-9.1"
    assert kept.checks.count() > 30
    activity.refresh_from_db()
    assert activity.stage == "planned"


def test_nobody_can_skip_a_stage(cast: Cast) -> None:
    with pytest.raises(Conflict, match="cannot become “open”"):
        move(activity=a_plan(cast), to="open", by=cast.ann, at=clock.now())


def test_ann_may_give_notice_bilal_and_cass_may_not(cast: Cast) -> None:
    activity = a_plan(cast)
    two_approve(cast, activity, date(2016, 8, 1))
    for stranger in (cast.bilal, cast.cass):
        with pytest.raises(Refused, match="Only an engagement lead or a senior lead may do this here"):
            move(activity=activity, to="noticed", by=stranger, at=clock.midday(date(2016, 8, 1)))
    assert not Move.objects.filter(activity=activity).exists()
    move(activity=activity, to="noticed", by=cast.ann, at=clock.midday(date(2016, 8, 1)), reason="It goes on as it is.")
    activity.refresh_from_db()
    assert activity.stage == "noticed"


def test_the_system_may_close_and_do_nothing_else(cast: Cast) -> None:
    activity = a_plan(cast)
    with pytest.raises(Refused, match="You need to sign in"):
        move(activity=activity, to="noticed", by=None, at=clock.now())


def test_it_does_not_close_before_its_last_day_is_over(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    with clock.stopped(date(2016, 12, 12)), pytest.raises(HeldBack, match=r"GP-n\.7"):
        move(activity=activity, to="closed", by=cast.bilal, at=clock.now())
    assert closed_on(cast, activity, date(2016, 12, 13)) == "closed"


def closed_on(cast: Cast, activity: Activity, day: date) -> str:
    with clock.stopped(day):
        move(activity=activity, to="closed", by=cast.bilal, at=clock.now())
    return activity.stage


def test_a_warning_without_a_reason_stops_a_person(cast: Cast) -> None:
    activity = a_plan(cast, rejected_alternatives="")
    two_approve(cast, activity, date(2016, 8, 1))
    at = clock.midday(date(2016, 8, 1))
    with pytest.raises(HeldBack, match="only with a reason that is published: Alternatives already set aside"):
        move(activity=activity, to="noticed", by=cast.ann, at=at)
    row = move(activity=activity, to="noticed", by=cast.ann, at=at, reason="They follow in the information pack.")
    assert row.reason == "They follow in the information pack."
    assert row.checks.get(check_id="UP-d.4").result == "warn"


def test_withdrawing_says_why_and_leaves_feedback_owed(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    due = activity.feedback_due_on
    with pytest.raises(HeldBack, match="Say why"):
        move(activity=activity, to="withdraw", by=cast.ann, at=clock.now())
    move(activity=activity, to="withdraw", by=cast.ann, at=clock.now(), reason="The building was sold by its owner.")
    assert (activity.stage, activity.withdrawn_because) == ("withdrawn", "The building was sold by its owner.")
    assert activity.feedback_due_on == due


def test_reopening_needs_a_later_day_and_a_reason(cast: Cast) -> None:
    activity = closed(cast, a_plan(cast))
    at = clock.midday(date(2016, 12, 20))
    with pytest.raises(HeldBack, match=r"GP-n\.8"):
        move(activity=activity, to="reopen", by=cast.ann, at=at, reason="New facts came to light.")
    move(
        activity=activity, to="reopen", by=cast.ann, at=at, reason="New facts came to light.",
        closes_on=date(2017, 1, 31),
    )  # fmt: skip
    assert (activity.stage, activity.closes_on) == ("open", date(2017, 1, 31))
    change = activity.date_changes.get()
    assert (change.was, change.became, change.reason) == (
        date(2016, 12, 12), date(2017, 1, 31), "New facts came to light.",
    )  # fmt: skip


def test_a_check_is_stored_once_for_each_move(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    rows = CheckResult.objects.filter(move__activity=activity)
    assert rows.count() == rows.values("move", "check_id").distinct().count()


def test_the_gates_name_the_next_move_and_judge_it_today(cast: Cast) -> None:
    activity = a_plan(cast)
    with clock.stopped(date(2016, 8, 1)):
        found = gates(activity)
    assert found is not None
    assert found.move.to_stage == "noticed"
    assert [each.id for each in found.refused] == ["GP-f.2"]
    assert found.refused[0].words.startswith("Involve commissioners") or found.refused[0].words
    assert snapshot_of(activity, date(2016, 8, 1)).noticed_on == date(2016, 8, 1)
