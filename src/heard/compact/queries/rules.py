"""How the clauses fare: how often each check gave which result, and every change of its terms with its author."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Count

from heard.compact.models import CheckCount, CheckResult, PackVersion, Uncounted
from heard.compact.queries.packs import kept_pack, pack_versions, term_changes
from heard.rules.compact import Clause, Pack

RESULTS = ("pass", "advise", "warn", "override", "refused")


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a check was asked at a move, and what it said."""

    times: Mapping[str, int] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        return sum(self.times.values())

    @property
    def passed(self) -> int:
        return self.times.get("pass", 0)

    @property
    def advised(self) -> int:
        return self.times.get("advise", 0)

    @property
    def warned(self) -> int:
        return self.times.get("warn", 0)

    @property
    def overridden(self) -> int:
        return self.times.get("override", 0)

    @property
    def refused(self) -> int:
        return self.times.get("refused", 0)


@dataclass(frozen=True, slots=True)
class TermChange:
    """One thing about a check that the city changed: from what to what, when, who says so and why ("" if unsigned)."""

    check: str
    what: str
    was: str
    became: str
    at: datetime
    who: str
    because: str


def check_tallies(clause: str = "") -> dict[str, Tally]:
    """Each check's results over every move ever tried, by check id: sums, and the moves that are not summed yet."""
    times: dict[str, dict[str, int]] = {}
    summed = CheckCount.objects.values_list("check_id", "result", "times")
    fresh = CheckResult.objects.filter(move__in=Uncounted.objects.values("move")).order_by()
    if clause:
        summed = summed.filter(check_id__startswith=f"{clause}.")
        fresh = fresh.filter(clause=clause)
    counted = fresh.values_list("check_id", "result").annotate(times=Count("pk"))
    for check_id, result, number in [*summed, *counted]:
        results = times.setdefault(check_id, {})
        results[result] = results.get(result, 0) + number
    return {check_id: Tally(results) for check_id, results in times.items()}


def tally_of(checks: Iterable[Any], tallies: Mapping[str, Tally]) -> Tally:
    """The checks of a clause together."""
    total: dict[str, int] = {}
    for check in checks:
        for result, number in tallies.get(check.id, Tally()).times.items():
            total[result] = total.get(result, 0) + number
    return Tally(total)


def changes_of(clause: Clause | None = None) -> list[TermChange]:
    """Every change of a check's terms (of one clause, or of all), the newest first."""
    rows = pack_versions()
    found: list[TermChange] = []
    for newer, older in pairwise(rows):
        found += _between(kept_pack(older.digest), kept_pack(newer.digest), newer)
    return [each for each in found if clause is None or each.check.split(".")[0] == clause.id]


def _between(old: Pack, new: Pack, row: PackVersion) -> list[TermChange]:
    who = row.signed_by.name if row.signed_by else ""
    return [
        TermChange(check, what, was, became, row.seen_at, who, row.because)
        for check, what, was, became in term_changes(old, new)
    ]
