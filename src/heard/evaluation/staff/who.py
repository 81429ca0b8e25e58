"""Who said it, by filters, as a page, as CSV and as JSON: all read from the newest release of who took part."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities.models import Activity
from heard.activities.queries import activity_for_staff
from heard.evaluation import queries
from heard.evaluation.forms import WhoForm
from heard.evaluation.staff.opening import page
from heard.findings.access import may_see_desk
from heard.ground.refusal import ask
from heard.ground.sheets import csv_of
from heard.ui.files import file_answer
from heard.ui.parts import Cell, Head, Link, Table, address_with


@never_cache
@login_required
def who(request: HttpRequest, slug: str) -> HttpResponse:
    """People under the chosen filters, and by every answer of the other questions."""
    activity = _opened(request, slug)
    reading = queries.newest_reading(activity)
    found = queries.filters_of(reading)
    form = WhoForm(request.GET, asked=found.asked if found else ())
    chosen = form.chosen()
    context = {
        "reading": reading,
        "who": form,
        "found": found,
        "chosen": [
            Link(form.words_of(name, value), address_with(request.GET, **{name: ""})) for name, value in chosen.items()
        ],
        "count": found.count(chosen) if found else None,
        "tables": [_table(about.title, rows) for about, rows in queries.breakdowns(found, chosen)] if found else [],
    }
    return page(request, activity, "who.html", "who", **context)


@never_cache
@login_required
def who_data(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The whole release: what the page shows under every combination of filters, and nothing more."""
    activity = _opened(request, slug)
    found = queries.filters_of(queries.newest_reading(activity))
    if kind not in ("csv", "json") or found is None:
        raise Http404(_("There is no such file."))
    rows = list(queries.rows_of_who(found))
    if kind == "json":
        return JsonResponse({"activity": activity.public_id, "who": rows}, json_dumps_params={"ensure_ascii": False})
    return file_answer(csv_of(rows), f"{activity.slug}-who.csv")


def _opened(request: HttpRequest, slug: str) -> Activity:
    activity = activity_for_staff(slug)
    ask(may_see_desk(request.user, activity))
    return activity


def _table(words: str, rows: list[tuple[str, int | None]]) -> Table:
    cells = [[Cell(name, header=True), Cell(_("hidden") if n is None else n, number=True)] for name, n in rows]
    return Table(words, [Head(_("Answer")), Head(_("People"), number=True)], cells)
