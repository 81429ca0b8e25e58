"""What the gates ask of this room, as plain values of `rules.snapshot`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from heard.activities.models import Activity
from heard.decisions.models import (
    Answer,
    Commitment,
    Decision,
    DecisionStep,
    FeedbackChannel,
    GroundCheck,
    Interim,
    OutcomeQuestion,
    PromiseReply,
)
from heard.decisions.queries.owing import replies_owed
from heard.decisions.queries.records import decision_of, feedback_of, owed_channels, was_opened
from heard.findings.models import Finding
from heard.findings.queries import finding_facts as bare_finding_facts
from heard.ground import clock
from heard.people.models import Partner
from heard.rules import snapshot


def decision_facts(activity: Activity) -> snapshot.Decision:
    """The recorded decision; an empty one if there is none."""
    made = _with_what_followed(activity)
    if made is None:
        return snapshot.Decision()
    return snapshot.Decision(
        maker=made.maker,
        made_on=made.made_on,
        option=made.option,
        reasons=made.reasons,
        alternatives=made.alternatives,
        conflicts=made.conflicts,
        dispensations=made.dispensations,
        called_in_open=made.last_step == DecisionStep.Kind.CALLED_IN,
        outcomes_owed=made.outcomes_owed,
        pack_hash=made.pack.hash if made.pack else "",
        pack_opened=bool(made.pack and was_opened(made.pack)),
    )


def _with_what_followed(activity: Activity) -> Any:
    """The decision with its last step and the outcomes it owes: one query."""
    steps = DecisionStep.objects.filter(decision=OuterRef("pk")).order_by("-at", "-id").values("kind")[:1]
    late = OutcomeQuestion.objects.filter(decision=OuterRef("pk"), at=None, due_on__lt=clock.today()).order_by()
    owed = late.values("decision").annotate(n=Count("pk")).values("n")
    rows = Decision.objects.select_related("pack", "activity").filter(activity=activity)
    return rows.annotate(last_step=Subquery(steps), outcomes_owed=Coalesce(Subquery(owed), 0)).first()


def finding_facts(activity: Activity) -> tuple[snapshot.Finding, ...]:
    """Every finding with its answer, or with none."""
    given = {
        answer.finding.public_id: answer
        for answer in Answer.objects.filter(decision__activity=activity).select_related("finding")
    }
    return tuple(
        replace(
            finding,
            answer=given[finding.ref].kind,
            answer_reason=given[finding.ref].reason,
            referred_to=given[finding.ref].referred_to,
        )
        if finding.ref in given
        else finding
        for finding in bare_finding_facts(activity)
    )


def commitment_facts(activity: Activity) -> tuple[snapshot.Commitment, ...]:
    """Every promise that the decision made, and what became of it."""
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
        for made in _promises(activity)
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
    composed, made = feedback_of(activity), decision_of(activity)
    owed = owed_channels(activity)
    told = FeedbackChannel.objects.filter(activity=activity).values_list("channel", "given_on")
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
        no_commitment_reason=made.no_commitment_reason if made else "",
        not_heard=composed.not_heard if composed else "",
        interim_given_on=_newest_interim(activity),
        replies_waiting=replies_owed(activity).waiting,
    )


def _newest_interim(activity: Activity) -> date | None:
    return Interim.objects.filter(activity=activity).values_list("given_on", flat=True).first()


def answers_for(findings: Iterable[Finding]) -> dict[int, Answer]:
    """The published answer to each of these findings, by the finding's number, with its promises at hand."""
    rows = Answer.objects.filter(finding__in=list(findings), decision__published_at__isnull=False)
    return {answer.finding_id: answer for answer in rows.select_related("decision").prefetch_related("commitments")}


def overdue_count(partner: Partner) -> int:
    """How many activities of this lead owe feedback past its day."""
    return Activity.objects.filter(lead=partner, feedback_given_on=None, feedback_due_on__lt=clock.today()).count()
