"""Which partners lead an activity together."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from heard.activities.models import Activity, JointLead
from heard.people.access import role_pack
from heard.people.models import Role


def joint_leads(activity: Activity) -> QuerySet[JointLead]:
    """The partners that lead an activity beside the one that began it, in the order in which they joined."""
    live = JointLead.objects.filter(activity=activity, accepted_on__isnull=False, left_on__isnull=True)
    return live.select_related("partner").order_by("accepted_on", "id")


def joint_asked(activity: Activity) -> QuerySet[JointLead]:
    """Every offer and request that was ever made here, the oldest first."""
    return JointLead.objects.filter(activity=activity).select_related(
        "partner", "asked_by", "accepted_by", "declined_by"
    )


def partners_joined(activity_ref: str) -> QuerySet[Any]:
    """The partners (their keys) that joined in leading an activity, by its public id: a subquery for access."""
    live = JointLead.objects.filter(activity__public_id=activity_ref, accepted_on__isnull=False, left_on__isnull=True)
    return live.order_by().values("partner_id")


def reached_by(account: Any, verb: str = "") -> QuerySet[Activity]:
    """The activities that this account's live roles reach, by partner, joint lead or by activity; `verb` narrows it."""
    live = Role.objects.filter(account=account, ended_at__isnull=True)
    live = live.filter(role__in=role_pack().roles_that_may(verb)) if verb else live
    partners = live.filter(activity_ref="").values("partner")
    joined = JointLead.objects.filter(partner__in=partners, accepted_on__isnull=False, left_on__isnull=True)
    return Activity.objects.filter(
        Q(lead__in=partners)
        | Q(pk__in=joined.order_by().values("activity_id"))
        | Q(public_id__in=live.exclude(activity_ref="").values("activity_ref"))
    )


def led_by(slug: str) -> Q:
    """Activities that a partner (its slug) leads, alone or jointly."""
    live = JointLead.objects.filter(partner__slug=slug, accepted_on__isnull=False, left_on__isnull=True)
    return Q(lead__slug=slug) | Q(pk__in=live.order_by().values("activity_id"))
