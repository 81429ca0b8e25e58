"""The stance that readers noted of each contribution: for whoever compares by it."""

from __future__ import annotations

from django.contrib.postgres.aggregates import ArrayAgg

from heard.activities.models import Activity
from heard.findings.models import Coding

STANCES = ("for", "against", "mixed")


def stances_read(activity: Activity) -> dict[int, str]:
    """Stance by contribution (its number), where readers noted one; “mixed” where they noted several. One query."""
    rows = Coding.objects.filter(passage__contribution__strand__activity=activity, stance__in=STANCES).order_by()
    grouped = rows.values("passage__contribution_id").annotate(noted=ArrayAgg("stance", distinct=True))
    found = grouped.values_list("passage__contribution_id", "noted")
    return {number: noted[0] if len(noted) == 1 else "mixed" for number, noted in found}
