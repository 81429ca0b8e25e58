"""Bodies with a stake hear of an early notice, a reopening and a withdrawal: once each, by a real mail server."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.compact.plans import Cast, a_plan, closed, noticed
from tests.factories import a_contribution

from heard.activities.models import Activity, DateNotice, Stakeholder
from heard.compact.actions import move
from heard.compact.jobs import tell_stakeholder
from heard.compact.queries import snapshot_data, snapshot_of
from heard.ground import clock
from heard.people.actions import keep_address

pytestmark = pytest.mark.django_db


def run_jobs() -> int:
    """Run what waits for bodies with a stake, twice over, as a worker that was killed would."""
    waiting = list(ProcrastinateJob.objects.filter(task_name="compact.tell_stakeholder"))
    for job in waiting:
        tell_stakeholder(**job.args)
        tell_stakeholder(**job.args)
    return len(waiting)


def a_club(activity: Activity, **fields: Any) -> Stakeholder:
    return Stakeholder.objects.create(
        activity=activity, name="Example Swimmers", stake="affected", email="club@example.org", **fields
    )


def test_early_notice_reaches_each_body_once(cast: Cast, smtp: list[Any]) -> None:
    activity = a_plan(cast)
    a_club(activity)
    noticed(cast, activity)
    assert run_jobs() == 1
    assert [message["To"] for message in smtp] == ["club@example.org"]
    assert smtp[0]["Subject"] == "Early notice: The future of Example Baths"
    said = smtp[0].get_payload(decode=True).decode()
    assert "It opens on 12 September 2016 and closes at the end of 12 December 2016." in said
    assert "You can change the opening hours and the prices." in said


def test_who_said_no_or_was_removed_is_left_in_peace(cast: Cast, smtp: list[Any]) -> None:
    activity = a_plan(cast)
    a_club(activity, declined_at=clock.midday(date(2016, 7, 1)))
    noticed(cast, activity)
    assert run_jobs() == 0
    assert smtp == []


def test_a_reopening_says_why(cast: Cast, smtp: list[Any]) -> None:
    activity = closed(cast, a_plan(cast))
    a_club(activity)
    voice = a_contribution(activity.strands.all()[0], "Open earlier").voice
    keep_address(voice=voice, kind="letter", address="1 Example Street")
    why = "New facts about the roof came to light."
    at = clock.midday(date(2016, 12, 20))
    move(activity=activity, to="reopen", by=cast.ann, at=at, reason=why, closes_on=date(2017, 1, 31))
    assert run_jobs() == 1
    said = smtp[0].get_payload(decode=True).decode()
    assert why in said
    assert "to the end of 31 January 2017" in said
    assert [(each.voice_id, each.kind) for each in DateNotice.objects.all()] == [(voice.pk, "letter")]


def test_a_plan_withdrawn_before_notice_bothers_nobody(cast: Cast, smtp: list[Any]) -> None:
    activity = a_plan(cast)
    a_club(activity)
    move(activity=activity, to="withdraw", by=cast.ann, at=clock.now(), reason="We will not ask this after all.")
    assert run_jobs() == 0


def test_a_snapshot_names_only_those_who_took_a_public_part(cast: Cast) -> None:
    activity = a_plan(cast)
    Stakeholder.objects.create(
        activity=activity, name="Mrs Private Person", stake="affected", role="Lives next door", email="p@example.org"
    )
    kept = str(snapshot_data(snapshot_of(activity, date(2016, 8, 1))))
    assert "Cabinet Member for Examples" in kept
    for private in ("Private Person", "Lives next door", "example.org"):
        assert private not in kept
