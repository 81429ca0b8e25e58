"""Keeping descriptions of what was asked and found, ready to be compared. Derived, so nobody is asked for leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from heard.activities.models import Activity, Stage
from heard.compact.models import Described, TermCount, TermUse
from heard.compact.queries import alike
from heard.compact.queries.packs import pack_in_force
from heard.findings.models import Finding
from heard.ground import clock
from heard.ground.turns import one_at_a_time
from heard.rules.likeness import SATURATION, Work

AT_ONCE = 200
_RECOUNT = """
INSERT INTO compact_termcount (term, works)
SELECT asked.term, (SELECT count(*) FROM compact_termuse held WHERE held.term = asked.term)
FROM unnest(%s::text[]) AS asked(term)
ON CONFLICT (term) DO UPDATE SET works = excluded.works
"""


def catch_up(*, at: datetime, most: int = 2000) -> int:
    """Describe anew whatever changed since it was described, and forget what the window has left behind.

    Returns how many activities were described. Everything is written under one lock, so that two at once add up.
    """
    today, months = clock.day_of(at), alike.terms_of(pack_in_force()).months
    numbers = list(alike.changed_since_described(today, months).values_list("pk", flat=True)[:most])
    for start in range(0, len(numbers), AT_ONCE):
        describe(numbers=numbers[start : start + AT_ONCE], at=at)
    _forget(Described.objects.filter(ends_on__lt=alike.looks_back_to(today, months)))
    _forget(Described.objects.filter(activity__stage=Stage.WITHDRAWN))
    return len(numbers)


def describe(*, numbers: Sequence[int], at: datetime) -> None:
    """Describe these activities (primary keys) and their published findings."""
    with transaction.atomic():
        _lock()
        old = Described.objects.filter(activity__in=numbers)
        touched = set(TermUse.objects.filter(work__in=old).values_list("term", flat=True))
        old.delete()
        rows = [row for activity in _read(numbers) for row in _rows(activity, at)]
        Described.objects.bulk_create(rows)
        uses = [
            TermUse(term=term[:80], work=row, weight=times * (SATURATION + 1) / (times + SATURATION))
            for row in rows
            for term, times in row.terms
        ]
        TermUse.objects.bulk_create(uses, batch_size=5000)
        recount(touched | {use.term for use in uses})


def recount(terms: Iterable[str]) -> None:
    """Count again in how many descriptions these terms stand, and how many descriptions there are."""
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, [sorted(terms)])
    TermCount.objects.update_or_create(term=alike.EVERYTHING, defaults={"works": Described.objects.count()})


def _lock() -> None:
    one_at_a_time("compact.describe", "all")


def _forget(rows: Any) -> None:
    numbers = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    if not numbers:
        return
    with transaction.atomic():
        _lock()
        touched = set(TermUse.objects.filter(work__in=numbers).values_list("term", flat=True))
        Described.objects.filter(pk__in=numbers).delete()
        recount(touched)


def _read(numbers: Sequence[int]) -> Any:
    return Activity.objects.filter(pk__in=numbers).select_related("plan").prefetch_related(*alike.AROUND)


def _rows(activity: Activity, at: datetime) -> list[Described]:
    whole = alike.draft_of(activity)
    rows = [_row(activity, None, activity.title, whole, at)]
    found = Finding.objects.filter(Q(activity=activity), published_at__isnull=False).prefetch_related("themes")
    for finding in found:
        work = alike.work_of_finding(finding, [theme.name for theme in finding.themes.all()], whole)
        rows.append(_row(activity, finding, finding.statement, work, at))
    return rows


def _row(activity: Activity, finding: Finding | None, title: str, work: Work, at: datetime) -> Described:
    return Described(
        activity=activity,
        finding=finding,
        partner_id=activity.lead_id,
        title=title[:300],
        terms=[list(each) for each in work.terms],
        areas=[[area.slug, area.name, area.kind, list(area.within)] for area in work.areas],
        groups=[name[:160] for name in work.groups],
        begins_on=work.begins_on,
        ends_on=work.ends_on,
        digest=work.digest,
        at=at,
    )
