"""Shorter periods, the reasons published for them, and what reviewers of other bodies said of those (GP-n)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from heard.activities.models import Activity, JointLead, Stage
from heard.compact.models import Approval, RationaleReview
from heard.compact.queries.gates import check_terms
from heard.compact.queries.packs import pack_in_force
from heard.ground.refusal import Conflict
from heard.people.access import partners_for
from heard.people.models import Role
from heard.rules.record import USUAL_DAYS

OVER = (Stage.ARCHIVED, Stage.WITHDRAWN)


def usual_days() -> int:
    """How many days the rules in force call usual (GP-n.1)."""
    try:
        terms = check_terms(pack_in_force(), "GP-n.1")
    except Conflict:  # the rules cannot be used just now: what people owe is still shown
        return USUAL_DAYS
    return int(terms.parameters["days"]) if terms else USUAL_DAYS


def is_short_with_reason(activity: Activity) -> bool:
    """Did it open for less time than usual, is it still so, and is the reason published?"""
    if not activity.short_period_because.strip() or activity.opens_on is None or activity.closes_on is None:
        return False
    return (activity.closes_on - activity.opens_on).days < usual_days()


def rationale_reviews(activity: Activity) -> QuerySet[RationaleReview]:
    """What reviewers said of the reason, the newest first, each with `body_name`: the first one counts."""
    rows = RationaleReview.objects.filter(activity=activity).annotate(body_name=F("body__name"))
    return rows.order_by("-at", "-id")[:20]


def rationales_to_review(account: Any) -> QuerySet[Activity]:
    """Shorter periods whose reason nobody has looked at yet and this account may: never of a body of its own."""
    held = Role.objects.filter(account=account, ended_at__isnull=True).exclude(role="independent_reviewer")
    own, refs = held.exclude(partner=None).values("partner"), held.exclude(activity_ref="").values("activity_ref")
    live = JointLead.objects.filter(accepted_on__isnull=False, left_on__isnull=True)
    joined = live.filter(activity=OuterRef("pk"))
    bodies = partners_for(account, "review_rationale").exclude(pk=OuterRef("lead"))
    outside = bodies.exclude(Exists(live.filter(activity=OuterRef(OuterRef("pk")), partner=OuterRef("pk"))))
    rows = Activity.objects.exclude(short_period_because="").exclude(stage__in=OVER)
    rows = rows.filter(closes_on__lt=F("opens_on") + timedelta(days=usual_days()))
    rows = rows.filter(Exists(outside)).exclude(lead__in=own).exclude(Exists(joined.filter(partner__in=own)))
    rows = rows.exclude(public_id__in=refs).exclude(owner=account)
    rows = rows.exclude(Exists(Approval.objects.filter(activity=OuterRef("pk"), by=account)))
    return rows.exclude(Exists(RationaleReview.objects.filter(activity=OuterRef("pk"))))
