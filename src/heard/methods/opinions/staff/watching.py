"""What looks odd among the votes: what was seen, the picture with and without, and what a moderator makes of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.activities.staff.opening import officer
from heard.ground import clock
from heard.ground.refusal import ask
from heard.methods.opinions import access, queries
from heard.methods.opinions.actions import judge_honest, look_for_odd_votes, propose_leaving_out_votes
from heard.methods.opinions.forms.watching import HONEST, JudgeForm
from heard.methods.opinions.models import Suspicion
from heard.methods.opinions.queries.watching import (
    exclusion_of,
    sources_of,
    suspicion_for_staff,
    suspicions_of,
    with_and_without,
)
from heard.methods.opinions.staff.opening import page, wrong
from heard.methods.opinions.views.showing import compared

MOST = 200


@login_required
def watch(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Everything that looked odd in a strand; the button looks now instead of tonight."""
    strand = queries.strand_for_staff(strand_id)
    ask(access.may_watch(officer(request), strand))
    if request.method == "POST":
        new = len(look_for_odd_votes(strand=strand, by=officer(request), at=clock.now()))
        told = ngettext("%(n)d thing to look at is new.", "%(n)d things to look at are new.", new) % {"n": new}
        messages.success(request, told if new else _("Nothing new looks odd."))
        return redirect("opinions:watch", strand_id)
    return page(request, "watch", strand, rows=list(suspicions_of(strand)[:MOST]))


@login_required
def suspicion(request: HttpRequest, suspicion_id: str) -> HttpResponse:
    """One report: why, how many, from how many places, and what the map looks like without them."""
    one = suspicion_for_staff(suspicion_id)
    strand = one.opinions.strand
    ask(access.may_watch(officer(request), strand))
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _judged(request, one, form)
    whole, without = with_and_without(one)
    return page(
        request, "suspicion", strand, one=one, form=form, sources=sources_of(one), exclusion=exclusion_of(one),
        compared=compared(strand, whole, without), may_judge=access.may_judge(officer(request), strand),
        is_waiting=one.state == Suspicion.State.WAITING, status=wrong(form),
    )  # fmt: skip


def _judged(request: HttpRequest, one: Suspicion, form: JudgeForm) -> HttpResponse:
    given, by, now = form.cleaned_data, officer(request), clock.now()
    if given["verdict"] == HONEST:
        judge_honest(suspicion=one, because=given["because"], by=by, at=now)
        messages.success(request, _("They count. What you found is kept with it."))
    else:
        propose_leaving_out_votes(
            suspicion=one, reason=given["reason"], because=given["because"], by=by, at=now
        )  # fmt: skip
        messages.success(request, _("Proposed. They count until somebody from another team has approved."))
    return redirect("opinions:suspicion", one.public_id)
