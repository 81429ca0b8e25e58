"""The plan's short pages. Those with plain fields share one view; the others have their own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.activities import access, actions, queries
from heard.activities.forms import FORMS, PeopleForm, groups_formset
from heard.activities.models import Activity
from heard.activities.staff import beside, opening, signing, stakeholders, voluntary, ways
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.rules.calendar import duration_days, holiday_overlaps
from heard.rules.record import USUAL_DAYS

HOLIDAY_DAYS = 14  # what the Compact asks for beyond the usual days (GP-n.2); the gates say what counts


@login_required
def plan_page(request: HttpRequest, slug: str, page: str) -> HttpResponse:
    """One short page of the plan, to read and (with the role for it) to write."""
    activity = opening.opened(request, slug)
    if page not in queries.PAGES:
        raise Http404(_("The plan has no such page."))
    if own := OWN_VIEW.get(page):
        return own(request, activity)
    form = FORMS[page](request.POST or None, activity=activity)
    if form.is_bound and "check" not in request.POST and form.is_valid():
        try:
            changed = actions.edit_plan(
                activity=activity, changes=form.changes(), by=opening.officer(request), at=clock.now(), page=page
            )
            return opening.saved(request, changed, opening.next_address(request, activity, page))
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    context = {**on_page(request, activity, page), "form": form, **(_lengths(form) if page == "dates" else {})}
    if page == "dates" and request.headers.get("HX-Request"):
        return opening.shown(request, "plan/how_long.html", activity, context)
    return opening.shown(request, "plan/page.html", activity, context, status=opening.answered(form))


def on_page(request: HttpRequest, activity: Activity, page: str) -> dict[str, Any]:
    """What every page of the plan shows: its place among the others, and whether this officer may write on it."""
    names = list(queries.PAGES)
    return {
        "page": page,
        "page_label": queries.PAGES[page],
        "number": names.index(page) + 1,
        "of": len(names),
        "pages": opening.pages_of_plan(activity),
        "may_edit": access.may_edit_plan(request.user, activity),
    }


def groups(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Who is affected: a group on each line, and why none is seldom heard if none is."""
    there = list(activity.groups.all())
    form = PeopleForm(request.POST or None, activity=activity)
    formset = groups_formset(request.POST or None, there)
    if form.is_bound and form.is_valid() and formset.is_valid():
        try:
            return _save_groups(request, activity, form, formset)
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    context = {**on_page(request, activity, "people"), "form": form, "formset": formset}
    wrong = opening.answered(form) == 422 or opening.answered(formset) == 422
    return opening.shown(request, "plan/people.html", activity, context, status=422 if wrong else 200)


def _save_groups(request: HttpRequest, activity: Activity, form: PeopleForm, formset: Any) -> HttpResponse:
    by, at = opening.officer(request), clock.now()
    actions.set_groups(activity=activity, groups=formset.terms(), removed=formset.removed(), by=by, at=at)
    actions.edit_plan(activity=activity, changes=form.changes(), by=by, at=at, page="people")
    return opening.saved(request, True, opening.next_address(request, activity, "people"))


def _lengths(form: Any) -> dict[str, Any]:
    """How long people would have, and the holidays in it, from the days as they stand in the form."""
    noticed_on, opens_on, closes_on = (_day(form, name) for name in ("noticed_on", "opens_on", "closes_on"))
    notes = []
    if noticed_on and opens_on:
        days = duration_days(noticed_on, opens_on)
        notes.append(ngettext("%(n)d day of notice.", "%(n)d days of notice.", days) % {"n": days})
    if opens_on and closes_on and closes_on >= opens_on:
        days = duration_days(opens_on, closes_on)
        notes.append(ngettext("%(n)d day to answer.", "%(n)d days to answer.", days) % {"n": days})
        if days < USUAL_DAYS:
            notes.append(_("That is shorter than 12 weeks: it needs a published reason (GP-n)."))
        notes += [
            _("%(n)d days fall in %(holiday)s (GP-n).") % {"n": each.days, "holiday": each.name}
            for each in holiday_overlaps(opens_on, closes_on)
            if each.days >= HOLIDAY_DAYS
        ]
    return {"lengths": notes}


def _day(form: Any, name: str) -> date | None:
    if form.is_bound:
        form.is_valid()
        return form.cleaned_data.get(name)
    return form.was.get(name)


OWN_VIEW = {
    "people": groups,
    "options": lambda request, activity: beside.options(request, activity, on_page(request, activity, "options")),
    "evidence": lambda request, activity: beside.evidence(request, activity, on_page(request, activity, "evidence")),
    "readers": lambda request, activity: beside.readers(request, activity, on_page(request, activity, "readers")),
    "law": lambda request, activity: beside.law(request, activity, on_page(request, activity, "law")),
    "leads": lambda request, activity: beside.leads(request, activity, on_page(request, activity, "leads")),
    "voluntary": lambda request, activity: voluntary.page(request, activity, on_page(request, activity, "voluntary")),
    "ways": lambda request, activity: ways.matrix(request, activity, on_page(request, activity, "ways")),
    "stakeholders": lambda request, activity: stakeholders.page(
        request, activity, on_page(request, activity, "stakeholders")
    ),
    "declaration": lambda request, activity: signing.page(request, activity, on_page(request, activity, "declaration")),
}
