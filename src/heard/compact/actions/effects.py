"""What each move publishes. Lower rooms write drafts; the move makes them public, in one transaction with the stage."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions import announce_activity, mark, owe_notices
from heard.activities.methods import method_of
from heard.activities.models import Activity, DateChange, Stakeholder, Strand
from heard.audit.actions import record
from heard.compact.models import Governing, Move
from heard.compact.queries import Gates
from heard.decisions import actions as decisions
from heard.evaluation import actions as evaluation
from heard.findings import actions as findings
from heard.ground import clock
from heard.people.models import Account
from heard.rules.outcome import canonical

REPORTED = ("find", "decide", "tell", "evaluate", "archive")  # after these the report is written anew
PUBLIC = ("noticed", "open", "closed", "found", "decided")


@dataclass(frozen=True, slots=True)
class Making:
    """A move that its gate allowed, being made."""

    activity: Activity
    judged: Gates
    row: Move
    by: Account | None
    at: datetime
    reason: str
    closes_on: date | None

    @property
    def today(self) -> date:
        return clock.day_of(self.at)

    def mark(self, **columns: Any) -> None:
        mark(activity=self.activity, by=self.by, at=self.at, **columns)


def publish(activity: Activity, judged: Gates, row: Move, **made: Any) -> None:
    """Change the stage and publish what it publishes."""
    EFFECTS[judged.move.name](Making(activity, judged, row, **made))
    if judged.move.name in REPORTED:
        app.configure_task("reports.write").defer(activity_id=activity.pk)


def _plan(making: Making) -> None:
    making.mark(stage="planned")


def _notice(making: Making) -> None:
    """Early notice counts from today; the search learns of it, and so does every body with a stake (GP-m)."""
    making.mark(stage="noticed", noticed_on=making.today)
    announce_activity(activity=making.activity, what="noticed", at=making.at)
    _tell_stakeholders(making)


def _open(making: Making) -> None:
    """The pack in force governs from here for life; what was promised today is kept; feedback is owed."""
    activity, plan = making.activity, making.activity.plan
    Governing.objects.get_or_create(activity=activity, defaults={"pack": making.row.pack, "since": making.at})
    making.mark(
        stage="open",
        level_at_opening=activity.level,
        closes_on_at_opening=activity.closes_on,
        short_period_because=plan.duration_rationale if _is_short(making.judged) else "",
    )
    decisions.open_obligation(activity=making.activity, by=making.by, at=making.at)
    announce_activity(activity=making.activity, what="open", at=making.at)
    app.configure_task("survey.keep_renderings").defer(activity_id=activity.pk)


def _is_short(judged: Gates) -> bool:
    """Whether the check of the usual period let it through only because a reason is published."""
    return any(each.id == "GP-n.1" and each.result in ("warn", "override") for each in judged.checks)


def _close(making: Making) -> None:
    making.mark(stage="closed")
    _announce(making, "closed", _("Thank you. What came in is read now, all of it."), "activities:take_part")


def _announce(making: Making, what: str, said: str, page: str) -> None:
    """A step, for whoever follows the activity and whoever took part; once a day, should it be reopened later."""
    path = reverse(page, args=[making.activity.slug])
    key = making.today.isoformat()
    announce_activity(activity=making.activity, what=what, key=key, summary=said, path=path, at=making.at)


def _find(making: Making) -> None:
    """Every strand is concluded once, on complete capture; then the findings are published with their counts."""
    conclude_strands(making.activity, by=making.by, at=making.at)
    findings.publish(activity=making.activity, by=making.by, at=making.at)
    making.mark(stage="found")
    _announce(making, "found", _("What people said is published, with how many said it."), "findings:heard")


def _decide(making: Making) -> None:
    decisions.publish(activity=making.activity, by=making.by, at=making.at)
    making.mark(stage="decided")
    said = _("The decision is published. It answers every finding.")
    _announce(making, "decided", said, "decisions:decided")


def _tell(making: Making) -> None:
    """You said, we did. An activity that informs comes here straight from closing, so its strands conclude now."""
    conclude_strands(making.activity, by=making.by, at=making.at)
    decisions.publish_feedback(activity=making.activity, by=making.by, at=making.at)
    making.mark(stage="told")
    _announce(making, "told", _("Everyone who took part has been told what became of it."), "decisions:decided")


def _evaluate(making: Making) -> None:
    evaluation.publish(activity=making.activity, by=making.by, at=making.at)
    making.mark(stage="evaluated")


def _archive(making: Making) -> None:
    making.mark(stage="archived")


def _withdraw(making: Making) -> None:
    """The page says why; an obligation to tell those who took part is not touched."""
    making.mark(stage="withdrawn", withdrawn_because=making.reason)
    if making.judged.move.from_stage in PUBLIC:
        _tell_stakeholders(making)
        announce_activity(activity=making.activity, what="withdrawn", at=making.at)


def _reopen(making: Making) -> None:
    """Open again, to a later day, with the reason published; who took part is told.

    Strands will conclude anew on what then came in.
    """
    was, became = making.activity.closes_on, making.closes_on
    if became and was and became > was and making.by:
        making.mark(closes_on=became)
        change = DateChange.objects.create(
            activity=making.activity, was=was, became=became, reason=making.reason, by=making.by, at=making.at
        )
        owe_notices(change=change, bodies=False)
        announce_activity(activity=making.activity, what="longer", key=became.isoformat(), at=making.at)
    Strand.objects.filter(activity=making.activity).update(concluded_at=None)
    making.mark(stage="open")
    _tell_stakeholders(making)


def _tell_stakeholders(making: Making) -> None:
    """One message each, by a job after this transaction; only those who left an address and did not say no."""
    bodies = Stakeholder.objects.filter(activity=making.activity, removed_at=None, declined_at=None).exclude(email="")
    tell = app.configure_task("compact.tell_stakeholder")
    for number in bodies.values_list("pk", flat=True):
        tell.defer(move_id=making.row.pk, stakeholder_id=number)


def conclude_strands(activity: Activity, *, by: Account | None, at: datetime) -> None:
    """Run each method's conclusion on the strands that have none yet, and keep the outcome with its digest."""
    for strand in activity.strands.filter(concluded_at=None, dropped_because="").select_for_update(no_key=True):
        strand.activity = activity
        outcome = method_of(strand).conclude(strand)
        strand.concluded_at, strand.outcome_digest = at, outcome.digest
        strand.outcome = json.loads(canonical(outcome))
        strand.save(update_fields=["concluded_at", "outcome", "outcome_digest"])
        record(
            what="strand.concluded",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={"strand": strand.public_id, "rule": outcome.rule, "digest": outcome.digest},
        )


EFFECTS: dict[str, Callable[[Making], None]] = {
    "plan": _plan,
    "notice": _notice,
    "open": _open,
    "close": _close,
    "find": _find,
    "decide": _decide,
    "tell": _tell,
    "evaluate": _evaluate,
    "archive": _archive,
    "withdraw": _withdraw,
    "reopen": _reopen,
}
