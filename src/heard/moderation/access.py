"""Who may look after what is shown in public, and who looks at how they do it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from heard.activities.access import may_do
from heard.activities.models import Activity
from heard.activities.queries import partners_joined
from heard.moderation.models import Concern, Judgement
from heard.people.access import may_anywhere, partners_for, verbs_held
from heard.people.models import Partner, Role
from heard.rules.verdict import YES, Verdict, no


def may_moderate(account: Any, activity: Activity) -> Verdict:
    """May this account look at what people send here, show it, and take it down for now?"""
    return may_do(account, "moderate", activity)


def may_moderate_anywhere(account: Any) -> Verdict:
    """May this account see the queue: has it anything at all to moderate?"""
    return may_anywhere(account, "moderate")


def is_reader(account: Any) -> bool:
    """Whether this account reads whole contributions somewhere, so that a link leads there. That page asks again."""
    return bool({"code_passages", "key_answers"} & verbs_held(account))


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


def may_log_concern(account: Any, activity: Activity) -> Verdict:
    """May this account write down a concern that came by phone, on paper or in person?"""
    return may_do(account, "log_concern", activity)


def may_answer_concern(account: Any, activity: Activity) -> Verdict:
    """May this account acknowledge a concern, ask for a reviewer and say that a remedy is done?"""
    return may_do(account, "answer_concern", activity)


def may_answer_evidence(account: Any, activity: Activity) -> Verdict:
    """May this account answer evidence that it was decided already? Whoever may sign that nothing is decided."""
    return may_do(account, "sign_declaration", activity)


def body_reviewing(account: Any, activity: Activity, verb: str = "review_concern") -> Partner | None:
    """The body for which this account may review (concerns about) an activity: another than any that leads it.

    Somebody who also holds a role at a body that leads, or in the activity itself, is not independent: None.
    """
    if account is None or not getattr(account, "is_authenticated", False):
        return None
    if Role.objects.filter(roles_inside(activity), account=account, ended_at=None).exists():
        return None
    outside = partners_for(account, verb).exclude(bodies_inside(activity))
    return outside.order_by("pk").first()


def bodies_inside(activity: Activity, path: str = "pk") -> Q:
    """The bodies that lead an activity, alone or jointly, where `path` names a partner."""
    return Q(**{path: activity.lead_id}) | Q(**{f"{path}__in": partners_joined(activity.public_id)})


def roles_inside(activity: Activity) -> Q:
    """Which rows of `Role` make somebody no outsider to an activity."""
    own = bodies_inside(activity, "partner_id") | Q(activity_ref=activity.public_id)
    return own & ~Q(role="independent_reviewer")


def may_review_concern(account: Any, concern: Concern) -> Verdict:
    """May this account look into a concern? Somebody from another body, who did not write it down."""
    if body_reviewing(account, concern.activity) is None:
        return may_anywhere(account, "review_concern") and no(
            _("A concern is looked into by somebody from another body than those that lead the activity."),
            _("Ask a reviewer from another partner."),
            "A-1",
        )
    if concern.logged_by_id == account.pk:
        return no(_("You wrote this concern down, so somebody else looks into it."))
    return YES


def may_decide_concern(account: Any, concern: Concern, *, reviews: Verdict | None = None) -> Verdict:
    """May this account decide a concern? Only the reviewer who looks into it, as long as they are independent.

    `reviews`: what `may_review_concern` said, where a page has asked it already.
    """
    allowed = may_review_concern(account, concern) if reviews is None else reviews
    if allowed and concern.reviewer_id != account.pk:
        return no(_("Only the reviewer who looks into it may decide it."), _("Take it on first."))
    return allowed


def may_confirm_remedy(account: Any, concern: Concern, *, reviews: Verdict | None = None) -> Verdict:
    """May this account say whether it is mended? Somebody from another body, who did not write the concern down."""
    return may_review_concern(account, concern) if reviews is None else reviews


def may_answer_escalation(account: Any, concern: Concern) -> Verdict:
    """May this account answer for the Compact group? A third body, and not the reviewer whose finding is questioned."""
    allowed = may_review_concern(account, concern)
    body = body_reviewing(account, concern.activity) if allowed else None
    if allowed and (concern.reviewer_id == account.pk or body is None or body.pk == concern.reviewer_partner_id):
        return no(
            _("What a reviewer found is looked at by a third body."),
            _("Ask a reviewer from a body that neither leads nor has decided it."),
            "A-1",
        )
    return allowed


def may_read_concern(account: Any, concern: Concern, *, reviews: Verdict | None = None) -> Verdict:
    """May this account read the person's own words and evidence? Who answers, who decides the activity, who reviews."""
    inside = may_answer_concern(account, concern.activity) or may_answer_evidence(account, concern.activity)
    inside = inside or may_log_concern(account, concern.activity)
    return inside or (may_review_concern(account, concern) if reviews is None else reviews)


def may_reach_person(account: Any, concern: Concern, *, reviews: Verdict | None = None) -> Verdict:
    """May this account see where a letter or a call goes? The reviewer; else who prints letters for the lead."""
    if concern.reviewer_id is not None and getattr(account, "pk", None) == concern.reviewer_id:
        return may_decide_concern(account, concern, reviews=reviews)
    return may_do(account, "print_letters", concern.activity)
