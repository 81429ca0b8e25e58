"""The stakeholder map: invite, send again, and propose a removal (which two people decide)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities import access, actions
from heard.activities.forms import ExclusionForm, InviteForm, ResendForm
from heard.activities.models import Activity, Stakeholder
from heard.activities.staff import opening
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.people.models import Account


@login_required
def stakeholders(request: HttpRequest, slug: str) -> HttpResponse:
    """The same page as the plan's."""
    return HttpResponseRedirect(reverse("activities:plan_page", args=[slug, "stakeholders"]))


def page(request: HttpRequest, activity: Activity, context: dict[str, Any]) -> HttpResponse:
    """Everyone on the map, and a form to invite one more."""
    form = InviteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.add_stakeholder(activity=activity, by=opening.officer(request), at=clock.now(), **form.cleaned_data)
            return opening.saved(request, True, opening.next_address(request, activity, "stakeholders"))
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    there = activity.stakeholders.filter(removed_at__isnull=True).order_by("pk")
    shown = {**context, "form": form, "rows": there, "may_invite": access.may_invite(request.user, activity)}
    return opening.shown(request, "plan/stakeholders.html", activity, shown, status=opening.answered(form))


@login_required
def stakeholder(request: HttpRequest, slug: str, stakeholder_id: str) -> HttpResponse:
    """One of them: send the invitation again, or propose a removal with a listed reason."""
    activity = opening.opened(request, slug)
    one = activity.stakeholders.filter(public_id=stakeholder_id, removed_at__isnull=True).first()
    if one is None:
        raise Http404(_("There is no such stakeholder."))
    back = reverse("activities:plan_page", args=[slug, "stakeholders"])
    resend = ResendForm(request.POST if "resend" in request.POST else None, initial={"email": one.email})
    form = ExclusionForm(request.POST if "remove" in request.POST else None)
    by, at = opening.officer(request), clock.now()
    pressed = resend if resend.is_bound else form
    if pressed.is_bound and pressed.is_valid():
        try:
            messages.success(request, _done(one, pressed, by, at))
            return HttpResponseRedirect(back)
        except Refused as refusal:
            pressed.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    context = {
        "form": form,
        "resend": resend,
        "stakeholder": one,
        "back": back,
        "may_invite": access.may_invite(request.user, activity),
        "may_exclude": access.may_propose_exclusion(request.user, activity),
    }
    return opening.shown(request, "plan/stakeholder.html", activity, context, status=opening.answered(pressed))


def _done(one: Stakeholder, form: ResendForm | ExclusionForm, by: Account, at: datetime) -> str:
    if isinstance(form, ResendForm):
        actions.invite_stakeholder(stakeholder=one, by=by, at=at, email=form.cleaned_data["email"])
        return _("The invitation is on its way. Older links no longer work.")
    actions.propose_removal(stakeholder=one, by=by, at=at, **form.cleaned_data)
    return _("Proposed. Somebody from another team decides, and they are told.")
