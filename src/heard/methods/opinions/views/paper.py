"""The printed twin: every statement with its three boxes, room for one's own, and cards to raise in a room."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heard.activities.models import Strand
from heard.methods.opinions.queries import open_to_votes, opinions_of, strand_to_vote, with_words
from heard.ui.pdf import render as render_pdf

MOST = 200


def paper_pdf(strand: Strand) -> bytes:
    """The sheet of a strand: what it is about, how much influence is on offer, and every statement."""
    opinions, plan, lead = opinions_of(strand), strand.activity.plan, strand.activity.lead
    back = lead.postal_address.replace("\n", ", ") if lead.postal_address else lead.name
    asked = [
        {"kind": "question", "number": each.number, "words": each.said, "answer": "choice", "options": options()}
        for each in with_words(open_to_votes(strand))[:MOST]
    ]
    own: list[dict[str, Any]] = []
    if opinions.accepts_statements:
        own = [
            {"kind": "heading", "words": _("A statement of your own")},
            {"kind": "text", "words": _("One thing that others can agree or disagree with. It is shown to everyone, "
                                        "without your name.")},
            {"kind": "lines", "lines": 4},
        ]  # fmt: skip
    blocks = [
        {"kind": "lead", "words": opinions.question or strand.title},
        {"kind": "notice", "words": plan.influence_statement or _("How much influence people have is not settled.")},
        *([{"kind": "text", "words": opinions.introduction}] if opinions.introduction else []),
        {"kind": "text", "words": _("Tick one box for each statement. Leave out what you like; “pass” is an answer "
                                    "too: not sure, or it depends. No name is needed.")},
        {"kind": "heading", "words": _("Do you agree?")},
        *asked,
        *own,
        {"kind": "small", "words": _("Hand it in where you got it, or send it to: %(where)s. Votes on paper are "
                                     "counted for each statement and shown beside the map.") % {"where": back}},
    ]  # fmt: skip
    about = {"title": strand.activity.title, "eyebrow": lead.name, "lang": "en", "region": "GB"}
    return render_pdf("paper.typ", {**about, "footer": strand.title, "blocks": blocks})


def options() -> tuple[str, str, str]:
    """What can be said to a statement, as paper and every other way say it."""
    return _("Agree"), _("Disagree"), _("Pass")


@require_safe
def cards(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Cards to print for a room: one statement on each page, to hold up or to put dots on."""
    strand = strand_to_vote(slug, strand_id, request.user)
    blocks: list[dict[str, Any]] = []
    for each in with_words(open_to_votes(strand))[:MOST]:
        blocks += [{"kind": "page"}] if blocks else []
        blocks += [
            {"kind": "small", "words": _("Statement %(number)d · %(title)s") % {
                "number": each.number, "title": strand.title}},
            {"kind": "heading", "words": each.said},
            {"kind": "table", "caption": _("How many?"), "heads": list(options()), "rows": [["", "", ""]]},
        ]  # fmt: skip
    about = {"title": _("Cards for a room"), "eyebrow": strand.activity.lead.name, "lang": "en", "region": "GB"}
    answer = HttpResponse(render_pdf("paper.typ", {**about, "size": 16, "blocks": blocks}), "application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{strand.public_id}-cards.pdf"'
    return answer
