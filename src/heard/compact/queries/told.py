"""What everyone reads of how one activity was run, beside its moves: gathered in one query."""

from __future__ import annotations

from typing import Any

from heard.activities.models import Activity
from heard.compact.queries.fairness import lifts_of, tests_asked
from heard.compact.queries.history import (
    date_changes_of,
    declarations_of,
    early_refusals_asked,
    entries_asked,
    exclusions_asked,
    overrides_asked,
    steps_asked,
)
from heard.compact.queries.rationale import rationale_reviews
from heard.ground.asking import ask, at_hand, only, side_by_side
from heard.moderation.queries.concerns import concerns_asked
from heard.rules.compact import Pack


def told_of(activity: Activity, pack: Pack, *, drafted: bool = False) -> dict[str, Any]:
    """Steps, refusals before notice, overrides, signatures, dates, exclusions, the log, lifts and the four tests.

    While it is `drafted` every refusal is among the moves, so none is counted apart.
    """
    gathered = {
        "steps": steps_asked(activity),
        "early": at_hand(0) if drafted else early_refusals_asked(activity),
        "overrides": overrides_asked(activity),
        "declarations": only(declarations_of(activity)),
        "date_changes": only(date_changes_of(activity)),
        "exclusions": exclusions_asked(activity),
        "concerns": concerns_asked(activity),
        "entries": entries_asked(activity),
        "lifts": only(lifts_of(activity)),
        "rationale": only(rationale_reviews(activity)),
        "tests": tests_asked(activity, pack),
    }
    return dict(zip(gathered, ask(side_by_side(*gathered.values())), strict=True))


def ran_as(activity: Activity) -> dict[str, Any]:
    """The part of it that the activity's report takes: ``{"steps": …, "date_changes": …, "overrides": …, …}``."""
    gathered = {
        "steps": steps_asked(activity),
        "date_changes": only(date_changes_of(activity)),
        "overrides": overrides_asked(activity),
        "exclusions": exclusions_asked(activity),
        "concerns": concerns_asked(activity),
        "rationale": only(rationale_reviews(activity)),
    }
    return dict(zip(gathered, ask(side_by_side(*gathered.values())), strict=True))
