"""Pictures and tables of who took part and of what people answered, from what was released."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.evaluation.models import Reading
from heard.evaluation.queries import Followed
from heard.ui.charts import Bar, BarChart, Stack, StackedBarChart
from heard.ui.parts import Cell, Head, Table

STANDS = {
    "under": gettext_lazy("under-represented"), "over": gettext_lazy("over-represented"),
    "par": gettext_lazy("about the same share"), "": "–",
}  # fmt: skip


def pictures(reading: Reading | None) -> list[dict[str, Any]]:
    """Each question with its picture and its table; a crossing only with its table. Nothing that was not released."""
    if reading is None:
        return []
    return [
        {**asked, "chart": _chart(asked), "table": _table(asked), "small": _small(asked)}
        for asked in reading.body["dimensions"]
    ]


def crossings(reading: Reading | None) -> list[dict[str, Any]]:
    """Two questions at once, where enough people answered both."""
    return [
        {**each, "table": _crossed(each) if each["cells"] else None}
        for each in (reading.body["crossings"] if reading else [])
    ]


def said_chart(said: Followed | None) -> StackedBarChart | None:
    """The three statements as bars; None where nothing may be drawn."""
    shown = [each for each in (said.statements if said else ()) if each.percent is not None]
    if not shown:
        return None
    return StackedBarChart(
        _("What people answered"), [_("Agree"), _("Neither"), _("Disagree")],
        [Stack(each.words, (each.agree, each.neither, each.disagree)) for each in shown],
    )  # fmt: skip


def csv_rows(reading: Reading) -> Iterator[list[Any]]:
    """The same numbers as on the page, a line each; what is hidden there is hidden here, in words."""
    yield ["table", "group", "and", "people", "percent", "percent_who_live_here", "ratio", "counted_together", "note"]
    for asked in reading.body["dimensions"]:
        note = asked["refused"] or (asked["comparator"] or {}).get("source", "")
        if asked["withheld"]:
            yield [asked["title"], "", "", _("too few to count"), "", "", "", "", note]
        for line in asked["lines"]:
            yield [
                asked["title"], line["name"], "", line["count"], line["percent"], _or_empty(line["population_percent"]),
                _or_empty(line["ratio"]), "; ".join(line["together"]), note,
            ]  # fmt: skip
    for each in reading.body["crossings"]:
        if not each["cells"]:
            yield [each["title"], "", "", _("too few to count"), "", "", "", "", each["why"]]
        for row, cells in zip(each["rows"], each["cells"], strict=True):
            for column, cell in zip(each["columns"], cells, strict=True):
                yield [each["title"], row, column, _("hidden") if cell is None else cell, "", "", "", "", ""]


def _chart(asked: Mapping[str, Any]) -> BarChart | None:
    """Two bars a group: of those who took part, and of those who live here."""
    if asked["withheld"]:
        return None
    bars: list[Bar] = []
    for line in asked["lines"]:
        name = _label(line)
        bars.append(Bar(_("%(name)s: took part") % {"name": name}, line["percent"], shown=f"{line['percent']} %"))
        if line["population_percent"] is not None:
            share = line["population_percent"]
            bars.append(Bar(_("%(name)s: live here") % {"name": name}, share, channel="paper", shown=f"{share} %"))
    return BarChart(_finding(asked), bars, _("of 100 people"), of=100)


def _finding(asked: Mapping[str, Any]) -> str:
    """The picture's sentence."""
    under = [_label(line) for line in asked["lines"] if line["stands"] == "under"]
    if under:
        return _("%(title)s: %(who)s took part less than their share") % {
            "title": asked["title"], "who": ", ".join(under),
        }  # fmt: skip
    if asked["comparator"]:
        return _("%(title)s: no group that can be shown is under-represented") % {"title": asked["title"]}
    return _("%(title)s of those who took part") % {"title": asked["title"]}


def _table(asked: Mapping[str, Any]) -> Table | None:
    if asked["withheld"]:
        return None
    heads = [Head(_("Group")), Head(_("People"), number=True), Head(_("Of 100 who took part"), number=True)]
    compared = asked["comparator"] is not None
    if compared:
        heads += [Head(_("Of 100 who live here"), number=True), Head(_("Ratio"), number=True), Head(_("Which means"))]
    rows = [[Cell(_label(line), header=True), *_cells(line, compared)] for line in asked["lines"]]
    return Table(_("%(title)s, raw counts") % {"title": asked["title"]}, heads, rows)


def _cells(line: Mapping[str, Any], compared: bool) -> Iterable[Cell]:
    cells = [Cell(line["count"], number=True), Cell(line["percent"], number=True)]
    if compared:
        ratio = "–" if line["ratio"] is None else f"{line['ratio']:.2f}"
        cells += [
            Cell(line["population_percent"], number=True), Cell(ratio, number=True), Cell(str(STANDS[line["stands"]])),
        ]  # fmt: skip
    return cells


def _crossed(each: Mapping[str, Any]) -> Table:
    heads = [Head(_("Group")), *(Head(column, number=True) for column in each["columns"])]
    rows = [
        [Cell(row, header=True), *(Cell("–" if cell is None else cell, number=True) for cell in cells)]
        for row, cells in zip(each["rows"], each["cells"], strict=True)
    ]
    return Table(each["title"], heads, rows, note=_("– is a hidden number: it is small, or would give one away."))


def _small(asked: Mapping[str, Any]) -> list[str]:
    """Groups too small to count, by name."""
    return [name for line in asked["lines"] for name in line["together"]]


def _label(line: Mapping[str, Any]) -> str:
    return f"{line['name']} ({', '.join(line['together'])})" if 0 < len(line["together"]) < 4 else str(line["name"])


def _or_empty(value: Any) -> Any:
    return "" if value is None else value
