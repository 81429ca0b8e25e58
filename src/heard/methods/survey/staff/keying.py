"""Keying in what came on paper, by phone, by letter or in person: dense, by keyboard, one after the other."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.actions import Received, codes_for
from heard.activities.forms.afterwards import AboutYou
from heard.activities.models import Strand
from heard.activities.queries import contribution_by_trace
from heard.activities.queries.days import days_open
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.ground.sending import key_sent
from heard.methods.survey import access
from heard.methods.survey.actions import keep_answers
from heard.methods.survey.actions.paper import entry_key_of, key_form, undo_entry, undo_form
from heard.methods.survey.forms.answers import AnswersForm
from heard.methods.survey.forms.keying import CameIn, KeyedReply
from heard.methods.survey.queries import ENGLISH, offers_of, questionnaire
from heard.methods.survey.queries.paper import form_by_serial, owed_answers
from heard.methods.survey.staff.opening import officer, opened, shown
from heard.methods.survey.staff.remarks import say_passed_over
from heard.methods.survey.views.shown import next_steps
from heard.people.queries.bank import monitoring_bank


@login_required
@never_cache
def key_in(request: HttpRequest, strand_id: str) -> HttpResponse:
    """One response on one page. Channel and date of the last one are filled in for the next."""
    strand = opened(request, strand_id)
    ask(access.may_key_in(request.user, strand))
    forms = _forms(request, strand)
    key = key_sent(request.POST.get("entry_key"))
    if request.method == "POST" and _valid(forms):
        try:
            received = _keep(request, strand, forms, key)
        except Refused as refusal:
            forms["came"].add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            _remember(request, strand, forms["came"], key, received)
            say_passed_over(request, questionnaire(strand), forms["answers"].given())
            return HttpResponseRedirect(_onward(request, strand, received))
    last = request.session.get(_name(strand), {}) if request.GET.get("next") else {}
    code, secret = codes_for(strand, last["key"]) if last.get("key") else ("", "")
    missing = owed_answers(strand, last["trace"]) if last.get("trace") else []
    wrong = any(form.is_bound and form.errors for form in forms.values())
    slots = {"key": key, "last_code": code, "last": last, "missing": missing}
    slots["last_secret"] = secret if last.get("channel") == "phone" else ""  # paper has it on its slip
    return shown(request, "key_in.html", strand, status=422 if wrong else 200, **forms, **slots)


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
            offers=offers_of(strand),
            initial={
                "channel": request.GET.get("channel") or last.get("channel", ""),
                "received_on": last.get("received_on", ""),
            },
        ),
        "answers": AnswersForm(asked.questions, data, enforce=False, paths=True),
        "reply": KeyedReply(data),
        "about": AboutYou(monitoring_bank() if asked.asks_monitoring else (), data),
    }


def _valid(forms: dict[str, Any]) -> bool:
    """Whether every form is right; each is asked, so that all that is wrong shows at once."""
    return sum(form.is_valid() for form in forms.values()) == len(forms)


def _keep(request: HttpRequest, strand: Strand, forms: dict[str, Any], key: str) -> Received:
    came, at, by = forms["came"], clock.now(), officer(request)

    def keep(entry_key: str, provenance: str) -> Received:
        return keep_answers(
            strand=strand,
            given=forms["answers"].given(),
            channel=came.cleaned_data["channel"],
            by=by,
            at=at,
            entry_key=entry_key,
            received_at=came.received_at(at),
            may_quote=forms["reply"].cleaned_data["may_quote"],
            on_behalf_of=came.cleaned_data["on_behalf_of"],
            provenance=provenance,
            reply_to=forms["reply"].reply_to(),
            monitoring=forms["about"].answers(),
            language=came.cleaned_data.get("language") or ENGLISH,
        )

    if serial := came.cleaned_data["serial"]:
        return key_form(strand=strand, serial=serial, token=key, by=by, at=at, keep=keep)
    return keep(f"keyed:{key}", "")


def _remember(request: HttpRequest, strand: Strand, came: CameIn, key: str, received: Received) -> None:
    request.session[_name(strand)] = {
        "channel": came.cleaned_data["channel"],
        "received_on": came.cleaned_data["received_on"].isoformat(),
        "key": _entry_key(strand, came.cleaned_data["serial"]) or f"keyed:{key}",
        "serial": came.cleaned_data["serial"],
        "trace": received.contribution.trace_id,
    }


def _entry_key(strand: Strand, serial: str) -> str:
    form = form_by_serial(strand, serial) if serial else None
    return entry_key_of(form.batch, form.number) if form else ""


@login_required
@require_POST
def undo_last(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Take out what this officer keyed last, as if it had not been: a slip noticed at once."""
    strand = opened(request, strand_id)
    ask(access.may_key_in(request.user, strand))
    last = request.session.pop(_name(strand), {})
    if not last.get("trace"):
        raise Refused(_("There is nothing of yours to undo here."), _("Put it right instead: open the response."))
    by, at = officer(request), clock.now()
    form = form_by_serial(strand, last["serial"]) if last.get("serial") else None
    if form:
        undo_form(form=form, by=by, at=at)
    else:
        undo_entry(contribution=contribution_by_trace(last["trace"]), by=by, at=at)
    messages.success(request, _("Taken out again. Key it in afresh, or go on with the next."))
    return HttpResponseRedirect(reverse("survey:key_in", args=[strand.public_id]))


def _onward(request: HttpRequest, strand: Strand, received: Received) -> str:
    if request.POST.get("go") == "next":
        return reverse("survey:key_in", args=[strand.public_id]) + "?next=1"
    return reverse("survey:keyed", args=[strand.public_id, received.contribution.trace_id])


def _name(strand: Strand) -> str:
    return f"keyed:{strand.public_id}"
