"""The record, and taking a person out of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from heard.audit import queries as records
from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.people import access, actions
from heard.people.access import StaffRequest
from heard.people.forms import AuditFilter, ErasureForm


@login_required
def audit(request: StaffRequest) -> HttpResponse:
    """What happened, who did it, and the private part that is left: for auditors."""
    ask(access.may_read_audit(request.user))
    form = AuditFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = records.entries(**chosen)
    page = page_of(rows, order=("-id",), after=request.GET.get("after", ""), size=50)
    heads = [_("Place"), _("When"), _("What"), _("About"), _("By"), _("Record")]
    slots = {"page": page, "form": form, "head": records.head_of_chain(), "heads": heads}
    return render(request, "people/staff_audit.html", slots)


@login_required
def erasure(request: StaffRequest) -> HttpResponse:
    """Erase one person, named by a receipt or a trace code."""
    ask(access.may_erase(request.user))
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        voice = import_string(settings.VOICE_NAMED)(form.cleaned_data["reference"])
        if voice is None:
            form.add_error("reference", _("Nothing was given under this code, or it has been erased already."))
        else:
            try:
                actions.erase(voice=voice, by=request.user, at=clock.now(), because=form.cleaned_data["because"])
            except Refused as refused:
                form.add_error("reference", refused.verdict.why)
            else:
                messages.success(request, _("Erased. The totals stay; what this person said and who they are is gone."))
                return redirect("people:staff_erasure")
    return render(request, "people/staff_erasure.html", {"form": form}, status=422 if form.errors else 200)
