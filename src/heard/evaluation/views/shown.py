"""What everyone may read: how it went, who took part, what was learned, how many feel able to influence."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.queries import activity_by_slug
from heard.evaluation import queries
from heard.evaluation.views.tables import crossings, csv_rows, pictures, said_chart
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ground.paging import page_of
from heard.ground.sheets import csv_lines
from heard.ui.files import file_answer
from heard.ui.parts import Head
from heard.ui.words import CHANNELS


def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """The published evaluation of an activity; before that, when to expect it."""
    activity = activity_by_slug(slug, request.user)
    one = queries.evaluation_of(activity)
    channels = [(channel, CHANNELS[channel], n) for channel, n in one.counts.get("by_channel", {}).items()]
    begun = queries.follow_up_of(activity)
    said = queries.followed(begun) if begun and begun.ended_at else None
    cost = queries.cost_of(activity, one.how_many, one.how_many_because) if one.published_at else None
    context = {
        "activity": activity, "evaluation": one if one.published_at else None, "channels": channels,
        "lessons": list(queries.lessons_of(activity)[:50]) if one.published_at else [],
        "scores": queries.scores_of(activity) if one.published_at else [],
        "said": said, "chart": said_chart(said), "asking": bool(begun and not begun.ended_at), "cost": cost,
        "cost_rows": queries.cost_table(cost) if cost else [], "each": queries.pounds(cost.pence_each) if cost else "",
        "total": queries.pounds(cost.pence) if cost else "",
        "told": [*queries.people_told(one), *queries.people_helped(one)],
        "current_tab": reverse("evaluation:evaluation", args=[slug]),
    }  # fmt: skip
    return render(request, "evaluation/evaluation.html", context)


def taking_part(request: HttpRequest, slug: str) -> HttpResponse:
    """Who took part against who lives here, who was missing, and what was done."""
    activity = activity_by_slug(slug, request.user)
    reading = queries.newest_reading(activity)
    raised, again = queries.looked_on(activity)
    context = {
        "activity": activity, "reading": reading, "pictures": pictures(reading), "crossings": crossings(reading),
        "done": list(queries.reach_actions(activity)), "raised": raised, "again": again,
        "current_tab": reverse("evaluation:taking_part", args=[slug]),
    }  # fmt: skip
    return render(request, "evaluation/taking_part.html", context)


def taking_part_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same numbers as a file."""
    activity = activity_by_slug(slug, request.user)
    if (reading := queries.newest_reading(activity)) is None:
        raise Http404(_("Who took part has not been counted yet."))
    return file_answer("".join(csv_lines(csv_rows(reading))), f"who-took-part-{activity.slug}.csv")


def headline(request: HttpRequest) -> HttpResponse:
    """How many of those who took part feel able to influence decisions: the city, by year and by activity (A-2)."""
    years = queries.years_with_answers() or [clock.today().year]
    asked = whole(request.GET.get("year"), digits=4)
    year = asked if asked in years else years[0]
    heads = [_("Activity"), _("Asked by"), Head(_("Agree"), number=True), Head(_("Of how many"), number=True)]
    context = {"found": queries.headline(year), "years": years, "year": year, "heads": heads}
    return render(request, "evaluation/headline.html", context)


def lessons(request: HttpRequest) -> HttpResponse:
    """Every lesson that partners share, and how often it was used."""
    words = request.GET.get("words", "").replace("\x00", "")[:100]
    rows = queries.lessons_about(words)
    page = page_of(rows, order=("-shared_at", "-id"), after=request.GET.get("after", ""), size=20)
    return render(request, "evaluation/lessons.html", {"page": page, "words": words})
