"""What was heard, for everyone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Stage
from heard.activities.queries import activity_by_slug
from heard.findings.queries import public as queries
from heard.findings.queries.behind import contributions_behind
from heard.findings.queries.dictionary import dictionary
from heard.findings.queries.neutrality import reviews_of
from heard.findings.queries.outcomes import outcomes_of
from heard.findings.queries.second import agreement_of, pairs_of, theme_names
from heard.findings.queries.sharing import restrictions_of, reuse_counts
from heard.findings.queries.standard import frames_of, plan_versions, quality_of
from heard.findings.queries.tally import Tally
from heard.ground.paging import page_of
from heard.ground.sheets import csv_of
from heard.ui.charts import Bar, BarChart
from heard.ui.files import file_answer
from heard.ui.parts import Cell, Head, Table
from heard.ui.words import CHANNELS

DECIDED = (Stage.DECIDED, Stage.TOLD, Stage.EVALUATED, Stage.ARCHIVED)
ROWS: dict[str, Callable[[Activity], Iterator[dict[str, Any]]]] = {
    "findings": queries.rows_of_findings,
    "themes": queries.rows_of_themes,
    "counts": queries.rows_of_counts,
}


def heard(request: HttpRequest, slug: str) -> HttpResponse:
    """The tab “What we heard” of an activity."""
    activity = activity_by_slug(slug, request.user)
    return render(request, "findings/heard.html", heard_page(activity))


def heard_page(activity: Activity, *, draft: bool = False) -> dict[str, Any]:
    """What the tab shows; with `draft`, as it would be shown if it were published now (for the desk's preview)."""
    counts = queries.published_counts(activity, draft=draft)
    is_published = draft or bool(counts)
    page: dict[str, Any] = {
        "activity": activity,
        "current_tab": reverse("findings:heard", args=[activity.slug]),
        "draft": draft,
        "is_published": is_published,
        "is_reopened": not draft and is_published and activity.stage in (Stage.OPEN, Stage.CLOSED),
        "is_decided": activity.stage in DECIDED,
    }
    if not is_published:
        return page
    themes = queries.published_themes(activity, draft=draft)
    return page | {
        "findings": queries.published_findings(activity, draft=draft),
        "aside": [theme for theme in themes if theme.because],
        "quality": None if draft else quality_of(activity),
        "held_back": () if draft else restrictions_of(activity),
        "themes": themes,
        "unshown": [theme for theme in themes if theme.withheld],
        "chart": _themes_chart(themes),
        "outcomes": [] if draft else outcomes_of(list(activity.strands.filter(outcome__isnull=False))),
        "counts": _counts_table(activity, counts),
        "received": sum(each.received for each in counts),
        "analysed": sum(each.analysed for each in counts),
        "left_out": sum(each.excluded for each in counts),
        "withdrawn": sum(each.withdrawn for each in counts),
        "channels": [CHANNELS[slug] for slug in CHANNELS if any(c.channel == slug and c.received for c in counts)],
    }


def how_read(request: HttpRequest, slug: str) -> HttpResponse:
    """The annex on methods: the locked plan, its changes, peers, agreement, the statement of quality, the data."""
    activity = activity_by_slug(slug, request.user)
    is_published = bool(queries.published_counts(activity))
    pairs = pairs_of(activity) if is_published else []
    context = {
        "activity": activity,
        "current_tab": reverse("findings:heard", args=[activity.slug]),
        "versions": plan_versions(activity),
        "reviews": reviews_of(activity),
        "is_published": is_published,
        "quality": quality_of(activity) if is_published else None,
        "agreement": agreement_of(pairs, theme_names(activity)) if pairs else None,
        "frames": frames_of(activity) if is_published else (),
        "dictionary": dictionary(),
    }
    return render(request, "findings/how_read.html", context)


def _themes_chart(themes: list[queries.PublicTheme]) -> BarChart | None:
    if not themes:
        return None
    bars = [Bar(theme.name, theme.count.value, shown=theme.count.words) for theme in themes]
    bars.sort(key=lambda bar: -(bar.value or 0))
    return BarChart(_("What people talked about"), bars, unit=_("Contributions"))


def _counts_table(activity: Activity, counts: list[Tally]) -> Table:
    rows = [
        [
            Cell(each.strand, header=True),
            CHANNELS[each.channel],
            Cell(each.received, number=True),
            Cell(each.analysed, number=True),
            Cell(each.excluded, number=True),
            Cell(each.withdrawn, number=True),
            queries.said_reasons(each.reasons),
        ]
        for each in counts
    ]
    numbers = [_("Came in"), _("Read and counted"), _("Left out"), _("Taken back")]
    heads = [Head(_("Way to take part")), Head(_("How"))] + [Head(word, number=True) for word in numbers]
    return Table(
        _("What became of everything that came in"),
        [*heads, Head(_("Why left out"))],
        rows,
        note=_("Every row adds up: came in = read and counted + left out + taken back."),
        export=reverse("findings:data", args=[activity.slug, "counts", "csv"]),
    )


def finding(request: HttpRequest, public_id: str) -> HttpResponse:
    """One finding and the contributions that it rests on, nobody named."""
    one = queries.published_finding(public_id)
    activity = activity_by_slug(one.finding.activity.slug, request.user)
    rows = contributions_behind(one.finding).select_related("strand")
    after = request.GET.get("after", "")
    context = {
        "activity": activity,
        "current_tab": reverse("findings:heard", args=[activity.slug]),
        "one": one,
        "heads": [_("Contribution"), _("How"), _("Where"), _("When")],
        "page": None if one.base.is_hidden else page_of(rows, order=("pk",), after=after, size=30),
        "is_decided": activity.stage in DECIDED,
        "uses": reuse_counts([one.finding]).get(one.finding.pk, 0),
    }
    return render(request, "findings/finding.html", context)


def data(request: HttpRequest, slug: str, what: str, kind: str) -> HttpResponse:
    """Published findings, themes or counts as CSV or JSON. No cell can run as a formula."""
    activity = activity_by_slug(slug, request.user)
    if what not in ROWS or kind not in ("csv", "json"):
        raise Http404(_("There is no such file."))
    rows = list(ROWS[what](activity))
    if not rows:
        raise Http404(_("Nothing has been published yet."))
    if kind == "json":
        about = {"activity": activity.public_id, "title": activity.title, what: rows}
        return JsonResponse(about, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return file_answer(csv_of(rows), f"{activity.slug}-{what}.csv")
