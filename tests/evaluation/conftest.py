"""An evaluation stands on findings and their decision; who takes part is watched while it is open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.decisions.conftest import Room, room
from tests.evaluation.scene import the_city
from tests.factories import a_partner, a_strand, an_account, an_activity

from heard.ground import clock

__all__ = ["Room", "open_room", "room"]


@pytest.fixture
def open_room() -> Room:
    """An activity that is past the middle of its time, in a city with published figures."""
    the_city()
    partner, today = a_partner("Example Council", postal_address="1 Example Street\nCoventry"), clock.today()
    activity = an_activity(
        "What would make the library better?", stage="open", lead=partner,
        opens=today - timedelta(days=50), closes=today + timedelta(days=40),
    )  # fmt: skip
    return Room(
        activity=activity,
        strand=a_strand(activity, channels=("web", "paper", "phone", "in_person")),
        findings=[],
        ann=an_account("Ann Example", "officer", partner=partner),
        bilal=an_account("Bilal Example", "analyst", activity=activity),
        odile=an_account("Odile Example", "decision_owner", partner=partner),
        cass=an_account("Cass Example", "officer", partner=a_partner("Elsewhere")),
    )
