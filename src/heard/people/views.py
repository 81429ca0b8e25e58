"""What anyone sees: an invitation, the register of exclusions, an appeal; and, in the demo alone, a quick way in."""

from __future__ import annotations

import os
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from heard.ground import clock
from heard.ground.slowing import tries_too_often
from heard.people import access, actions, queries
from heard.people.forms import AppealForm, DataRequestForm
from heard.people.models import Exclusion, Partner
from heard.ui.parts import Cell, Head, Table

DATA_REQUESTS_AN_HOUR = 20  # from one computer; a library has one for many
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
def invitation(request: HttpRequest, public_id: str, secret: str) -> HttpResponse:
    """An invitation by its link. Opening it changes nothing; accepting makes the account, which then signs in."""
    found = queries.invitation_by_secret(public_id, secret)
    if found is None:
        raise Http404(_("This link is not an invitation. Copy it whole from the e-mail, or ask to be invited again."))
    if request.method == "POST":
        account = actions.accept_invitation(invitation=found, at=clock.now())
        messages.success(request, _("Welcome. Now sign in with the address that was invited: we e-mail you a code."))
        request.session["invited_email"] = account.email
        return redirect("account_login")
    slots = {"invitation": found, "role": access.role_pack().get(found.role), "state": queries.invitation_state(found)}
    return render(request, "people/invitation.html", slots, status=200 if slots["state"] == "waiting" else 410)


@require_GET
def exclusions(request: HttpRequest) -> HttpResponse:
    """Who was left out and why, in numbers, and how to appeal."""
    register = queries.exclusion_register()
    slots = {"register": register, "table": _shown(register), "reasons": Exclusion.Reason.labels}
    return render(request, "people/exclusions.html", slots)


def _shown(register: queries.Register) -> Table:
    """The register as a table with its margins; a dash where a number is hidden."""
    found = register.table
    labels = [*register.reasons, _("All")]
    numbers = [[*cells, total] for cells, total in zip(found.cells, found.row_totals, strict=True)]
    numbers.append([*found.column_totals, found.total])
    heads = [Head(_("Reason")), *(Head(kind, number=True) for kind in [*register.kinds, _("All")])]
    rows = [
        [Cell(label, header=True), *(Cell("–" if n is None else n, number=True) for n in line)]
        for label, line in zip(labels, numbers, strict=True)
    ]
    return Table(_("Exclusions in force, by reason"), heads, rows)


@never_cache
def appeal(request: HttpRequest, public_id: str, secret: str) -> HttpResponse:
    """An appeal by the person who was left out, with the link they were given. No account, no name asked."""
    found = queries.exclusion_to_appeal(public_id, secret)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.appeal_exclusion(exclusion=found, by=None, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Your appeal has arrived. Someone who had no part in this will read it."))
        return redirect("people:appeal", public_id, secret)
    shown = {"exclusion": found, "form": form}
    return render(request, "people/appeal.html", shown, status=422 if form.errors else 200)


@never_cache
def closed_way(request: HttpRequest, rest: str = "") -> HttpResponse:
    """What allauth offers and Heard does not: signing up, passwords, changing the address that was invited."""
    return render(request, "people/closed_way.html", status=404)


@never_cache
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """The sample people, one click each. Only in the demo and from this very machine; else there is no such page."""
    if not is_demo_here(request):
        raise Http404
    people = queries.sample_accounts()
    if request.method == "POST":
        account: Any = get_object_or_404(people, email=request.POST.get("account", "").replace("\x00", ""))
        login(request, account, backend=BACKEND)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/demo_sign_in.html", {"people": list(people[:60])})


def is_demo_here(request: HttpRequest) -> bool:
    """The demo, with its own private database, asked for by this machine under this machine's name, by no proxy."""
    if not settings.DEMO or settings.PRODUCTION or os.environ.get("DATABASE_URL"):
        return False
    if any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")):
        return False
    try:
        near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return near and urlsplit(f"//{request.get_host()}").hostname in {"localhost", "127.0.0.1", "::1"}


@never_cache
def your_data(request: HttpRequest) -> HttpResponse:
    """Ask about your own data, or complain about how it was handled. No account; a code in return."""
    form = DataRequestForm(
        request.POST if request.method == "POST" else None, partners=Partner.objects.filter(left_on=None)
    )
    if request.method == "POST" and form.is_valid():
        if tries_too_often(request, "data-requests", most=DATA_REQUESTS_AN_HOUR, seconds=3600):
            form.add_error(None, _("Many requests came from this computer within an hour. Nothing is lost: wait a "
                                   "little and send it again, or ring us."))  # fmt: skip
            return render(request, "people/your_data.html", {"form": form}, status=429)
        made = actions.raise_data_request(by=None, at=clock.now(), **form.cleaned_data)
        request.session["data_request_code"] = made.code
        return redirect("people:data_request", made.code)
    return render(request, "people/your_data.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
def data_request(request: HttpRequest, code: str) -> HttpResponse:
    """How a request stands, for whoever has its code: no name, and not what was asked."""
    found = queries.data_request_by_code(code)
    is_new = request.session.pop("data_request_code", "") == code
    slots = {"request_made": found, "code": code.upper(), "is_new": is_new, "today": clock.today()}
    answer = render(request, "people/data_request.html", slots)
    answer["X-Robots-Tag"] = "noindex"
    return answer
