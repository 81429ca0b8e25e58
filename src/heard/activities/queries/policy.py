"""The city's planning policy (policy/planning.toml), read again whenever the file changes."""

from __future__ import annotations

from datetime import date

from heard.activities.models import Activity, Stage
from heard.ground.policy import from_policy
from heard.rules.planning import BeforeElection, PlanningPolicy, read_planning


def planning_policy() -> PlanningPolicy:
    """Duties to consult, core training, times before elections."""
    return from_policy("planning.toml", read_planning)


def least_days(duty: str, own: int | None) -> int | None:
    """The least number of days that a plan may have: what the law sets, or more if the plan asks for more; or None."""
    found = planning_policy().duty(duty)
    return max(own or 0, found.minimum_days if found else 0) or None


def elections_near(activity: Activity, today: date) -> tuple[BeforeElection, ...]:
    """The times before elections that an activity falls into; before it is noticed, notice counts from today."""
    noticed = today if activity.stage in (Stage.IDEA, Stage.PLANNED) else activity.noticed_on
    days = [day for day in (noticed, activity.opens_on, activity.closes_on) if day]
    return planning_policy().elections_within(min(days), max(days)) if days else ()
