"""Who may plan, change and add to an activity."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from heard.activities.models import Activity, ColleagueQuestion, JointLead, Level, Stage, Strand
from heard.people.access import may, role_pack, verbs_held
from heard.people.models import Account, Partner, Role
from heard.rules.verdict import YES, Verdict, no

FINISHED = (Stage.TOLD, Stage.EVALUATED, Stage.ARCHIVED, Stage.WITHDRAWN)
NOT_YET_OPEN = (Stage.IDEA, Stage.PLANNED, Stage.NOTICED)


def may_do(account: Any, verb: str, activity: Activity) -> Verdict:
    """May this account do `verb` for this activity: by a role for its lead partner, or for the activity itself?"""
    return may(account, verb, partner=activity.lead_id, activity_ref=activity.public_id)


def may_contribute(account: Account | None, strand: Strand) -> Verdict:
    """Anyone may answer for themselves, without an account; staff key in for others with the role for it."""
    if account is None:
        return YES
    keyed = may_do(account, "key_answers", strand.activity)
    return keyed or may_do(account, "enter_session", strand.activity)


def may_read_plans(account: Any) -> Verdict:
    """Everyone with a live role at any partner may read every plan: that is how duplicates are avoided (GP-d)."""
    if account is None or not getattr(account, "is_authenticated", False):
        return no(_("You need to sign in to see plans."), _("Sign in with the e-mail address that was invited."))
    if verbs_held(account):
        return YES
    return no(_("Plans are for the staff of partners and for co-owners."), _("Ask your administrator for a role."))


def may_preview(account: Any, activity: Activity) -> Verdict:
    """May this account see the public pages before the activity is announced?"""
    return may_read_plans(account)


def may_plan(account: Any, partner: Partner) -> Verdict:
    """May this account start an activity that this partner leads?"""
    return may(account, "plan_activity", partner=partner)


def partners_to_plan_for(account: Any) -> QuerySet[Partner]:
    """The partners for which this account may start an activity."""
    roles = role_pack().roles_that_may("plan_activity")
    return Partner.objects.filter(
        left_on__isnull=True, roles__account=account, roles__role__in=roles, roles__activity_ref="",
        roles__ended_at__isnull=True,
    ).distinct()  # fmt: skip


def may_edit_plan(account: Any, activity: Activity) -> Verdict:
    """May this account change the plan as it stands now? A finished activity's plan stays as it was."""
    if activity.stage in FINISHED:
        return no(
            _("This activity is finished, so its plan stays as it was."),
            _("Plan a new activity; it can say that it follows this one."),
        )
    return may_do(account, "edit_plan", activity)


def may_set_level(account: Any, activity: Activity, level: str) -> Verdict:
    """People were told at opening how much influence they have; after that only a published override changes it."""
    allowed = may_edit_plan(account, activity)
    if not allowed or level == activity.level or activity.stage in NOT_YET_OPEN:
        return allowed
    return no(
        _("People were told “%(level)s” when this opened, so the level can no longer be changed here.")
        % {"level": Level(activity.level_at_opening or activity.level).label},
        _("A senior lead may override this with a reason that is published: see “Change the level after opening”."),
        "P-8.2",
    )


def may_relabel(account: Any, activity: Activity) -> Verdict:
    """Changing the level after opening needs a senior lead, who says why in public."""
    if activity.stage in (*NOT_YET_OPEN, *FINISHED):
        return no(_("The level is changed on the plan's own page while the activity has not opened."))
    return may_do(account, "override_check", activity)


def may_set_dates(account: Any, activity: Activity) -> Verdict:
    """Dates may be set until opening. After that the closing day only moves later, with a reason."""
    allowed = may_edit_plan(account, activity)
    if not allowed or activity.stage in NOT_YET_OPEN:
        return allowed
    return no(
        _("People were given these dates when it opened."),
        _("The closing day can be moved later, with a reason: see “Give people longer”."),
        "GP-n.4",
    )


def may_extend(account: Any, activity: Activity) -> Verdict:
    """An open activity's closing day may be moved later by those who run it."""
    if activity.stage != Stage.OPEN:
        return no(_("Only an activity that is open can be extended."), _("Before opening, change the dates instead."))
    return may_do(account, "move_activity", activity)


def may_print_letters(account: Any, activity: Activity) -> Verdict:
    """Letters and numbers to ring name people, so only the letters role may see them."""
    return may_do(account, "print_letters", activity)


def may_invite(account: Any, activity: Activity) -> Verdict:
    """May this account invite people with a stake?"""
    if activity.stage in FINISHED:
        return no(_("This activity is finished, so nobody new can be invited."))
    return may_do(account, "invite_stakeholder", activity)


