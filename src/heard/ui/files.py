"""Files that an address answers with: saved by the browser, or opened in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from heard.ui import pdf

Answer = TypeVar("Answer", bound=HttpResponseBase)

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "jpg": "image/jpeg",
    "json": "application/json; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "toml": "application/toml; charset=utf-8",
}
"""What a file is, by the ending of its name."""


def file_answer(content: bytes | str, name: str, *, opens: bool = False) -> HttpResponse:
    """`content` as a file of this name, to save; shown by the browser where it `opens`.

    `name` is made of slugs and public ids, never of anybody's words. KeyError for an ending that is not in KINDS.
    """
    return _named(HttpResponse(content), name, opens)


def streamed_answer(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    """The same, sent line by line while it is made: for files that may be long."""
    return _named(StreamingHttpResponse(lines), name, opens=False)


def pdf_answer(template: str, data: Mapping[str, Any], name: str, *, opens: bool = False) -> HttpResponse:
    """Plain values in print: what `pdf.render` makes of them, as a file. Errors as there."""
    return file_answer(pdf.render(template, data), name, opens=opens)


def _named(answer: Answer, name: str, opens: bool) -> Answer:
    answer["Content-Type"] = KINDS[name.rpartition(".")[2]]
    answer["Content-Disposition"] = f'{"inline" if opens else "attachment"}; filename="{name}"'
    return answer
