"""Pictures of a draw from plain values: the panel against its targets, and chances by group. Each with its table.

Server-side SVG with presentation attributes only, so that it stands in a page with a strict policy or in a file.
Shapes differ as well as colours: a band is what the targets allow, a dot the panel, a ring what the pool would give.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from heard.ui.one_page import figure, label, table

# Distances between marks: shares as parts of one, seats as whole numbers.
STEPS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, *(x * 10**n for n in range(7) for x in (1, 2, 5)))
WIDTH, LABEL, ROW, TOP = 720, 250, 26, 44
Row = TypeVar("Row")
BLUE, BAND, GOLD, MADDER = "#1B4F9C", "#1F6B45", "#C98A00", "#B5432A"


@dataclass(frozen=True, slots=True)
class Seats:
    """A group's seats: the targets, how many the panel has, and how many it would have if it were like the pool."""

    group: str
    least: int
    most: int
    panel: int
    alike: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The chances of a group (0 to 1): lowest, mean and highest."""

    group: str
    people: int
    lowest: float
    mean: float
    highest: float


def profile_chart(title: str, rows: Sequence[Seats]) -> str:
    """The panel against its targets, as a figure with its table."""
    top = max([*(row.most for row in rows), *(row.panel for row in rows), *(row.alike for row in rows), 1])
    place = _scale(top)
    lines = []
    for row, y in _lines(rows):
        low, high = place(row.least), place(row.most)
        lines.append(
            f'<rect x="{low - 5:.1f}" y="{y - 8}" width="{high - low + 10:.1f}" height="16" rx="8" fill="{BAND}" '
            f'fill-opacity=".3" stroke="{BAND}"/>'
            f'<circle cx="{place(row.alike):.1f}" cy="{y}" r="6" fill="none" stroke="{GOLD}" stroke-width="2"/>'
            f'<circle cx="{place(row.panel):.1f}" cy="{y}" r="4.5" fill="{BLUE}" stroke="#fff"/>'
        )
    words = "Band: what the targets allow. Dot: the panel. Ring: a panel just like the pool."
    heads = [("Group", False), ("Least", True), ("Most", True), ("Panel", True), ("If like the pool", True)]
    cells = [[r.group, str(r.least), str(r.most), str(r.panel), f"{r.alike:.1f}"] for r in rows]
    return _pictured(title, words, rows, lines, _ticks(top, place, "{:.0f}".format)) + table(title, heads, cells)


def chances_chart(title: str, rows: Sequence[Spread], floor: float, alike: float) -> str:
    """Chances by group, as a figure with its table. `alike` is everybody's chance if all were the same."""
    top = max([*(row.highest for row in rows), alike])
    place = _scale(top)
    height = TOP + ROW * len(rows)
    lines = [
        f'<line x1="{place(at):.1f}" x2="{place(at):.1f}" y1="{TOP - 8}" y2="{height}" stroke="{colour}" '
        f'stroke-width="2" stroke-dasharray="{dash}"/>'
        for at, colour, dash in ((floor, MADDER, "none"), (alike, GOLD, "5 4"))
    ]
    for row, y in _lines(rows):
        lines.append(
            f'<line x1="{place(row.lowest):.1f}" x2="{place(row.highest):.1f}" y1="{y}" y2="{y}" stroke="{BLUE}" '
            f'stroke-width="3" stroke-linecap="round"/>'
            f'<circle cx="{place(row.mean):.1f}" cy="{y}" r="5" fill="{BLUE}" stroke="#fff"/>'
        )
    words = (
        f"Line: from the lowest chance in the group to the highest. Dot: the mean. Solid upright: the lowest chance "
        f"of all, {_percent(floor)}. Dashed upright: if all were alike, {_percent(alike)}."
    )
    heads = [("Group", False), ("People", True), ("Lowest chance", True), ("Mean", True), ("Highest", True)]
    cells = [[r.group, f"{r.people:,}", _percent(r.lowest), _percent(r.mean), _percent(r.highest)] for r in rows]
    return _pictured(title, words, rows, lines, _ticks(top, place, _percent)) + table(title, heads, cells)


def _pictured(title: str, words: str, rows: Sequence[Seats | Spread], lines: list[str], ticks: str) -> str:
    names = "".join(label(row.group, y, LABEL, 14) for row, y in _lines(rows))
    return figure(title, words, WIDTH, TOP + ROW * len(rows) + 8, f"{ticks}{names}{''.join(lines)}")


def _lines(rows: Sequence[Row]) -> list[tuple[Row, int]]:
    return [(row, TOP + ROW * i + ROW // 2) for i, row in enumerate(rows)]


def _scale(top: float) -> Callable[[float], float]:
    return lambda value: LABEL + 12 + (WIDTH - LABEL - 40) * value / top


def _ticks(top: float, place: Callable[[float], float], said: Callable[[float], str]) -> str:
    step = next(each for each in STEPS if top / each <= 7)
    marks = []
    at = 0.0
    while at <= top * 1.001:
        words = said(at)
        marks.append(
            f'<text x="{place(at):.1f}" y="22" font-size="13" text-anchor="middle">{words}</text>'
            f'<line x1="{place(at):.1f}" x2="{place(at):.1f}" y1="28" y2="33" stroke="currentColor"/>'
        )
        at += step
    return "".join(marks)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
