"""Public pages are kept for a few seconds, so that a launch day asks the database once, not a thousand times.

Only for visitors who bring nothing that could change the page (no session, no message), only whole pages that were
answered with 200, set no cookie and did not ask to be left out (`never_cache`). What is shown may be
`settings.KEEP_PAGES_SECONDS` old; nothing that is sent is ever decided by such a page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

HARMLESS = {"csrftoken"}
LONGEST_QUERY = 200


class KeptPages:
    """Middleware. Stands before sessions: a kept page costs neither them nor the database anything."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        seconds = settings.KEEP_PAGES_SECONDS
        if not seconds or not _is_for_everyone(request):
            return self.get_response(request)
        key = _key(request)
        if kept := caches["pages"].get(key):
            return _again(*kept)
        answer = self.get_response(request)
        if _may_be_kept(answer):
            caches["pages"].set(key, (answer.content, dict(answer.items())), seconds)
        return answer


def _is_for_everyone(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and not set(request.COOKIES) - HARMLESS
        and "HTTP_AUTHORIZATION" not in request.META
        and "HTTP_HX_REQUEST" not in request.META
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def _key(request: HttpRequest) -> str:
    parts = (
        request.scheme,
        request.META.get("HTTP_HOST", ""),
        request.get_full_path(),
        request.META.get("HTTP_ACCEPT_LANGUAGE", ""),
        request.META.get("HTTP_ACCEPT", ""),
    )
    return "page:" + hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogateescape")).hexdigest()


def _may_be_kept(answer: Any) -> bool:
    said = answer.get("Cache-Control", "")
    return (
        answer.status_code == 200
        and not getattr(answer, "streaming", False)
        and not answer.cookies
        and not any(word in said for word in ("no-store", "private", "no-cache"))
        and answer.get("Content-Type", "").startswith("text/html")
    )


def _again(content: bytes, headers: dict[str, str]) -> HttpResponse:
    answer = HttpResponse(content)
    for name, value in headers.items():
        answer[name] = value
    return answer
