"""A refusal becomes a page that helps: what happened, that nothing was lost, what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.ground.refusal import Refused


class RefusalMiddleware:
    """Turns `Refused` (and `Conflict`) into `ui/refused.html` with its own status; anything else passes by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        answer = render(request, "ui/refused.html", {"verdict": exception.verdict}, status=exception.status)
        answer["Cache-Control"] = "no-store"
        return answer
