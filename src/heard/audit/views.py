"""What anyone may hold us to: the published heads, and the chain itself to check them with."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from heard.audit import queries
from heard.ground.numbers import whole
from heard.ground.paging import page_of

LINES = 5000


@require_GET
def heads(request: HttpRequest) -> HttpResponse:
    """The head of every day, the newest first, and how to check them."""
    page = page_of(queries.heads(), order=("-on",), after=request.GET.get("after", ""), size=50)
    columns = [_("End of"), _("Entries"), _("Head")]
    return render(request, "audit/heads.html", {"page": page, "heads": columns, "now": queries.head_of_chain()[0]})


@require_GET
def heads_text(request: HttpRequest) -> HttpResponse:
    """The same as plain text, the last year: day, entries, head."""
    rows = queries.heads()[:366]
    text = "".join(f"{row.on.isoformat()} {row.sequence} {row.hash}\n" for row in rows)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_GET
def chain(request: HttpRequest) -> StreamingHttpResponse:
    """5,000 sealed entries after `?after=`, one JSON object a line: header, payload's hash, hash."""
    after = whole(request.GET.get("after"), digits=15)
    return StreamingHttpResponse(_lines(after), content_type="application/x-ndjson; charset=utf-8")


def _lines(after: int) -> Iterator[str]:
    for line in queries.published_chain(after, LINES):
        yield json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
