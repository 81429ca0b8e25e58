"""Who may plan, change and add to an activity."""

from __future__ import annotations

from heard.activities.models import Activity, Strand
from heard.people.access import may
from heard.people.models import Account
from heard.rules.verdict import YES, Verdict


def may_do(account: Account | None, verb: str, activity: Activity) -> Verdict:
    """May this account do `verb` for this activity: by a role for its lead partner, or for the activity itself?"""
    return may(account, verb, partner=activity.lead_id, activity_ref=activity.public_id)


def may_contribute(account: Account | None, strand: Strand) -> Verdict:
    """Anyone may answer for themselves, without an account; staff key in for others with the role for it."""
    if account is None:
        return YES
    keyed = may_do(account, "key_answers", strand.activity)
    return keyed or may_do(account, "enter_session", strand.activity)
