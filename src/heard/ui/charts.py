"""Charts as plain values. Text stays text (it never shrinks on a phone); only the bars, dots and lines are SVG.

Each chart has a `title` (the finding as a sentence), a `description` for those who cannot see it, and `table()`,
which is always on the same page. A value of None is one that may not be shown; `shown` says why ("under 10").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from heard.ui.parts import Cell, Head, Table


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar or row of dots: a label and how many. `channel` dyes it."""

    label: Any
    value: float | None
    href: str = ""
    channel: str = ""
    shown: Any = ""

    @property
    def said(self) -> str:
        return str(self.shown) if self.shown or self.value is None else number_format(self.value, use_l10n=True)


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars on one scale from nothing to the largest value (or `of`)."""

    title: Any
    bars: Sequence[Bar]
    unit: Any = ""
    description: Any = ""
    of: float | None = None

    def drawn(self) -> list[tuple[Bar, str]]:
        """Each bar with its length in per cent of the scale."""
        longest = self.of or max((bar.value or 0 for bar in self.bars), default=0)
        return [(bar, _share(bar.value or 0, longest)) for bar in self.bars]

    def table(self) -> Table:
        rows = [[Cell(bar.label, bar.href), Cell(bar.said, number=True)] for bar in self.bars]
        return Table(self.title, [Head(_("Which")), Head(self.unit or _("How many"), number=True)], rows)


@dataclass(frozen=True, slots=True)
class TileBar:
    """One place as a square: where it stands, and how many."""

    bar: Bar
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class TileChart:
    """Places as squares that lie as they do in the city, each with its number: a diagram, no boundaries.

    `beside`: what is counted and lies nowhere (answers in own words).
    """

    title: Any
    tiles: Sequence[TileBar]
    beside: Sequence[Bar] = ()
    unit: Any = ""
    description: Any = ""

    def drawn(self) -> list[tuple[TileBar, str]]:
        """Each square with how much of its band is filled, in per cent of the largest."""
        longest = max((tile.bar.value or 0 for tile in self.tiles), default=0)
        return [(tile, _share(tile.bar.value or 0, longest)) for tile in self.tiles]

    def table(self) -> Table:
        """The same as a list, by name."""
        bars = [*(tile.bar for tile in self.tiles), *self.beside]
        return BarChart(self.title, bars, self.unit).table()


@dataclass(frozen=True, slots=True)
class Stack:
    """One stacked bar: a value for each part."""

    label: Any
    values: Sequence[float | None]
    href: str = ""


@dataclass(frozen=True, slots=True)
class StackedBarChart:
    """Each bar is a whole, cut into the same parts (answers of a scale, sides of a question)."""

    title: Any
    parts: Sequence[Any]
    bars: Sequence[Stack]
    description: Any = ""

    def __post_init__(self) -> None:
        if any(len(bar.values) != len(self.parts) for bar in self.bars):
            raise ValueError("Every stacked bar needs one value for each part.")

    def drawn(self) -> list[tuple[Stack, list[dict[str, Any]]]]:
        """Each bar with its pieces: part number, start, length (per cent) and the words of its value."""
        rows = []
        for bar in self.bars:
            total, start, pieces = sum(value or 0 for value in bar.values), 0.0, []
            for i, value in enumerate(bar.values):
                length = 100 * (value or 0) / total if total else 0.0
                pieces.append(
                    {
                        "part": i + 1,
                        "x": f"{start:.3f}",
                        "length": f"{length:.3f}",
                        "label": self.parts[i],
                        "said": _plain(value),
                        "share": f"{length:.0f} %",
                    }
                )
                start += length
            rows.append((bar, pieces))
        return rows

    def table(self) -> Table:
        rows = [
            [Cell(bar.label, bar.href), *(Cell(_plain(value), number=True) for value in bar.values)]
            for bar in self.bars
        ]
        return Table(self.title, [Head(_("Which")), *(Head(part, number=True) for part in self.parts)], rows)


@dataclass(frozen=True, slots=True)
class DotChart:
    """Rows of dots that can be counted. `each` says how many one dot stands for."""

    title: Any
    rows: Sequence[Bar]
    each: int = 1
    unit: Any = ""
    description: Any = ""
    a_line: int = 25

    def drawn(self) -> list[tuple[Bar, list[tuple[int, int]], int]]:
        """Each row with the places of its dots (12 units apart) and its height."""
        found = []
        for row in self.rows:
            dots = round((row.value or 0) / self.each)
            places = [(6 + 12 * (i % self.a_line), 6 + 12 * (i // self.a_line)) for i in range(dots)]
            found.append((row, places, 12 * max(-(-dots // self.a_line), 1)))
        return found

    def table(self) -> Table:
        return BarChart(self.title, self.rows, self.unit).table()


@dataclass(frozen=True, slots=True)
class Line:
    """A run of values over time."""

    label: Any
    points: Sequence[tuple[date, float]]
    channel: str = ""


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over the same days, from nothing to the highest value. `marks` are days worth a word."""

    title: Any
    lines: Sequence[Line]
    unit: Any = ""
    description: Any = ""
    marks: Sequence[tuple[date, Any]] = ()

    def _days(self) -> list[date]:
        return sorted({day for line in self.lines for day, _value in line.points})

    @property
    def top(self) -> float:
        return max((value for line in self.lines for _day, value in line.points), default=0)

    def drawn(self) -> list[tuple[Line, str]]:
        """Each line as an SVG path in a box of 100 × 100 (stretched by the page; strokes do not stretch)."""
        return [
            (
                line,
                "M"
                + "L".join(
                    f"{self._x(day)} {100 - float(_share(value, self.top)):.2f}" for day, value in sorted(line.points)
                ),
            )
            for line in self.lines
            if line.points
        ]

    def drawn_marks(self) -> list[tuple[str, date, Any]]:
        return [(self._x(day), day, words) for day, words in self.marks]

    def _x(self, day: date) -> str:
        days = self._days()
        span = (days[-1] - days[0]).days if days else 0
        return f"{100 * min(max((day - days[0]).days / span, 0), 1):.2f}" if span else "50.00"

    def ends(self) -> tuple[str, str]:
        """The first and the last day in words."""
        days = self._days()
        return (date_format(days[0], "j M Y"), date_format(days[-1], "j M Y")) if days else ("", "")

    def table(self) -> Table:
        values = {(i, day): value for i, line in enumerate(self.lines) for day, value in line.points}
        rows = [
            [
                Cell(date_format(day, "j F Y")),
                *(Cell(_plain(values.get((i, day))), number=True) for i in range(len(self.lines))),
            ]
            for day in self._days()
        ]
        return Table(self.title, [Head(_("Day")), *(Head(line.label, number=True) for line in self.lines)], rows)


