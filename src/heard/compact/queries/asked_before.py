"""What the public reads of GP-d and P-3 on “How this was run”: one query, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from heard.activities.models import Activity, JointLead, Stage
from heard.compact.models import DuplicateAnswer, DuplicateCheck, DuplicateMatch, Enquiry, JointInterpretation
from heard.ground import clock

BEFORE_FINDINGS = (Stage.IDEA, Stage.PLANNED, Stage.NOTICED, Stage.OPEN, Stage.CLOSED)


@dataclass(frozen=True, slots=True)
class ToldMatch:
    """Something alike; its title and address are "" until it is announced."""

    title: str
    slug: str
    partner: str
    score: int
    because: tuple[str, ...]
    must_answer: bool
    answer: Any
    reason: str


@dataclass(frozen=True, slots=True)
class ToldEnquiry:
    """A partner that was asked, and what it said; never who of it, and nothing of how to ring back."""

    partner: str
    asked_on: date
    reply: Any
    words: str
    how: Any
    replied_on: date | None


@dataclass(frozen=True, slots=True)
class ToldJoint:
    """A partner that leads too, led, was asked or declined."""

    partner: str
    brings: str
    accepted_on: date | None
    declined_on: date | None
    declined_because: str
    left_on: date | None


@dataclass(frozen=True, slots=True)
class ToldMeeting:
    """A joint interpretation."""

    held_on: date
    present: tuple[tuple[str, str], ...]
    agreed: str
    disagreements: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """The newest comparison (None: never compared), and everything around it."""

    on: date | None
    compared: int
    months: int
    matches: tuple[ToldMatch, ...]
    enquiries: tuple[ToldEnquiry, ...]
    joint: tuple[ToldJoint, ...]
    meetings: tuple[ToldMeeting, ...]


def asked_before(activity: Activity) -> AskedBefore:
    """What the plan was compared with, who was asked, who leads together, and what they made of the findings."""
    mine = DuplicateCheck.objects.filter(activity=OuterRef("pk")).order_by("-at", "-id")
    newest = DuplicateCheck.objects.filter(activity=OuterRef("other_activity")).order_by("-at", "-id").values("pk")[:1]
    matches = DuplicateMatch.objects.annotate(other_activity=F("check_made__activity")).filter(
        check_made__activity=OuterRef("pk"), check_made=Subquery(newest)
    )
    row = (
        Activity.objects.filter(pk=activity.pk)
        .annotate(
            checks=_rows(mine[:1], "at", "compared", "months", "threshold"),
            matched=_rows(
                matches.order_by("-score", "id"), "other_id", "title", "score", "because", slug="other__slug",
                announced_on="other__announced_on", partner_name="partner__name",
            ),
            answered=_rows(_of(DuplicateAnswer).order_by("at", "id"), "other_id", "kind", "because"),
            asked=_rows(
                _of(Enquiry).order_by("asked_at", "id"), "asked_at", "reply", "reply_words", "replied_how",
                "replied_at", partner_name="partner__name",
            ),
            leads=_rows(
                _of(JointLead).order_by("asked_at", "id"), "brings", "accepted_on", "declined_on",
                "declined_because", "left_on", partner_name="partner__name",
            ),
            met=_rows(
                _of(JointInterpretation).order_by("held_on", "id"), "held_on", "present", "agreed", "disagreements"
            ),
        )
        .values("checks", "matched", "answered", "asked", "leads", "met")
        .get()
    )  # fmt: skip
    check = row["checks"][0] if row["checks"] else None
    answers = {each["other_id"]: each for each in row["answered"]}
    least = check["threshold"] if check else 0
    return AskedBefore(
        on=clock.day_written(check["at"]) if check else None,
        compared=check["compared"] if check else 0,
        months=check["months"] if check else 0,
        matches=tuple(_match(each, answers.get(each["other_id"]), least) for each in row["matched"]),
        enquiries=tuple(_enquiry(each) for each in row["asked"]),
        joint=tuple(_joint(each) for each in row["leads"]),
        meetings=() if activity.stage in BEFORE_FINDINGS else tuple(_meeting(each) for each in row["met"]),
    )


def _of(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(activity=OuterRef("pk"))
    return rows


def _rows(rows: QuerySet[Any], *plain: str, **named: str) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in plain}, **named)))


def _match(row: Mapping[str, Any], answer: Mapping[str, Any] | None, least: int) -> ToldMatch:
    known = row["announced_on"] is not None
    return ToldMatch(
        title=row["title"] if known else "",
        slug=row["slug"] if known else "",
        partner=row["partner_name"],
        score=row["score"],
        because=tuple(row["because"]),
        must_answer=row["score"] >= least,
        answer=DuplicateAnswer.Kind(answer["kind"]).label if answer else "",
        reason=answer["because"] if answer else "",
    )


def _enquiry(row: Mapping[str, Any]) -> ToldEnquiry:
    asked_on = clock.day_written(row["asked_at"])
    assert asked_on
    private = row["reply"] == Enquiry.Reply.CALL
    return ToldEnquiry(
        partner=row["partner_name"],
        asked_on=asked_on,
        reply=Enquiry.Reply(row["reply"]).label if row["reply"] else "",
        words="" if private else row["reply_words"],
        how=Enquiry.How(row["replied_how"]).label if row["replied_how"] else "",
        replied_on=clock.day_written(row["replied_at"]),
    )


def _joint(row: Mapping[str, Any]) -> ToldJoint:
    accepted, declined, left = (_day(row[name]) for name in ("accepted_on", "declined_on", "left_on"))
    return ToldJoint(row["partner_name"], row["brings"], accepted, declined, row["declined_because"], left)


def _meeting(row: Mapping[str, Any]) -> ToldMeeting:
    present = tuple((body, role) for body, role in row["present"])
    said = tuple((body, words) for body, words in row["disagreements"])
    return ToldMeeting(date.fromisoformat(row["held_on"]), present, row["agreed"], said)


def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
