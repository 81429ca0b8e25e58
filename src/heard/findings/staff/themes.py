"""The code frame: themes described, merged, set aside; codings taken over from a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from heard.activities.models import Activity, Group
from heard.findings import access, actions
from heard.findings.forms import BecauseForm, ImportForm, MergeForm, ThemeForm
from heard.findings.models import Theme
from heard.findings.queries.standard import themes_planned
from heard.findings.queries.tally import theme_counts
from heard.findings.staff.opening import desk, reader, shown
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.ui.parts import Head


@desk
def themes(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Every theme with its counts, and a form for a new one."""
    form = ThemeForm(request.POST or None, groups=Group.objects.filter(activity=activity))
    if request.method == "POST" and form.is_valid() and _kept(form, activity, reader(request)):
        return HttpResponseRedirect(request.path)
    context = {
        "form": form,
        "counts": theme_counts(activity),
        "heads": _heads(),
        "allowed": access.may_code(request.user, activity),
        "planned": themes_planned(activity),
    }
    return shown(request, "themes.html", activity, context, status=422 if form.errors else 200)


@require_POST
@desk
def planned_themes(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Put the themes that the plan starts from on the list: one click."""
    made = actions.start_from_plan(activity=activity, by=reader(request), at=clock.now())
    said = ngettext("%(n)d theme of the plan is on the list.", "%(n)d themes of the plan are on the list.", len(made))
    messages.success(request, said % {"n": len(made)})
    back = "findings:coding" if request.POST.get("then") == "coding" else "findings:themes"
    return HttpResponseRedirect(reverse(back, args=[activity.slug]))


def _heads() -> list[Head]:
    numbers = [Head(_("Contributions"), number=True), Head(_("Of those read"), number=True)]
    return [Head(_("Theme")), Head(_("Key")), *numbers, Head(_("Raised by")), Head(_("What became of it"))]


def _kept(form: ThemeForm, activity: Activity, by: Any) -> bool:
    try:
        actions.make_theme(activity=activity, by=by, at=clock.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error("name", f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    return form.is_valid()


@desk
def theme(request: HttpRequest, activity: Activity, theme_id: str) -> HttpResponse:
    """One theme: rename, describe, say who raised it; merge it, set it aside or remove it."""
    one = _theme(activity, theme_id)
    groups = Group.objects.filter(activity=activity)
    said = {"name": one.name, "description": one.description, "groups": [link.group_id for link in one.raised_by.all()]}
    form = ThemeForm(request.POST or None, initial=said, groups=groups)
    if request.method == "POST" and form.is_valid() and _edited(form, one, reader(request)):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("findings:themes", args=[activity.slug]))
    context = {
        "theme": one,
        "form": form,
        "merge": MergeForm(themes=Theme.objects.filter(activity=activity).exclude(pk=one.pk)),
        "because": BecauseForm(initial={"because": one.not_taken_because}),
        "allowed": access.may_code(request.user, activity),
    }
    return shown(request, "theme.html", activity, context, status=422 if form.errors else 200)


def _edited(form: ThemeForm, one: Theme, by: Any) -> bool:
    try:
        actions.edit_theme(theme=one, by=by, at=clock.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error("name", f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    return form.is_valid()


@require_POST
@desk
def theme_merge(request: HttpRequest, activity: Activity, theme_id: str) -> HttpResponse:
    """Put everything under another theme."""
    one = _theme(activity, theme_id)
    form = MergeForm(request.POST, themes=Theme.objects.filter(activity=activity).exclude(pk=one.pk))
    if not form.is_valid():
        raise Refused(_("Choose the theme to merge it with."))
    into = actions.merge_themes(theme=one, into=form.cleaned_data["into"], by=reader(request), at=clock.now())
    messages.success(request, _("Everything is now under “%(name)s”.") % {"name": into.name})
    return HttpResponseRedirect(reverse("findings:themes", args=[activity.slug]))


@require_POST
@desk
def theme_drop(request: HttpRequest, activity: Activity, theme_id: str) -> HttpResponse:
    """Remove an empty theme."""
    actions.drop_theme(theme=_theme(activity, theme_id), by=reader(request), at=clock.now())
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(reverse("findings:themes", args=[activity.slug]))


@require_POST
@desk
def theme_aside(request: HttpRequest, activity: Activity, theme_id: str) -> HttpResponse:
    """List a theme as not taken further, with the reason."""
    because = request.POST.get("because", "").replace("\x00", "")
    actions.set_theme_aside(theme=_theme(activity, theme_id), because=because, by=reader(request), at=clock.now())
    messages.success(request, _("Listed as not taken further. The reason is published with the findings."))
    return HttpResponseRedirect(reverse("findings:staff_findings", args=[activity.slug]))


@require_POST
@desk
def theme_up(request: HttpRequest, activity: Activity, theme_id: str) -> HttpResponse:
    """Take a theme off that list."""
    actions.take_theme_up(theme=_theme(activity, theme_id), by=reader(request), at=clock.now())
    return HttpResponseRedirect(reverse("findings:staff_findings", args=[activity.slug]))


@desk
def import_codings(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Codings from a CSV file: first tried, then taken over; every refused row with its reason."""
    form = ImportForm(request.POST or None, request.FILES or None)
    done = None
    if form.is_valid():
        done = actions.code_many(
            activity=activity,
            rows=form.cleaned_data["file"],
            by=reader(request),
            at=clock.now(),
            provenance=str(getattr(request.FILES["file"], "name", ""))[:200],
            dry=form.cleaned_data["dry"],
        )
    context = {
        "form": form,
        "done": done,
        "heads": [_("Row"), _("Why")],
        "allowed": access.may_code(request.user, activity),
        "most": 200,
    }
    return shown(request, "import.html", activity, context, status=422 if form.errors else 200)


def _theme(activity: Activity, theme_id: str) -> Theme:
    found = Theme.objects.filter(activity=activity, public_id=theme_id).select_related("activity").first()
    if found is None:
        raise Http404(_("There is no such theme here."))
    return found
