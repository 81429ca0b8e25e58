"""Who may read what people said into themes, write what was heard, and publish it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heard.activities.access import may_do
from heard.activities.models import Activity, Stage
from heard.rules.verdict import YES, Verdict, no

READABLE = (Stage.OPEN, Stage.CLOSED)


def may_work_here(activity: Activity) -> Verdict:
    """Coding and findings are drafts from opening until they are published; published ones stay as they were."""
    if activity.stage in READABLE:
        return YES
    if activity.stage in (Stage.IDEA, Stage.PLANNED, Stage.NOTICED):
        return no(_("Nobody has answered yet, so there is nothing to read."), _("Come back once it is open."))
    if activity.stage == Stage.WITHDRAWN:
        return no(_("This activity was withdrawn, so its findings stay as they were."))
    return no(
        _("What was heard is published, so it stays as it was."),
        _("Only reopening the activity, with a published reason, lets findings change."),
        "UP-f.1",
    )


def may_code(account: Any, activity: Activity) -> Verdict:
    """May this account put passages to themes now?"""
    return may_do(account, "code_passages", activity) and may_work_here(activity)


def may_write(account: Any, activity: Activity) -> Verdict:
    """May this account write and change findings now?"""
    return may_do(account, "write_findings", activity) and may_work_here(activity)


def may_see_desk(account: Any, activity: Activity) -> Verdict:
    """May this account see the coding and the draft findings, whether or not they can be changed now?"""
    return may_do(account, "code_passages", activity) or may_do(account, "write_findings", activity)


def may_publish(account: Any, activity: Activity) -> Verdict:
    """Publishing happens inside the move to “found”: whoever writes findings here, or moves the activity, may."""
    return may_do(account, "write_findings", activity) or may_do(account, "move_activity", activity)
