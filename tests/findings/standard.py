"""Short ways to read to a standard and to share: for every test whose activity has to pass those gates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.factories import a_partner, an_account

from heard.activities.models import Activity
from heard.findings import actions
from heard.findings.models import AnalysisPlan, QualityStatement
from heard.people.models import Account

PLANNED: dict[str, Any] = {
    "how_read": "Two people read every answer; no machine does.",
    "who": "Ann reads, Bilal reads a tenth again.",
    "frame": ["Opening hours"],
    "second_percent": 10,
    "campaigns": "Counted in full, read once, shown with and without.",
    "late": "Read, counted apart, and said so.",
    "weighting": "None: too few answer the questions about themselves.",
    "not_done": "We do not say “residents” where we mean those who answered.",
}


def planned(activity: Activity, *, by: Account, at: datetime, **changed: Any) -> AnalysisPlan:
    """How it will be read, written and locked."""
    plan = actions.plan_analysis(
        activity=activity, words=PLANNED | changed, by=by, at=at, reason="More came in than we thought."
    )
    return actions.lock_analysis(plan=plan, by=by, at=at)


def a_reviewer(name: str = "Rana Reviewer") -> Account:
    """An independent reviewer of another partner."""
    return an_account(name, "independent_reviewer", partner=a_partner(), team="Patient voice")


def signed(activity: Activity, *, by: Account, at: datetime, reviewer: Account | None = None) -> QualityStatement:
    """A statement of quality, written and signed by somebody independent. Written while it can still be."""
    statement = actions.write_quality(
        activity=activity, methods="Two people read it all.", limits="Those who answered chose to.",
        bases="Every number is of contributions.", by=by, at=at,
    )  # fmt: skip
    return actions.sign_quality(statement=statement, by=reviewer or a_reviewer(), at=at)


def shared(activity: Activity, *, by: Account, at: datetime) -> None:
    """The findings sent to the other partners."""
    actions.share_findings(activity=activity, terms="Use it and name us.", by=by, at=at)
