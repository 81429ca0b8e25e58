"""The shapes that stand beside colours, so that colour never speaks alone. Each is one path in a 24 × 24 box."""

from __future__ import annotations

import math

from django.utils.html import format_html
from django.utils.safestring import SafeString

from heard.ui.words import LEVELS, STAGES

PATHS = {
    "web": "M2 4h20v13H2zM4 6v9h16V6zM8 19h8v2H8z",
    "paper": "M5 2h9l5 5v15H5zM13 3.6V8h4.4zM8 11h8v1.7H8zM8 15h8v1.7H8z",
    "phone": "M6.6 2.5 10 3l1.2 4.6-2.3 1.9a14 14 0 0 0 5.6 5.6l1.9-2.3L21 14l.5 3.4c.1 2.4-2 4.1-4 4.1"
    "C9.6 21.5 2.5 14.4 2.5 6.5c0-2 1.7-4.1 4.1-4z",
    "in_person": "M8 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM16.5 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM1.5 20c0-4 2.7-7 "
    "6.5-7s6.5 3 6.5 7zM16 20c0-2.6-.8-4.8-2.2-6.3.8-.5 1.7-.7 2.7-.7 3.3 0 6 2.6 6 7z",
    "text_message": "M2 4h20v12H11l-5 5v-5H2zM6 9v2h2V9zM11 9v2h2V9zM16 9v2h2V9z",
    "letter": "M2 5h20v14H2zM4.5 7l7.5 5.6L19.5 7z",
    "email": "M12 2a10 10 0 1 0 6 18l-1.2-1.6A8 8 0 1 1 20 12v1.5a1.5 1.5 0 0 1-3 0V8h-2v.6a4.5 4.5 0 1 0 .5 6.6"
    "A3.5 3.5 0 0 0 22 13.5V12A10 10 0 0 0 12 2zm0 7.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
    "pass": "M9.5 19 2.5 12l2.2-2.2 4.8 4.8L19.3 4.8 21.5 7z",
    "advise": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM11 10h2v7h-2zM11 6.5h2v2h-2z",
    "warn": "M12 2.5 23 21.5H1zM11 9.5v6h2v-6zM11 17v2h2v-2z",
    "override": "M3 17 14.5 5.5l4 4L7 21H3zM15.8 4.2l2.2-2.2 4 4-2.2 2.2z",
    "refused": "M8 2h8l6 6v8l-6 6H8l-6-6V8zM7.5 9l3 3-3 3L9 16.5l3-3 3 3 1.5-1.5-3-3 3-3L15 7.5l-3 3-3-3z",
    "clock": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM11 6h2v5.5l3.8 2.2-1 1.7L11 12.7z",
    "lock": "M6 10V8a6 6 0 0 1 12 0v2h2v12H4V10zM8.5 10h7V8a3.5 3.5 0 0 0-7 0z",
}
PATHS |= {
    "info": PATHS["advise"],
    "success": PATHS["pass"],
    "warning": PATHS["warn"],
    "short-period": PATHS["clock"],
}
PATHS |= {"overdue": PATHS["clock"], "pre-decided": PATHS["lock"]}


def _rungs(reached: int) -> str:
    """Five bars, of which the first `reached` stand up."""
    bars = ((2 + 4.2 * i, 3 + 3.6 * i if i < reached else 3) for i in range(5))
    return "".join(f"M{x:.1f} {21 - height:.1f}h3.2v{height:.1f}h-3.2z" for x, height in bars)


def _moon(share: float) -> str:
    """A ring filled clockwise to `share` (0 to 1)."""
    ring = "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM12 4.2a7.8 7.8 0 1 1 0 15.6 7.8 7.8 0 0 1 0-15.6z"
    if share <= 0:
        return ring
    if share >= 1:
        return "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z"
    turn = 2 * math.pi * share
    x, y = 12 + 7.8 * math.sin(turn), 12 - 7.8 * math.cos(turn)
    return f"{ring}M12 12V4.2A7.8 7.8 0 {int(share > 0.5)} 1 {x:.2f} {y:.2f}z"


PATHS |= {f"level-{slug}": _rungs(i + 1) for i, slug in enumerate(LEVELS)}
PATHS |= {f"stage-{slug}": _moon(i / 9) for i, slug in enumerate(STAGES) if slug != "withdrawn"}
PATHS["stage-withdrawn"] = PATHS["refused"]


def icon(name: str) -> SafeString:
    """The shape as inline SVG, hidden from screen readers (a word always stands beside it). KeyError if unknown."""
    return format_html(
        '<svg class="shape" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        '<path fill-rule="evenodd" d="{}"/></svg>',
        PATHS[name],
    )
