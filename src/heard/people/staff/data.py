"""The desk of those who answer for data: requests and complaints, each with its clock."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.people import access, actions, queries
from heard.people.access import StaffRequest
from heard.people.forms import DataStepForm, LoggedDataRequestForm
from heard.people.models import DataRequest


@login_required
@never_cache
def data_requests(request: StaffRequest) -> HttpResponse:
    """What is to be answered, the next to fall due on top; or what was answered."""
    ask(access.may_anywhere(request.user, "handle_data"))
    closed = request.GET.get("state") == "closed"
    rows = queries.data_requests_for(request.user).filter(closed_on__isnull=not closed)
    order = ("-closed_on", "-id") if closed else ("due_on", "id")
    page = page_of(rows, order=order, after=request.GET.get("after", ""))
    return render(request, "people/staff_data.html", {"page": page, "closed": closed, "rows": _shown(page)})


def _shown(page: Any) -> list[dict[str, Any]]:
    today = clock.today()
    return [
        {"one": one, "late": one.is_overdue(today) or one.acknowledgement_is_overdue(today),
         "days": (one.due_on - today).days}
        for one in page
    ]  # fmt: skip


@login_required
@never_cache
def data_request(request: StaffRequest, public_id: str) -> HttpResponse:
    """One request: who asks what, what was done, and the next step."""
    one = queries.data_request_for(request.user, public_id)
    form = DataStepForm(request.POST if request.method == "POST" else None, about=one)
    if request.method == "POST" and form.is_valid():
        try:
            _do(one, form.cleaned_data, request)
        except Refused as refused:
            form.add_error("words", f"{refused.verdict.why} {refused.verdict.way_forward}".strip())
        else:
            messages.success(request, _("Kept. The person sees it with their code; send it to them too."))
            return redirect("people:staff_data_request", public_id)
    slots = {"one": one, "form": form, "today": clock.today(), "steps": list(one.steps.all())}
    return render(request, "people/staff_data_request.html", slots, status=422 if form.errors else 200)


def _do(one: DataRequest, given: dict[str, Any], request: StaffRequest) -> None:
    terms: dict[str, Any] = {"request": one, "by": request.user, "at": clock.now()}
    if given["step"] == "close":
        actions.close_data_request(outcome=given["outcome"], words=given["words"], **terms)
    elif given["step"] == "extend":
        actions.extend_data_request(because=given["words"], **terms)
    else:
        steps = {
            "acknowledge": actions.acknowledge_data_request, "pause": actions.pause_data_request,
            "resume": actions.resume_data_request,
        }  # fmt: skip
        steps[given["step"]](words=given["words"], **terms)


@login_required
@never_cache
def log_data_request(request: StaffRequest) -> HttpResponse:
    """Log what came by phone, post or in person. The code is read out or posted to the person."""
    partners = access.partners_for(request.user, "log_data_request") | access.partners_for(request.user, "handle_data")
    ask(access.may_anywhere(request.user, "log_data_request") or access.may_anywhere(request.user, "handle_data"))
    form = LoggedDataRequestForm(request.POST if request.method == "POST" else None, partners=partners.distinct(),
                                 initial={"received_on": clock.today()})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.raise_data_request(by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("received_on", f"{refused.verdict.why} {refused.verdict.way_forward}".strip())
        else:
            messages.success(request, _("Logged. Tell the person their code: %(code)s") % {"code": made.code})
            return redirect("people:staff_data_log")
    return render(request, "people/staff_data_log.html", {"form": form}, status=422 if form.errors else 200)
