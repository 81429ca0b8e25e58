"""The printed twin: every statement with its three boxes, room for one's own, and cards to raise in a room."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from heard.activities.models import Strand
from heard.activities.queries.versions import own_message
from heard.ground.refusal import Conflict
from heard.methods.opinions.queries import open_to_votes, opinions_of, strand_to_vote, with_words
from heard.methods.opinions.queries.reading import Reading, readings_of
from heard.methods.opinions.views.opening import reading_of
from heard.rules.languages import ENGLISH
from heard.ui.files import file_answer, pdf_answer
from heard.ui.pdf import render as render_pdf

MOST = 200


@require_safe
def sheet(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The sheet in the language that the address asks for, while the activity is open: to print and hand in."""
    strand = strand_to_vote(slug, strand_id, request.user)
    if not strand.activity.is_open:
        raise Conflict(_("The sheet can be printed while people vote."), _("“Take part” says when that is and was."))
    return file_answer(paper_pdf(strand, reading_of(request, strand)), f"{strand.public_id}-sheet.pdf", opens=True)


def paper_pdf(strand: Strand, reading: Reading | None = None) -> bytes:
    """The sheet of a strand: what it is about, how much influence is on offer, and every statement."""
    reading = reading or readings_of(strand)[ENGLISH]
    opinions, plan, lead = reading.of(opinions_of(strand)), strand.activity.plan, strand.activity.lead
    back = lead.postal_address.replace("\n", ", ") if lead.postal_address else lead.name
    asked = [
        {
            "kind": "question",
            "number": each.number,
            "words": each.said,
            "answer": "choice",
            "options": options(reading),
            **_lang(each),
        }
        for each in reading.put(list(with_words(open_to_votes(strand))[:MOST]))
    ]
    own: list[dict[str, Any]] = []
    if opinions.accepts_statements:
        own = [
            {"kind": "heading", "words": _said(reading, gettext_noop("A statement of your own"))},
            {"kind": "text", "words": _said(reading, OWN_WORDS)},
            {"kind": "lines", "lines": 4},
        ]
    blocks = [
        {"kind": "lead", "words": opinions.question or strand.title},
        *([] if reading.is_plain else [{"kind": "small", "words": _said(reading, IN_ENGLISH)}]),
        {"kind": "notice", "words": plan.influence_statement or _("How much influence people have is not settled.")},
        *([{"kind": "text", "words": opinions.introduction}] if opinions.introduction else []),
        {"kind": "text", "words": _said(reading, TICK)},
        {"kind": "heading", "words": _said(reading, gettext_noop("Do you agree?"))},
        *asked,
        *own,
        {"kind": "small", "words": f"{_said(reading, HAND_IN)} {back}"},
        {"kind": "small", "words": _said(reading, COUNTED)},
    ]
    about = {"title": strand.activity.title, "eyebrow": lead.name, "lang": reading.language, "region": "GB"}
    return render_pdf("paper.typ", {**about, "footer": strand.title, "blocks": blocks})


OWN_WORDS = gettext_noop(
    "One thing that others can agree or disagree with. It is shown to everyone, without your name."
)
TICK = gettext_noop(
    "Tick one box for each statement. Leave out what you like; “pass” is an answer too: not sure, or it depends. No "
    "name is needed."
)
IN_ENGLISH = gettext_noop("What nobody has translated stands in English. What people added stands in their own words.")
HAND_IN = gettext_noop("Hand it in where you got it, or send it to:")
COUNTED = gettext_noop("Votes on paper are counted for each statement and shown beside the map.")


def _said(reading: Reading | None, words: str) -> str:
    """Words of the sheet itself in its language; in English where nobody translated them."""
    return own_message(reading, words) or _(words)


def options(reading: Reading | None = None) -> tuple[str, ...]:
    """What can be said to a statement, as paper and every other way say it."""
    return tuple(_said(reading, words) for words in ("Agree", "Disagree", "Pass"))


def _lang(one: Any) -> dict[str, str]:
    """The mark of the language of one statement, where it is known."""
    return {"lang": one.language} if one.language else {}


@require_safe
def cards(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Cards to print for a room: one statement on each page, to hold up or to put dots on."""
    strand = strand_to_vote(slug, strand_id, request.user)
    blocks: list[dict[str, Any]] = []
    reading = reading_of(request, strand)
    for each in reading.put(list(with_words(open_to_votes(strand))[:MOST])):
        blocks += [{"kind": "page"}] if blocks else []
        how_many = _said(reading, gettext_noop("How many?"))
        blocks += [
            {"kind": "small", "words": f"{each.number} · {strand.title}"},
            {"kind": "heading", "words": each.said, **_lang(each)},
            {"kind": "table", "caption": how_many, "heads": list(options(reading)), "rows": [["", "", ""]]},
        ]  # fmt: skip
    title = _said(reading, gettext_noop("Cards for a room"))
    about = {"title": title, "eyebrow": strand.activity.lead.name, "lang": reading.language, "region": "GB"}
    return pdf_answer("paper.typ", {**about, "size": 16, "blocks": blocks}, f"{strand.public_id}-cards.pdf", opens=True)
