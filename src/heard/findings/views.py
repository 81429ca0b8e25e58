"""What was heard, for everyone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def heard(request: HttpRequest, slug: str) -> HttpResponse:
    """The tab “What we heard” of an activity."""
    return HttpResponse()


def finding(request: HttpRequest, public_id: str) -> HttpResponse:
    """One finding and what stands behind it."""
    return HttpResponse()
