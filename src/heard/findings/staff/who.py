"""Who said it, by filters, as a page, as CSV and as JSON: all read from one release with small numbers hidden."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.findings.forms import WhoForm
from heard.findings.queries import who as queries
from heard.findings.staff.opening import desk, shown
from heard.findings.views import as_csv
from heard.ui.parts import Cell, Head, Link, Table, address_with

HERE = "findings:staff_findings"


@desk
def who(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Contributions under the chosen filters, and by every answer of the other questions."""
    form = WhoForm(request.GET, asked=queries.about_people())
    cube, chosen = queries.who_said_it(activity), form.chosen()
    context = {
        "form": form,
        "chosen": [
            Link(form.words_of(name, value), address_with(request.GET, **{name: ""})) for name, value in chosen.items()
        ],
        "count": cube.count(**chosen),
        "smallest": cube.smallest,
        "tables": [_table(about.words, rows) for about, rows in queries.breakdowns(cube, chosen)],
    }
    return shown(request, "who.html", activity, context, current=HERE)


def _table(words: str, rows: list[tuple[str, int | None]]) -> Table:
    cells = [[Cell(name, header=True), Cell(_("hidden") if n is None else n, number=True)] for name, n in rows]
    return Table(words, [Head(_("Answer")), Head(_("Contributions"), number=True)], cells)


@desk
def who_data(request: HttpRequest, activity: Activity, kind: str) -> HttpResponse:
    """The whole release: what the page shows under every combination of filters, and nothing more."""
    if kind not in ("csv", "json"):
        raise Http404(_("There is no such file."))
    rows = list(queries.rows_of_who(queries.who_said_it(activity)))
    if kind == "json":
        return JsonResponse({"activity": activity.public_id, "who": rows}, json_dumps_params={"ensure_ascii": False})
    answer = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{activity.slug}-who.csv"'
    return answer
