"""The findings desk: from themes to statements, with what is missing in red."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.models import Activity, Strand
from heard.findings import access, actions
from heard.findings.forms import BecauseForm, FindingForm, NewFindingForm
from heard.findings.models import Finding, Theme
from heard.findings.queries import writing as queries
from heard.findings.queries.policy import floor_percent
from heard.findings.queries.tally import theme_counts
from heard.findings.staff.opening import desk, reader, shown
from heard.findings.views import heard_page
from heard.ground import clock
from heard.ground.refusal import Refused

HERE = "findings:staff_findings"


@desk
def findings(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Everything that stands between what came in and publication."""
    floor = floor_percent()
    counts = theme_counts(activity)
    context = {
        "allowed": access.may_write(request.user, activity),
        "findings": queries.findings_on_desk(activity),
        "buried": [each for each in counts if each.is_buried(floor)],
        "aside": [each for each in counts if each.theme.not_taken_because],
        "below": [each for each in counts if each.contributions and not each.is_answered and not each.is_buried(floor)],
        "floor": floor,
        "because": BecauseForm(auto_id=False),
        "reconciliation": queries.reconciliation_table(activity),
    }
    return shown(request, "findings.html", activity, context, current=HERE)


@desk
def new_finding(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Write a finding; `?theme=` starts it from a theme."""
    form = _form(NewFindingForm, request, activity, initial={"themes": request.GET.getlist("theme")})
    if form.is_valid():
        made = actions.write_finding(activity=activity, by=reader(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Written. Now choose what stands behind it."))
        return HttpResponseRedirect(reverse("findings:evidence", args=[activity.slug, made.public_id]))
    context = {"form": form, "stances": queries.stances_of(activity), "finding": None}
    return shown(request, "finding_edit.html", activity, context, current=HERE, status=_status(form))


@desk
def one_finding(request: HttpRequest, activity: Activity, finding_id: str) -> HttpResponse:
    """Change a finding, see its base counted, look at its evidence."""
    finding = queries.finding_on_desk(activity, finding_id)
    said: dict[str, Any] = {
        name: getattr(finding, name) for name in ("statement", "range_of_views", "source", "limits")
    }
    said["themes"] = [theme.public_id for theme in finding.themes.all()]
    said["strands"] = [strand.public_id for strand in finding.strands.all()]
    form = _form(FindingForm, request, activity, initial=said)
    if form.is_valid():
        actions.edit_finding(finding=finding, by=reader(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse(HERE, args=[activity.slug]))
    context = {
        "form": form,
        "finding": finding,
        "stances": queries.stances_of(activity),
        "allowed": access.may_write(request.user, activity),
    }
    return shown(request, "finding_edit.html", activity, context, current=HERE, status=_status(form))


@require_POST
@desk
def remove_finding(request: HttpRequest, activity: Activity, finding_id: str) -> HttpResponse:
    """Remove a draft."""
    finding = queries.finding_on_desk(activity, finding_id)
    actions.drop_finding(finding=finding, by=reader(request), at=clock.now())
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(reverse(HERE, args=[activity.slug]))


@require_POST
@desk
def order(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Move one finding up or down: `move` is "up:<id>" or "down:<id>"."""
    way, _colon, ref = request.POST.get("move", "").partition(":")
    refs = list(Finding.objects.filter(activity=activity).values_list("public_id", flat=True))
    if ref not in refs or way not in ("up", "down"):
        raise Refused(_("The findings have changed since you opened this page. Look at them again."))
    place = refs.index(ref)
    other = max(place - 1, 0) if way == "up" else min(place + 1, len(refs) - 1)
    refs[place], refs[other] = refs[other], refs[place]
    actions.reorder_findings(activity=activity, order=refs, by=reader(request), at=clock.now())
    return HttpResponseRedirect(reverse(HERE, args=[activity.slug]) + f"#finding-{ref}")


@desk
def preview(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The public page as it would be if it were published now."""
    return render(request, "findings/heard.html", heard_page(activity, draft=True))


def _form(kind: type[FindingForm], request: HttpRequest, activity: Activity, *, initial: dict[str, Any]) -> FindingForm:
    return kind(
        request.POST or None,
        initial=initial,
        themes=Theme.objects.filter(activity=activity),
        strands=Strand.objects.filter(activity=activity),
    )


def _status(form: FindingForm) -> int:
    return 422 if form.is_bound and form.errors else 200