@dataclass(frozen=True, slots=True)
class Period:
    """One row of days, both ends included. `kind` dyes it as a channel's slug does; `note` stands below in words."""

    label: Any
    first: date
    last: date
    href: str = ""
    kind: str = ""
    note: Any = ""


@dataclass(frozen=True, slots=True)
class PeriodChart:
    """Periods one under the other on one scale of days, with seasons shaded behind them."""

    title: Any
    periods: Sequence[Period]
    first: date
    last: date
    shades: Sequence[Period] = ()
    description: Any = ""

    def drawn(self) -> list[tuple[Period, str, str]]:
        """Each period that touches the scale, with its start and length in per cent of it."""
        return [(one, *self._placed(one)) for one in self.periods if one.first <= self.last and one.last >= self.first]

    def drawn_shades(self) -> list[tuple[str, str]]:
        return [self._placed(one) for one in self.shades if one.first <= self.last and one.last >= self.first]

    def ends(self) -> tuple[str, str]:
        return date_format(self.first, "j M Y"), date_format(self.last, "j M Y")

    def table(self) -> Table:
        rows = [
            [Cell(one.label, one.href), Cell(_days(one)), Cell(one.note)]
            for one in sorted([*self.periods, *self.shades], key=lambda one: (one.first, one.last, str(one.label)))
        ]
        return Table(self.title, [Head(_("What")), Head(_("When")), Head(_("Note"))], rows)

    def _placed(self, one: Period) -> tuple[str, str]:
        whole = (self.last - self.first).days + 1
        begins, ends = max(one.first, self.first), min(one.last, self.last)
        return _share((begins - self.first).days, whole), _share((ends - begins).days + 1, whole)


def _days(one: Period) -> str:
    first, last = date_format(one.first, "j M Y"), date_format(one.last, "j M Y")
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _share(value: float, whole: float) -> str:
    return f"{100 * min(max(value, 0) / whole, 1):.3f}" if whole > 0 else "0.000"


def _plain(value: float | None) -> str:
    return "–" if value is None else number_format(value, use_l10n=True)
