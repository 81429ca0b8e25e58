"""The strand's own page at every stage: before it opens, the way in, after it closed, the results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heard.activities.models import Channel, Strand
from heard.activities.queries.days import is_open_on
from heard.ground import clock
from heard.methods.survey.queries import (
    ENGLISH,
    Questionnaire,
    minutes_for,
    offer_of,
    offers_of,
    questionnaire,
    questions_in,
)
from heard.methods.survey.views.drafts import Draft
from heard.methods.survey.views.shown import next_steps, other_ways, results


def strand_page(request: HttpRequest, strand: Strand) -> HttpResponse:
    """What a visitor sees, at any stage. Reads the session only where there is one."""
    today, activity = clock.today(), strand.activity
    draft = Draft(request, strand) if request.COOKIES else None
    version, asked = _spoken(request, strand, draft)
    return render(
        request,
        "survey/strand.html",
        {
            "activity": activity,
            "plan": activity.plan,
            "strand": strand,
            "current_tab": reverse("activities:take_part", args=[activity.slug]),
            "asked": asked,
            "version": version,
            "offers": offers_of(strand),
            "minutes": minutes_for(asked),
            "is_open": any(is_open_on(strand, channel, today) for channel in strand.channels),
            "is_open_here": is_open_on(strand, Channel.WEB, today),
            "is_before": activity.opens_on is None or today < activity.opens_on,
            "draft": draft,
            "ways": other_ways(strand),
            "steps": next_steps(activity),
            "results": results(strand),
        },
    )


def _spoken(request: HttpRequest, strand: Strand, draft: Draft | None) -> tuple[str, Questionnaire]:
    """The version asked for in the address, else the one in which this browser answers, else English."""
    code = request.GET.get("in", "")[:30]
    if code and draft and draft.is_begun:
        draft.speak(code)
    code = code or (draft.version if draft else "")
    offer = offer_of(strand, code) if code else None
    if offer is None or offer.code == ENGLISH:
        return "", questionnaire(strand)
    return offer.code, questions_in(strand, offer.language, offer.format)
