"""The strand's own page at every stage: before it opens, the way in, after it closed, the results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heard.activities.models import Channel, Strand
from heard.ground import clock
from heard.methods.survey.queries import is_open_on, minutes_for, questionnaire
from heard.methods.survey.views.drafts import Draft
from heard.methods.survey.views.shown import next_steps, other_ways, results


def strand_page(request: HttpRequest, strand: Strand) -> HttpResponse:
    """What a visitor sees, at any stage. Reads the session only where there is one."""
    asked, today = questionnaire(strand), clock.today()
    activity = strand.activity
    draft = Draft(request, strand) if request.COOKIES else None
    return render(
        request,
        "survey/strand.html",
        {
            "activity": activity,
            "plan": activity.plan,
            "strand": strand,
            "current_tab": reverse("activities:take_part", args=[activity.slug]),
            "asked": asked,
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
