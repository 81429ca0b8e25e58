"""Who may look after what is shown in public, and who looks at how they do it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heard.activities.access import may_do
from heard.activities.models import Activity
from heard.moderation.models import Judgement
from heard.people.access import may_anywhere
from heard.rules.verdict import Verdict, no


def may_moderate(account: Any, activity: Activity) -> Verdict:
    """May this account look at what people send here, show it, and take it down for now?"""
    return may_do(account, "moderate", activity)


def may_moderate_anywhere(account: Any) -> Verdict:
    """May this account see the queue: has it anything at all to moderate?"""
    return may_anywhere(account, "moderate")


def may_second_anywhere(account: Any) -> Verdict:
    """May this account see removals that wait for a second team?"""
    return may_anywhere(account, "approve_exclusion") or may_anywhere(account, "moderate")


def may_see_fairness(account: Any) -> Verdict:
    """May this account see stance splits of the activities it moderates or reviews?"""
    return may_anywhere(account, "review_moderation") or may_anywhere(account, "moderate")


def may_set_terms(account: Any, activity: Activity) -> Verdict:
    """May this account choose whether moderators look before or after something is shown? Who writes the plan."""
    return may_do(account, "edit_plan", activity)


def may_review(account: Any, activity: Activity) -> Verdict:
    """May this account look into a stance split here? Never who took a decision about anything in the activity."""
    allowed = may_do(account, "review_moderation", activity)
    if allowed and Judgement.objects.filter(item__activity=activity, by=account).exists():
        return no(
            _("You decided about things that were sent here, so somebody independent looks into this."),
            _("Ask a reviewer who has not moderated here."),
        )
    return allowed
