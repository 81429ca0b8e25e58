"""Open data: every statement with its counts, in the columns of the Polis export of comments. No vote of anybody."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heard.activities.models import Strand
from heard.ground.sheets import csv_lines
from heard.methods.opinions.queries import strand_to_vote
from heard.methods.opinions.queries.opening import open_rows
from heard.ui.files import streamed_answer


@require_safe
def data(request: HttpRequest, slug: str, strand_id: str) -> StreamingHttpResponse:
    """A CSV of statements and counts, once the result is published. No cell can run as a formula."""
    strand = strand_to_vote(slug, strand_id, request.user)
    if strand.concluded_at is None:
        raise Http404(_("The result is not published yet."))
    return streamed_answer(csv_lines(_rows(strand)), f"{strand.activity.slug}-{strand.public_id}-comments.csv")


def _rows(strand: Strand) -> Iterator[list[object]]:
    for number, row in enumerate(open_rows(strand)):
        if not number:
            yield [name.replace("_", "-") for name in row]
        yield list(row.values())
