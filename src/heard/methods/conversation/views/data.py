"""Pictures, and the result as open data once it is frozen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heard.activities.models import Strand
from heard.ground.sheets import csv_lines
from heard.methods.conversation import access
from heard.methods.conversation.queries import conversation_to_join, open_rows, photo_by_id
from heard.ui.files import streamed_answer

COLUMNS = (
    "post", "kind", "in_reply_to", "month", "channel", "place", "supports", "counted_by_hand", "status", "title",
    "words",
)  # fmt: skip


@require_safe
def picture(request: HttpRequest, slug: str, strand_id: str, photo_id: str) -> HttpResponse:
    """A photograph of a post that everyone may read, and nothing that a browser could take for something else.

    Whoever judges what is shown here sees it before it is, and while it is taken down.
    """
    conversation = conversation_to_join(slug, strand_id)
    may_look = bool(access.may_look_at_pictures(request.user, conversation.strand))
    photo = photo_by_id(conversation, photo_id, may_look=may_look)
    answer = HttpResponse(bytes(photo.content), content_type=f"image/{photo.kind}")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=300"  # a picture that is taken down must not live on elsewhere
    answer["Content-Disposition"] = f'inline; filename="{photo.public_id}.{photo.kind}"'
    return answer


@require_safe
def data(request: HttpRequest, slug: str, strand_id: str) -> StreamingHttpResponse:
    """A CSV of posts, with words that may be quoted. No cell can run as a formula."""
    strand = conversation_to_join(slug, strand_id).strand
    if strand.concluded_at is None:
        raise Http404(_("The result is not published yet."))
    return streamed_answer(csv_lines(_rows(strand)), f"{strand.activity.slug}-{strand.public_id}.csv")


def _rows(strand: Strand) -> Iterator[Sequence[object]]:
    yield COLUMNS
    for row in open_rows(strand):
        yield [row[column] for column in COLUMNS]
