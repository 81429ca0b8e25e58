"""A year's record of a partner that ran 500 activities: under ten seconds, with progress shown. Prints what it took."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest
from tests.factories import a_contribution, a_partner, a_strand, an_account, an_activity

from heard.activities.models import Contribution
from heard.ground import clock
from heard.reports import actions
from heard.reports.models import Record

ACTIVITIES, EACH = 500, 200


@pytest.mark.django_db
def test_a_years_record_for_500_activities(capsys: Any) -> None:
    lead, owner = a_partner(), an_account()
    with clock.stopped(date(2027, 12, 1)):
        rows: list[Contribution] = []
        for number in range(ACTIVITIES):
            opens = date(2027, 1, 1) + timedelta(days=number % 300)
            activity = an_activity(
                f"Bench {number}", lead=lead, owner=owner, stage="closed", opens=opens, announced_on=opens,
                feedback_due_on=opens + timedelta(days=150),
            )  # fmt: skip
            one = a_contribution(a_strand(activity), channel="paper" if number % 2 else "web")
            rows += [
                Contribution(strand=one.strand, channel=one.channel, voice=one.voice, received_at=one.received_at)
                for _each in range(EACH - 1)
            ]
        Contribution.objects.bulk_create(rows, batch_size=5000)
        made = Record.objects.create(partner=lead, year=2027, asked_at=clock.now())
        began = time.perf_counter()
        actions.make_record(made=made, at=clock.now())
        took = time.perf_counter() - began
    with capsys.disabled():
        size = f"{ACTIVITIES} activities, {ACTIVITIES * EACH:,} contributions"
        print(f"\na year's record: {size}: {took:.2f} s (aim: under 10 s)")
    assert made.found["activities"] == ACTIVITIES
    assert made.found["taking_part"]["base"] == ACTIVITIES * EACH
    assert made.done == ACTIVITIES
