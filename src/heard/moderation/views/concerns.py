"""Concerns, for everyone: raise one, follow it by its code, read the register."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities.queries import activity_by_slug
from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused
from heard.ground.slowing import count_miss, must_wait, tries_too_often
from heard.moderation.actions import concerns as actions
from heard.moderation.forms.concerns import CodeForm, ConcernForm, DisputeForm
from heard.moderation.models import Concern
from heard.moderation.queries import concerns as queries
from heard.moderation.queries.concerns import SHOWS
from heard.rules import receipt as codes
from heard.ui.parts import Link, Step

AN_HOUR = 30  # from one computer; a library has one for many


@never_cache
def raise_concern(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what was not right. No account; a code in return."""
    activity = activity_by_slug(slug)
    form = ConcernForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None,
        request=request, what="concern",
    )  # fmt: skip
    context = {"form": form, "activity": activity, "times": queries.concern_policy().times}
    if request.method == "POST" and form.is_valid():
        if tries_too_often(request, "concern", most=AN_HOUR, seconds=3600):
            form.add_error(None, _("Many concerns came from this computer within an hour. Nothing is lost: wait a "
                                   "little and send it again, or ring us."))  # fmt: skip
            return render(request, "moderation/concerns/raise.html", context, status=429)
        try:
            made = actions.raise_concern(
                activity=activity, signals=form.signals(), by=None, at=clock.now(), **form.said()
            )
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}".strip())
        else:
            return _given(request, made)
    return render(request, "moderation/concerns/raise.html", context, status=422 if form.errors else 200)


def _given(request: HttpRequest, made: actions.RaisedConcern) -> HttpResponseRedirect:
    """To the receipt, also where the same is sent a second time."""
    request.session["concern_code"] = made.code
    return redirect("moderation:concern_receipt", made.code)


@never_cache
def concern_code(request: HttpRequest) -> HttpResponse:
    """Where the code of a concern is typed in. Whatever does not fit gets one and the same answer."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if must_wait(request, "concern-code"):
            form.add_error("code", _("Too many codes from here did not fit. Wait ten minutes, then try again."))
            status = 429
        elif form.is_valid() and (code := codes.read(form.cleaned_data["code"])) and _is_known(code):
            return redirect("moderation:concern_receipt", code)
        else:
            count_miss(request, "concern-code")
            form.add_error("code", _("We cannot find a concern with this code. Check it against what you wrote down."))
            status = 404
    return _quiet(render(request, "moderation/concerns/code.html", {"form": form}, status=status))


def _is_known(code: str) -> bool:
    try:
        return bool(queries.concern_by_code(code))
    except Http404:
        return False


@never_cache
def concern_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """How a concern stands, for whoever has its code; take it back, or take it further."""
    if must_wait(request, "concern-code"):
        raise Refused(_("Too many codes from here did not fit."), _("Wait ten minutes, then try again."))
    try:
        found = queries.concern_by_code(code)
    except Http404:
        count_miss(request, "concern-code")
        raise
    error, step = "", request.POST.get("step", "")
    dispute = DisputeForm(request.POST if step == "dispute" else None)
    if request.method == "POST" and (step != "dispute" or dispute.is_valid()):
        try:
            _take_step(found, step, dispute)
            return redirect("moderation:concern_receipt", code)
        except Refused as refused:
            error = f"{refused.verdict.why} {refused.verdict.way_forward}".strip()
    is_new = request.session.pop("concern_code", "") == code
    context = {"concern": found, "code": code, "is_new": is_new, "error": error, "dispute": dispute, **_told(found)}
    context["may_escalate"] = _may_escalate(found)
    context["may_dispute"] = actions.why_no_dispute(found, clock.today()) is None
    status = 409 if error else 422 if dispute.errors else 200
    return _quiet(render(request, "moderation/concerns/receipt.html", context, status=status))


def _take_step(found: Concern, step: str, dispute: DisputeForm) -> None:
    """What the person does with their code: take it back, say that it is not mended, or take it further."""
    if step == "withdraw":
        actions.withdraw_concern(concern=found, at=clock.now())
    elif step == "dispute":
        actions.dispute_remedy(concern=found, words=dispute.cleaned_data["words"], by=None, at=clock.now())
    else:
        actions.escalate_concern(concern=found, by=None, at=clock.now())


def _may_escalate(found: Concern) -> bool:
    """Whether to offer the Compact group: there is an outcome, or it is late. The action has the last word."""
    return found.escalated_on is None and (
        found.outcome in ("upheld", "not_upheld") or (not found.outcome and clock.today() > found.outcome_by)
    )


def concerns(request: HttpRequest) -> HttpResponse:
    """The register: every concern, how it stands, what is late. No names, nobody's words without their consent."""
    show, slug = request.GET.get("show", ""), request.GET.get("activity", "")
    activity = activity_by_slug(slug.replace("\x00", "")) if slug else None
    today = clock.today()
    rows = queries.public_concerns(show=show, slug=slug if activity else "", today=today)
    page = page_of(rows, order=("-raised_at", "-id"), after=request.GET.get("after", ""), size=20)
    context = {
        "page": page,
        "rows": [(one, one.late_days(today)) for one in page],
        "numbers": queries.concerns_in_numbers(today),
        "show": show if show in SHOWS else "",
        "activity": activity,
        "ways": _ways(slug if activity else ""),
        "times": queries.concern_policy().times,
    }
    return render(request, "moderation/concerns/register.html", context)


def _ways(slug: str) -> list[Link]:
    about = f"&activity={slug}" if slug else ""
    words = {"open": _("Open"), "late": _("Late"), "upheld": _("Upheld"), "not_upheld": _("Not upheld")}
    here = reverse("moderation:concerns")
    every = Link(_("All"), f"{here}?{about.lstrip('&')}" if about else here)
    return [every, *(Link(words[one], f"{here}?show={one}{about}") for one in SHOWS)]


def concern(request: HttpRequest, public_id: str) -> HttpResponse:
    """One concern, as everyone may read it."""
    found = queries.public_concern(public_id)
    return render(request, "moderation/concerns/concern.html", {"concern": found, **_told(found)})


def _told(found: Concern) -> dict[str, Any]:
    """What was done so far, as a line of time with what is still owed, and what is late."""
    done = queries.steps_of_concern(found)
    late = found.late_days(clock.today())
    steps = [
        Step(one.get_kind_display(), on=one.on, state="late" if one.late else "done", note=one.words) for one in done
    ]
    return {"steps": [*steps, *_owed(found, dict(late))], "late": late, "waits": queries.answers_waiting(found)}


def _owed(found: Concern, late: dict[str, Any]) -> list[Step]:
    """The steps that are still to come, with their days."""
    owed = [
        ("acknowledge", _("To be acknowledged"), found.acknowledge_by, not (found.acknowledged_on or found.outcome)),
        ("outcome", _("Outcome"), found.outcome_by, not found.outcome),
        ("remedy", _("To be mended"), found.remedy_due_on, found.state == "remedy_owed"),
        ("confirm", _("Another body looks whether it is mended"), found.confirm_by, found.state == "remedy_said"),
    ]
    return [
        Step(label, on=day, state="late" if what in late else "next", note=_("due by this day"))
        for what, label, day, open_ in owed
        if open_
    ]


def _quiet(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
