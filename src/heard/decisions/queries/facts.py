"""What the gates ask of this room, as plain values of `rules.snapshot`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from heard.activities.models import Activity
from heard.decisions.models import (
    Answer,
    Commitment,
    Decision,
    DecisionStep,
    Feedback,
    FeedbackChannel,
    GroundCheck,
    Interim,
    KeyNotice,
    Obligation,
    OutcomeQuestion,
    PromiseReply,
)
from heard.decisions.queries.records import openings_by_deciders, owed_channel_rows
from heard.findings.models import Finding
from heard.findings.queries import finding_facts_asked as bare_finding_facts
from heard.ground import clock
from heard.ground.asking import Asking, ask, side_by_side
from heard.people.models import Partner
from heard.rules import snapshot


def decision_facts(activity: Activity) -> snapshot.Decision:
    """The recorded decision; an empty one if there is none."""
    return ask(decision_facts_asked(activity))


def decision_facts_asked(activity: Activity) -> Asking[snapshot.Decision]:
    """`decision_facts`, for asking it beside others: one turn."""
    rows, notices = yield [_with_what_followed(activity), KeyNotice.objects.filter(activity=activity)[:1]]
    noticed = notices[0].published_on if notices else None
    if not rows:
        return snapshot.Decision(key_notice_on=noticed)
    made = rows[0]
    return snapshot.Decision(
        key_notice_on=noticed,
        maker=made.maker,
        made_on=made.made_on,
        option=made.option,
        reasons=made.reasons,
        alternatives=made.alternatives,
        conflicts=made.conflicts,
        dispensations=made.dispensations,
        called_in_open=made.last_step == DecisionStep.Kind.CALLED_IN,
        outcomes_owed=made.outcomes_owed,
        pack_hash=made.pack_hash or "",
        pack_opened=made.pack_opened,
    )


def _with_what_followed(activity: Activity) -> Any:
    """The decision with its last step, the outcomes it owes, and what its evidence pack is: no row or one."""
    steps = DecisionStep.objects.filter(decision=OuterRef("pk")).order_by("-at", "-id").values("kind")[:1]
    late = OutcomeQuestion.objects.filter(decision=OuterRef("pk"), at=None, due_on__lt=clock.today()).order_by()
    owed = late.values("decision").annotate(n=Count("pk")).values("n")
    return Decision.objects.filter(activity=activity).annotate(
        last_step=Subquery(steps),
        outcomes_owed=Coalesce(Subquery(owed), 0),
        pack_hash=F("pack__hash"),
        pack_opened=Exists(openings_by_deciders(activity).filter(pack=OuterRef("pack"))),
    )[:1]


def finding_facts(activity: Activity) -> tuple[snapshot.Finding, ...]:
    """Every finding with its answer, or with none: one query."""
    return ask(finding_facts_asked(activity))


def finding_facts_asked(activity: Activity) -> Asking[tuple[snapshot.Finding, ...]]:
    """`finding_facts`, for asking it beside others."""
    found, given = yield from side_by_side(bare_finding_facts(activity), _answers_asked(activity))
    return tuple(replace(finding, **given[finding.ref]) if finding.ref in given else finding for finding in found)


def _answers_asked(activity: Activity) -> Asking[dict[str, dict[str, str]]]:
    columns = ("finding__public_id", "kind", "reason", "referred_to")
    (rows,) = yield [Answer.objects.filter(decision__activity=activity).order_by("pk").values_list(*columns)]
    return {ref: {"answer": kind, "answer_reason": why, "referred_to": to} for ref, kind, why, to in rows}


def commitment_facts(activity: Activity) -> tuple[snapshot.Commitment, ...]:
    """Every promise that the decision made, and what became of it: one query."""
    return ask(commitment_facts_asked(activity))


def commitment_facts_asked(activity: Activity) -> Asking[tuple[snapshot.Commitment, ...]]:
    """`commitment_facts`, for asking it beside others."""
    (promises,) = yield [_promises(activity)]
    return tuple(
        snapshot.Commitment(
            ref=made.public_id,
            words=made.words,
            owner=made.owner,
            due_on=made.due_on,
            state=made.state,
            evidence=made.evidence,
            reason=made.reason,
            decider=made.decider,
            reply_owed=made.reply_owed,
            residents_asked=made.residents_asked,
        )
        for made in promises
    )


def _promises(activity: Activity) -> Any:
    replies = PromiseReply.objects.filter(commitment=OuterRef("pk"), at=None)
    checks = GroundCheck.objects.filter(commitment=OuterRef("pk"))
    rows = Commitment.objects.filter(decision__activity=activity)
    return rows.annotate(reply_owed=Exists(replies), residents_asked=Exists(checks))


def feedback_facts(activity: Activity) -> snapshot.Feedback:
    """What is owed to those who took part, by channel, and what they have been told.

    The day given is the last channel's; where nobody took part it is the day the page was published.
    """
    return ask(feedback_facts_asked(activity))


def feedback_facts_asked(activity: Activity) -> Asking[snapshot.Feedback]:
    """`feedback_facts`, for asking it beside others: one turn."""
    waiting = Obligation.objects.filter(activity=activity, voice__isnull=False, given_on=None).order_by()
    written, no_promise, channels, told, interims, waits = yield [
        Feedback.objects.filter(activity=activity)[:1],
        Decision.objects.filter(activity=activity).values_list("no_commitment_reason", flat=True)[:1],
        owed_channel_rows(activity),
        FeedbackChannel.objects.filter(activity=activity).order_by().values_list("channel", "given_on"),
        Interim.objects.filter(activity=activity).values_list("given_on", flat=True)[:1],
        waiting.values("activity").annotate(n=Count("pk")).values_list("n", flat=True),
    ]
    composed, owed = (written[0] if written else None), tuple(sorted(channels))
    given = {channel: day for channel, day in told if day is not None}
    days = [given[channel] for channel in owed if channel in given]
    if not owed and composed and composed.published_at:
        days = [clock.day_of(composed.published_at)]
    return snapshot.Feedback(
        due_on=activity.feedback_due_on,
        summary=composed.summary if composed else "",
        channels_owed=owed,
        channels_given=tuple(channel for channel in owed if channel in given),
        given_on=max(days) if days and len(days) >= len(owed) else None,
        no_commitment_reason=no_promise[0] if no_promise else "",
        not_heard=composed.not_heard if composed else "",
        interim_given_on=interims[0] if interims else None,
        replies_waiting=waits[0] if waits else 0,
    )


def answers_for(findings: Iterable[Finding]) -> dict[int, Answer]:
    """The published answer to each of these findings, by the finding's number, with its promises at hand."""
    rows = Answer.objects.filter(finding__in=list(findings), decision__published_at__isnull=False)
    return {answer.finding_id: answer for answer in rows.select_related("decision").prefetch_related("commitments")}


def overdue_count(partner: Partner) -> int:
    """How many activities of this lead owe feedback past its day."""
    return Activity.objects.filter(lead=partner, feedback_given_on=None, feedback_due_on__lt=clock.today()).count()
