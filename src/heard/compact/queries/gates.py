"""The gates: what stands between an activity and its next stage, and whether a stored gate can be replayed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.activities.queries import field_url
from heard.compact.models import CheckResult
from heard.compact.models import Move as MoveRow
from heard.compact.queries.packs import kept_pack, pack_for, pack_in_force
from heard.compact.queries.snapshot import snapshot_of
from heard.compact.queries.stored import snapshot_from
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.rules.compact import Check, Pack, PackError, allowed, judge, reasons_owed
from heard.rules.lifecycle import MOVES, Move, find_move, may_move, moves_from
from heard.rules.outcome import canonical
from heard.rules.snapshot import Snapshot
from heard.rules.verdict import Verdict, no

SIDEWAYS = ("reopen", "withdraw")
AFTER_OPENING = ("open", "closed", "found", "decided", "told", "evaluated", "archived", "withdrawn")


@dataclass(frozen=True, slots=True)
class Judged:
    """One check with what a page needs beside it: the clause's words and source, and where it is mended."""

    check: Check
    words: str
    source: str
    href: str

    @property
    def id(self) -> str:
        return self.check.id

    @property
    def clause(self) -> str:
        return self.check.clause

    @property
    def result(self) -> str:
        return self.check.result

    @property
    def why(self) -> str:
        return self.check.why

    @property
    def reason(self) -> str:
        given = self.check.evidence.get("override")
        return str(given["reason"]) if isinstance(given, Mapping) else ""

    @property
    def may_be_overridden(self) -> bool:
        return self.check.is_overridable and self.check.result == "refused"


@dataclass(frozen=True, slots=True)
class Gates:
    """What one move looks like from here: the checks, the verdict, and warnings that still need a reason."""

    activity: Activity
    move: Move
    pack: Pack
    snapshot: Snapshot
    checks: tuple[Judged, ...]
    verdict: Verdict
    unexplained: tuple[Judged, ...]

    @property
    def refused(self) -> list[Judged]:
        return [each for each in self.checks if each.result == "refused"]

    @property
    def others(self) -> list[Judged]:
        order = ("override", "warn", "advise")
        standing = [each for each in self.checks if each.result in order]
        return sorted(standing, key=lambda each: order.index(each.result))

    @property
    def passed(self) -> list[Judged]:
        return [each for each in self.checks if each.result == "pass"]

    @property
    def needs_reason(self) -> bool:
        """A reopening, a withdrawal, and going on past a warning are explained in public."""
        return self.move.needs_reason or bool(self.unexplained)

    def verdict_with(self, reason: str) -> Verdict:
        """The verdict once the mover has given this reason."""
        if not self.verdict or not self.needs_reason or len(reason.split()) >= 3:
            return self.verdict
        if self.move.needs_reason:
            return no(_("Say why, in a sentence. The reason is published."), _("Write the reason."), "lifecycle")
        first = self.unexplained[0]
        return no(
            _("It may go on in spite of this warning only with a reason that is published: %(why)s")
            % {"why": first.why},
            _("Write why it goes on, or mend it."),
            first.id,
        )


def path_level(activity: Activity) -> str:
    """The level that says which way it goes: what asked people cannot leave by the way of what informs."""
    if activity.level == "inform" and activity.level_at_opening:
        return activity.level_at_opening
    return activity.level


def next_move(activity: Activity) -> Move | None:
    """The step along the main line, or None at the end of it."""
    ways = [each for each in moves_from(activity.stage, path_level(activity)) if each.name not in SIDEWAYS]
    return ways[0] if ways else None


def side_moves(activity: Activity) -> list[Move]:
    """Reopening and withdrawing, where they exist."""
    return [each for each in moves_from(activity.stage, path_level(activity)) if each.name in SIDEWAYS]


def move_named(activity: Activity, to: str) -> Move:
    """The move to a stage (or by its verb). Raises Conflict, naming the ways out, if there is none from here."""
    found = find_move(activity.stage, to, path_level(activity))
    if found is None:
        raise Conflict(may_move(activity.stage, to, path_level(activity)))
    return found


def gates(activity: Activity, to: str | None = None) -> Gates | None:
    """Judge a move as things stand today: by default the next one. None when no move is left.

    Before opening the pack in force judges; from opening on, the pack that the activity opened under.
    """
    move = move_named(activity, to) if to else next_move(activity)
    if move is None:
        return None
    return judge_move(activity, move, snapshot_of(activity, clock.today(), move.guard))


