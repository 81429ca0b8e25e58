"""Who may freeze the evidence, decide, answer, promise and tell."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heard.activities.access import may_do
from heard.activities.models import Activity, Level, Stage
from heard.decisions.models import Decision
from heard.rules.verdict import YES, Verdict, no

READ = (Stage.FOUND, Stage.DECIDED)
TOLD_OR_LATER = (Stage.TOLD, Stage.EVALUATED, Stage.ARCHIVED)


def may_freeze(account: Any, activity: Activity) -> Verdict:
    """The evidence is frozen once the findings are published, and before anything is decided."""
    if activity.stage in (Stage.DECIDED, *TOLD_OR_LATER):
        return no(_("It is decided, so the evidence stays as it was."), clause="I-14")
    if activity.stage != Stage.FOUND:
        return no(
            _("The evidence is frozen after the findings are published and before the decision."),
            _("Publish the findings first (move to “found”)."),
            "I-14",
        )
    return may_do(account, "freeze_pack", activity)


def may_open_pack(account: Any, activity: Activity) -> Verdict:
    """Staff of the activity may read the pack; only the decision owner's reading counts as opened."""
    allowed = may_do(account, "record_decision", activity)
    return allowed or may_do(account, "sign_declaration", activity) or may_do(account, "write_findings", activity)


def is_decision_owner(account: Any, activity: Activity) -> bool:
    """Does this account's reading of the evidence count?"""
    return bool(may_do(account, "sign_declaration", activity))


def may_record(account: Any, activity: Activity) -> Verdict:
    """A decision may be recorded at any stage: one dated on or before closing is flagged for ever."""
    if activity.stage in (*TOLD_OR_LATER, Stage.DECIDED):
        return no(
            _("The decision is published, so its record stays as it is."),
            _("Add a note to it if something needs saying."),
        )
    return may_do(account, "record_decision", activity)


def may_answer(account: Any, activity: Activity) -> Verdict:
    """Every published finding is answered before the decision is published."""
    if activity.stage != Stage.FOUND:
        return no(
            _("Findings are answered between their publication and the decision's."),
            _("Publish the findings first (move to “found”)."),
        )
    return may_do(account, "answer_findings", activity)


def may_promise(account: Any, activity: Activity) -> Verdict:
    """Promises are made with the decision, and may be added afterwards until the activity is archived."""
    if activity.stage not in (*READ, Stage.TOLD, Stage.EVALUATED):
        return no(_("Promises follow a decision, and there is none to follow yet."), _("Record the decision first."))
    return may_do(account, "track_commitments", activity)


def may_note(account: Any, decision: Decision) -> Verdict:
    """Anyone who may record a decision may add a note. No note clears a flag."""
    return may_do(account, "record_decision", decision.activity)


def may_tell(account: Any, activity: Activity) -> Verdict:
    """Feedback is composed once there is something to tell: a decision, or for “inform” the closing."""
    ready: tuple[str, ...] = (*READ, *TOLD_OR_LATER, Stage.WITHDRAWN)
    if activity.level == Level.INFORM:
        ready = (Stage.CLOSED, *ready)
    if activity.stage not in ready:
        return no(_("There is nothing to tell yet."), _("Publish the findings or the decision first."), "GP-k")
    return may_do(account, "send_feedback", activity)


def may_give_interim(account: Any, activity: Activity) -> Verdict:
    """Interim feedback stands between closing and the decision; afterwards the whole answer is due."""
    if activity.level == Level.INFORM or activity.stage not in (Stage.CLOSED, Stage.FOUND):
        return no(
            _("Interim feedback is given after closing, while the decision is still to come."),
            _("Give the whole answer instead: write the summary and start telling people."),
            "UP-a",
        )
    return may_do(account, "send_feedback", activity)


def may_announce(account: Any, activity: Activity) -> Verdict:
    """A key decision is announced before it is published."""
    if activity.stage in (*TOLD_OR_LATER, Stage.DECIDED):
        return no(_("The decision is published, so its notice stays as it is."))
    return may_do(account, "record_decision", activity)


def may_enter_answers(account: Any, activity: Activity) -> Verdict:
    """Whoever keys in answers also takes down what residents say of a promise by phone or on paper."""
    return may_do(account, "key_answers", activity)


def may_answer_outcome(account: Any, activity: Activity) -> Verdict:
    """Whoever decided, or follows the promises, says what is different since."""
    return may_do(account, "record_decision", activity) or may_do(account, "track_commitments", activity)


def may_print_letters(account: Any, activity: Activity) -> Verdict:
    """Letters hold names and addresses, so only the letters role may print them."""
    return may_do(account, "print_letters", activity)


def may_see_decision(activity: Activity, decision: Decision | None) -> Verdict:
    """The public sees a decision once it is published; one recorded before closing is seen at once."""
    if decision is None:
        return no(_("Nothing has been decided yet."))
    return YES if decision.published_at or decision.before_close else no(_("The decision is not published yet."))
