"""A partner's public record of a year: every figure with its base, the worst cases named, no score.

An activity belongs to the year in which it opened. Periods are whole days; percentages are whole numbers of a stated
base, None where the base is nothing. Small counts of people never come in here: only what partners did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low
from typing import Any

from heard.rules.outcome import Outcome
from heard.rules.tally import whole_percent

RULE = "record/2"  # since 2: the verdict in each shorter row, and levels that were corrected
NOTICE_DAYS, USUAL_DAYS = 28, 84
NOTICE_STEPS = ((0, "none"), (1, "1 to 13 days"), (14, "14 to 27 days"), (28, "28 days and more"))
LENGTH_STEPS = ((0, "under 4 weeks"), (28, "4 to 7 weeks"), (56, "8 to 11 weeks"), (84, "12 weeks and more"))
CHANGED = ("adopted", "partly")
DIGITAL = frozenset({"web", "text_message", "email"})


@dataclass(frozen=True, slots=True)
class Run:
    """One activity as the record counts it. Days and counts; `ref` is its slug. None: not known or not reached.

    `reason_adequate`: what the newest reviewer said of the reason for a shorter period. `relabelled`: where the level
    was changed after opening, what people were told and what was really on offer.
    """

    ref: str
    title: str
    level: str
    opened_on: date
    notice_days: int | None = None
    length_days: int | None = None
    short_because: str = ""
    reason_adequate: bool | None = None
    pre_decided: bool = False
    feedback_due_on: date | None = None
    feedback_given_on: date | None = None
    overrides: tuple[tuple[str, str], ...] = ()
    decided: bool = False
    findings: int = 0
    answers: Mapping[str, int] = field(default_factory=dict)
    promises: Mapping[str, int] = field(default_factory=dict)
    received: Mapping[str, int] = field(default_factory=dict)
    compared: int = 0
    in_parity: int = 0
    able: tuple[int, int] | None = None
    excluded: int = 0
    relabelled: tuple[str, str] | None = None


def record_of(runs: Iterable[Run], *, today: date) -> Outcome:
    """The record. `promises` of a run: kept_on_time, kept_late, changed, dropped, late, going."""
    rows = sorted(runs, key=lambda run: (run.opened_on, run.ref))
    asked = [run for run in rows if run.level != "inform"]
    found = {
        "activities": len(rows),
        "able": _able(rows),
        "by_level": dict(sorted(Counter(run.level for run in rows).items())),
        "notice": _notice(asked),
        "length": _length(asked),
        "feedback": _feedback(rows, today),
        "overrides": _overrides(rows),
        "decisions": _decisions(asked),
        "promises": _promises(rows),
        "taking_part": _taking_part(rows),
        "representative": _representative(rows),
        "relabelled": [[run.ref, run.title, *run.relabelled] for run in rows if run.relabelled],
        "pre_decided": [run.ref for run in rows if run.pre_decided],
        "excluded": sum(run.excluded for run in rows),
    }
    return Outcome(RULE, found, tuple(_because(found)))


def spread(values: Sequence[int], steps: Sequence[tuple[int, str]]) -> list[list[Any]]:
    """How many values lie in each step: [words, number]; a step begins at its number."""
    found = []
    for place, (least, words) in enumerate(steps):
        most = steps[place + 1][0] if place + 1 < len(steps) else None
        found.append([words, sum(value >= least and (most is None or value < most) for value in values)])
    return found


def _notice(rows: Sequence[Run]) -> dict[str, Any]:
    days = [max(run.notice_days, 0) for run in rows if run.notice_days is not None]
    enough = sum(value >= NOTICE_DAYS for value in days)
    return {
        "base": len(days), "median": median_low(days) if days else None, "enough": enough,
        "enough_percent": whole_percent(enough, len(days)), "spread": spread(days, NOTICE_STEPS),
    }  # fmt: skip


def _length(rows: Sequence[Run]) -> dict[str, Any]:
    known = [run for run in rows if run.length_days is not None]
    days = [run.length_days or 0 for run in known]
    usual = sum(value >= USUAL_DAYS for value in days)
    short = [run for run in known if (run.length_days or 0) < USUAL_DAYS]
    adequate = sum(run.reason_adequate is True for run in short)
    return {
        "base": len(days), "median": median_low(days) if days else None, "usual": usual,
        "usual_percent": whole_percent(usual, len(days)), "spread": spread(days, LENGTH_STEPS),
        "shorter": [[run.ref, run.title, run.length_days, run.short_because, run.reason_adequate] for run in short],
        "shorter_with_reason": sum(bool(run.short_because.strip()) for run in short),
        "shorter_rated": sum(run.reason_adequate is not None for run in short),
        "shorter_adequate": adequate, "shorter_adequate_percent": whole_percent(adequate, len(short)),
    }  # fmt: skip


def _feedback(rows: Sequence[Run], today: date) -> dict[str, Any]:
    """Due by today; on time if given by the day it was due. Lateness stays after it was given."""
    due = [run for run in rows if run.feedback_due_on and (run.feedback_due_on < today or run.feedback_given_on)]
    late = [run for run in due if _days_late(run, today) > 0]
    worst = sorted(late, key=lambda run: (-_days_late(run, today), run.ref))
    return {
        "base": len(due), "on_time": len(due) - len(late),
        "on_time_percent": whole_percent(len(due) - len(late), len(due)),
        "late": [[run.ref, run.title, _days_late(run, today), run.feedback_given_on is not None] for run in worst],
    }  # fmt: skip


def _days_late(run: Run, today: date) -> int:
    return ((run.feedback_given_on or today) - run.feedback_due_on).days if run.feedback_due_on else 0


def _overrides(rows: Sequence[Run]) -> dict[str, Any]:
    listed = [[run.ref, run.title, check, reason] for run in rows for check, reason in run.overrides]
    return {"number": len(listed), "by_check": dict(sorted(Counter(one[2] for one in listed).items())), "list": listed}


def _decisions(rows: Sequence[Run]) -> dict[str, Any]:
    decided = [run for run in rows if run.decided]
    changed = sum(any(run.answers.get(kind) for kind in CHANGED) for run in decided)
    findings = sum(run.findings for run in decided)
    answered = sum(sum(run.answers.values()) for run in decided)
    kinds: Counter[str] = Counter()
    for run in decided:
        kinds.update(run.answers)
    return {
        "base": len(decided), "changed": changed, "changed_percent": whole_percent(changed, len(decided)),
        "findings": findings, "answered": answered, "answers": dict(sorted(kinds.items())),
    }  # fmt: skip


def _promises(rows: Sequence[Run]) -> dict[str, Any]:
    kinds: Counter[str] = Counter()
    for run in rows:
        kinds.update(run.promises)
    settled = sum(kinds[name] for name in ("kept_on_time", "kept_late", "changed", "dropped", "late"))
    return {
        "base": settled, "made": sum(kinds.values()), "kept_on_time": kinds["kept_on_time"],
        "kept_percent": whole_percent(kinds["kept_on_time"], settled), "kinds": dict(sorted(kinds.items())),
    }  # fmt: skip


def _taking_part(rows: Sequence[Run]) -> dict[str, Any]:
    channels: Counter[str] = Counter()
    for run in rows:
        channels.update(run.received)
    total = sum(channels.values())
    other = sum(number for channel, number in channels.items() if channel not in DIGITAL)
    return {
        "base": total,
        "by_channel": dict(sorted(channels.items())),
        "not_digital_percent": whole_percent(other, total),
    }


def _representative(rows: Sequence[Run]) -> dict[str, Any]:
    compared, parity = sum(run.compared for run in rows), sum(run.in_parity for run in rows)
    return {
        "base": compared, "in_parity": parity, "in_parity_percent": whole_percent(parity, compared),
        "activities": sum(run.compared > 0 for run in rows),
    }  # fmt: skip


def _able(rows: Sequence[Run]) -> dict[str, Any]:
    asked = [run.able for run in rows if run.able is not None]
    agree, base = sum(one[0] for one in asked), sum(one[1] for one in asked)
    return {"base": base, "agree": agree, "percent": whole_percent(agree, base), "activities": len(asked)}


def _because(found: Mapping[str, Any]) -> Iterable[str]:
    yield f"Opened in the year: {found['activities']}. Notice and length leave out activities that only inform."
    yield f"Notice of {NOTICE_DAYS} days and a period of {USUAL_DAYS} days are what the Compact asks for."
    yield "Each figure has a base of its own; they are never added up into one score."