def judge_move(activity: Activity, move: Move, snapshot: Snapshot) -> Gates:
    """The gates of a move for a snapshot that has been gathered."""
    pack = pack_for(activity) if activity.stage in AFTER_OPENING else pack_in_force()
    found = judge(snapshot, pack, move)
    checks = tuple(_judged(activity, pack, each) for each in found)
    owed = {each.id for each in reasons_owed(snapshot, found)}
    unexplained = tuple(each for each in checks if each.id in owed)
    verdict = allowed(found)
    if verdict and path_level(activity) != activity.level and move.name != "withdraw":
        verdict = no(
            _("People were asked, and now it says that they were only informed. They are owed a decision."),
            _("A senior lead changes the level back, or it is withdrawn with a reason."),
            "P-8.2",
        )
    return Gates(activity, move, pack, snapshot, checks, verdict, unexplained)


def _judged(activity: Activity, pack: Pack, check: Check) -> Judged:
    clause = pack.clause(check.clause)
    return Judged(check, clause.words, clause.source, mend_url(activity, check.field))


def mend_url(activity: Activity, field: str) -> str:
    """Where a field of the snapshot is mended: on the plan, or on the page of the room that holds it."""
    if not field:
        return ""
    try:
        if address := field_url(activity, field):
            return address
        head = field.split(".")[0].split("[")[0]
        if desk := _DESKS.get(field, _DESKS.get(head, "")):
            return reverse(desk)
        name, _hash, anchor = _PAGES.get(head, "").partition("#")
        return reverse(name, args=[activity.slug]) + (_hash + anchor) if name else ""
    except NoReverseMatch:
        return ""


_PAGES = {
    "approved_by": "compact:gates#approvals",
    "analysis": "findings:standard",
    "duplicates": "compact:duplicates",
    "counts": "findings:coding",
    "themes": "findings:staff_findings#buried",
    "findings": "findings:staff_findings",
    "decision": "decisions:staff_decision",
    "decision_made_on": "decisions:staff_decision",
    "commitments": "decisions:staff_decision",
    "feedback": "decisions:staff_feedback",
    "evaluation": "evaluation:staff_evaluation",
    "reach": "evaluation:staff_taking_part",
    "concerns": "moderation:concerns_of",
}
_DESKS = {  # of the whole city, not of one activity
    "moderation": "moderation:queue",
    "moderation.appeals": "people:staff_exclusions",
    "moderation.split": "moderation:fairness",
    "lead_feedback_overdue": "decisions:late",
}


@dataclass(frozen=True, slots=True)
class Replay:
    """A stored gate judged again from its stored snapshot and stored pack: the same, or where it differs."""

    checks: tuple[Check, ...]
    differences: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        return not self.differences


def replay(row: MoveRow, results: Iterable[CheckResult] | None = None) -> Replay:
    """Judge a stored move again and compare every result with what was stored."""
    try:
        snapshot = snapshot_from(row.snapshot)
        pack = kept_pack(row.pack.digest)
        checks = judge(snapshot, pack, _move_of(row))
    except (ValueError, PackError) as fault:
        return Replay((), (str(fault),))
    stored = {each.check_id: each for each in (row.checks.all() if results is None else results)}
    return Replay(checks, tuple(_differences(stored, {each.id: each for each in checks})))


def _differences(stored: Mapping[str, CheckResult], again: Mapping[str, Check]) -> list[str]:
    found = [f"{each}: was not asked" for each in stored if each not in again]
    found += [f"{each}: was not stored" for each in again if each not in stored]
    for name in [each for each in again if each in stored]:
        was, now = stored[name], again[name]
        for key in ("result", "why", "field"):
            if getattr(was, key) != getattr(now, key):
                found.append(f"{name}: {key} was “{getattr(was, key)}”, is “{getattr(now, key)}”")
        if canonical(was.evidence) != canonical(json.loads(canonical(now.evidence))):
            found.append(f"{name}: the evidence differs")
    return found


def _move_of(row: MoveRow) -> Move:
    """The move of the table that a stored row was an attempt at."""
    for each in MOVES:
        if (each.from_stage, each.to_stage, each.name) == (row.from_stage, row.to_stage, row.name):
            return each
    raise ValueError(f"There is no move {row.name} from {row.from_stage} to {row.to_stage}.")


def effect_of(row: MoveRow) -> str:
    """What the public sees after a move, in words."""
    found = next((each for each in MOVES if (each.name, each.from_stage) == (row.name, row.from_stage)), None)
    return _(found.effect) if found else ""


def act_checks(pack: Pack, snapshot: Snapshot, act: str) -> tuple[Check, ...]:
    """The checks of an act that is no move: ``level_changed``, ``dates_changed``…"""
    return judge(snapshot, pack, act)


def check_terms(pack: Pack, check_id: str) -> Any:
    """The terms of one check in a pack, or None."""
    return next((each for each in pack.checks if each.id == check_id), None)
