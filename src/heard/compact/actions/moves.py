"""One move: lock, look, judge, keep what was found, and only then change anything."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions import mark
from heard.activities.models import Activity
from heard.audit.actions import record
from heard.compact import access
from heard.compact.actions.effects import publish
from heard.compact.actions.packs import keep_pack
from heard.compact.models import CheckResult, Move, PackVersion, Uncounted
from heard.compact.queries import (
    Gates,
    governing_digest,
    judge_move,
    move_named,
    snapshot_data,
    snapshot_digest,
    snapshot_of,
    unsigned_change,
)
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account
from heard.rules import lifecycle
from heard.rules.outcome import canonical
from heard.rules.verdict import YES, Verdict, no


class HeldBack(Conflict):
    """A gate refused the move. `row` is the attempt as it was kept, with every check."""

    def __init__(self, verdict: Verdict, row: Move) -> None:
        super().__init__(verdict)
        self.row = row


def move(
    *,
    activity: Activity,
    to: str,
    by: Account | None,
    at: datetime,
    reason: str = "",
    closes_on: date | None = None,
) -> Move:
    """Take an activity to a stage (or by a verb: ``reopen``, ``withdraw``…) through its gate.

    `by` is None for the system, which may only close. `reason` is published; it is needed to reopen, to withdraw, and
    to go on past a warning that no field explains. `closes_on` is the new closing day of a reopening.

    Consequences: the snapshot, the pack that judged it and every check are stored; when the gate allows it, the
    stage changes and the rooms publish what this stage publishes (see `effects`); one audit entry. A decision found
    to be dated on or before closing is flagged for ever, whether or not the move is allowed.
    A refusal is stored as well, in a transaction of its own that stays, and raised as `HeldBack` naming the checks.
    """
    step = move_named(activity, to)
    ask(access.may_move(by, activity, step))
    with transaction.atomic():
        held = _hold(activity, step)
        judged = judge_move(held, step, _look(held, step, clock.day_of(at), closes_on))
        verdict = _verdict(judged, reason, is_system=by is None) and _signed_rules(judged)
        row = _keep(judged, verdict, by=by, at=at, reason=reason)
        if _was_decided_early(judged):
            mark(activity=held, by=by, at=at, pre_decided=True)
        if verdict:
            publish(held, judged, row, by=by, at=at, reason=reason.strip(), closes_on=closes_on)
    if not verdict:
        raise HeldBack(verdict, row)
    activity.refresh_from_db()
    return row


def _hold(activity: Activity, step: lifecycle.Move) -> Activity:
    """The activity's row, locked to the end of the transaction. Refused if somebody else moved it meanwhile."""
    held = Activity.objects.select_for_update(of=("self",)).select_related("lead", "plan").get(pk=activity.pk)
    if held.stage == step.to_stage:
        raise Conflict(_("Somebody else has just made this move."), _("Nothing more needs doing: see the new stage."))
    if held.stage != step.from_stage:
        raise Conflict(_("Somebody else has moved this activity meanwhile."), _("Read its new stage before you go on."))
    return held


def _look(held: Activity, step: lifecycle.Move, today: date, closes_on: date | None) -> Any:
    """The snapshot that is judged. A reopening is judged with the closing day it would get."""
    seen = snapshot_of(held, today)
    if step.name == "reopen" and closes_on is not None:
        if held.closes_on and closes_on < held.closes_on:
            raise Conflict(_("The closing day never moves earlier."), _("Choose a later day."))
        return replace(seen, closes_on=closes_on)
    return seen


def _verdict(judged: Gates, reason: str, *, is_system: bool) -> Verdict:
    """What the gate says, naming every check that refuses. The calendar needs no reason to close."""
    if judged.refused:
        said = " ".join(f"{each.id}: {each.why}" for each in judged.refused[:5])
        rest = len(judged.refused) - 5
        more = " " + _("And %(n)d more.") % {"n": rest} if rest > 0 else ""
        return no(f"{said}{more}", judged.verdict.way_forward, judged.refused[0].id)
    return judged.verdict if is_system else judged.verdict_with(reason)


def _signed_rules(judged: Gates) -> Verdict:
    """A plan goes on under changed rules only once somebody has said, with their name, why the city changed them."""
    if judged.move.name not in ("plan", "notice", "open") or not unsigned_change(judged.pack.version):
        return YES
    return no(
        _("The rules have changed, and nobody has said yet who changed them and why."),
        _("An administrator or a senior lead says why on the page of the Compact."),
    )


def _was_decided_early(judged: Gates) -> bool:
    """Whether a decision is dated on or before the closing day of something that asks: also one that an extension
    of the closing day overtook after it was recorded. The flag is for ever (I-2)."""
    seen = judged.snapshot
    asks = (seen.level_at_opening or seen.level) != "inform"
    return asks and bool(seen.decision_made_on and seen.closes_on and seen.decision_made_on <= seen.closes_on)


def _keep(judged: Gates, verdict: Verdict, *, by: Account | None, at: datetime, reason: str) -> Move:
    """Store the attempt: snapshot, pack, every check, and one audit entry."""
    data = snapshot_data(judged.snapshot)
    row = Move.objects.create(
        activity=judged.activity,
        name=judged.move.name,
        from_stage=judged.move.from_stage,
        to_stage=judged.move.to_stage,
        allowed=bool(verdict),
        reason=reason.strip(),
        snapshot=data,
        snapshot_digest=snapshot_digest(data),
        snapshot_schema=judged.snapshot.schema,
        pack=_pack_row(judged, at),
        by=by,
        at=at,
    )
    CheckResult.objects.bulk_create(
        CheckResult(
            move=row,
            check_id=each.id,
            clause=each.clause,
            result=each.result,
            why=each.why,
            field=each.check.field,
            evidence=_plain(each.check.evidence),
        )
        for each in judged.checks
    )
    Uncounted.objects.create(move=row)
    counts = {result: sum(each.result == result for each in judged.checks) for result in _RESULTS}
    record(
        what=f"activity.{'moved' if verdict else 'held_back'}",
        about=f"activity:{judged.activity.public_id}",
        by=by,
        at=at,
        public={
            "move": row.name, "from": row.from_stage, "to": row.to_stage, "checks": counts,
            "refused": [each.id for each in judged.refused],
            "snapshot": row.snapshot_digest, "pack": judged.pack.version,
        },
    )  # fmt: skip
    return row


_RESULTS = ("pass", "advise", "warn", "override", "refused")


def _pack_row(judged: Gates, at: datetime) -> PackVersion:
    """The stored version of the pack that judged, kept now if it is met for the first time."""
    digest = governing_digest(judged.activity)
    if digest and digest == judged.pack.version:
        return PackVersion.objects.get(digest=digest)
    return keep_pack(at=at)


def _plain(evidence: Any) -> Any:
    return json.loads(canonical(dict(evidence)))
