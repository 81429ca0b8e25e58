"""More time, and who changed what."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities import access, actions, queries
from heard.activities.forms import ExtendForm
from heard.activities.staff import opening, telling
from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused


@login_required
def extend(request: HttpRequest, slug: str) -> HttpResponse:
    """Give people longer, with a reason that every page shows."""
    activity = opening.opened(request, slug)
    form = ExtendForm(request.POST or None, activity=activity)
    if form.is_bound and form.is_valid():
        try:
            actions.extend(activity=activity, by=opening.officer(request), at=clock.now(), **form.cleaned_data)
            messages.success(request, _("People have longer now; every page says why, and they are told."))
            return HttpResponseRedirect(reverse("activities:extend", args=[activity.slug]) + "#told")
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    context = {
        "form": form,
        "may": access.may_extend(request.user, activity),
        "heading": _("Give people longer"),
        "button": _("Move the closing day"),
        "lead": _("The closing day only moves later. The reason is a notice on every page, and stays in the record."),
        "changes": list(queries.extensions_of(activity)),
        **telling.so_far(request, activity),
    }
    return opening.shown(request, "plan/longer.html", activity, context, status=opening.answered(form))


@login_required
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed which field of the plan and when, from the audit; the newest first."""
    activity = opening.opened(request, slug)
    page = page_of(queries.changes_of(activity), order=("-id",), after=request.GET.get("after", ""), size=30)
    lines = queries.told_changes(page.items)
    return opening.shown(request, "plan/history.html", activity, {"page": page, "lines": lines})
