"""Exclusions: proposed, decided by a second team, told, appealed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused
from heard.people import access, actions, queries
from heard.people.access import StaffRequest
from heard.people.forms import AppealForm, BecauseForm, OutcomeForm, ProposeForm, TellForm
from heard.people.models import Exclusion

# What may be done in each state: the button's value, its form, the action.
STEPS: dict[str, list[tuple[str, type[Form], Any]]] = {
    "proposed": [("approve", Form, actions.approve_exclusion), ("refuse", BecauseForm, actions.refuse_exclusion)],
    "approved": [("tell", TellForm, actions.tell_excluded)],
    "in_force": [("appeal", AppealForm, actions.appeal_exclusion)],
    "appealed": [("decide", OutcomeForm, actions.decide_appeal)],
}


@login_required
def exclusions(request: StaffRequest) -> HttpResponse:
    """What waits for somebody first; `?all=1` for everything."""
    every = request.GET.get("all") == "1"
    rows = queries.exclusions_seen_by(request.user)
    rows = rows if every else queries.waiting(rows)
    page = page_of(rows, order=("-proposed_at", "-id"), after=request.GET.get("after", ""), size=30)
    heads = [_("What"), _("Reason"), _("How it stands"), _("Proposed")]
    return render(request, "people/staff_exclusions.html", {"page": page, "every": every, "heads": heads})


@login_required
def propose(request: StaffRequest) -> HttpResponse:
    """Propose that something is left out. Nothing happens to it yet."""
    form = ProposeForm(request.POST or None, partners=access.partners_for(request.user, "propose_exclusion"))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose_exclusion(by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.verdict.why)
        else:
            messages.success(request, _("Proposed. Nothing happens until someone from another team has approved."))
            return redirect("people:staff_exclusion", made.public_id)
    return render(request, "people/staff_propose.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def exclusion(request: StaffRequest, public_id: str) -> HttpResponse:
    """One exclusion: how it stands, and what may be done next."""
    found = queries.exclusion_seen_by(request.user, public_id)
    asked = request.POST.get("step", "")
    forms = {}
    for step, form_class, action in STEPS.get(found.state, []):
        form = forms[step] = form_class(request.POST if asked == step else None, prefix=step)
        if asked == step and form.is_valid():
            try:
                action(exclusion=found, by=request.user, at=clock.now(), **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.verdict.why)
            else:
                messages.success(request, _("Recorded."))
                return redirect("people:staff_exclusion", public_id)
    slots = {"exclusion": found, "forms": forms, **_verdicts(request.user, found)}
    slots |= {"link": queries.appeal_path(found), "site": settings.SITE_URL, "steps": queries.exclusion_steps(found)}
    return render(request, "people/staff_exclusion.html", slots | _reach(request.user, found))


def _reach(viewer: Any, found: Exclusion) -> dict[str, Any]:
    """Where the person asked to be told, while they have yet to be, for those who may see addresses here."""
    if found.state != "approved" or found.kind != "contribution":
        return {}
    allowed = access.may(viewer, "see_addresses", partner=found.partner_id, activity_ref=found.activity_ref)
    return {"may_reach": allowed, "reach": queries.addresses_left_with(found.reference) if allowed else []}


def _verdicts(viewer: Any, found: Exclusion) -> dict[str, Any]:
    return {
        "may_approve": access.may_approve_exclusion(viewer, found) if found.state == "proposed" else None,
        "may_decide": access.may_decide_appeal(viewer, found) if found.state == "appealed" else None,
        "is_mine": found.proposed_by_id == viewer.pk,
    }
