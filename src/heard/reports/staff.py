"""Officers' side of reports: write it anew, put words beside it; have a record made now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.access import may_read_plans
from heard.activities.models import Activity
from heard.activities.queries import activity_for_staff
from heard.ground import clock
from heard.ground.refusal import ask
from heard.people.access import StaffRequest
from heard.people.models import Partner
from heard.reports import access, actions, queries
from heard.reports.forms import WordsForm


@login_required
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The sections, what stands in each, and where words can be put beside them."""
    activity = _opened(request, slug)
    written = queries.report_of(activity)
    heads = [_("Section"), _("From the record"), _("Your words"), _("Change")]
    context = {"sections": queries.shown_report(activity, written), "report": written, "heads": heads}
    return _shown(request, "reports/staff_report.html", activity, context)


@login_required
@require_POST
def write(request: StaffRequest, slug: str) -> HttpResponse:
    """Write it anew from the record."""
    activity = _opened(request, slug)
    actions.write_report(activity=activity, by=request.user, at=clock.now())
    messages.success(request, _("Written anew from the record. Your own words were left as they are."))
    return redirect("reports:staff_report", slug)


@login_required
def words(request: StaffRequest, slug: str, section: str) -> HttpResponse:
    """Words beside one section."""
    activity = _opened(request, slug)
    ask(access.may_write(request.user, activity))
    shown = {one.slug: one for one in queries.shown_report(activity, queries.report_of(activity))}
    if section not in shown:
        raise Http404(_("The report has no such section."))
    form = WordsForm(request.POST or None, initial={"words": shown[section].words})
    if request.method == "POST" and form.is_valid():
        actions.say_beside(
            activity=activity, section=section, words=form.cleaned_data["words"], by=request.user, at=clock.now()
        )
        messages.success(request, _("Kept."))
        return redirect("reports:staff_report", slug)
    context = {"section": shown[section], "form": form}
    return _shown(request, "reports/words.html", activity, context, status=422 if form.errors else 200)


@login_required
@require_POST
def make_record(request: StaffRequest, slug: str, year: int) -> HttpResponse:
    """Have the record made now."""
    partner = get_object_or_404(Partner, slug=slug)
    actions.ask_for_record(partner=partner, year=year, by=request.user, at=clock.now())
    messages.success(request, _("It is being made. This page shows how far it is."))
    return redirect("reports:record_of", slug, year)


def _opened(request: HttpRequest, slug: str) -> Activity:
    ask(may_read_plans(request.user))
    return activity_for_staff(slug)


def _shown(
    request: HttpRequest, template: str, activity: Activity, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    here = reverse("reports:staff_report", args=[activity.slug])
    verdict = access.may_write(request.user, activity)
    whole = {"activity": activity, "plan": activity.plan, "current_page": here, "may_write": verdict, **context}
    return render(request, template, whole, status=status)
