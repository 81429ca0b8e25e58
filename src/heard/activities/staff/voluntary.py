"""Voluntary bodies in the plan: who gives what for how much, whether they confirmed it, and whether they were paid."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities import access, actions
from heard.activities.forms import PartForm, PaymentForm, PhoneForm, VoluntaryForm
from heard.activities.models import Activity, VoluntaryPart
from heard.activities.staff import opening
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.people.models import Account

SAID: dict[str, Any] = {
    "terms": gettext_lazy("Saved. If the terms changed, the body is asked again."),
    "phone": gettext_lazy("Noted, in their words."),
    "payment": gettext_lazy("The days are kept. How long it took to pay is public."),
    "again": gettext_lazy("The link is on its way. Older links no longer work."),
    "remove": gettext_lazy("This body takes no part any more."),
}


def page(request: HttpRequest, activity: Activity, context: dict[str, Any]) -> HttpResponse:
    """Do you rely on any, which, and a form to add one."""
    by, at = opening.officer(request), clock.now()
    adding = "body" in request.POST
    form = VoluntaryForm(None if adding else request.POST or None, activity=activity)
    new = PartForm(request.POST if adding else None)
    pressed: Any = new if adding else form
    if pressed.is_bound and pressed.is_valid():
        try:
            if adding:
                actions.add_part(activity=activity, by=by, at=at, **new.cleaned_data)
                return opening.saved(request, True, reverse("activities:plan_page", args=[activity.slug, "voluntary"]))
            changed = actions.edit_plan(activity=activity, changes=form.changes(), by=by, at=at, page="voluntary")
            return opening.saved(request, changed, opening.next_address(request, activity, "voluntary"))
        except Refused as refusal:
            pressed.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    context |= {"form": form, "new": new, "parts": activity.voluntary_parts.filter(removed_at=None)[:50]}
    return opening.shown(request, "plan/voluntary.html", activity, context, status=opening.answered(pressed))


@login_required
def voluntary_part(request: HttpRequest, slug: str, part_id: str) -> HttpResponse:
    """One body: its terms, its own word on them, and its payment."""
    activity = opening.opened(request, slug)
    part = activity.voluntary_parts.filter(public_id=part_id, removed_at=None).first()
    if part is None:
        raise Http404(_("There is no such body in this plan."))
    pressed = request.POST.get("do", "")
    forms = {
        "terms": PartForm(request.POST if pressed == "terms" else None, part=part),
        "phone": PhoneForm(request.POST if pressed == "phone" else None),
        "payment": PaymentForm(request.POST if pressed == "payment" else None, initial=_days(part)),
    }
    form = forms.get(pressed)
    if pressed in SAID and (form is None or form.is_valid()):
        try:
            _done(pressed, part, form, opening.officer(request))
            messages.success(request, str(SAID[pressed]))
            back = reverse("activities:plan_page", args=[slug, "voluntary"])
            return HttpResponseRedirect(back)
        except Refused as refusal:
            said = f"{refusal.verdict.why} {refusal.verdict.way_forward}"
            form.add_error(None, said) if form else messages.error(request, said)
    context = {
        "part": part,
        "forms": forms,
        "may_edit": access.may_edit_plan(request.user, activity),
        "may_pay": access.may_note_payment(request.user, activity),
    }
    status = opening.answered(form) if form else 200
    return opening.shown(request, "plan/voluntary_part.html", activity, context, status=status)


def _days(part: VoluntaryPart) -> dict[str, Any]:
    return {name: getattr(part, name) for name in ("agreed_on", "due_from", "paid_on")}


def _done(pressed: str, part: VoluntaryPart, form: Any, by: Account) -> None:
    at = clock.now()
    if pressed == "terms":
        actions.change_part(part=part, by=by, at=at, **form.cleaned_data)
    elif pressed == "phone":
        actions.acknowledge_by_phone(part=part, by=by, at=at, **form.cleaned_data)
    elif pressed == "payment":
        actions.note_payment(part=part, by=by, at=at, **form.cleaned_data)
    elif pressed == "again":
        actions.ask_body(part=part, by=by, at=at)
    else:
        actions.remove_part(part=part, by=by, at=at)
