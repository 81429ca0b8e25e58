"""Everything that stands around a decision on its pages, asked at once: one query, rows as JSON arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from heard.activities.models import Activity
from heard.decisions.models import (
    DecisionNote,
    DecisionStep,
    Escalation,
    FeedbackChannel,
    Interim,
    InterimStep,
    KeyNotice,
    Obligation,
    OutcomeQuestion,
    Poster,
    Translation,
)
from heard.ground import clock

LABELS: Mapping[str, Mapping[str, Any]] = {
    "steps": dict(DecisionStep.Kind.choices),
    "escalations": dict(Escalation.To.choices),
    "interim_steps": dict(InterimStep.To.choices),
}


@dataclass(frozen=True, slots=True)
class Around:
    """Lists of plain rows, by the names of their columns; a `label` where a column is a choice.

    Each of the `interims` has its `steps` and, in `late`, the whole days by which people heard again too late.
    `notice` is the notice of a key decision, `owed` what is owed to everyone who took part; None if there is none.
    """

    notice: Any
    owed: Any
    steps: list[Any]
    outcomes: list[Any]
    notes: list[Any]
    interims: list[Any]
    channels: list[Any]
    posters: list[Any]
    translations: list[Any]
    escalations: list[Any]

    def days_late(self, today: date) -> int:
        """Whole days past the due day, up to the day it was given or `today`."""
        due = self.owed.due_on if self.owed else None
        return max(0, ((self.owed.given_on or today) - due).days) if due else 0


def around(activity: Activity) -> Around:
    """What stands around an activity's decision and feedback. One query."""
    asked: dict[str, Any] = {name: _of(*terms) for name, terms in ROWS.items()}
    found: Mapping[str, Any] = Activity.objects.filter(pk=activity.pk).values(**asked).get()
    rows = {name: [_row(name, one) for one in found[name]] for name in ROWS}
    notice, owed, taken = rows.pop("notice"), rows.pop("owed"), rows.pop("interim_steps")
    for one in rows["interims"]:
        one.steps = [step for step in taken if step.interim__public_id == one.public_id]
        one.late = max(0, ((one.kept_on or clock.today()) - one.next_due_on).days) if one.next_due_on else 0
    return Around(notice=notice[0] if notice else None, owed=owed[0] if owed else None, **rows)


def _of(rows: QuerySet[Any], path: str, order: str, most: int, *columns: str) -> ArraySubquery:
    named = {column.replace("by__name", "who"): F(column) for column in columns}
    chosen = rows.filter(**{path: OuterRef("pk")}).order_by(*order.split()).values(row=JSONObject(**named))
    return ArraySubquery(chosen[:most])


ROWS: Mapping[str, tuple[Any, ...]] = {
    "notice": (KeyNotice.objects.all(), "activity", "pk", 1,
               "why_key", "maker", "published_on", "expected_on", "papers", "short_because"),
    "owed": (Obligation.objects.filter(voice=None), "activity", "pk", 1,
             "due_on", "given_on", "interim_given_on", "interim_due_on", "was_late", "level", "ladder"),
    "steps": (DecisionStep.objects.all(), "decision__activity", "at pk", 50, "kind", "on", "words"),
    "outcomes": (OutcomeQuestion.objects.all(), "decision__activity", "months", 10,
                 "months", "due_on", "words", "at", "by__name"),
    "notes": (DecisionNote.objects.all(), "decision__activity", "at pk", 50, "words", "at", "by__name"),
    "interims": (Interim.objects.all(), "activity", "-at -pk", 10,
                 "public_id", "heard", "because", "delayed_until", "given_on", "late_by", "next_due_on", "kept_on",
                 "ladder"),
    "interim_steps": (InterimStep.objects.all(), "interim__activity", "interim level", 40,
                      "interim__public_id", "level", "to", "people", "fell_on", "at"),
    "channels": (FeedbackChannel.objects.filter(given_on__isnull=False), "activity", "given_on pk", 10,
                 "channel", "how", "given_on"),
    "posters": (Poster.objects.filter(put_up_on__isnull=False), "activity", "put_up_on pk", 100,
                "place", "language", "put_up_on"),
    "translations": (Translation.objects.all(), "feedback__activity", "language", 30,
                     "language", "title", "summary", "translator"),
    "escalations": (Escalation.objects.filter(obligation__voice=None), "obligation__activity", "level", 10,
                    "level", "to", "people", "fell_on", "at"),
}  # fmt: skip


def _row(name: str, row: Mapping[str, Any]) -> SimpleNamespace:
    found = SimpleNamespace(**{key: _read(key, value) for key, value in row.items()})
    if name in LABELS:
        found.label = LABELS[name][row.get("kind") or row["to"]]
    return found


def _read(key: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if key == "at":
        return datetime.fromisoformat(value).astimezone(clock.LONDON)
    return date.fromisoformat(value) if key == "on" or key.endswith("_on") or key == "delayed_until" else value
