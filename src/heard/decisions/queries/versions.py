"""“You said, we did” as one plain value: what a version keeps, and how two versions differ."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.models import Activity
from heard.decisions.models import Feedback, FeedbackVersion
from heard.decisions.queries.letters import told

PARTS = {
    "headline": gettext_lazy("In one sentence"),
    "summary": gettext_lazy("What difference it made"),
    "said": gettext_lazy("You said, we did"),
    "not_done": gettext_lazy("What was not done, and why"),
    "not_heard": gettext_lazy("Who was not heard"),
    "challenge": gettext_lazy("How to challenge it"),
    "formats": gettext_lazy("Formats"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One part that differs: its lines, each ``("same" | "gone" | "new", words)``."""

    part: str
    lines: tuple[tuple[str, str], ...]


def body_of(feedback: Feedback) -> dict[str, Any]:
    """What is public now: the words around it, and a line for each finding."""
    return {
        "headline": feedback.headline,
        "summary": feedback.summary,
        "not_done": feedback.not_done,
        "not_heard": feedback.not_heard,
        "challenge": feedback.challenge,
        "formats": list(feedback.formats),
        "said": [_line(row) for row in told(feedback.activity)],
    }


def _line(row: Mapping[str, str]) -> str:
    said = _("You said: %(said)s We decided: %(answer)s.") % {"said": row["said"], "answer": row["answer"]}
    return " ".join(part for part in (said, row["because"], row["next"]) if part)


def versions_of(activity: Activity) -> list[FeedbackVersion]:
    """Every version that was public, the newest first; the newest hundred."""
    rows = FeedbackVersion.objects.filter(feedback__activity=activity).select_related("by")
    return list(rows.order_by("-number")[:100])


def version_of(activity: Activity, number: int) -> FeedbackVersion:
    """One version by its number; 404 with a sentence."""
    found = FeedbackVersion.objects.filter(feedback__activity=activity, number=number).first()
    if found is None:
        raise Http404(_("This page has no such version."))
    return found


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """The parts that differ, line by line, in the order of the page."""
    found = []
    for part, label in PARTS.items():
        old, new = _lines(before.get(part, "")), _lines(after.get(part, ""))
        if old != new:
            found.append(Changed(str(label), tuple(_compared(old, new))))
    return found


def _lines(value: Any) -> list[str]:
    return [str(line) for line in value] if isinstance(value, list) else str(value).splitlines()


def _compared(old: list[str], new: list[str]) -> Any:
    kinds = {" ": "same", "-": "gone", "+": "new"}
    for line in difflib.ndiff(old, new):
        if line[0] in kinds:
            yield kinds[line[0]], line[2:]
