"""The four tests of a fair consultation, as a panel: from the public record, and for officers as things stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity, Stage, TierLift
from heard.compact.models import CheckResult
from heard.compact.queries.gates import Gates, path_level
from heard.ground.asking import Asking, only
from heard.rules.compact import Check, Pack
from heard.rules.gunning import CHECKS, NEVER_MENDED, FairTest, four_tests, from_results

BEFORE_OPENING = (Stage.IDEA, Stage.PLANNED, Stage.NOTICED)
TITLES: dict[str, Any] = {
    "formative": _("Is it asked while it can still change something?"),
    "reasons": _("Are there enough reasons to answer well?"),
    "time": _("Is there enough time?"),
    "conscientious": _("Is what people said weighed conscientiously?"),
}
STATES: dict[str, Any] = {
    "met": _("Met"),
    "so_far": _("Met so far"),
    "warned": _("Met, with a warning"),
    "missing": _("Something is missing"),
    "later": _("Its time has not come"),
    "spared": _("Not asked of a light activity"),
}


@dataclass(frozen=True, slots=True)
class ToldTest:
    """One test as the panel shows it."""

    test: FairTest
    title: Any
    state: Any

    @property
    def slug(self) -> str:
        return self.test.slug


def tests_asked(activity: Activity, pack: Pack) -> Asking[list[ToldTest]]:
    """The four tests by the newest result that each check had at a move; none for what only informs."""
    if path_level(activity) == "inform":
        return []
    results = _marked(activity, [_check(row) for row in (yield from only(_newest(activity)))])
    return [_told(each) for each in from_results(results, pack, activity.tier, activity.stage)]


def tests_now(found: Gates) -> list[ToldTest]:
    """The four tests as a gate sees them now. After opening the earlier moves are asked too: one query."""
    stage = found.activity.stage
    if stage in BEFORE_OPENING:
        return [_told(each) for each in four_tests(found.snapshot, found.pack, stage)]
    if path_level(found.activity) == "inform":
        return []
    judged = [_check(row) for row in _newest(found.activity)] + [each.check for each in found.checks]
    return [
        _told(each) for each in from_results(_marked(found.activity, judged), found.pack, found.snapshot.tier, stage)
    ]


def _marked(activity: Activity, judged: list[Check]) -> list[Check]:
    """With the mark that no gate clears, also where it was set after the last one: it outweighs what passed then."""
    if not activity.pre_decided or any(each.id == NEVER_MENDED and each.result != "pass" for each in judged):
        return judged
    why = _("A decision was recorded on or before the closing day. That became known after a gate had passed this.")
    return [*judged, Check(NEVER_MENDED, NEVER_MENDED.split(".")[0], "warn", str(why))]


def lifts_of(activity: Activity) -> QuerySet[TierLift]:
    """Every time more came to be at stake after opening, oldest first."""
    return TierLift.objects.filter(activity=activity).order_by("at", "id")[:10]


def _newest(activity: Activity) -> QuerySet[CheckResult]:
    """The newest result of each check of the four tests, from moves that were made."""
    rows = CheckResult.objects.filter(move__activity=activity, move__allowed=True, check_id__in=CHECKS)
    return rows.order_by("check_id", "-move__at", "-pk").distinct("check_id")


def _check(row: CheckResult) -> Check:
    return Check(row.check_id, row.clause, row.result, row.why, row.field, row.evidence)


def _told(test: FairTest) -> ToldTest:
    return ToldTest(test, TITLES[test.slug], STATES[test.state])
