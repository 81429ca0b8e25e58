"""Who may plan sessions and write up what was said."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heard.activities.access import may_do
from heard.activities.models import Activity, Stage, Strand
from heard.methods.gathering.models import Session
from heard.people.models import Account
from heard.rules.verdict import YES, Verdict, no

OVER = (Stage.FOUND, Stage.DECIDED, Stage.TOLD, Stage.EVALUATED, Stage.ARCHIVED, Stage.WITHDRAWN)


def may_arrange(account: Account | None, activity: Activity) -> Verdict:
    """Sessions may be arranged by whoever plans, and by whoever holds them."""
    allowed = may_do(account, "edit_plan", activity)
    return allowed or may_do(account, "enter_session", activity)


def may_change_prompts(account: Account | None, strand: Strand) -> Verdict:
    """What is asked in the room is part of what was promised, so it stays as it is once the activity is open."""
    if strand.activity.stage not in (Stage.IDEA, Stage.PLANNED, Stage.NOTICED):
        return no(
            _("The activity has opened, so every room is asked the same."),
            _("Plan a new activity if something else needs asking."),
            "UP-e",
        )
    return may_do(account, "edit_plan", strand.activity)


def may_enter_note(account: Account | None, session: Session) -> Verdict:
    """The note is entered by a facilitator or an officer, after the session, while the counts are still open."""
    activity = session.gathering.strand.activity
    allowed = may_do(account, "enter_session", activity)
    if not allowed:
        return allowed
    if session.cancelled_because:
        return no(_("This session was cancelled, so there is nothing to write up."))
    if activity.stage in (Stage.IDEA, Stage.PLANNED, Stage.NOTICED):
        return no(_("The activity is not open yet."), _("Notes can be entered from the day it opens."))
    if activity.stage in OVER or session.gathering.strand.concluded_at:
        return no(
            _("What was heard has been counted, so notes can no longer be added."),
            _("If something new came up, ask the lead partner to reopen the activity."),
        )
    return YES
