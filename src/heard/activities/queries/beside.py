"""What stands beside a plan's words, for the plan as one document: options, evidence and readings in one query."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from heard.activities.models import Activity, CitedEvidence, OptionTerms, ReaderTest


def beside_of(activity: Activity) -> dict[str, list[dict[str, Any]]]:
    """``{"options": […], "evidence": […], "readings": […]}``: plain rows in the plan's order."""
    found: dict[str, Any] = dict(
        Activity.objects.filter(pk=activity.pk).values(
            options=_rows(OptionTerms.objects.order_by("ordinal", "id"), "option", "costs", "benefits"),
            evidence=_rows(CitedEvidence.objects.order_by("ordinal", "id"), "title", "dated_on", "published"),
            readings=_rows(
                ReaderTest.objects.filter(set_aside_at=None).order_by("noted_at", "id"), "reader", "said", "matches"
            ),
        )[0]
    )
    for row in found["evidence"]:
        row["dated_on"] = date.fromisoformat(row["dated_on"]) if row["dated_on"] else None
    return found


def _rows(rows: QuerySet[Any], *names: str) -> ArraySubquery:
    one = JSONObject(**{name: name for name in names})
    return ArraySubquery(rows.filter(activity=OuterRef("pk")).values(row=one))
