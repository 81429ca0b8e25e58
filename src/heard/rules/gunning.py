"""The four tests of a fair consultation, each composed of named checks of the Compact.

Gunning (1985), confirmed by Coughlan (2001) and Moseley (2014): it is asked while a view can still change something;
enough reasons are given to answer well; there is enough time; what people say is weighed conscientiously.
Each test shows which checks it rests on and what is still missing. It judges conduct that can be seen, never sincerity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from heard.rules.compact import Check, Pack, judge_checks
from heard.rules.lifecycle import is_past
from heard.rules.snapshot import Snapshot

TESTS: Mapping[str, tuple[str, ...]] = {
    "formative": ("UP-d.1", "UP-d.2", "UP-d.3", "UP-d.5", "UP-d.6", "P-1.1", "GP-f.1"),
    "reasons": ("P-9.1", "GP-a.5", "UP-d.4", "UP-d.7", "GP-a.6", "GP-a.7", "GP-a.8"),
    "time": ("GP-m.1", "GP-n.1", "GP-n.2", "GP-n.4", "GP-n.5"),
    "conscientious": ("B3-d.3", "B3-d.1", "B3-d.2", "B3-d.4", "P-12.2"),
}
CHECKS = tuple(check_id for ids in TESTS.values() for check_id in ids)
BEGINS = {"conscientious": "found"}  # before this stage nobody can have weighed anything
STATES = ("met", "so_far", "warned", "missing", "later", "spared")
NEVER_MENDED = "UP-d.6"  # a decision recorded before closing: this one cannot be made good


@dataclass(frozen=True, slots=True)
class FairTest:
    """One of the four, with the checks that it rests on and those that were not looked at yet.

    `state`: met; so_far (met as far as it was looked at); warned (met, with something that everyone should know);
    missing; later (its time has not come); spared (a light activity is not asked).
    """

    slug: str
    state: str
    checks: tuple[Check, ...]
    waiting: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Check, ...]:
        """The checks that stand open."""
        return tuple(each for each in self.checks if each.result == "refused" or _is_for_ever(each))

    @property
    def warnings(self) -> tuple[Check, ...]:
        """What was let through, with its reason."""
        return tuple(each for each in self.checks if each.result in ("override", "warn") and not _is_for_ever(each))


def four_tests(snapshot: Snapshot, pack: Pack, stage: str) -> tuple[FairTest, ...]:
    """The four tests as things stand now; empty for what only informs, because nobody is asked."""
    if (snapshot.level_at_opening or snapshot.level) == "inform":
        return ()
    return from_results(judge_checks(snapshot, pack, CHECKS), pack, snapshot.tier, stage)


def from_results(results: Iterable[Check], pack: Pack, tier: str, stage: str) -> tuple[FairTest, ...]:
    """The four tests from checks that were judged, each by its newest result; what was not judged is waited for."""
    found = {each.id: each for each in results}
    asked = {terms.id for terms in pack.checks if tier in terms.tiers}
    return tuple(_test(slug, found, asked, stage) for slug in TESTS)


def _test(slug: str, found: Mapping[str, Check], asked: set[str], stage: str) -> FairTest:
    ids = [check_id for check_id in TESTS[slug] if check_id in asked]
    checks = tuple(found[check_id] for check_id in ids if check_id in found)
    waiting = tuple(check_id for check_id in ids if check_id not in found and check_id != NEVER_MENDED)
    begins = BEGINS.get(slug)
    if not ids:
        return FairTest(slug, "spared", ())
    if (begins and not is_past(stage, begins)) or not checks:
        return FairTest(slug, "later", checks, waiting)
    return FairTest(slug, _state(checks, waiting), checks, waiting)


def _state(checks: tuple[Check, ...], waiting: tuple[str, ...]) -> str:
    results = {each.result for each in checks}
    if "refused" in results or any(_is_for_ever(each) for each in checks):
        return "missing"
    if results & {"override", "warn"}:
        return "warned"
    return "so_far" if waiting else "met"


def _is_for_ever(check: Check) -> bool:
    return check.id == NEVER_MENDED and check.result != "pass"
