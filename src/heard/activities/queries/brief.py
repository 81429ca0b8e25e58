"""The decision owner's brief: the words that lay before them when they signed, and whether these still stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from heard.activities.models import Activity, Declaration, Plan
from heard.rules.outcome import canonical, digest

OF_THE_PLAN = (
    "purpose", "open_matters", "closed_matters", "influence_statement", "decision_maker", "decides_on", "other_inputs",
)  # fmt: skip
SAID = (
    "nothing_decided", "would_change_my_mind", "what_is_fixed", "other_inputs", "decides_on", "signed_name",
    "signed_role",
)  # fmt: skip


def brief_of(activity: Activity, plan: Plan) -> dict[str, Any]:
    """What the decision owner has before them when they sign, as plain values (days are ISO dates)."""
    day = plan.decides_on
    return {
        "activity": activity.public_id,
        "title": activity.title,
        "level": activity.level,
        **{name: getattr(plan, name) for name in OF_THE_PLAN},
        "decides_on": day.isoformat() if day else None,
    }


def changed_since_signing(brief: Mapping[str, Any] | None, activity: Activity, plan: Plan) -> tuple[str, ...]:
    """Which words of the plan are others than those that were signed. None for a signature without a brief."""
    if brief is None:
        return ()
    now = brief_of(activity, plan)
    return tuple(name for name in now if brief.get(name) != now[name])


def signed_text(declaration: Declaration) -> str:
    """The exact text that was signed: the SHA-256 of these bytes (UTF-8) is the seal."""
    return canonical(_signed(declaration))


def seal_of(declaration: Declaration) -> str:
    """The seal as it would be today: anyone can compare it with the one that was kept."""
    return digest(_signed(declaration))


def _signed(declaration: Declaration) -> dict[str, Any]:
    said = {name: getattr(declaration, name) for name in SAID}
    return {**said, "signed_at": declaration.signed_at.astimezone(UTC), "brief": declaration.brief}
