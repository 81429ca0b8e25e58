"""A refusal becomes a page that helps: what happened, that nothing was lost, what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.errors import ForeignKeyViolation, UniqueViolation

from heard.ground.refusal import Refused
from heard.rules.verdict import Verdict, no
from heard.ui.ended import ENDED, ended

logger = logging.getLogger(__name__)
# What two at once can still come to where no action foresaw it. The whole transaction was undone by the database.
MEANWHILE: dict[type, tuple[Any, Any]] = {
    ForeignKeyViolation: (
        gettext_lazy("Something that this belongs to was removed, or put together with something else, meanwhile."),
        gettext_lazy("Open the page again to see how it stands now."),
    ),
    UniqueViolation: (
        gettext_lazy("This is there already: it was sent twice, or somebody else was quicker by a moment."),
        gettext_lazy("Open the page again; if yours is not there, send it once more."),
    ),
}


class RefusalMiddleware:
    """Turns `Refused` (and `Conflict`) into `ui/refused.html`, what the database ended into `ui/ended.html`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Mapping[str, Any]) -> None:
        """No page has a NUL in its address, and the database takes none: there is no such page."""
        if any(isinstance(part, str) and "\0" in part for part in kwargs.values()):
            raise Http404(_("There is no such page."))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ENDED):
            return ended(request, exception)
        if isinstance(exception, IntegrityError) and type(exception.__cause__) in MEANWHILE:
            why, way = MEANWHILE[type(exception.__cause__)]
            logger.error("Two at once at %s: %s", request.resolver_match and request.resolver_match.view_name, why)
            return _refused(request, no(str(why), str(way)), 409)
        if not isinstance(exception, Refused):
            return None
        return _refused(request, exception.verdict, exception.status)


def _refused(request: HttpRequest, verdict: Verdict, status: int) -> HttpResponse:
    answer = render(request, "ui/refused.html", {"verdict": verdict}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
