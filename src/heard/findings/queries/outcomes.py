"""A strand's stored outcome, whatever its method, as charts, facts and reasons that a page can draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from heard.activities.methods import method_of
from heard.activities.models import Strand
from heard.ui.charts import Bar, BarChart
from heard.ui.parts import Row
from heard.ui.words import CHANNELS

DEEPEST = 4
COUNTED = ("counts", "answers")  # what a method calls the counts of one question: its words are then the title
NOT_A_RESULT = frozenset({"smallest"})  # how it was counted, which the reasons say


@dataclass(slots=True)
class ShownOutcome:
    """What one strand came to: sentences, single figures, and counts as bar charts. `rule` names how it was counted."""

    strand: Strand
    rule: str
    because: tuple[str, ...] = ()
    facts: list[Row] = field(default_factory=list)
    charts: list[BarChart] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.because or self.facts or self.charts)


def outcomes_of(strands: Sequence[Strand]) -> list[ShownOutcome]:
    """The outcomes of strands that have concluded. Hidden counts (None) stay hidden."""
    found = []
    for strand in strands:
        told = method_of(strand).outcome_told(strand)
        if isinstance(told, Mapping):
            shown = _outcome(strand, told)
            if not shown.is_empty:
                found.append(shown)
    return found


def _outcome(strand: Strand, outcome: Mapping[str, Any]) -> ShownOutcome:
    shown = ShownOutcome(strand, str(outcome.get("rule", "")), tuple(str(line) for line in outcome.get("because", ())))
    _gather(shown, outcome.get("found"), "", DEEPEST)
    return shown


def _gather(shown: ShownOutcome, value: Any, label: str, depth: int) -> None:
    """Counts become a chart, single figures a line; what lies deeper is walked, titled by its `words` or its key.

    Figures beside counts (how many were asked, how many answered) are said with the chart.
    """
    if depth < 0 or isinstance(value, str):
        return
    if isinstance(value, Sequence):
        for each in value:
            _gather(shown, each, label, depth - 1)
    if not isinstance(value, Mapping):
        return
    label = str(value.get("words") or value.get("title") or value.get("question") or label)
    figures = {key: inner for key, inner in value.items() if _is_figure(inner) and key not in NOT_A_RESULT}
    drawn = {key: bars for key, inner in value.items() if (bars := _bars(inner))}
    is_question = not set(COUNTED).isdisjoint(value)
    beside = " · ".join(f"{_said('', key)}: {number}" for key, number in figures.items())
    for key, inner in value.items():
        if key in drawn:
            title, said = (label, beside) if key in COUNTED and label else (_said(label, key), "")
            shown.charts.append(BarChart(title, drawn[key], unit=_("Answers"), description=said))
        elif key in figures and not is_question:
            shown.facts.append(Row(_said(label, key), inner))
        elif isinstance(inner, Mapping | Sequence):
            _gather(shown, inner, str(key) if isinstance(inner, Mapping) else label, depth - 1)


def _bars(value: Any) -> list[Bar]:
    return [
        Bar(
            CHANNELS.get(str(name), str(name)),
            number,
            channel=str(name) if str(name) in CHANNELS else "",
            shown="" if number is not None else _("too few to show"),
        )
        for name, number in _pairs(value)
    ]


def _pairs(value: Any) -> list[tuple[Any, int | None]]:
    """``{"Yes": 3}``, ``[["Yes", 3]]`` or ``[{"words": "Yes", "count": 3}]``: all counts (None: hidden), or no list."""
    rows: list[Any] = []
    if isinstance(value, Mapping):
        rows = list(value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        rows = [
            (r["words"], r["count"]) if isinstance(r, Mapping) and {"words", "count"} <= set(r) else r for r in value
        ]
    return [(row[0], row[1]) for row in rows] if rows and all(_is_pair(row) for row in rows) else []


def _is_pair(row: Any) -> bool:
    if not isinstance(row, list | tuple) or len(row) != 2:
        return False
    return isinstance(row[0], str | int) and _is_count(row[1])


def _is_count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _said(label: str, key: Any) -> str:
    word = _plain().get(str(key)) or str(key).replace("_", " ")
    return f"{label}: {word}" if label else word[:1].upper() + word[1:]


def _plain() -> dict[str, str]:
    """Keys of outcomes as residents would say them. Any other key is said as it stands."""
    return {
        "base": _("answers"),
        "channels": _("how people answered"),
        "median": _("middle answer"),
        "said": _("things said"),
        "attended": _("people who came"),
        "sessions": _("meetings"),
        "promises": _("promises made"),
    }
