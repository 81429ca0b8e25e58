"""Addresses for the tests of this room alone."""

from __future__ import annotations

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from heard.ground.refusal import Conflict, Refused
from heard.rules.verdict import no


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refused(no("The baths closed on 24 May.", "Come on 12 June.", "GP-n.1"))


def clash(request: HttpRequest) -> HttpResponse:
    raise Conflict("It is open already.")


def bad(request: HttpRequest) -> HttpResponse:
    raise BadRequest("x")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("A fault that nobody foresaw")


def still(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def ended(request: HttpRequest) -> HttpResponse:
    """The database ends the request as it says (``state``: an SQLSTATE, or ``away``), until it is told not to."""
    if request.GET.get("how") == "away":
        connection.settings_dict["PORT"] = request.GET["port"]
        connection.close()
    with connection.cursor() as cursor:
        how = request.GET.get("how", "")
        if len(how) == 5:
            cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'Ended' USING ERRCODE = '{how}'; END $$")
        cursor.execute("SELECT 1")
    return HttpResponse("|".join([*request.POST.getlist("words"), *request.POST.getlist("channel"), *request.FILES]))


handler500 = "heard.ui.ended.fault"
urlpatterns = [
    path("", include(([path("", still, name="whats_on"), path("search", still, name="search")], "front"))),
    path("", include("heard.ui.urls")),
    path("accounts/", include("allauth.urls")),
    path("refuse", refuse),
    path("clash", clash),
    path("bad", bad),
    path("forbidden", forbidden),
    path("broken", broken),
    path("ended", ended),
]
