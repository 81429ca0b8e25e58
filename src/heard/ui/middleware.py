"""A refusal becomes a page that helps: what happened, that nothing was lost, what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled

from heard.ground.refusal import Refused
from heard.rules.verdict import Verdict, no

logger = logging.getLogger(__name__)


class RefusalMiddleware:
    """Turns `Refused` (and `Conflict`) and statements that ran too long into `ui/refused.html`; all else passes by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Mapping[str, Any]) -> None:
        """No page has a NUL in its address, and the database takes none: there is no such page."""
        if any(isinstance(part, str) and "\0" in part for part in kwargs.values()):
            raise Http404(_("There is no such page."))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and isinstance(exception.__cause__, QueryCanceled):
            logger.error("A page took too long: %s", request.resolver_match and request.resolver_match.view_name)
            why = _("This page took too long, so it was stopped. Nothing was changed.")
            way = _("Try again in a minute. If it happens again, tell us which page it was.")
            return _refused(request, no(why, way), 503)
        if not isinstance(exception, Refused):
            return None
        return _refused(request, exception.verdict, exception.status)


def _refused(request: HttpRequest, verdict: Verdict, status: int) -> HttpResponse:
    answer = render(request, "ui/refused.html", {"verdict": verdict}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
