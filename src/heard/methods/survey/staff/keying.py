"""Keying in what came on paper, by phone, by letter or in person: dense, by keyboard, one after the other."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from heard.activities.actions import Received, codes_for
from heard.activities.models import Strand
from heard.activities.queries import contribution_by_trace
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.methods.survey import access
from heard.methods.survey.actions import keep_answers
from heard.methods.survey.forms.answers import AboutYou, AnswersForm
from heard.methods.survey.forms.keying import CameIn, KeyedReply
from heard.methods.survey.queries import days_open, monitoring_bank, questionnaire
from heard.methods.survey.staff.opening import officer, opened, shown
from heard.methods.survey.views.shown import next_steps


@login_required
@never_cache
def key_in(request: HttpRequest, strand_id: str) -> HttpResponse:
    """One response on one page. Channel and date of the last one are filled in for the next."""
    strand = opened(request, strand_id)
    ask(access.may_key_in(request.user, strand))
    forms = _forms(request, strand)
    key = request.POST.get("entry_key", "")[:60] or secrets.token_urlsafe(24)
    if request.method == "POST" and _valid(forms):
        try:
            received = _keep(request, strand, forms, key)
        except Refused as refusal:
            forms["came"].add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            _remember(request, strand, forms["came"], key, received)
            return HttpResponseRedirect(_onward(request, strand, received))
    last = request.session.get(_name(strand), {}) if request.GET.get("next") else {}
    code = codes_for(strand, last["key"])[0] if last.get("key") else ""
    wrong = any(form.is_bound and form.errors for form in forms.values())
    return shown(request, "key_in.html", strand, **forms, key=key, last_code=code, status=422 if wrong else 200)


@login_required
@never_cache
def keyed(request: HttpRequest, strand_id: str, trace_id: str) -> HttpResponse:
    """The receipt of the response that was just keyed in: to read out, or to print and post."""
    strand = opened(request, strand_id)
    ask(access.may_key_in(request.user, strand))
    last = request.session.get(_name(strand), {})
    code, secret = codes_for(strand, last["key"]) if last.get("trace") == trace_id else ("", "")
    contribution = contribution_by_trace(trace_id)
    answer = shown(
        request,
        "keyed.html",
        strand,
        contribution=contribution,
        code=code,
        secret=secret,
        steps=next_steps(strand.activity),
    )
    answer["Cache-Control"] = "no-store, private"
    return answer


def _forms(request: HttpRequest, strand: Strand) -> dict[str, Any]:
    data = request.POST if request.method == "POST" else None
    asked = questionnaire(strand)
    last = request.session.get(_name(strand), {})
    policy = strand.activity.plan.late_response_policy
    return {
        "came": CameIn(
            days_open(strand),
            clock.today(),
            policy,
            data,
            initial={"channel": last.get("channel", ""), "received_on": last.get("received_on", "")},
        ),
        "answers": AnswersForm(asked.questions, data, enforce=False),
        "reply": KeyedReply(data),
        "about": AboutYou(monitoring_bank() if asked.asks_monitoring else (), data),
    }


def _valid(forms: dict[str, Any]) -> bool:
    """Whether every form is right; each is asked, so that all that is wrong shows at once."""
    return sum(form.is_valid() for form in forms.values()) == len(forms)


def _keep(request: HttpRequest, strand: Strand, forms: dict[str, Any], key: str) -> Received:
    came, at = forms["came"], clock.now()
    return keep_answers(
        strand=strand,
        given=forms["answers"].given(),
        channel=came.cleaned_data["channel"],
        by=officer(request),
        at=at,
        entry_key=f"keyed:{key}",
        received_at=came.received_at(at),
        may_quote=forms["reply"].cleaned_data["may_quote"],
        on_behalf_of=came.cleaned_data["on_behalf_of"],
        provenance=came.cleaned_data["serial"] and f"serial:{came.cleaned_data['serial']}",
        reply_to=forms["reply"].reply_to(),
        monitoring=forms["about"].answers(),
    )


def _remember(request: HttpRequest, strand: Strand, came: CameIn, key: str, received: Received) -> None:
    request.session[_name(strand)] = {
        "channel": came.cleaned_data["channel"],
        "received_on": came.cleaned_data["received_on"].isoformat(),
        "key": f"keyed:{key}",
        "trace": received.contribution.trace_id,
    }


def _onward(request: HttpRequest, strand: Strand, received: Received) -> str:
    if request.POST.get("go") == "next":
        return reverse("survey:key_in", args=[strand.public_id]) + "?next=1"
    return reverse("survey:keyed", args=[strand.public_id, received.contribution.trace_id])


def _name(strand: Strand) -> str:
    return f"keyed:{strand.public_id}"
