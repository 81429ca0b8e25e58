"""Blocks of a report, for the page and for print: see `ui.pdf`. What is not known is left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from heard.ground import clock
from heard.rules.calendar import in_words
from heard.ui.parts import Step

Block = dict[str, Any]


def day(on: Any) -> str:
    """A day in words, or a dash."""
    return in_words(on) if on else "–"


def facts(*pairs: tuple[Any, Any]) -> Block:
    """A list of terms; what is not known is left out."""
    return {
        "kind": "facts",
        "items": [[str(label), str(value)] for label, value in pairs if value not in ("", None, "–")],
    }


def text(words: Any) -> list[Block]:
    return [{"kind": "text", "words": str(words)}] if str(words).strip() else []


def listed(items: Sequence[Any]) -> list[Block]:
    return [{"kind": "list", "items": [str(item) for item in items]}] if items else []


def steps(items: Sequence[Any]) -> list[Block]:
    """A list whose order counts: numbered."""
    return [{"kind": "steps", "items": [str(item) for item in items]}] if items else []


def timeline(knots: Sequence[Step]) -> Block:
    """Steps as knots on one thread: their words, and the day on which each was or is to be reached."""
    rows = []
    for knot in knots:
        on = clock.day_of(knot.on) if isinstance(knot.on, datetime) else knot.on
        day_on, words = (on.isoformat(), in_words(on)) if on else ("", "")
        rows.append({"label": str(knot.label), "on": day_on, "day": words, "state": knot.state})
    return {"kind": "timeline", "steps": rows}


def table(caption: Any, heads: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[Block]:
    if not rows:
        return []
    plain = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return [{"kind": "table", "caption": str(caption), "heads": [str(head) for head in heads], "rows": plain}]


def small(words: Any) -> list[Block]:
    return [{"kind": "small", "words": str(words)}]


def heading(words: Any) -> list[Block]:
    return [{"kind": "heading", "words": str(words), "level": 3}]
