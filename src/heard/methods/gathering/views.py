"""What residents see: the sessions of a strand, one session, and the register of conversations."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Stage, Strand
from heard.activities.queries import activity_by_slug, strand_by_id
from heard.ground import clock
from heard.ground.paging import page_of
from heard.methods.gathering import queries
from heard.ui.files import file_answer
from heard.ui.pdf import render as render_pdf


def strand_page(request: HttpRequest, strand: Strand) -> HttpResponse:
    """What is asked, when and where people meet, and what has been said so far in numbers."""
    sessions = list(queries.shown_sessions(strand)[:200])
    now = clock.now()
    return render(
        request,
        "gathering/strand.html",
        {
            "activity": strand.activity,
            "strand": strand,
            "gathering": queries.gathering_of(strand),
            "coming": [one for one in sessions if one.starts_at and one.starts_at >= now],
            "past": [one for one in sessions if one.starts_at and one.starts_at < now],
            "totals": queries.totals(strand),
            "is_over": strand.activity.stage not in {Stage.NOTICED, Stage.OPEN},
            "current_tab": _tab(strand),
        },
    )


def session_page(request: HttpRequest, slug: str, strand_id: str, session_id: str) -> HttpResponse:
    """One conversation: where, when, who held it; afterwards how many came and how many things were said."""
    strand = strand_by_id(activity_by_slug(slug, request.user), strand_id)
    session = queries.shown_sessions(strand).filter(public_id=session_id).first()
    if session is None:
        raise Http404(_("There is no such conversation."))
    promises = list(session.promises.all()[:50])
    context = {"activity": strand.activity, "strand": strand, "session": session, "promises": promises}
    return render(request, "gathering/session.html", {**context, "now": clock.now(), "current_tab": _tab(strand)})


def _tab(strand: Strand) -> str:
    return reverse("activities:take_part", args=[strand.activity.slug])


def register(request: HttpRequest) -> HttpResponse:
    """Every conversation of every activity: coming up and held, whoever held it."""
    when = "held" if request.GET.get("when") == "held" else "coming"
    rows = queries.register()
    rows = rows.filter(starts_at__lt=clock.now()) if when == "held" else rows.filter(starts_at__gte=clock.now())
    order = ["-starts_at", "-id"] if when == "held" else ["starts_at", "id"]
    page = page_of(rows, order=order, after=request.GET.get("after", ""))
    return render(request, "gathering/register.html", {"page": page, "when": when})


def sheet_pdf(strand: Strand) -> bytes:
    """The facilitator's sheet: how much influence is on offer, what is asked, room to write, who came."""
    gathering, plan = queries.gathering_of(strand), strand.activity.plan
    asked = [
        {"kind": "question", "number": number, "words": words, "answer": "text", "lines": 7}
        for number, words in enumerate(gathering.prompts, start=1)
    ]
    counts = [
        {"kind": "heading", "words": _("Who was there")},
        {"kind": "facts", "items": [[label, "…………"] for label in _counted()]},
        {"kind": "heading", "words": _("What was promised on the spot, by whom, by when")},
        {"kind": "lines", "lines": 4},
    ]
    blocks = [
        {"kind": "lead", "words": gathering.introduction or strand.title},
        {
            "kind": "notice",
            "words": plan.influence_statement or _("How much influence people have is not settled yet."),
        },
        {"kind": "text", "words": _("Read this out before you begin. Ask each person whether they may be quoted.")},
        {"kind": "heading", "words": _("What we ask")},
        *asked,
        *counts,
    ]
    return render_pdf(
        "paper.typ",
        {
            "title": strand.activity.title,
            "eyebrow": strand.activity.lead.name,
            "lang": "en",
            "region": "GB",
            "footer": strand.title,
            "blocks": blocks,
        },
    )


def _counted() -> list[str]:
    return [
        _("Date and place"),
        _("How many came"),
        _("How many of them spoke, wrote or drew"),
        _("Who wrote this down"),
    ]


def sheet(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The facilitator's sheet to print."""
    strand = strand_by_id(activity_by_slug(slug, request.user), strand_id)
    return file_answer(sheet_pdf(strand), f"{strand.public_id}-sheet.pdf", opens=True)
