"""Who may evaluate an activity and write down what was learned."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heard.activities.access import may_do
from heard.activities.models import Activity, Level, Stage
from heard.rules.verdict import Verdict, no

AFTER = (Stage.FOUND, Stage.DECIDED, Stage.TOLD)


def may_evaluate(account: Any, activity: Activity) -> Verdict:
    """The evaluation is written once something was found, and stays as it is once it is published."""
    if activity.stage in (Stage.EVALUATED, Stage.ARCHIVED):
        return no(_("The evaluation is published, so it stays as it is."), _("Lessons can still be added."))
    if activity.stage not in AFTER and not (activity.level == Level.INFORM and activity.stage == Stage.CLOSED):
        return no(_("There is nothing to evaluate yet."), _("Come back when the findings are published."), "GP-j")
    return may_do(account, "evaluate", activity)


def may_add_lesson(account: Any, activity: Activity) -> Verdict:
    """A lesson may be written down at any time."""
    return may_do(account, "evaluate", activity)
