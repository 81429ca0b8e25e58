"""A bare Django page beside Heard's own: one template of two lines, behind the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from heard.config.urls import urlpatterns as heard

BARE = engines["django"].from_string("<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>")


def bare(request: HttpRequest) -> HttpResponse:
    """What Django costs by itself."""
    return HttpResponse(BARE.render({"title": "A bare page"}))


urlpatterns = [path("bench/bare/", bare), *heard]
