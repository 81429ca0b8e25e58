"""What one browser gave: its votes, its own place in the picture, its receipt. For nobody else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.activities.models import Strand
from heard.activities.queries import find_by_receipt
from heard.ground import clock
from heard.methods.opinions.actions import forget_participant, mine_of, take_receipt
from heard.methods.opinions.forms import ReceiptForm
from heard.methods.opinions.models import Vote
from heard.methods.opinions.queries import Turn, came_of, opinions_of, strand_to_vote, turn_of, with_words
from heard.methods.opinions.queries.own_words import own_words_of
from heard.methods.opinions.queries.reading import Reading
from heard.methods.opinions.queries.statements import open_to_votes
from heard.methods.opinions.views.opening import (
    is_open_here,
    kept_private,
    key_of,
    reading_of,
    shown,
    start,
    take_key,
    url,
)
from heard.methods.opinions.views.showing import own_place


@never_cache
@require_safe
def yours(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Every vote this browser gave, each to be changed; where it stands in the picture, if it is shown."""
    strand = strand_to_vote(slug, strand_id)
    key = key_of(request, strand)
    turn, opinions = turn_of(strand, key), opinions_of(strand)
    slots: dict[str, Any] = {
        "votes": _votes(strand, turn, reading_of(request, strand)),
        "opinions": opinions,
        "is_open_here": is_open_here(strand),
    }
    place = own_place(strand, opinions, key) if turn.seen else None
    return kept_private(
        shown(request, "yours", strand, place=place, in_all=len(turn.standing), left_out=turn.is_left_out, **slots)
    )


@never_cache
@require_POST
def forget(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Take back everything this browser voted, and forget it; or only put the key away on a shared computer."""
    strand = strand_to_vote(slug, strand_id)
    if request.POST.get("what") == "votes":
        gone = forget_participant(strand=strand, key=key_of(request, strand), at=clock.now())
        messages.success(request, _("Your %(n)d votes were taken back. Nothing of them is kept.") % {"n": gone})
    else:
        messages.success(request, _("Put away. The next person at this computer begins afresh; your votes count."))
    answer = HttpResponseRedirect(start(strand))
    take_key(answer, strand)
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The receipt for what this browser gave. It is made when it is asked for, never with a vote."""
    strand = strand_to_vote(slug, strand_id)
    key = key_of(request, strand)
    if not key:
        return HttpResponseRedirect(start(strand))
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        take_receipt(strand=strand, key=key, at=clock.now(), reply_to=form.reply_to())
        return HttpResponseRedirect(url("receipt", strand))
    mine = mine_of(strand, key)
    kept = find_by_receipt(mine.code)
    has_one = kept is not None
    slots: dict[str, Any] = {"form": form, "is_open_here": is_open_here(strand), "has_one": has_one}
    if kept is not None:
        slots |= {"code": mine.code, "secret": mine.secret, "reworded": own_words_of(kept)}
    else:
        slots["voted"] = len(turn_of(strand, key).seen)
    return kept_private(shown(request, "receipt", strand, status=422 if form.errors else 200, **slots))


def _votes(strand: Strand, turn: Turn, reading: Reading) -> list[dict[str, Any]]:
    rows = reading.put(list(with_words(open_to_votes(strand).filter(public_id__in=turn.seen))))
    came = came_of(rows) if strand.concluded_at else {}
    return [
        {"statement": each, "way": Vote.Way(turn.standing[each.public_id].way or 0), "came": came.get(each.pk, [])}
        for each in rows
    ]
