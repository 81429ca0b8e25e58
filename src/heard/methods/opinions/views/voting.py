"""One card at a time: agree, disagree or pass, undo, and the next one. Every step is a plain form."""

from __future__ import annotations

import random
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heard.activities.models import Strand
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.ground.slowing import tries_too_often
from heard.methods.opinions.actions import cast_vote, take_back_vote
from heard.methods.opinions.models import Statement, Vote
from heard.methods.opinions.queries import (
    Turn,
    open_to_votes,
    opinions_of,
    passage_of,
    strand_to_cast,
    strand_to_vote,
    turn_of,
    ways,
    with_words,
)
from heard.methods.opinions.views.opening import (
    give_key,
    is_open_here,
    kept_private,
    key_of,
    new_key,
    reading_of,
    shown,
    source_of,
    url,
)

DRAW = random.SystemRandom()
MOST_NEW, IN_SECONDS = 240, 600  # people who begin from one address: a school's or a library's may well be a hundred


@never_cache
@require_safe
def statements(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The next statement for this browser, drawn by lot; it is given the key that its votes go by."""
    strand = strand_to_vote(slug, strand_id)
    if not is_open_here(strand):
        return _not_open(request, strand)
    key = key_of(request, strand)
    turn = turn_of(strand, key)
    answer = _card(request, strand, turn, turn.next(DRAW.random()))
    if not key:
        give_key(answer, strand, new_key())
    return kept_private(answer)


@never_cache
@require_safe
def card(request: HttpRequest, slug: str, strand_id: str, statement: str) -> HttpResponse:
    """One statement, with this browser's vote on it if there is one: to vote, or to change it."""
    strand = strand_to_vote(slug, strand_id)
    if not is_open_here(strand):
        return _not_open(request, strand)
    key = key_of(request, strand)
    turn = turn_of(strand, key)
    if statement not in turn.standing:
        return HttpResponseRedirect(url("statements", strand))
    answer = _card(request, strand, turn, statement)
    if not key:
        give_key(answer, strand, new_key())
    return kept_private(answer)


@never_cache
@require_POST
def vote(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """A vote comes in; the answer leads to the next statement. Sent twice, it counts once."""
    strand = strand_to_cast(slug, strand_id)
    key, way = key_of(request, strand), ways().get(request.POST.get("vote", ""))
    if way is None:
        raise Conflict(_("Choose “agree”, “disagree” or “pass”."), _("Go back to the statement."))
    if not key:
        return shown(request, "no_key", strand_to_vote(slug, strand_id), status=409)
    if _is_new(request) and tries_too_often(request, f"opinions:{strand.public_id}", most=MOST_NEW, seconds=IN_SECONDS):
        return shown(request, "slow_down", strand_to_vote(slug, strand_id), status=429)
    statement = request.POST.get("statement", "")[:12]
    try:
        cast = cast_vote(
            strand=strand, key=key, statement=statement, way=way, draw=DRAW.random(), at=clock.now(),
            source=source_of(request, strand),
        )  # fmt: skip
    except Conflict as refusal:
        if not is_open_here(strand) or statement in open_to_votes(strand).values_list("public_id", flat=True):
            raise
        return shown(request, "gone", strand_to_vote(slug, strand_id), status=409, verdict=refusal.verdict)
    if request.POST.get("then") == "yours":
        return HttpResponseRedirect(url("yours", strand))
    onward = url("card", strand, cast.next) if cast.next else url("statements", strand)
    return HttpResponseRedirect(f"{onward}?last={cast.statement}")


@never_cache
@require_POST
def undo(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The last vote is taken back, and its statement stands there again."""
    strand = strand_to_cast(slug, strand_id)
    statement = request.POST.get("statement", "")[:12]
    take_back_vote(strand=strand, key=key_of(request, strand), statement=statement, at=clock.now())
    return HttpResponseRedirect(url("card", strand, statement) if statement else url("statements", strand))


def _is_new(request: HttpRequest) -> bool:
    """Whether this is a browser's first card: then it is counted how many begin from this address."""
    return request.POST.get("first") == "1"


def _card(request: HttpRequest, strand: Strand, turn: Turn, name: str | None) -> HttpResponse:
    last = request.GET.get("last", "")[:12]
    words = _words(strand, name, last if last in turn.seen else "")
    reading_of(request, strand).put(words.values())
    one = words.get(name or "")
    progress = {"voted": len(turn.seen), "in_all": len(turn.standing)}
    slots: dict[str, Any] = {"opinions": opinions_of(strand), **progress, "left_out": turn.is_left_out}
    if one is None:
        return shown(request, "all_voted", strand, last=_last(turn, words.get(last)), **slots)
    mine = turn.standing[one.public_id].way
    return shown(
        request, "card", strand, one=one, mine=None if mine is None else Vote.Way(mine),
        last=_last(turn, words.get(last)), is_first=turn.participant is None, passage=passage_of(one),
        percent=100 * progress["voted"] // max(progress["in_all"], 1), **slots,
    )  # fmt: skip


def _words(strand: Strand, *names: str | None) -> dict[str, Any]:
    rows = with_words(open_to_votes(strand).filter(public_id__in=[name for name in names if name]))
    return {each.public_id: each for each in rows.select_related("contribution", "came_from")}


def _last(turn: Turn, statement: Statement | None) -> dict[str, Any] | None:
    """What was voted a moment ago, to be undone."""
    if statement is None:
        return None
    way = turn.standing[statement.public_id].way
    return None if way is None else {"statement": statement, "way": Vote.Way(way)}


def _not_open(request: HttpRequest, strand: Strand) -> HttpResponse:
    return shown(request, "not_open", strand, status=409)
