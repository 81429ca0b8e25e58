"""Concerns: what somebody may say is wrong (policy/concerns.toml), the days that run, and how one stands."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from heard.rules.calendar import add_working_days


@dataclass(frozen=True, slots=True)
class ConcernTimes:
    """Working days and days, as in the policy's [times]."""

    acknowledge_working_days: int
    outcome_working_days: int
    soon_working_days: int
    remedy_days: int
    confirm_working_days: int
    escalate_days: int


@dataclass(frozen=True, slots=True)
class FileTerms:
    """How many files of evidence, and how large each, in megabytes."""

    most: int
    largest_megabytes: int


@dataclass(frozen=True, slots=True)
class ConcernQuestion:
    """What is wrong, as a resident would say it, and the clause that it is about."""

    slug: str
    words: str
    clause: str
    contradicts: bool = False


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that belong together."""

    title: str
    questions: tuple[ConcernQuestion, ...]


@dataclass(frozen=True, slots=True)
class ConcernPolicy:
    """policy/concerns.toml."""

    times: ConcernTimes
    files: FileTerms
    groups: tuple[QuestionGroup, ...]

    def question(self, slug: str) -> ConcernQuestion | None:
        """The question of that slug, if it is asked."""
        return next((one for group in self.groups for one in group.questions if one.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Stands:
    """What a concern's state is made of: days, and what was found."""

    acknowledged: bool
    assigned: bool
    outcome: str
    remedy_done: bool
    remedy_confirmed: bool
    escalated: bool
    escalation_answered: bool


def acknowledge_by(received_on: date, times: ConcernTimes) -> date:
    """The last day on which it is acknowledged in time."""
    return add_working_days(received_on, times.acknowledge_working_days)


def outcome_by(received_on: date, times: ConcernTimes) -> date:
    """The last day on which the outcome is in time. It runs from the day it came in, acknowledged or not."""
    return add_working_days(received_on, times.outcome_working_days)


def remedy_by(decided_on: date, times: ConcernTimes) -> date:
    """The last day that a reviewer may set for a remedy."""
    return decided_on + timedelta(days=times.remedy_days)


def confirm_by(said_on: date, times: ConcernTimes) -> date:
    """The last day on which somebody independent has looked whether what is said to be mended is mended."""
    return add_working_days(said_on, times.confirm_working_days)


def state_of(one: Stands) -> str:
    """``raised acknowledged looked_into escalated remedy_owed remedy_said closed`` (handbook §4.3, Concern).

    ``remedy_said``: those who answer for it say that it is mended, and nobody independent has confirmed that yet.
    """
    if one.escalated and not one.escalation_answered:
        return "escalated"
    if one.outcome:
        if one.outcome != "upheld" or one.remedy_confirmed:
            return "closed"
        return "remedy_said" if one.remedy_done else "remedy_owed"
    if one.assigned:
        return "looked_into"
    return "acknowledged" if one.acknowledged else "raised"


def read_concerns(text: str) -> ConcernPolicy:
    """Read policy/concerns.toml. Raises ValueError naming every fault."""
    data = tomllib.loads(text)
    faults = [f"unknown part “{name}”" for name in sorted(set(data) - {"times", "files", "groups"})]
    times = _numbers(data.get("times", {}), ConcernTimes, "times", faults)
    files = _numbers(data.get("files", {}), FileTerms, "files", faults)
    groups = tuple(_group(each, number, faults) for number, each in enumerate(data.get("groups", []), start=1))
    slugs = [one.slug for group in groups for one in group.questions]
    faults += [f"the slug “{slug}” is used twice" for slug in sorted({one for one in slugs if slugs.count(one) > 1})]
    if not slugs:
        faults.append("no question is asked")
    if faults:
        raise ValueError("\n".join(f"concerns: {fault}" for fault in faults))
    return ConcernPolicy(ConcernTimes(**times), FileTerms(**files), groups)


def _numbers(given: Any, kind: Any, name: str, faults: list[str]) -> dict[str, int]:
    given = given if isinstance(given, dict) else {}
    known = [field.name for field in fields(kind)]
    faults += [f"[{name}] unknown key “{key}”" for key in given if key not in known]
    read = {}
    for key in known:
        value = given.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            faults.append(f"[{name}] “{key}” is no whole number above 0")
        else:
            read[key] = value
    return read


def _group(given: Any, number: int, faults: list[str]) -> QuestionGroup:
    given = given if isinstance(given, dict) else {}
    title, rows = given.get("title"), given.get("questions")
    if not isinstance(title, str) or not title.strip():
        faults.append(f"group {number}: “title” is missing")
    if not isinstance(rows, list) or not rows:
        faults.append(f"group {number}: it asks nothing")
    questions = [
        _question(each, f"group {number}, question {place}", faults) for place, each in enumerate(rows or [], 1)
    ]
    return QuestionGroup(str(title), tuple(questions))


def _question(given: Any, where: str, faults: list[str]) -> ConcernQuestion:
    given = given if isinstance(given, dict) else {}
    faults += [f"{where}: unknown key “{key}”" for key in given if key not in _QUESTION]
    for key in ("slug", "words", "clause"):
        if not isinstance(given.get(key), str) or not given[key].strip():
            faults.append(f"{where}: “{key}” is missing")
    if not isinstance(given.get("contradicts", False), bool):
        faults.append(f"{where}: “contradicts” is true or false")
    texts = {key: str(given.get(key, "")) for key in ("slug", "words", "clause")}
    return ConcernQuestion(**texts, contradicts=given.get("contradicts") is True)


_QUESTION = frozenset(field.name for field in fields(ConcernQuestion))
