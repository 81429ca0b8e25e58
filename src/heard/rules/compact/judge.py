"""Judging a snapshot against the pack: every check of a move, with overrides applied, and one verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any

from heard.rules.compact.pack import CheckTerms, Pack
from heard.rules.compact.registry import REGISTRY, WORD_LIMIT, Found, is_blank, plural
from heard.rules.lifecycle import Move
from heard.rules.snapshot import Override, Snapshot
from heard.rules.verdict import YES, Verdict, no

TWO_STOPS = re.compile(r"(?<!\.)(…|[.!?]”?)\.(?=\s|$)")
RESULTS = ("pass", "advise", "warn", "override", "refused")


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check: ``pass advise warn override refused``, why, and the field to mend.

    `field` is a key of the snapshot (``duration_rationale``, ``strands[0].channels``), "" on a pass.
    `evidence` holds the plain values that were compared; an override adds who gave which reason.
    """

    id: str
    clause: str
    result: str
    why: str
    field: str = ""
    evidence: Mapping[str, Any] = made_by(default_factory=dict)
    severity: str = "block"

    @property
    def is_overridable(self) -> bool:
        """Whether a named senior lead may let it through with a published reason."""
        return self.severity == "override"


def judge(snapshot: Snapshot, pack: Pack, move: Move | str) -> tuple[Check, ...]:
    """Run every check that guards a move (or, by its name, a stage reached or an act), in clause order."""
    guard = move.guard if isinstance(move, Move) else move
    return tuple(_judge_one(snapshot, terms) for terms in pack.guarding(guard, snapshot.tier))


def judge_checks(snapshot: Snapshot, pack: Pack, ids: Iterable[str]) -> tuple[Check, ...]:
    """Run checks by their ids, whatever they guard: those that the pack has and this tier is asked, in that order."""
    terms = {each.id: each for each in pack.checks if snapshot.tier in each.tiers}
    return tuple(_judge_one(snapshot, terms[check_id]) for check_id in ids if check_id in terms)


def allowed(checks: Iterable[Check]) -> Verdict:
    """Yes when nothing is refused; otherwise the first refusal, and how many more there are."""
    refused = [check for check in checks if check.result == "refused"]
    if not refused:
        return YES
    first, others = refused[0], len(refused) - 1
    more = f" {plural(others, 'more check')} also in the way." if others else ""
    return no(f"{first.why}{more}", _way_forward(first), first.id)


def reasons_owed(snapshot: Snapshot, checks: Iterable[Check]) -> tuple[Check, ...]:
    """Warnings that have no recorded reason yet (handbook: a warning may go on only with one).

    A reason is recorded as an `Override` entry for the check's id, in the field that the check names
    (``duration_rationale``, ``notice_reason``, ``holiday_extension``), or as the check's own ``because``.
    """
    given = {each.check for each in snapshot.overrides if not is_blank(each.reason)}
    fields = ("duration_rationale", "notice_reason", "holiday_extension")
    written = {name for name in fields if not is_blank(getattr(snapshot, name))}
    return tuple(
        check
        for check in checks
        if check.result == "warn" and check.id not in given and check.field not in written and not _because(check)
    )


def _because(check: Check) -> bool:
    return not is_blank(str(check.evidence.get("because") or ""))


def _judge_one(snapshot: Snapshot, terms: CheckTerms) -> Check:
    if not terms.reaches(snapshot.level):
        found = Found("pass", f"Not asked of “{snapshot.level}”: this applies from “{terms.from_level}” up.")
    else:
        found = REGISTRY[terms.id].function(snapshot, terms.parameters)
    result, evidence = found.result, dict(found.evidence)
    if result == "fail":
        result, evidence = _weigh(snapshot, terms, evidence)
    return Check(terms.id, terms.clause, result, _within(_stopped(found.why)), found.field, evidence, terms.severity)


def _weigh(snapshot: Snapshot, terms: CheckTerms, evidence: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if terms.severity in ("warn", "advise"):
        return terms.severity, evidence
    given = _override_for(snapshot, terms.id) if terms.severity == "override" else None
    if given is None:
        return "refused", evidence
    on = given.on.isoformat() if given.on else None
    return "override", {**evidence, "override": {"reason": given.reason, "by": given.by, "on": on}}


def _override_for(snapshot: Snapshot, check_id: str) -> Override | None:
    for each in snapshot.overrides:
        if each.check == check_id and not is_blank(each.reason) and not is_blank(each.by):
            return each
    return None


def _way_forward(check: Check) -> str:
    mend = f"Mend {check.field}" if check.field else "Mend the plan"
    if check.is_overridable:
        return f"{mend}, or ask a named senior lead to publish a reason for going on."
    return f"{mend}."


def _stopped(why: str) -> str:
    """One stop at the end of a sentence that ends in somebody's own words: “…”, not “….”."""
    return TWO_STOPS.sub(r"\1", why)


def _within(why: str) -> str:
    words = why.split()
    return why if len(words) <= WORD_LIMIT else " ".join(words[:WORD_LIMIT]).rstrip(",;:") + "…"
