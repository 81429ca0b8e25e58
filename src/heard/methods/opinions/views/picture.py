"""The picture for everyone, and the same for a room: large, dark, and refreshed without a script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from heard.activities.models import Strand
from heard.ground import clock
from heard.ground.numbers import whole
from heard.methods.opinions.queries import opinions_of, strand_to_vote
from heard.methods.opinions.queries.reading import Reading
from heard.methods.opinions.views.opening import is_open_here, reading_of, shown, start
from heard.methods.opinions.views.screen import screen_of
from heard.methods.opinions.views.showing import final, so_far

REFRESH = 3  # seconds between two pictures on a screen in a room
STAYS = 4  # pictures for which one slide stays


@require_safe
def picture(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The result so far, or the final one, with its table and how we know.

    While people vote it is made anew for everyone, not kept like other public pages: a vote shows within a second.
    """
    strand = strand_to_vote(slug, strand_id, request.user)
    result = _result(strand, reading_of(request, strand))
    answer = shown(request, "picture", strand, result=result, is_open_here=is_open_here(strand))
    if strand.concluded_at is None:
        patch_cache_control(answer, no_cache=True)
    return answer


@require_safe
def room(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The screen of an event: how many voted, and one thing after another. It asks for itself again, without script."""
    strand = strand_to_vote(slug, strand_id, request.user)
    number = whole(request.GET.get("turn"), digits=7)
    held = request.GET.get("hold") == "1"  # whoever needs longer to read stops it (WCAG 2.2.2)
    reading = reading_of(request, strand)
    result, opinions = _result(strand, reading), reading.of(opinions_of(strand))
    screen = screen_of(strand, result, number // STAYS, reading)
    address = request.build_absolute_uri(start(strand)).split("://", 1)[1]
    answer = shown(
        request, "room", strand, **screen, question=opinions.question or strand.title, address=address,
        is_open_here=is_open_here(strand), turn=number, held=held, at=clock.now(),
    )  # fmt: skip
    if not held:
        answer["Refresh"] = f"{REFRESH};url=?turn={(number + 1) % 100_000}&in={reading.offer.code}"
    patch_cache_control(answer, no_store=True)
    return answer


def _result(strand: Strand, reading: Reading) -> dict[str, Any] | None:
    """The final result; else the one so far, unless the strand keeps it until the end."""
    if strand.concluded_at is not None:
        return final(strand, reading)
    return so_far(strand, reading) if opinions_of(strand).shows_while_open else None
