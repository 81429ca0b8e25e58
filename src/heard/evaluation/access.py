"""Who may evaluate an activity, watch who takes part, and write down what was learned."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heard.activities.access import may_do, may_edit_plan
from heard.activities.models import Activity, Level, Stage
from heard.evaluation.models import RaterInvitation
from heard.people.access import may
from heard.rules.verdict import Verdict, no

AFTER = (Stage.FOUND, Stage.DECIDED, Stage.TOLD)
PUBLISHED = (Stage.EVALUATED, Stage.ARCHIVED)
OVER = (*PUBLISHED, Stage.WITHDRAWN)


def may_evaluate(account: Any, activity: Activity) -> Verdict:
    """The evaluation is written once something was found, and stays as it is once it is published."""
    if activity.stage in PUBLISHED:
        return no(_("The evaluation is published, so it stays as it is."), _("Lessons can still be added."))
    if activity.stage not in AFTER and not (activity.level == Level.INFORM and activity.stage == Stage.CLOSED):
        return no(_("There is nothing to evaluate yet."), _("Come back when the findings are published."), "GP-j")
    return may_do(account, "evaluate", activity)


def may_add_lesson(account: Any, activity: Activity) -> Verdict:
    """A lesson may be written down at any time."""
    return may_do(account, "evaluate", activity)


def may_watch(account: Any, activity: Activity) -> Verdict:
    """Who runs or evaluates an activity watches who takes part, and does something about who does not."""
    if activity.stage in OVER:
        return no(_("This activity is over, so nobody can be reached any more."), _("Write it down as a lesson."))
    return may_do(account, "evaluate", activity) or may_edit_plan(account, activity)


def may_follow_up(account: Any, activity: Activity) -> Verdict:
    """People are asked how it was once they were told what happened, and before the addresses are deleted."""
    if activity.stage not in (Stage.TOLD, *PUBLISHED) or activity.feedback_given_on is None:
        return no(_("People are asked how it was after they were told what happened."), _("Tell them first."), "GP-j")
    return may_do(account, "evaluate", activity)


def may_print(account: Any, activity: Activity) -> Verdict:
    """Letters and numbers to ring name people, so only the letters role may see them."""
    return may_do(account, "print_letters", activity)


def may_key(account: Any, activity: Activity) -> Verdict:
    """Those who key in answers key in slips and cards; those who evaluate may too."""
    return may_do(account, "key_answers", activity) or may_do(account, "evaluate", activity)


def may_score_for_lead(account: Any, activity: Activity) -> Verdict:
    """The lead scores itself once something was found, until the evaluation is published."""
    return may_evaluate(account, activity)


def may_score_for_partner(account: Any, activity: Activity, invitation: RaterInvitation | None) -> Verdict:
    """The second score is another partner's: by somebody who evaluates there, if that partner was asked."""
    if activity.stage in PUBLISHED:
        return no(_("The evaluation is published, so its scores stay as they are."))
    if invitation is None:
        return no(_("No partner has been asked for a second score yet."), _("The lead asks one."), "GP-j")
    if may(account, "evaluate", partner=activity.lead_id) and account.pk == invitation.invited_by_id:
        return no(_("You asked for this score, so somebody else gives it."))
    return may(account, "evaluate", partner=invitation.partner_id)


def may_talk_about_scores(account: Any, activity: Activity, invitation: RaterInvitation | None) -> Verdict:
    """Either side may say why it scored as it did."""
    held = may_do(account, "evaluate", activity)
    if held or invitation is None:
        return held
    return may(account, "evaluate", partner=invitation.partner_id)


def may_use_lesson(account: Any, activity: Activity) -> Verdict:
    """Whoever writes a plan says which lessons it used."""
    if activity.stage in OVER:
        return no(_("This activity is over."), _("Lessons are used while planning."))
    return may_edit_plan(account, activity)
