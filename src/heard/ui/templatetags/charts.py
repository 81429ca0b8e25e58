"""Pictures of numbers: `{% load charts %}`. Each is followed by its table, folded or open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from heard.ui import braid as braids
from heard.ui import icons
from heard.ui import ribbon as weave
from heard.ui.charts import BarChart, DotChart, LineChart, PeriodChart, StackedBarChart, TileChart
from heard.ui.words import CHANNELS, CHANNELS_SHORT

register = template.Library()


@register.simple_tag
def bar_chart(chart: BarChart, *, open: bool = False) -> SafeString:
    """Bars, longest as wide as the page."""
    return _figure("bars", chart, open)


@register.simple_tag
def tile_chart(chart: TileChart, *, open: bool = False) -> SafeString:
    """Places as squares where they lie; below each other on a phone."""
    return _figure("tiles", chart, open)


@register.simple_tag
def stacked_bar_chart(chart: StackedBarChart, *, open: bool = False) -> SafeString:
    """Bars cut into the same parts, with a key."""
    return _figure("stacked", chart, open)


@register.simple_tag
def dot_chart(chart: DotChart, *, open: bool = False) -> SafeString:
    """Dots that can be counted."""
    return _figure("dots", chart, open)


@register.simple_tag
def line_chart(chart: LineChart, *, open: bool = False) -> SafeString:
    """Lines over time."""
    return _figure("lines", chart, open)


@register.simple_tag
def period_chart(chart: PeriodChart, *, open: bool = False) -> SafeString:
    """Periods under one another, seasons behind them."""
    return _figure("periods", chart, open)


@register.simple_tag
def braid(channels: Sequence[str]) -> SafeString:
    """A ribbon for each of these ways, woven into one cloth. Drawn for the eye: say the ways in words beside it."""
    drawn = braids.braided(channels)
    strips = [(strip, CHANNELS[strip.channel]) for strip in drawn.strips]
    return render_to_string("ui/charts/braid.html", {"braid": drawn, "strips": strips, "warps": braids.WARPS})


def _figure(kind: str, chart: Any, open: bool) -> SafeString:
    return render_to_string(f"ui/charts/{kind}.html", {"chart": chart, "table": chart.table(), "open": open})


@register.simple_tag(takes_context=True)
def ribbon_picture(
    context: Context, picture: weave.RibbonPicture, *, highlight: Iterable[str] = (), open: bool = False
) -> SafeString:
    """The weave of an activity, in one piece on a wide page and in pairs on a phone, then its table.

    `highlight`: ids of the nodes of one thread, drawn in gold.
    """
    lit = frozenset(highlight)
    mirrored = context.get("direction") == "rtl" or (not context.get("direction") and get_language_bidi())
    swept = weave.untangled(picture)
    wide = weave.draw(swept, replace(weave.WIDE, mirrored=mirrored), lit)
    narrow = [weave.draw(piece, replace(weave.NARROW, mirrored=mirrored), lit) for piece in swept.pairs()]
    used = {link.channel for link in picture.links}
    key = [(slug, word) for slug, word in CHANNELS_SHORT.items() if slug in used]
    return render_to_string(
        "ui/charts/ribbon.html",
        {
            "picture": picture,
            "wide": wide,
            "narrow": narrow,
            "key": key,
            "table": picture.table(),
            "open": open,
            "linked": any(link.href for link in picture.links),
            "mark": f"r{uuid4().hex[:8]}",
            "lit": bool(lit),
        },
    )


@register.simple_tag
def shape_path(kind: str) -> str:
    """The path of a channel's shape, or nothing for a node that is no channel."""
    return icons.PATHS[kind] if kind in CHANNELS_SHORT else ""


@register.filter
def plus(number: float, more: float) -> float:
    """A sum, for places inside a drawing."""
    return round(number + more, 2)


@register.filter
def line_at(plate: weave.Plate, letters: float) -> float:
    """Where the first line of a plate's text stands, so that the text is centred."""
    lines = len(plate.lines) + (plate.node.count is not None)
    return round(plate.y + plate.height / 2 - (lines - 1) * letters * 1.22 / 2 + letters * 0.35, 1)
