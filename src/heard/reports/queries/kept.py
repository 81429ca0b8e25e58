"""What else a partner's record of a year holds: every clause's checks, the concerns, what was learned and used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from heard.compact.models import CheckResult
from heard.evaluation.models import Lesson, LessonUse
from heard.findings.models import Reuse
from heard.moderation.models import Concern

RESULTS = ("pass", "advise", "warn", "override")


def kept_of(numbers: Sequence[int]) -> dict[str, Any]:
    """Of these activities: ``clauses`` (a row each: the clause, then counts in the order of `RESULTS`), ``concerns``
    (counts; ``base`` is how many were raised) and ``learned`` (counts). Five queries, however many activities.
    """
    return {"clauses": _clauses(numbers), "concerns": _concerns(numbers), "learned": _learned(numbers)}


def _clauses(numbers: Sequence[int]) -> list[list[Any]]:
    """What the checks of each clause said at the moves that were made."""
    rows = CheckResult.objects.filter(move__activity__in=numbers, move__allowed=True).order_by("clause")
    counted = {f"n_{name}": Count("pk", filter=Q(result=name)) for name in RESULTS}
    return [list(row) for row in rows.values("clause").annotate(**counted).values_list("clause", *counted)]


def _concerns(numbers: Sequence[int]) -> dict[str, int]:
    """Raised, by outcome, mended as another body confirmed, and how many had a step that came late."""
    upheld = Q(outcome=Concern.Outcome.UPHELD)
    return Concern.objects.filter(activity__in=numbers).aggregate(
        base=Count("pk"),
        open=Count("pk", filter=Q(outcome="")),
        upheld=Count("pk", filter=upheld),
        not_upheld=Count("pk", filter=Q(outcome=Concern.Outcome.NOT_UPHELD)),
        mended=Count("pk", filter=upheld & Q(confirmed_on__isnull=False)),
        late=Count("pk", filter=Q(was_late__len__gt=0)),
    )


def _learned(numbers: Sequence[int]) -> dict[str, int]:
    """Lessons shared, times that another plan used one, and times that a partner used a finding again."""
    used = (Reuse.State.GRANTED, Reuse.State.CITED)
    return {
        "lessons": Lesson.objects.filter(activity__in=numbers, shared_at__isnull=False).count(),
        "lessons_used": LessonUse.objects.filter(lesson__activity__in=numbers).count(),
        "findings_reused": Reuse.objects.filter(finding__activity__in=numbers, state__in=used).count(),
    }
