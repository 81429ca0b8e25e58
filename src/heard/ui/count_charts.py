"""Pictures of a budget's count from plain values: the pot step by step, and who paid for what. With their tables.

Server-side SVG with presentation attributes only, so that it stands in a page with a strict policy or in a file.
Shapes differ as well as colours: a full bar is a project's cost, a ring the support it had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heard.ui.one_page import figure, label, table

WIDTH, LABEL, ROW, TOP = 720, 260, 28, 40
BAR = WIDTH - LABEL - 10
BLUE, LINEN, MADDER = "#1B4F9C", "#CBBF9F", "#B5432A"


@dataclass(frozen=True, slots=True)
class Award:
    """One funded project: its cost, how many supporters paid, each paid what (in words), how many all they had."""

    name: str
    cost: float
    supporters: int
    each: str = ""
    paying_all: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """A project that was not funded: its cost, what its supporters had left (None: not counted so), and why."""

    name: str
    cost: float
    had: float | None
    why: str


def steps_chart(title: str, awards: Sequence[Award], pot: float, money: str) -> str:
    """The pot spent step by step, as a figure with its table. `money`: how amounts are named, e.g. "PLN"."""
    whole = pot or 1.0
    height = TOP + ROW * (len(awards) + 1) + 10
    lines, spent = [], 0.0
    for number, award in enumerate(awards):
        y = TOP + ROW * number
        start, size = _x(spent / whole), BAR * award.cost / whole
        poor = size * award.paying_all / award.supporters if award.supporters else 0
        lines.append(
            label(f"{number + 1}. {award.name}", y + 11, LABEL - 10, 13)
            + f'<rect x="{start:.1f}" y="{y + 3}" width="{max(size, 1.5):.1f}" height="16" fill="{BLUE}"/>'
            + (f'<rect x="{start:.1f}" y="{y + 13}" width="{poor:.1f}" height="6" fill="{MADDER}"/>' if poor else "")
            + f'<path d="M{start + size:.1f} {y + 19}V{y + ROW + 3}" stroke="{BLUE}"/>'
        )
        spent += award.cost
    y = TOP + ROW * len(awards)
    lines.append(
        f'<text x="0" y="{y + 15}" font-size="13">Left in the pot</text>'
        f'<rect x="{_x(spent / whole):.1f}" y="{y + 3}" width="{BAR * max(pot - spent, 0) / whole:.1f}" '
        f'height="16" fill="{LINEN}"/>'
    )
    words = (
        "Each bar is a project's cost, beginning where the one before ended. The lower part of a bar is the share of "
        "its supporters who gave all that they had left."
    )
    ticks = "".join(
        f'<text x="{_x(part):.1f}" y="18" font-size="12" text-anchor="{anchor}">{_amount(pot * part)}</text>'
        f'<path d="M{_x(part):.1f} 24V{height - 10}" stroke="currentColor" stroke-opacity=".2"/>'
        for part, anchor in ((0, "start"), (0.25, "middle"), (0.5, "middle"), (0.75, "middle"), (1, "end"))
    )
    heads = [("Project", False), (f"Cost, {money}" if money else "Cost", True), ("Supporters", True),
             ("Each paid", True), ("Paid all they had", True)]  # fmt: skip
    rows = [
        [a.name, _amount(a.cost), f"{a.supporters:,}", a.each, f"{a.paying_all:,}" if a.each else ""] for a in awards
    ]
    rows.append(["Left in the pot", _amount(max(pot - spent, 0)), "", "", ""])
    return figure(title, words, WIDTH, height, ticks + "".join(lines)) + table(title, heads, rows)


def left_chart(title: str, rows: Sequence[Left], money: str) -> str:
    """What was not funded: its cost, and how much its supporters still held. A figure with its table."""
    shown = [row for row in rows if row.had is not None][:40]
    heads = [
        ("Project", False),
        (f"Cost, {money}" if money else "Cost", True),
        ("Supporters had", True),
        ("Why not", False),
    ]
    cells = [[r.name, _amount(r.cost), "" if r.had is None else _amount(r.had), r.why] for r in rows]
    if not shown:
        return table(title, heads, cells)
    whole = max([*(row.cost for row in shown), *(row.had or 0 for row in shown), 1])
    height = 12 + ROW * len(shown)
    lines = []
    for number, row in enumerate(shown):
        y = 6 + ROW * number
        lines.append(
            label(row.name, y + 11, LABEL - 10, 13)
            + f'<rect x="{_x(0):.1f}" y="{y + 4}" width="{BAR * row.cost / whole:.1f}" height="14" fill="{LINEN}"/>'
            f'<rect x="{_x(0):.1f}" y="{y + 8}" width="{BAR * (row.had or 0) / whole:.1f}" height="6" '
            f'fill="{BLUE}"/>'
        )
    words = "The wide bar is what a project costs, the narrow one what its supporters still held together."
    return figure(title, words, WIDTH, height, "".join(lines)) + table(title, heads, cells)


def _x(share: float) -> float:
    return LABEL + BAR * share


def _amount(value: float) -> str:
    return f"{value:,.0f}" if abs(value - round(value)) < 0.005 else f"{value:,.2f}"
