"""What nobody can undo, not even with SQL: I-2, I-4, I-12, and signatures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import a_contribution, a_strand, an_account, an_activity

from heard.activities.models import DateChange, Declaration, Layer
from heard.ground import clock

pytestmark = pytest.mark.django_db


def attack(sql: str, *values: Any) -> str:
    """Run raw SQL as an administrator would; the name of the constraint that refused it comes back ("" if none did)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as error:
        return error.__cause__.diag.constraint_name  # type: ignore[union-attr]
    return ""


def test_a_pre_decided_flag_is_never_cleared() -> None:
    activity = an_activity(stage="open", pre_decided=True)
    assert attack("UPDATE activities_activity SET pre_decided = false WHERE id = %s", activity.pk) == (
        "pre_decided_only_turns_true"
    )
    assert attack("DELETE FROM activities_plan WHERE activity_id = %s", activity.pk) == ""
    assert attack("DELETE FROM activities_activity WHERE id = %s", activity.pk) == "announced_activity_stays"
    activity.refresh_from_db()
    assert activity.pre_decided


def test_a_pre_decided_flag_can_be_set() -> None:
    activity = an_activity(stage="open")
    assert attack("UPDATE activities_activity SET pre_decided = true WHERE id = %s", activity.pk) == ""


@pytest.mark.parametrize("stage", ["open", "closed", "found", "decided", "told", "evaluated", "archived"])
def test_the_closing_day_never_moves_earlier_once_open(stage: str) -> None:
    activity = an_activity(stage=stage)
    earlier = activity.closes_on - timedelta(days=1)
    change = "UPDATE activities_activity SET closes_on = %s WHERE id = %s"
    assert attack(change, earlier, activity.pk) == "closing_day_never_moves_earlier"
    assert attack(change, None, activity.pk) == "closing_day_never_moves_earlier"
    assert attack(change, activity.closes_on + timedelta(days=7), activity.pk) == ""


@pytest.mark.parametrize("stage", ["idea", "planned", "noticed"])
def test_before_opening_the_closing_day_may_still_change(stage: str) -> None:
    activity = an_activity(stage=stage)
    change = "UPDATE activities_activity SET closes_on = %s WHERE id = %s"
    assert attack(change, activity.closes_on - timedelta(days=1), activity.pk) == ""


def test_an_opening_is_not_undone_to_get_round_the_closing_day() -> None:
    activity = an_activity(stage="open")
    back = "UPDATE activities_activity SET stage = %s WHERE id = %s"
    for stage in ("idea", "planned", "noticed"):
        assert attack(back, stage, activity.pk) == "opening_is_not_undone"
    assert attack("UPDATE activities_activity SET opens_on = opens_on - 1 WHERE id = %s", activity.pk) == (
        "opening_day_stays"
    )


def test_an_announcement_stays_and_is_noted_by_the_database_even_for_a_bare_change_of_stage() -> None:
    own = "UPDATE activities_activity SET {} WHERE id = %s"
    activity = an_activity(stage="planned")
    assert attack(own.format("stage = 'noticed'"), activity.pk) == ""
    activity.refresh_from_db()
    assert activity.announced_on == clock.day_of(activity.stage_at)
    assert attack(own.format("announced_on = NULL"), activity.pk) == "announcement_stays"
    assert attack(own.format("announced_on = announced_on - 1"), activity.pk) == "announcement_stays"


def test_what_was_promised_at_opening_stays() -> None:
    activity = an_activity(stage="open", level_at_opening="consult")
    activity.closes_on_at_opening = activity.closes_on
    activity.save(update_fields=["closes_on_at_opening"])
    own = "UPDATE activities_activity SET {} WHERE id = %s"
    assert attack(own.format("closes_on_at_opening = NULL"), activity.pk) == "promise_of_opening_stays"
    assert attack(own.format("closes_on_at_opening = closes_on_at_opening - 1"), activity.pk) == (
        "promise_of_opening_stays"
    )
    assert attack(own.format("level_at_opening = 'inform'"), activity.pk) == "level_at_opening_stays"
    assert attack(own.format("level_at_opening = ''"), activity.pk) == "level_at_opening_stays"


def test_late_feedback_stays_late() -> None:
    activity = an_activity(stage="told", feedback_was_late=True)
    assert attack("UPDATE activities_activity SET feedback_was_late = false WHERE id = %s", activity.pk) == (
        "lateness_only_turns_true"
    )


def test_a_signed_declaration_is_never_changed_or_deleted() -> None:
    activity = an_activity()
    owner = an_account("Dora Decider")
    declaration = Declaration.objects.create(
        activity=activity,
        nothing_decided=True,
        would_change_my_mind="If swimmers say mornings matter more.",
        signed_by=owner,
        signed_name="Dora Decider",
        signed_role="Cabinet Member for Examples",
        signed_at=clock.now(),
        digest="0" * 64,
    )
    change = "UPDATE activities_declaration SET nothing_decided = false WHERE id = %s"
    assert attack(change, declaration.pk) == "written_once"
    assert attack("DELETE FROM activities_declaration WHERE id = %s", declaration.pk) == "written_once"


def test_a_change_of_date_is_written_once_and_only_moves_later() -> None:
    activity = an_activity(stage="open")
    change = DateChange.objects.create(
        activity=activity,
        was=activity.closes_on,
        became=activity.closes_on + timedelta(days=14),
        reason="The library was flooded.",
        by=activity.owner,
        at=clock.now(),
    )
    assert attack("UPDATE activities_datechange SET reason = 'x' WHERE id = %s", change.pk) == "written_once"
    with pytest.raises(DatabaseError), transaction.atomic():
        DateChange.objects.create(
            activity=activity,
            was=activity.closes_on,
            became=activity.closes_on,
            reason="No later",
            by=activity.owner,
            at=clock.now(),
        )


def test_what_somebody_said_is_never_overwritten_but_may_be_blanked() -> None:
    contribution = a_contribution(a_strand(an_activity(stage="open")), "The pool is too cold.")
    passage = contribution.passages.get()
    layer = Layer.objects.create(
        passage=passage, kind="redaction", words="The […] is too cold.", reason="A name", by=None, at=clock.now()
    )
    say = "UPDATE activities_passage SET words = %s WHERE id = %s"
    assert attack(say, "The pool is lovely.", passage.pk) == "words_are_only_blanked"
    assert attack("UPDATE activities_layer SET words = 'x' WHERE id = %s", layer.pk) == "words_are_only_blanked"
    assert attack(say, "The pool is too cold.", passage.pk) == ""
    assert attack(say, "", passage.pk) == ""
