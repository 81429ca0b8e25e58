"""What anyone may read: an activity's report as page and print, and each partner's record of a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.activities.queries import activity_by_slug
from heard.ground import clock
from heard.ground.sheets import csv_lines
from heard.people.models import Partner
from heard.reports import access, queries
from heard.reports.models import Record
from heard.rules.calendar import in_words
from heard.ui.charts import Bar, BarChart
from heard.ui.files import file_answer, pdf_answer
from heard.ui.parts import Link


def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report of an activity. Before its findings are published staff see a draft, all others when it comes."""
    activity = activity_by_slug(slug, request.user)
    public = access.is_public(activity)
    may_write = bool(request.user.is_authenticated and access.may_write(request.user, activity))
    written = queries.report_of(activity) if public or may_write else None
    context = {
        "activity": activity, "sections": queries.shown_report(activity, written) if written else [],
        "report": written, "is_draft": may_write and not public, "held": None if public or may_write else public,
        "current_tab": request.path, "may_write": may_write,
    }  # fmt: skip
    return render(request, "reports/report.html", context)


def report_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The same in print: tagged PDF."""
    activity = _opened(request, slug)
    written = queries.report_of(activity)
    if written is None:
        raise Http404(_("The report has not been written yet."))
    data = printed(activity, queries.shown_report(activity, written))
    return pdf_answer("paper.typ", data, f"report-{activity.slug}.pdf", opens=True)


def printed(activity: Activity, sections: Any) -> dict[str, Any]:
    """Plain values for `ui/paper.typ`."""
    blocks: list[dict[str, Any]] = []
    for number, section in enumerate(sections, 1):
        if not section.blocks and not section.words:
            continue
        blocks += [{"kind": "heading", "words": f"{number}. {section.title}", "level": 2}, *section.blocks]
        if section.words:
            said = f"{section.words}\n\n{section.by}, {in_words(clock.day_of(section.on))}"
            blocks.append({"kind": "notice", "words": said})
    return {
        "title": activity.title, "eyebrow": _("Activity report"), "lang": "en", "region": "GB", "blocks": blocks,
        "footer": activity.title,
    }  # fmt: skip


def record(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    """A partner's record of a year: every figure with its base."""
    partner = get_object_or_404(Partner, slug=slug)
    years = queries.years_of(partner)
    chosen = year or (years[0] if years else clock.today().year)
    made = queries.newest_record(partner, chosen)
    context: dict[str, Any] = {
        "partner": partner, "year": chosen, "made": made, "making": queries.record_being_made(partner, chosen),
        "years": [Link(str(one), one) for one in years if one != chosen],  # type: ignore[arg-type]
        "may_make": bool(request.user.is_authenticated and access.may_make(request.user, partner)),
    }  # fmt: skip
    if made is not None:
        context |= {"found": made.found, "tables": queries.record_tables(made.found), "charts": _charts(made)}
    return render(request, "reports/record.html", context)


def record_pdf(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The same in print: tagged PDF."""
    partner = get_object_or_404(Partner, slug=slug)
    made = queries.newest_record(partner, year)
    if made is None:
        raise Http404(_("This record has not been made yet."))
    title = _("How %(name)s kept the code in %(year)s") % {"name": partner.name, "year": year}
    blocks = queries.record_blocks(made)
    data = {"title": title, "eyebrow": _("Public record"), "lang": "en", "region": "GB", "blocks": blocks}
    return pdf_answer("paper.typ", data | {"footer": title}, f"record-{slug}-{year}.pdf", opens=True)


def record_data(request: HttpRequest, slug: str, year: int, kind: str) -> HttpResponse:
    """The same as data: ``json`` is the whole record, ``csv`` one line a figure."""
    made = queries.newest_record(get_object_or_404(Partner, slug=slug), year)
    if made is None:
        raise Http404(_("This record has not been made yet."))
    whole = {"partner": slug, "year": year, "made_at": made.made_at, "digest": made.digest, "found": made.found}
    if kind == "json":
        return JsonResponse(whole, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return file_answer("".join(csv_lines(_figures(made.found))), f"record-{slug}-{year}.csv")


def _figures(found: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    yield "figure", "value", "base"
    for name, figures in found.items():
        if isinstance(figures, dict):
            plain = {key: value for key, value in figures.items() if _is_plain(value)}
            yield from ((f"{name}.{key}", value, _base(key, figures)) for key, value in plain.items())
            yield from _shorter(name, figures.get("shorter", ()))
        elif name == "relabelled":
            yield from ((f"{name}.{ref}", f"{told} to {real}", "") for ref, _title, told, real in figures)
        elif _is_plain(figures):
            yield name, figures, ""


def _base(key: str, figures: Mapping[str, Any]) -> object:
    """What a figure is of: those about shorter periods are of these only."""
    return len(figures["shorter"]) if key.startswith("shorter_") else figures.get("base", "")


def _shorter(name: str, rows: Sequence[Sequence[Any]]) -> Iterator[tuple[object, ...]]:
    """Two lines for each shorter period: its days, and whether a reviewer found its reason good enough."""
    for ref, _title, days, _why, *judged in rows:
        yield f"{name}.shorter.{ref}.days", days, ""
        said = judged[0] if judged else None
        yield f"{name}.shorter.{ref}.reason_good_enough", "" if said is None else "yes" if said else "no", ""


def _is_plain(value: Any) -> bool:
    return isinstance(value, int | str) or value is None


def _opened(request: HttpRequest, slug: str) -> Activity:
    activity = activity_by_slug(slug, request.user)
    public = access.is_public(activity)
    if public or (request.user.is_authenticated and access.may_write(request.user, activity)):
        return activity
    raise Http404(str(public.why))


def _charts(made: Record) -> dict[str, BarChart]:
    found = made.found
    notice, length = found["notice"], found["length"]
    return {
        "notice": BarChart(
            _("%(n)s of %(base)s gave 28 days of notice or more") % {"n": notice["enough"], "base": notice["base"]},
            [Bar(words, number) for words, number in notice["spread"]], unit=_("activities"),
        ),
        "length": BarChart(
            _("%(n)s of %(base)s were open for 12 weeks or more") % {"n": length["usual"], "base": length["base"]},
            [Bar(words, number) for words, number in length["spread"]], unit=_("activities"),
        ),
    }  # fmt: skip
