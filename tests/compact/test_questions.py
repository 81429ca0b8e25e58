"""Every page of the gates asks a fixed number of questions of the database, under fifteen, at every stage."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import factories
from tests.compact.plans import Cast, a_plan, closed, decided, found, opened, told

from heard.activities.models import Activity, DateChange, TierLift
from heard.compact.models import Override
from heard.findings.models import Finding
from heard.ground import clock

STAGES: dict[str, Any] = {
    "planned": lambda _cast, activity: activity,
    "open": opened,
    "closed": closed,
    "found": found,
    "decided": decided,
    "told": told,
}


def questions(client: Client, address: str, **headers: Any) -> int:
    """How many queries a page asks, once every cache is warm."""
    assert client.get(address, **headers).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, **headers).status_code == 200
    return len(asked)


def grown(activity: Activity, cast: Cast) -> Activity:
    """Two more ways of taking part, and two more findings that rest on them."""
    group = activity.groups.all()[0]
    for number in (1, 2):
        strand = factories.a_strand(activity, "box", f"Box {number}", why="Nearer.", generic=False)
        strand.groups.add(group)
        factories.a_contribution(strand, "Open earlier")
        finding = Finding.objects.create(
            activity=activity, ordinal=number + 1, statement="Open earlier.", written_by=cast.ann
        )
        finding.strands.add(strand)
    return activity


@pytest.mark.parametrize("stage", STAGES)
def test_the_gates_and_how_it_was_run_ask_as_little_of_three_as_of_one(client: Client, cast: Cast, stage: str) -> None:
    client.force_login(cast.ann)
    one = STAGES[stage](cast, a_plan(cast))
    three = grown(STAGES[stage](cast, a_plan(cast)), cast)
    for name, headers in (("gates", {}), ("gates", {"HTTP_HX_REQUEST": "true"}), ("how_run", {})):
        few, more = (
            questions(client, reverse(f"compact:{name}", args=[each.slug]), **headers) for each in (one, three)
        )
        assert few == more, (name, headers)
        assert more < 15, (name, headers)


def troubled(activity: Activity, cast: Cast, times: int) -> Activity:
    """Overrides, closing days moved, more at stake and somebody left out: so many of each."""
    for number in range(times):
        at = clock.now() + timedelta(minutes=number)
        Override.objects.create(
            activity=activity, check_id=f"GP-n.{number + 1}", reason="The grant ends.", by=cast.sue, at=at
        )
        day = date(2027, 1, 1) + timedelta(days=number)
        DateChange.objects.create(
            activity=activity, was=day, became=day + timedelta(days=1), reason="Snow.", by=cast.ann, at=at
        )
        TierLift.objects.create(activity=activity, was="light", became="standard", because="It is cited.", at=at)
    return activity


def test_how_it_was_run_asks_no_more_for_three_overrides_lifts_and_new_dates_than_for_one(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.ann)
    few, many = (troubled(opened(cast, a_plan(cast)), cast, times) for times in (1, 3))
    asked = [questions(client, reverse("compact:how_run", args=[each.slug])) for each in (few, many)]
    assert asked[0] == asked[1] < 15
    page = client.get(reverse("compact:how_run", args=[many.slug])).content.decode()
    assert (page.count("The grant ends."), page.count("Snow."), page.count("It is cited.")) == (3, 3, 3)
