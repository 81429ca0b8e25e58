"""What everyone may read: how it went, and what was learned."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heard.activities.queries import activity_by_slug
from heard.evaluation import queries
from heard.ui.words import CHANNELS


def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """The published evaluation of an activity; before that, when to expect it."""
    activity = activity_by_slug(slug, request.user)
    one = queries.evaluation_of(activity)
    channels = [(channel, CHANNELS[channel], n) for channel, n in one.counts.get("by_channel", {}).items()]
    context = {
        "activity": activity, "evaluation": one if one.published_at else None, "channels": channels,
        "lessons": list(queries.lessons_of(activity)[:50]) if one.published_at else [],
        "current_tab": reverse("evaluation:evaluation", args=[slug]),
    }  # fmt: skip
    return render(request, "evaluation/evaluation.html", context)
