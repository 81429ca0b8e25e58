"""Two bodies and their people, for tests of concerns. Ann owns it, Bilal may help, Cass is a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.factories import a_partner, an_account, an_activity

from heard.activities.models import Activity
from heard.ground import clock
from heard.moderation.actions import concerns as actions
from heard.moderation.models import Concern
from heard.people.models import Account, Partner


@dataclass
class Around:
    """An activity with its lead, and reviewers from two other bodies."""

    activity: Activity
    ann: Account  # engagement lead of the body that leads
    bilal: Account  # officer there
    cass: Account  # nobody
    rita: Account  # independent reviewer of another body
    gus: Account  # engagement lead of a third body
    dora: Account  # decides the activity
    lead: Partner
    other: Partner
    third: Partner


def around(stage: str = "open", **fields: Any) -> Around:
    lead, other, third = a_partner("Example Council"), a_partner("Example Trust"), a_partner("Example College")
    activity = an_activity("Hours of the baths", stage=stage, lead=lead, **fields)
    return Around(
        activity,
        an_account("Ann", "engagement_lead", partner=lead), an_account("Bilal", "officer", partner=lead),
        an_account("Cass"), an_account("Rita", "independent_reviewer", partner=other),
        an_account("Gus", "engagement_lead", partner=third), an_account("Dora", "decision_owner", partner=lead),
        lead, other, third,
    )  # fmt: skip


def raised(here: Around, question: str = "too_short", **more: Any) -> actions.RaisedConcern:
    said = {"words": "It closed in Holy Week.", "by": None, "at": clock.now()} | more
    return actions.raise_concern(activity=here.activity, question=question, **said)


def looked_into(here: Around, question: str = "too_short", **more: Any) -> Concern:
    concern = raised(here, question, **more).concern
    return actions.assign_reviewer(concern=concern, reviewer=here.rita, by=here.rita, at=clock.now())


def upheld(here: Around, question: str = "too_short", **more: Any) -> Concern:
    concern = looked_into(here, question, **more)
    return actions.decide_concern(
        concern=concern, outcome="upheld", finding="It was two weeks short.", clause="GP-n", remedy="Open it again.",
        remedy_due_on=clock.today(), by=here.rita, at=clock.now(),
    )  # fmt: skip
