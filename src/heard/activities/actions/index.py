"""Announced activities can be found by their words."""

from __future__ import annotations

from django.urls import reverse

from heard.activities.models import Activity, Plan
from heard.search.actions import put


def index_activity(*, activity: Activity) -> None:
    """Put an announced activity into the search, or bring its entry up to date. Part of the caller's transaction."""
    plan = Plan.objects.filter(activity=activity).first()
    place = activity.places.order_by("kind", "name").values_list("name", flat=True).first()
    said = [activity.title, *activity.topics]
    if plan:
        said += [plan.purpose, plan.audience, *plan.open_matters, plan.influence_statement, plan.decision_maker]
    put(
        ref=f"activity:{activity.public_id}",
        kind="activity",
        title=activity.title,
        extract=plan.purpose if plan else "",
        url=reverse("activities:take_part", args=[activity.slug]),
        text="\n".join(said),
        at=activity.stage_at,
        place=place or "",
        activity_ref=activity.public_id,
    )
