"""Officers' page while people take part: who does, who is missing, what is done about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.models import Activity
from heard.activities.staff.opening import officer
from heard.evaluation import access, actions, queries
from heard.evaluation.forms import AcceptForm, MeasureForm, SettleForm
from heard.evaluation.models import ReachAction
from heard.evaluation.staff.opening import opened, page
from heard.evaluation.views.tables import pictures
from heard.ground import clock
from heard.ui.parts import Head


@login_required
def taking_part(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part so far, who is missing."""
    return _page(request, opened(request, slug))


@login_required
@require_POST
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Count anew, if enough people have come since."""
    activity = opened(request, slug)
    actions.release_reading(activity=activity, by=officer(request), at=clock.now())
    messages.success(request, _("Counted anew, and published."))
    return redirect("evaluation:staff_taking_part", slug)


@login_required
@require_POST
def measure(request: HttpRequest, slug: str, group_id: int) -> HttpResponse:
    """Say by which answers a group is recognised."""
    activity = opened(request, slug)
    group, form = get_object_or_404(activity.groups, pk=group_id), MeasureForm(request.POST)
    if not form.is_valid():
        return _page(request, activity, measure_form=form, measured=group)
    actions.measure_group(group=group, by=officer(request), at=clock.now(), **form.measure())
    messages.success(request, _("Kept. The next count uses it."))
    return redirect("evaluation:staff_taking_part", slug)


@login_required
@require_POST
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Take on something to reach whoever is missing."""
    activity, form = opened(request, slug), AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, activity, accept_form=form)
    actions.accept_action(activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Taken on. Everyone can see it."))
    return redirect("evaluation:staff_taking_part", slug)


@login_required
@require_POST
def settle(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say what came of it."""
    activity, form = opened(request, slug), SettleForm(request.POST)
    action = get_object_or_404(ReachAction.objects.select_related("activity"), activity=activity, public_id=public_id)
    if not form.is_valid():
        return _page(request, activity, settle_form=form, settling=action)
    actions.settle_action(action=action, by=officer(request), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Kept."))
    return redirect("evaluation:staff_taking_part", slug)


def _page(request: HttpRequest, activity: Activity, **wrong: Any) -> HttpResponse:
    missing = queries.who_is_missing(activity, clock.today())
    settling = wrong.pop("settling", None)
    raised, again = queries.looked_on(activity)
    context: dict[str, Any] = {
        "missing": missing,
        "heads": [_("Group"), Head(_("Hoped for"), number=True), _("Reached so far"), _("Measure")],
        "pictures": pictures(missing.reading),
        "done": list(queries.reach_actions(activity)),
        "raised": raised,
        "again": again,
        "may_watch": access.may_watch(request.user, activity),
        "measure_form": MeasureForm(),
        "accept_form": AcceptForm(initial=_suggested(missing, request.GET.get("take", ""))),
        "settle_form": SettleForm(),
        "settling": settling.public_id if settling else request.GET.get("settle", ""),
        "measuring": request.GET.get("measure", ""),
    }
    return page(request, activity, "staff_taking_part.html", "staff_taking_part", **(context | wrong))


def _suggested(missing: queries.Missing, slug: str) -> dict[str, str]:
    """The suggestion that was chosen, written into the form."""
    rows = [*missing.suggestions, *((each.target.name, one) for each in missing.reached for one in each.suggestions)]
    for about, each in rows:
        if each.slug == slug:
            return {"about": about, "words": f"{each.words} {each.where}".strip(), "suggestion": each.slug}
    return {}
