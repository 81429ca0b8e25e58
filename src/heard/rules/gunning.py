"""The four tests of a fair consultation, each composed of named checks of the Compact.

Gunning (1985), confirmed by Coughlan (2001) and Moseley (2014): it is asked while a view can still change something;
enough reasons are given to answer well; there is enough time; what people say is weighed conscientiously.
Each test shows which checks it rests on and what is still missing. It judges conduct that can be seen, never sincerity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from heard.rules.compact import Check, Pack, judge_checks
from heard.rules.lifecycle import is_past
from heard.rules.snapshot import Snapshot

TESTS: Mapping[str, tuple[str, ...]] = {
    "formative": ("UP-d.1", "UP-d.2", "UP-d.3", "UP-d.5", "P-1.1", "GP-f.1"),
    "reasons": ("P-9.1", "GP-a.5", "UP-d.4", "UP-d.7", "GP-a.6", "GP-a.7", "GP-a.8"),
    "time": ("GP-m.1", "GP-n.1", "GP-n.2", "GP-n.4", "GP-n.5"),
    "conscientious": ("B3-d.3", "B3-d.1", "B3-d.2", "B3-d.4", "P-12.2"),
}
CHECKS = tuple(check_id for ids in TESTS.values() for check_id in ids)
BEGINS = {"conscientious": "found"}  # before this stage nobody can have weighed anything
STATES = ("met", "warned", "missing", "later", "spared")


@dataclass(frozen=True, slots=True)
class FairTest:
    """One of the four. `state`: met, warned (met, with something that everyone should know), missing, later (its
    time has not come), spared (a light activity is not asked). `missing` are the checks that still stand open."""

    slug: str
    state: str
    checks: tuple[Check, ...]

    @property
    def missing(self) -> tuple[Check, ...]:
        return tuple(each for each in self.checks if each.result == "refused")

    @property
    def warnings(self) -> tuple[Check, ...]:
        return tuple(each for each in self.checks if each.result in ("override", "warn"))


def four_tests(snapshot: Snapshot, pack: Pack, stage: str) -> tuple[FairTest, ...]:
    """The four tests as things stand; empty for what only informs, because nobody is asked."""
    if (snapshot.level_at_opening or snapshot.level) == "inform":
        return ()
    return tuple(_test(slug, snapshot, pack, stage) for slug in TESTS)


def _test(slug: str, snapshot: Snapshot, pack: Pack, stage: str) -> FairTest:
    checks = judge_checks(snapshot, pack, TESTS[slug])
    begins = BEGINS.get(slug)
    if begins and not is_past(stage, begins):
        return FairTest(slug, "later", checks)
    return FairTest(slug, _state(checks), checks)


def _state(checks: tuple[Check, ...]) -> str:
    results = {each.result for each in checks}
    if not checks:
        return "spared"
    if "refused" in results:
        return "missing"
    return "warned" if results & {"override", "warn"} else "met"