def may_sign(account: Any, activity: Activity) -> Verdict:
    """Only the decision owner signs that nothing is decided; nobody can do it for them."""
    if activity.stage in FINISHED:
        return no(_("This activity is finished, so there is nothing left to sign."))
    return may_do(account, "sign_declaration", activity)


def may_read_contributions(account: Any, activity: Activity) -> Verdict:
    """May this account read what people said before it is published?"""
    return may_do(account, "code_passages", activity) or may_do(account, "key_answers", activity)


def may_redact(account: Any, activity: Activity) -> Verdict:
    """May this account cover somebody's private details, with a reason? The original stays underneath."""
    return may_do(account, "code_passages", activity) or may_do(account, "moderate", activity)


def may_correct(account: Any, activity: Activity) -> Verdict:
    """Those who key in, note sessions or read what was said may put right what was written down wrong."""
    return (
        may_do(account, "key_answers", activity)
        or may_do(account, "enter_session", activity)
        or may_do(account, "code_passages", activity)
    )


def may_recheck(account: Any, activity: Activity) -> Verdict:
    """Those who write findings say whether an erratum changes one."""
    return may_do(account, "write_findings", activity)


def may_withdraw_for(account: Any, activity: Activity) -> Verdict:
    """May this account withdraw a contribution because the person who gave it asked?"""
    return may_do(account, "key_answers", activity)


def may_propose_exclusion(account: Any, activity: Activity) -> Verdict:
    """May this account propose that something is not counted? Two people decide, and the person is told."""
    return may_do(account, "propose_exclusion", activity)


def may_offer_to_join(account: Any, partner: Partner) -> Verdict:
    """May this account offer that this partner joins in leading an activity? Whoever may plan for it."""
    return may(account, "plan_activity", partner=partner)


def may_ask_to_join(account: Any, activity: Activity) -> Verdict:
    """May this account ask another partner to join in leading?"""
    return may_edit_plan(account, activity)


def may_answer_joint(account: Any, joint: JointLead) -> Verdict:
    """The other side's lead answers: of the activity's own partner for an offer, of the partner that was asked."""
    side = joint.activity.lead_id if joint.offered else joint.partner_id
    allowed = may(account, "join_activities", partner=side)
    if allowed and account.pk == joint.asked_by_id:
        return no(_("You asked this, so somebody of the other partner answers."), _("Wait for their answer."))
    return allowed


def may_leave_joint(account: Any, joint: JointLead) -> Verdict:
    """May this account end a partner's joint lead? The lead of that partner may."""
    return may(account, "join_activities", partner=joint.partner_id)


def may_rule_on_election(account: Any, activity: Activity) -> Verdict:
    """Only the monitoring officer rules on what begins in the time before an election."""
    return may_do(account, "rule_on_election", activity)


def may_note_payment(account: Any, activity: Activity) -> Verdict:
    """Payments are noted by those who write the plan, also when the activity is finished: bills come late."""
    return may_do(account, "edit_plan", activity)


def may_note_training(account: Any, trained: Account) -> Verdict:
    """Everyone notes their own training; whoever may invite staff of a partner notes that of its staff."""
    allowed = may_read_plans(account)
    if not allowed or account.pk == trained.pk:
        return allowed
    partners = Role.objects.filter(account=trained, ended_at__isnull=True, partner__isnull=False).values("partner_id")
    for partner in Partner.objects.filter(pk__in=partners):
        if may(account, "invite_staff", partner=partner):
            return allowed
    return no(
        _("You may note your own training, and that of staff whom you may invite."),
        _("Ask them to note it themselves."),
    )


def may_ask_colleague(account: Any, activity: Activity, colleague: Account) -> Verdict:
    """A question goes to a colleague in another partner, from those who write the plan."""
    allowed = may_edit_plan(account, activity)
    if allowed and not colleagues_elsewhere(activity).filter(pk=colleague.pk).exists():
        return no(_("Choose a colleague who works for another partner."), _("Colleagues of your own are a call away."))
    return allowed


def colleagues_elsewhere(activity: Activity) -> QuerySet[Account]:
    """Who plans and runs activities at other partners than the one that leads this."""
    asked = role_pack().roles_that_may("edit_plan")
    live = Role.objects.filter(role__in=asked, ended_at__isnull=True, partner__isnull=False, activity_ref="")
    here = live.filter(partner=activity.lead_id).values("account")
    elsewhere = live.exclude(partner=activity.lead_id).values("account")
    return Account.objects.filter(is_active=True, pk__in=elsewhere).exclude(pk__in=here).order_by("name", "pk")


def may_answer_colleague(account: Any, question: ColleagueQuestion) -> Verdict:
    """Only the colleague who was asked answers."""
    if account is not None and getattr(account, "pk", None) == question.colleague_id:
        return YES
    return no(_("Only %(who)s can answer this.") % {"who": question.colleague.name})
