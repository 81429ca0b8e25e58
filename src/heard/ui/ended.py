"""The page for a request that the database ended, or could not be reached for: what was sent is there to send again.

Drawn without asking the database anything. See docs/decisions/0011-locks.md for why nothing is repeated by itself.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled, SerializationFailure

logger = logging.getLogger(__name__)
ENDED = (OperationalError, InterfaceError)
TOGETHER = (DeadlockDetected, LockNotAvailable, SerializationFailure)
UNREAD = (UnreadablePostError, MultiPartParserError, SuspiciousOperation, OSError)


def ended(request: HttpRequest, error: BaseException) -> HttpResponse:
    """The answer (503) to a request that the database did not carry out: why, and the form to send it again."""
    cause = error.__cause__
    view = request.resolver_match.view_name if request.resolver_match else "?"
    logger.error("The database ended a request (%s) at %s", type(cause or error).__name__, view)
    fields, files = _sent(request)
    html = render_to_string(
        "ui/ended.html",
        {
            "why": _why(cause),
            "is_sending": request.method == "POST",
            "address": request.get_full_path(),
            "fields": fields,
            "files": files,
            "csrf_token": get_token(request) if fields or files else "",
            "city": settings.CITY,
            "is_demo": settings.DEMO,
            "footer": [{"href": "/", "label": _("Go to the front page"), "group": ""}],
        },
    )
    return HttpResponse(html, status=503, headers={"Cache-Control": "no-store", "Retry-After": "10"})


def fault(request: HttpRequest) -> HttpResponse:
    """`handler500`: what nobody foresaw; and the database, where it fails outside any view (a session, a sign-in)."""
    error = sys.exc_info()[1]
    return ended(request, error) if isinstance(error, ENDED) else server_error(request)


def _why(cause: BaseException | None) -> str:
    if isinstance(cause, QueryCanceled):
        return _("This page took too long, so it was stopped. Nothing was changed.")
    if isinstance(cause, TOGETHER):
        return _("Somebody wrote to the same place in the same moment, so this was stopped. Nothing of it was kept.")
    return _("We cannot reach our own records for a moment.")


def _sent(request: HttpRequest) -> tuple[list[tuple[str, Any]], list[str]]:
    """What the form held, field by field as often as it was sent, and the names of fields with files."""
    if request.method != "POST":
        return [], []
    try:
        given = [(name, value) for name, values in request.POST.lists() for value in values]
        return [(name, value) for name, value in given if name != "csrfmiddlewaretoken"], list(request.FILES)
    except UNREAD:
        return [], []
