"""A bare Django page and a bare Django insert beside Heard's own pages, behind the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from heard.activities.models import Contribution
from heard.config.urls import urlpatterns as heard
from heard.ground import clock

BARE = engines["django"].from_string("<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>")


def bare(request: HttpRequest) -> HttpResponse:
    """What Django costs by itself."""
    return HttpResponse(BARE.render({"title": "A bare page"}))


def insert(request: HttpRequest) -> HttpResponse:
    """What one row costs as a form that Django takes in, and nothing asked or checked."""
    given = request.POST
    Contribution.objects.create(
        strand_id=int(given["strand"]), voice_id=given["voice"], channel="web", received_at=clock.now()
    )
    return HttpResponseRedirect("/bench/bare/")


urlpatterns = [path("bench/bare/", bare), path("bench/insert/", insert), *heard]
