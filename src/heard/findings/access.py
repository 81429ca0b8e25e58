"""Who may read what people said into themes, write what was heard, and publish it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Q
from django.utils.translation import gettext as _

from heard.activities.access import may_do, may_read_plans
from heard.activities.models import Activity, Stage
from heard.findings.models import Coding, Finding, QualityStatement, Reading, Sampled
from heard.people.access import may_anywhere, role_pack, verbs_held
from heard.people.models import Account, Partner, Role
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


def may_see_standard(account: Any, activity: Activity) -> Verdict:
    """May this account see how it is read and to what standard: those at the desk, and independent reviewers?"""
    return may_see_desk(account, activity) or may_do(account, "edit_plan", activity) or may_review(account, activity)


def may_find_standard(account: Any, activity: Activity) -> bool:
    """Does a link lead this account there? A reviewer who took part is led there too, and told why others sign."""
    inside = may_see_desk(account, activity) or may_do(account, "edit_plan", activity)
    return bool(inside) or "review_findings" in verbs_held(account)


def may_publish(account: Any, activity: Activity) -> Verdict:
    """Publishing happens inside the move to “found”: whoever writes findings here, or moves the activity, may."""
    return may_do(account, "write_findings", activity) or may_do(account, "move_activity", activity)


def may_plan_analysis(account: Any, activity: Activity) -> Verdict:
    """May this account write how answers will be read? Until what was heard is published."""
    allowed = may_do(account, "write_findings", activity) or may_do(account, "edit_plan", activity)
    if allowed and activity.stage not in (Stage.IDEA, Stage.PLANNED, Stage.NOTICED, *READABLE):
        return no(_("What was heard is published, so how it was read stays as it was."))
    return allowed


def may_read_second(account: Any, activity: Activity) -> Verdict:
    """May this account be given passages to read a second time?"""
    return may_code(account, activity)


def may_review(account: Any, activity: Activity) -> Verdict:
    """May this account look at the work independently: not its reader or writer, and from another team or partner?"""
    held = _held(account) if getattr(account, "is_authenticated", False) and account.is_active else []
    if not {role.role for role in held} & set(role_pack().roles_that_may("review_findings")):
        return may_anywhere(account, "review_findings")
    if _took_part(account, activity):
        return no(
            _("You read or wrote here yourself, so somebody else signs."),
            _("Ask an independent reviewer of another team or partner."),
            "GP-i.7",
        )
    if _standing(held, activity) is None:
        return no(
            _("You work in the team that wrote this, so somebody else signs."),
            _("Ask an independent reviewer of another team or partner."),
            "GP-i.7",
        )
    return YES


def may_sign(account: Any, activity: Activity) -> Verdict:
    """May this account sign the statement of quality now?"""
    return may_review(account, activity) and may_work_here(activity)


def standing_of(account: Account, activity: Activity) -> tuple[Partner | None, str] | None:
    """For whom an independent reviewer stands: another partner, or another team of the lead; None if neither."""
    return _standing(_held(account), activity)


def _held(account: Account) -> list[Role]:
    rows = Role.objects.filter(account=account, ended_at__isnull=True).select_related("partner")
    return list(rows.order_by("pk"))


def _standing(held: list[Role], activity: Activity) -> tuple[Partner | None, str] | None:
    reviewing = [role for role in held if role.role in role_pack().roles_that_may("review_findings")]
    homes = [role for role in held if role.partner_id]
    other = next((role for role in homes if role.partner_id != activity.lead_id), None)
    if other and reviewing:
        return other.partner, other.team
    wrote = Finding.objects.filter(activity=activity).values("written_by")
    signed = QualityStatement.objects.filter(activity=activity).values("written_by")
    writers = Role.objects.filter(
        Q(account=activity.owner_id) | Q(account__in=wrote) | Q(account__in=signed), ended_at__isnull=True
    )
    teams = set(writers.exclude(team="").values_list("team", flat=True))
    apart = next((role for role in reviewing if teams and role.team and role.team not in teams), None)
    return (apart.partner, apart.team) if apart else None


def _took_part(account: Account, activity: Activity) -> bool:
    here = Q(passage__contribution__strand__activity=activity, by=account)
    wrote = Exists(Finding.objects.filter(activity=activity, written_by=account))
    read = Exists(Coding.objects.filter(here)) | Exists(Reading.objects.filter(here))
    return Account.objects.filter(wrote | read | Exists(Sampled.objects.filter(here)), pk=account.pk).exists()


def may_share(account: Any, activity: Activity) -> Verdict:
    """May this account send the findings to the other partners?"""
    return may_do(account, "share_findings", activity)


def may_see_shared(account: Any) -> Verdict:
    """May this account see what the partners have found and shared? Everyone with a live role at any of them."""
    return may_read_plans(account)


def may_restrict(account: Any, activity: Activity) -> Verdict:
    """May this account hold back the words of a finding, or show them again?"""
    return may_do(account, "write_findings", activity)


def may_ask_reuse(account: Any) -> Verdict:
    """May this account ask to use another partner's finding?"""
    return may_anywhere(account, "write_findings") or may_anywhere(account, "plan_activity")


def may_answer_reuse(account: Any, activity: Activity) -> Verdict:
    """May this account grant or refuse the use of a finding?"""
    return may_do(account, "share_findings", activity)


def may_cite(account: Any, activity: Activity) -> Verdict:
    """May this account add evidence from elsewhere to what a decision rests on? Until it is decided."""
    allowed = may_do(account, "freeze_pack", activity)
    if allowed and activity.stage not in (Stage.OPEN, Stage.CLOSED, Stage.FOUND):
        return no(_("Evidence is gathered from opening until the decision."))
    return allowed
