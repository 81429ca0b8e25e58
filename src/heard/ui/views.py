"""The living page: every component with its states, for those who build pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from heard.ground.refusal import ask
from heard.rules.verdict import YES, no
from heard.ui import sample


@login_required
def living(request: HttpRequest) -> HttpResponse:
    """`?dir=rtl` turns the page around; `?density=officer` makes it dense."""
    ask(YES if request.user.is_staff else no(_("This page is for people who build Heard."), _("Ask an administrator.")))
    turned = {"direction": "rtl"} if request.GET.get("dir") == "rtl" else {}
    density = "officer" if request.GET.get("density") == "officer" else "resident"
    return render(request, "ui/living.html", {**sample.everything(request.GET), **turned, "density": density})
