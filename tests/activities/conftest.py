"""Ann owns the activity, Bilal helps at the same partner, Cass works for another, Dora decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.factories import a_partner, an_account, an_activity

from heard.activities import methods
from heard.activities.models import Activity
from heard.people.models import Account, Partner


@pytest.fixture(autouse=True)
def _plain_method(settings: Any) -> Iterator[None]:
    """Only the plain method is registered here."""
    settings.METHODS = ["tests.activities.plain.Plain"]
    methods.register_all()
    yield
    methods._registered.clear()


@dataclass
class Town:
    partner: Partner
    ann: Account
    bilal: Account
    cass: Account
    dora: Account
    sami: Account
    stranger: Account

    def activity(self, stage: str = "idea", **fields: Any) -> Activity:
        return an_activity(stage=stage, lead=self.partner, owner=self.ann, **fields)


@pytest.fixture
def town(db: None) -> Town:
    partner, other = a_partner("Example Council"), a_partner("Example Health Trust")
    return Town(
        partner=partner,
        ann=an_account("Ann Example", "officer", partner=partner, team="Engagement"),
        bilal=an_account("Bilal Example", "facilitator", partner=partner, team="Libraries"),
        cass=an_account("Cass Example", "officer", partner=other, team="Engagement"),
        dora=an_account("Dora Decider", "decision_owner", partner=partner, team="Cabinet"),
        sami=an_account("Sami Senior", "senior_lead", partner=partner, team="Directors"),
        stranger=an_account("Stran Ger"),
    )
