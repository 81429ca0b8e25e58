"""A strand's stored outcome, whatever its method, as charts, facts and reasons that a page can draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.ui.charts import Bar, BarChart
from heard.ui.parts import Row
from heard.ui.words import CHANNELS

DEEPEST = 4


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
        if isinstance(strand.outcome, Mapping):
            shown = _outcome(strand, strand.outcome)
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
    figures = {key: inner for key, inner in value.items() if _is_figure(inner)}
    drawn = {key: bars for key, inner in value.items() if (bars := _bars(inner))}
    beside = " · ".join(f"{_said('', key)}: {number}" for key, number in figures.items()) if "counts" in drawn else ""
    for key, inner in value.items():
        if key in drawn:
            title = label if key == "counts" and label else _said(label, key)
            said = beside if key == "counts" else ""
            shown.charts.append(BarChart(title, drawn[key], unit=_("Answers"), description=said))
        elif _is_figure(inner) and not beside:
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


def _pairs(value: Any) -> Iterator[tuple[Any, int | None]]:
    """``{"Yes": 3, …}`` or ``[["Yes", 3], …]``, all of it counts (None: hidden); anything else is no list of counts."""
    pairs: list[Any] = []
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        pairs = list(value)
    if len(pairs) < 1 or not all(isinstance(pair, Sequence) and len(pair) == 2 for pair in pairs):
        return
    if any(isinstance(pair, str) or not _is_count(pair[1]) or isinstance(pair[0], list | dict) for pair in pairs):
        return
    yield from ((pair[0], pair[1]) for pair in pairs)


def _is_count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _said(label: str, key: Any) -> str:
    word = str(key).replace("_", " ")
    return f"{label}: {word}" if label else word[:1].upper() + word[1:]
