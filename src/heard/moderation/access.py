"""Who may look after what is shown in public, and who looks at how they do it."""

from __future__ import annotations

from typing import Any

from heard.activities.access import may_do
from heard.activities.models import Activity
from heard.people.access import may_anywhere
from heard.rules.verdict import Verdict


def may_moderate(account: Any, activity: Activity) -> Verdict:
    """May this account look at what people send here, show it, and take it down for now?"""
    return may_do(account, "moderate", activity)


def may_moderate_anywhere(account: Any) -> Verdict:
    """May this account see the queue: has it anything at all to moderate?"""
    return may_anywhere(account, "moderate")


def may_set_terms(account: Any, activity: Activity) -> Verdict:
    """May this account choose whether moderators look before or after something is shown? Who writes the plan."""
    return may_do(account, "edit_plan", activity)


def may_review(account: Any, activity: Activity) -> Verdict:
    """May this account look into a stance split, as somebody who does not moderate here?"""
    return may_do(account, "review_moderation", activity)
