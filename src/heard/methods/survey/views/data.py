"""The result as open data, once it is frozen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heard.activities.models import Strand
from heard.ground.sheets import csv_lines
from heard.methods.survey.queries import open_rows, strand_to_answer
from heard.ui.files import streamed_answer

COLUMNS = ("question", "kind", "answer", "count", "answered", "asked", "note")


@require_safe
def data(request: HttpRequest, slug: str, strand_id: str) -> StreamingHttpResponse:
    """A CSV of the counts and of words that may be quoted. No cell can run as a formula."""
    strand = strand_to_answer(slug, strand_id)
    if strand.concluded_at is None:
        raise Http404(_("The result is not published yet."))
    return streamed_answer(csv_lines(_rows(strand)), f"{strand.activity.slug}-{strand.public_id}.csv")


def _rows(strand: Strand) -> Iterator[Sequence[object]]:
    yield COLUMNS
    for row in open_rows(strand):
        yield [row[column] for column in COLUMNS]
