"""What a plan hopes for, set before anyone is asked."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import a_group, an_activity

from heard.activities.models import Activity, Plan
from heard.activities.queries import targets_of

pytestmark = pytest.mark.django_db


def test_targets_are_the_plans_by_group_and_overall() -> None:
    activity = an_activity()
    Plan.objects.filter(activity=activity).update(
        outcome="More people swim", outcome_known_by="Tickets", outcome_number=60, outcome_unit="people of 100",
        target_participants=200,
    )  # fmt: skip
    a_group(activity, "Older swimmers", most_affected=True, target=40)
    a_group(activity, "Young carers", seldom_heard=True)
    activity = Activity.objects.get(pk=activity.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        targets = targets_of(activity)
    assert len(asked) == 2
    assert (targets.outcome, targets.known_by, targets.number, targets.unit) == (
        "More people swim", "Tickets", 60, "people of 100",
    )  # fmt: skip
    assert targets.participants == 200
    assert [(each.name, each.people) for each in targets.groups] == [("Older swimmers", 40), ("Young carers", None)]


def test_a_plan_without_targets_has_none() -> None:
    targets = targets_of(an_activity())
    assert (targets.number, targets.participants, targets.groups) == (None, None, ())


def test_the_database_lets_no_tier_fall_after_opening() -> None:
    activity = an_activity(stage="open", tier="high")
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(tier="standard")
    light = an_activity(stage="open", tier="light")
    Activity.objects.filter(pk=light.pk).update(tier="standard")
    assert Activity.objects.get(pk=light.pk).tier == "standard"


def test_the_database_keeps_the_statutory_period_after_opening() -> None:
    activity = an_activity(stage="open")
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(activity=activity).update(statutory_minimum_days=1)
    planned = an_activity(stage="planned")
    assert Plan.objects.filter(activity=planned).update(statutory_minimum_days=42) == 1
