"""Who may move an activity, approve a notice, let a check through, each in a sentence for the disabled button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from heard.activities.access import may_do, may_edit_plan
from heard.activities.models import Activity
from heard.compact.models import Approval
from heard.moderation.access import body_reviewing
from heard.people.access import may_anywhere, role_pack, scope_of
from heard.people.models import Account, Role
from heard.rules.lifecycle import Move
from heard.rules.verdict import YES, Verdict, no

RATIONALE = "review_rationale"


@dataclass(frozen=True, slots=True)
class Hand:
    """Someone at an activity, with the role slugs they hold there (one look-up answers every question)."""

    account: Account | None
    roles: frozenset[str]

    def may_move(self, move: Move) -> Verdict:
        """Only the roles that the table of moves names for this step."""
        return self._holds(move.by)

    def may_override(self) -> Verdict:
        return self._holds(role_pack().roles_that_may("override_check"))

    def may_approve(self) -> Verdict:
        return self._holds(role_pack().roles_that_may("approve_notice"))

    def _holds(self, slugs: Iterable[str]) -> Verdict:
        if self.account is None or not self.account.is_authenticated:
            return no(_("You need to sign in to do this."), _("Sign in with the e-mail address that was invited."))
        if not self.account.is_active:
            return no(_("This account has been closed."), _("Ask your administrator."))
        wanted = tuple(slugs)
        if self.roles & set(wanted):
            return YES
        return no(
            _("Only %(who)s may do this here.") % {"who": role_pack().names_of(wanted) or _("nobody")},
            _("Ask one of them, or ask your administrator for the role."),
        )


def hand_of(account: Any, activity: Activity) -> Hand:
    """The live roles of an account for an activity: given for it, or for a partner that leads it (also jointly)."""
    if account is None or not getattr(account, "is_authenticated", False):
        return Hand(None, frozenset())
    scope = scope_of(partner=activity.lead_id, activity_ref=activity.public_id)
    roles = Role.objects.filter(scope, account=account, ended_at__isnull=True).values_list("role", flat=True)
    return Hand(account, frozenset(roles))


def may_move(account: Account | None, activity: Activity, move: Move) -> Verdict:
    """Whether this account may make this move. The system itself (None) may close, and nothing else."""
    if account is None and move.name == "close":
        return YES
    return hand_of(account, activity).may_move(move)


def may_override(account: Account | None, activity: Activity) -> Verdict:
    return hand_of(account, activity).may_override()


def may_approve(account: Account | None, activity: Activity) -> Verdict:
    return hand_of(account, activity).may_approve()


def may_sign_for_the_pack(account: Account | None) -> Verdict:
    """Who may say why the city changed its rules: an administrator or a senior lead of any partner."""
    if account is None or not account.is_authenticated:
        return Hand(None, frozenset())._holds(())
    held = Role.objects.filter(account=account, ended_at__isnull=True).values_list("role", flat=True)
    return Hand(account, frozenset(held))._holds(("administrator", "senior_lead"))


def may_compare(account: Account | None, activity: Activity) -> Verdict:
    """Whoever writes the plan compares it, answers what is alike, and logs what partners reply."""
    return may_edit_plan(account, activity)


def may_interpret(account: Account | None, activity: Activity) -> Verdict:
    """Whoever writes what was heard writes down what partners made of it together."""
    return may_do(account, "write_findings", activity)


def may_review_rationale(account: Any, activity: Activity) -> Verdict:
    """May this account say whether the reason for a shorter period is adequate?

    A reviewer of a body that does not lead it, without another role there, who neither owns it nor approved its notice.
    """
    allowed = may_anywhere(account, RATIONALE)
    if not allowed:
        return allowed
    if body_reviewing(account, activity, RATIONALE) is None:
        return no(
            _("The reason for a shorter period is looked at by somebody from another body than those that lead."),
            _("Ask a reviewer from another partner."),
            "GP-n",
        )
    if activity.owner_id == account.pk or Approval.objects.filter(activity=activity, by=account).exists():
        return no(
            _("You own this or approved its notice, so somebody else looks at the reason."),
            _("Ask another reviewer from another partner."),
            "GP-n",
        )
    return YES
