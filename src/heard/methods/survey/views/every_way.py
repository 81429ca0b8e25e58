"""Is every way of taking part as good as every other? For everyone to see, with what was kept of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.activities.queries import activity_by_slug, came_in_by_channel, errata_of, strands_asked
from heard.ground.asking import ask, only, side_by_side
from heard.methods.survey.queries.paper import paper_notes_asked
from heard.methods.survey.queries.parity import differences_told, mix_of, rendered_rows, ways_asked
from heard.rules.parity import Way
from heard.ui.parts import Head, Table
from heard.ui.words import CHANNELS


def every_way(request: HttpRequest, slug: str) -> HttpResponse:
    """Information, questions, dates, receipt and feedback, way by way; paper forms accounted for; errata."""
    activity = activity_by_slug(slug, request.user)
    return render(request, "survey/every_way.html", compared(activity))


def compared(activity: Activity) -> dict[str, Any]:
    """What the public page and the officers' page both show. Three queries, however many ways."""
    strands, channels, notes, rendered = ask(
        side_by_side(
            strands_asked(activity),
            only(came_in_by_channel(activity)),
            paper_notes_asked(activity),
            only(rendered_rows(activity)),
        )
    )
    ways = ask(ways_asked(strands))
    return {
        "activity": activity,
        "plan": activity.plan,
        "table": _table(ways),
        "differences": differences_told(strands, ways),
        "mix": mix_of(channels),
        "notes": notes,
        "rendered": rendered,
        "errata": errata_of(activity),
    }


def _table(ways: list[Way]) -> Table:
    heads = [
        Head(_("Way")),
        Head(_("Questions"), number=True),
        Head(_("Open")),
        Head(_("Information")),
        Head(_("Says how much influence")),
        Head(_("Receipt")),
        Head(_("Told what happened by")),
    ]
    return Table(_("Every way of taking part, side by side"), heads, [_row(way) for way in ways])


def _row(way: Way) -> list[Any]:
    days = [date_format(day, "j M Y") if day else _("not set") for day in (way.opens_on, way.closes_on)]
    back = ", ".join(str(CHANNELS[channel]) for channel in way.feedback) or _("nobody yet")
    return [
        f"{way.strand}: {way.label}",
        len(way.questions),
        " – ".join(days),
        _yes(way.information),
        _yes(way.influence),
        _yes(way.receipt),
        back,
    ]


def _yes(is_so: bool) -> str:
    return _("yes") if is_so else _("no")
