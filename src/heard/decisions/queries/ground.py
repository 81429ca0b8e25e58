"""What residents say about promises, and which questions are due."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Stage
from heard.decisions.models import (
    Commitment,
    Decision,
    GroundAnswer,
    GroundAsk,
    GroundCheck,
    PromiseReply,
)
from heard.decisions.queries.terms import feedback_terms
from heard.ground import clock
from heard.rules import receipt as codes
from heard.rules.calendar import months_after
from heard.rules.feedback import Said

SAYS = GroundAnswer.Says


@dataclass(frozen=True, slots=True)
class OnTheGround:
    """One promise as residents see it: the counts of those asked and of the others, and words that are shown."""

    asked: Said
    others: Said
    words: list[GroundAnswer]
    unread: int
    replies: list[PromiseReply]
    checks: list[GroundCheck]

    @property
    def owed(self) -> PromiseReply | None:
        """The public reply that the partner still owes, if any."""
        return next((one for one in self.replies if one.at is None), None)


def said_of(commitment: Commitment, check: GroundCheck | None) -> tuple[Said, Said]:
    """The counts of one check, or of what was said unasked since the promise was last settled. One query.

    With a check: those it asked, and whoever answered while it was open. Without: everything since `settled_on`.
    """
    rows = GroundAnswer.objects.filter(commitment=commitment)
    if check is not None:
        rows = rows.filter(check_made=check)
    elif commitment.settled_on:
        rows = rows.filter(at__gte=clock.start_of(commitment.settled_on))
    return _counted(rows)


def _counted(rows: QuerySet[GroundAnswer]) -> tuple[Said, Said]:
    found = {
        (row["was_asked"], row["says"]): row["n"]
        for row in rows.order_by().values("was_asked", "says").annotate(n=Count("pk"))
    }
    asked, others = (Said(*(found.get((who, says), 0) for says in SAYS.values)) for who in (True, False))
    return asked, others


def on_the_ground(commitment: Commitment) -> OnTheGround:
    """What residents say about one promise: five queries."""
    rows = GroundAnswer.objects.filter(commitment=commitment)
    asked, others = _counted(rows)
    return OnTheGround(
        asked, others, list(rows.filter(shown=True).exclude(words="").order_by("-at", "-id")[:20]),
        rows.filter(shown=False, held="").exclude(words="").count(),
        list(commitment.replies.select_related("by").order_by("contradicted_on", "id")),
        list(commitment.checks.order_by("asked_on", "id")),
    )  # fmt: skip


def code_for(check: GroundCheck, voice: UUID) -> str:
    """The code with which one voice answers one check: worked out, so that it is stored only hashed."""
    seed = hmac.digest(settings.HEARD_RECEIPT_KEY.encode(), f"ground:{check.pk}:{voice}".encode(), "sha256")
    return codes.write(int.from_bytes(seed[:7]) >> 6)


def asked_by_code(code: str) -> GroundAsk:
    """The question that belongs to a code from an e-mail or a letter; one and the same 404 for any other."""
    read = codes.read(code)
    rows = GroundAsk.objects.select_related("check_made__commitment__decision__activity__lead")
    found = rows.filter(code_hash=codes.hashed(read, settings.HEARD_RECEIPT_KEY)).first() if read else None
    if found is None:
        raise Http404(_("No question belongs to this code."))
    return found


def answer_of(asked: GroundAsk) -> GroundAnswer | None:
    """What somebody who was asked has said so far."""
    return GroundAnswer.objects.filter(ask=asked).first()


def answer_by_code(code: str) -> GroundAnswer:
    """What somebody said, by the code of their receipt; one and the same 404 for any other."""
    read = codes.read(code)
    rows = GroundAnswer.objects.select_related("commitment__decision__activity__lead", "check_made")
    found = rows.filter(code_hash=codes.hashed(read, settings.HEARD_RECEIPT_KEY)).first() if read else None
    if found is None:
        raise Http404(_("No answer belongs to this code."))
    return found


def checks_due(today: date) -> Iterator[tuple[Commitment, int, date]]:
    """Promises about which residents are to be asked now: so many months after they were done, or else after their day.

    One that fell due while nothing ran is asked late, once; of two that fell due together only the later one.
    """
    rows = Commitment.objects.filter(decision__published_at__isnull=False).exclude(
        state__in=[Commitment.State.DROPPED, Commitment.State.CHANGED]
    )
    first = min(feedback_terms().asked_after_months)
    rows = rows.filter(Q(settled_on__lte=_before(today, first)) | Q(settled_on=None, due_on__lte=_before(today, first)))
    rows = rows.select_related("decision__activity").prefetch_related("checks").order_by("pk")
    for one in rows.iterator(chunk_size=500):
        base = one.settled_on or one.due_on
        due = [months for months in feedback_terms().asked_after_months if months_after(base, months) <= today]
        made = {check.months for check in one.checks.all() if check.base_on == base}
        if due and due[-1] not in made:
            yield one, due[-1], base


def _before(today: date, months: int) -> date:
    return months_after(today, -months)


def checks_to_conclude(today: date) -> QuerySet[GroundCheck]:
    """Questions that have closed and were not counted yet."""
    return GroundCheck.objects.filter(concluded_at=None, closes_on__lt=today).order_by("pk")


def outcomes_due(today: date) -> Iterator[tuple[Decision, int]]:
    """Decisions whose owner is to be asked now what is different since."""
    months = feedback_terms().asked_after_months
    rows = Decision.objects.filter(published_at__lt=clock.end_of(_before(today, months[0])))
    rows = rows.exclude(activity__stage=Stage.WITHDRAWN).select_related("activity").prefetch_related("outcomes")
    for one in rows.order_by("pk").iterator(chunk_size=500):
        asked = {question.months for question in one.outcomes.all()}
        made = clock.day_of(one.published_at) if one.published_at else today
        due = [number for number in months if months_after(made, number) <= today]
        if due and due[-1] not in asked:
            yield one, due[-1]


def asks_to_make(commitment: Commitment, kind: str) -> QuerySet[GroundAsk]:
    """Those who are still to be asked about a promise by letter or phone."""
    rows = GroundAsk.objects.filter(check_made__commitment=commitment, kind=kind, state="owed")
    return rows.select_related("check_made").order_by("tries", "id")


def asks_in_numbers(commitment: Commitment) -> list[dict[str, Any]]:
    """How many were asked, wait or could not be, a row for each way."""
    rows: Any = GroundAsk.objects.filter(check_made__commitment=commitment).order_by().values("kind")
    return list(
        rows.annotate(
            sent=Count("pk", filter=Q(state="sent")), owed=Count("pk", filter=Q(state="owed")),
            failed=Count("pk", filter=Q(state="failed")),
        ).order_by("kind")
    )  # fmt: skip


def words_to_read(commitment: Commitment) -> list[GroundAnswer]:
    """Residents' words that nobody has read yet, the oldest first; fifty at most."""
    rows = GroundAnswer.objects.filter(commitment=commitment, shown=False, held="").exclude(words="")
    return list(rows.order_by("at", "id")[:50])
