"""The strand's own page at every stage, and the page that explains how the picture is made."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heard.activities.models import Strand
from heard.ground import clock
from heard.methods.opinions.queries import ENOUGH, open_to_votes, opinions_of, strand_to_vote
from heard.methods.opinions.queries.result import VOTED
from heard.methods.opinions.views.opening import is_open_here, key_of, reading_of, shown
from heard.methods.opinions.views.showing import final
from heard.people.queries.monitoring import disclosure_policy


def strand_page(request: HttpRequest, strand: Strand) -> HttpResponse:
    """What a visitor sees, at any stage: the way in, that it has closed, the result."""
    activity, today = strand.activity, clock.today()
    return shown(
        request,
        "strand",
        strand,
        opinions=opinions_of(strand),
        in_all=open_to_votes(strand).count(),
        has_key=bool(key_of(request, strand)),
        is_open_here=is_open_here(strand),
        is_before=activity.opens_on is None or today < activity.opens_on,
        result=final(strand, reading_of(request, strand)),
    )


@require_safe
def how(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """How the picture is made, in plain English: what a dot is, what a group is, and what it cannot tell."""
    strand = strand_to_vote(slug, strand_id, request.user)
    smallest = disclosure_policy().ordinary.smallest
    slots: dict[str, Any] = {"opinions": opinions_of(strand), "smallest": smallest, "voted": VOTED, "enough": ENOUGH}
    return shown(request, "how", strand, **slots)
