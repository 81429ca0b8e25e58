"""Whether the reason for a shorter period is good enough: read by all who may read plans, said by a reviewer (GP-n)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities import access as plans
from heard.activities.models import Activity
from heard.activities.queries import activity_for_staff
from heard.compact import access, actions, forms, queries
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.people.access import StaffRequest


@login_required
@never_cache
def rationale(request: StaffRequest, slug: str) -> HttpResponse:
    """The reason as it was published, what reviewers said of it, and the form for who may."""
    ask(plans.may_read_plans(request.user))
    activity = activity_for_staff(slug)
    form = forms.RationaleAnswer(request.POST or None)
    if request.method == "POST" and _kept(form, activity, request):
        messages.success(request, _("Kept, and public. The lead is told."))
        return redirect("compact:rationale", slug=slug)
    short = queries.is_short_with_reason(activity)
    context = {
        "activity": activity,
        "short": short,
        "usual": queries.usual_days(),
        "days": (activity.closes_on - activity.opens_on).days if activity.opens_on and activity.closes_on else None,
        "reviews": list(queries.rationale_reviews(activity)),
        "form": form,
        "may": access.may_review_rationale(request.user, activity) if short else None,
    }
    return render(request, "compact/rationale.html", context, status=422 if request.method == "POST" else 200)


def _kept(form: forms.RationaleAnswer, activity: Activity, request: StaffRequest) -> bool:
    ask(access.may_review_rationale(request.user, activity))
    if not form.is_valid():
        return False
    try:
        actions.review_rationale(activity=activity, by=request.user, at=clock.now(), **form.said())
    except Refused as refused:
        form.add_error("why", f"{refused.verdict.why} {refused.verdict.way_forward}".strip())
    return form.is_valid()
