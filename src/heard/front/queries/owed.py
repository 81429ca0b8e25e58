"""What is owed by the activities that somebody works on: the first thing an officer sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from heard.activities.models import Activity, Declaration, Level, Stage, Tier
from heard.activities.queries import reached_by
from heard.compact.models import Approval
from heard.compact.queries import rationales_to_review
from heard.decisions.models import Commitment, Interim, Obligation, OutcomeQuestion, PromiseReply
from heard.findings.models import Restriction, Reuse
from heard.findings.queries import restrictions_due, reuses_waiting
from heard.ground import clock
from heard.ground.asking import answers_to
from heard.methods.conversation.queries import questions_open
from heard.methods.gathering.models import Session
from heard.methods.gathering.queries import notes_owed
from heard.moderation.queries import Owing, owing_to
from heard.moderation.queries.concerns_owed import concerns_owed_by
from heard.people.access import role_pack
from heard.people.models import Exclusion, Role
from heard.people.queries import exclusions_seen_by, waiting

MOST = 20
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Owed:
    """Short lists, the most pressing first, each cut at 20 rows."""

    feedback: Sequence[Activity]
    interims: Sequence[Mapping[str, Any]]
    notes: Sequence[Session]
    promises: Sequence[Commitment]
    replies: Sequence[PromiseReply]
    outcomes: Sequence[OutcomeQuestion]
    to_sign: Sequence[Activity]
    to_approve: Sequence[Activity]
    rationales: Sequence[Activity]
    exclusions: Sequence[Exclusion]
    held_back: Sequence[Restriction]
    asked_for: Sequence[Reuse]
    to_move: Sequence[Activity]
    questions: Sequence[Mapping[str, Any]]
    concerns: Sequence[Mapping[str, Any]]
    mine: Sequence[Activity]
    moderation: Owing

    @property
    def is_nothing(self) -> bool:
        """Is nothing waiting?"""
        lists = (
            self.feedback,
            self.interims,
            self.notes,
            self.promises,
            self.to_sign,
            self.to_approve,
            self.rationales,
            self.exclusions,
            self.to_move,
            self.questions,
            self.concerns,
        )
        return not any((*lists, self.held_back, self.asked_for, self.replies, self.outcomes, self.moderation.is_any))


def activities_of(account: Any) -> QuerySet[Activity]:
    """The activities that this account has a live role for, by partner or by activity."""
    return reached_by(account)


def to_sign(account: Any) -> QuerySet[Activity]:
    """Plans that this account decides and nobody has signed yet: what is fixed, and that nothing is decided (GP-f)."""
    rows = reached_by(account, "sign_declaration").filter(stage=Stage.PLANNED, tier__in=[Tier.STANDARD, Tier.HIGH])
    signed = Declaration.objects.filter(activity=OuterRef("pk"))
    return rows.exclude(level__in=["", Level.INFORM]).exclude(Exists(signed))


def to_approve(account: Any) -> QuerySet[Activity]:
    """Planned activities whose notice this account may approve and has not (two people do, GP-m)."""
    live = Role.objects.filter(
        account=account, ended_at__isnull=True, role__in=role_pack().roles_that_may("approve_notice")
    )
    given = Approval.objects.filter(by=account, to_stage=Stage.NOTICED)
    return (
        Activity.objects.filter(stage=Stage.PLANNED)
        .filter(
            Q(lead__in=live.filter(activity_ref="").values("partner"))
            | Q(public_id__in=live.exclude(activity_ref="").values("activity_ref"))
        )
        .exclude(pk__in=given.values("activity"))
    )


def owed_to(account: Any) -> Owed:
    """What waits for this account's attention: one query a list."""
    today, ours = clock.today(), activities_of(account)
    feedback = ours.filter(feedback_given_on__isnull=True, feedback_due_on__lte=today + SOON).exclude(
        stage__in=[Stage.IDEA, Stage.PLANNED, Stage.NOTICED, Stage.OPEN]
    )
    promises = Commitment.objects.filter(
        decision__activity__in=ours.values("pk"), settled_on__isnull=True, due_on__lte=today + SOON,
        decision__published_at__isnull=False,
    ).select_related("decision__activity")  # fmt: skip
    asked = PromiseReply.objects.filter(at=None, commitment__decision__activity__in=ours.values("pk"))
    different = OutcomeQuestion.objects.filter(at=None, decision__activity__in=ours.values("pk"))
    to_move = ours.filter(
        Q(stage=Stage.NOTICED, opens_on__lte=today) | Q(stage__in=[Stage.CLOSED, Stage.FOUND, Stage.DECIDED])
    )
    again = Interim.objects.filter(activity__in=ours.values("pk"), kept_on=None, next_due_on__lte=today + SOON)
    mine = ours.exclude(stage__in=[Stage.ARCHIVED, Stage.WITHDRAWN])
    notes = notes_owed().filter(gathering__strand__activity__in=reached_by(account, "enter_session").values("pk"))
    sign, approve, rationales, questions, interims, concerns, stopped, running = answers_to(
        [
            to_sign(account).order_by("opens_on", "id")[:MOST],
            to_approve(account).order_by("opens_on", "id")[:MOST],
            rationales_to_review(account).order_by("closes_on", "id")[:MOST],
            _questions(account)[:MOST],
            again.order_by("next_due_on", "id").values("next_due_on", "activity__slug", "activity__title")[:MOST],
            concerns_owed_by(account)[:MOST],
            to_move.order_by("stage_at", "id")[:MOST],
            mine.order_by("-stage_at", "-id")[:MOST],
        ]
    )
    return Owed(
        feedback=list(feedback.annotate(late_level=_level()).order_by("feedback_due_on", "id")[:MOST]),
        interims=interims,
        notes=list(notes.order_by("starts_at")[:MOST]),
        replies=list(asked.select_related("commitment__decision__activity").order_by("due_on", "id")[:MOST]),
        outcomes=list(different.select_related("decision__activity").order_by("due_on", "id")[:MOST]),
        promises=list(promises.order_by("due_on", "id")[:MOST]),
        to_sign=sign,
        to_approve=approve,
        rationales=rationales,
        held_back=list(restrictions_due(account, today + SOON).order_by("review_on", "id")[:MOST]),
        asked_for=list(reuses_waiting(account).order_by("asked_at", "id")[:MOST]),
        exclusions=list(waiting(exclusions_seen_by(account)).order_by("proposed_at", "id")[:MOST]),
        to_move=stopped,
        questions=questions,
        concerns=concerns,
        mine=running,
        moderation=owing_to(account, clock.now()),
    )


def _questions(account: Any) -> QuerySet[Any, Any]:
    """Questions in conversations that nobody has answered: put to this account, or where it may answer."""
    theirs = reached_by(account, "answer_findings").values("pk")
    asked = Q(officer=account) | Q(post__conversation__strand__activity__in=theirs)
    rows = questions_open().filter(asked).order_by("due_on", "pk")
    return rows.values("post__public_id", "post__conversation__prompt", "due_on", "officer_name")


def _level() -> Subquery:
    """The step of the escalation that late feedback has reached; None where nothing is owed."""
    owed = Obligation.objects.filter(activity=OuterRef("pk"), voice=None)
    return Subquery(owed.values("level")[:1])
