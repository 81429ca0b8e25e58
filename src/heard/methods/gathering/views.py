"""What residents see: the sessions of a strand, one session, and the register of conversations."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from heard.activities.models import Stage, Strand
from heard.activities.queries import activity_by_slug, strand_by_id
from heard.ground import clock
from heard.ground.paging import page_of
from heard.methods.gathering import queries
from heard.ui.pdf import render as render_pdf

TAB = "activities:take_part"


def strand_page(request: HttpRequest, strand: Strand) -> HttpResponse:
    """What is asked, when and where people meet, and what has been said so far in numbers."""
    sessions = list(queries.sessions_of(strand).filter(is_public=True)[:200])
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
            "current_tab": TAB,
        },
    )


def session_page(request: HttpRequest, slug: str, strand_id: str, session_id: str) -> HttpResponse:
    """One conversation: where, when, who held it; afterwards how many came and how many things were said."""
    strand = strand_by_id(activity_by_slug(slug, request.user), strand_id)
    session = queries.sessions_of(strand).filter(public_id=session_id, is_public=True).first()
    if session is None:
        raise Http404(_("There is no such conversation."))
    promises = list(session.promises.all()[:50])
    context = {"activity": strand.activity, "strand": strand, "session": session, "promises": promises}
    return render(request, "gathering/session.html", {**context, "now": clock.now(), "current_tab": TAB})


def register(request: HttpRequest) -> HttpResponse:
    """Every conversation of every activity: coming up and held, whoever held it."""
    when = "held" if request.GET.get("when") == "held" else "coming"
    rows = queries.register()
    rows = rows.filter(starts_at__lt=clock.now()) if when == "held" else rows.filter(starts_at__gte=clock.now())
    order = ["-starts_at", "-id"] if when == "held" else ["starts_at", "id"]
    page = page_of(rows, order=order, after=request.GET.get("after", ""))
    return render(request, "gathering/register.html", {"page": page, "when": when})


def sheet_pdf(strand: Strand) -> bytes:
    """The facilitator's sheet: what is said about influence, what is asked, room to write, who came."""
    gathering = queries.gathering_of(strand)
    plan = strand.activity.plan
    return render_pdf(
        "gathering/sheet.typ",
        {
            "title": strand.activity.title,
            "strand": strand.title,
            "introduction": gathering.introduction,
            "influence": plan.influence_statement,
            "prompts": list(gathering.prompts),
            "decides": plan.decision_maker,
            "privacy": plan.retention,
        },
    )


def sheet(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The facilitator's sheet to print."""
    strand = strand_by_id(activity_by_slug(slug, request.user), strand_id)
    response = HttpResponse(sheet_pdf(strand), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{strand.public_id}-sheet.pdf"'
    return response
