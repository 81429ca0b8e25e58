"""The concerns of which somebody owes the next step, the first to fall due on top."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When

from heard.moderation.models import Concern
from heard.moderation.queries.concerns import (
    WAITS,
    concerns_to_review,
    evidence_before,
    led_by_bodies_of,
    unsettled,
)

ESCALATED = Q(escalated_on__isnull=False, group_answered_on=None)
SAID = Q(outcome="upheld", remedy_done_on__isnull=False, confirmed_on=None)
OWED = Q(outcome="upheld", remedy_done_on=None)


def concerns_owed_by(account: Any) -> QuerySet[Any, Any]:
    """What this account is to do about concerns, late ones first: ``{"public_id", "question", "what", "due_on", …}``.

    `what`: ``acknowledge reviewer answer remedy`` for those who answer for the activity, ``answer`` for whoever decides
    it, ``outcome confirm group`` for reviewers elsewhere. One query, which can be asked beside others.
    """
    undecided = Q(outcome="")
    answers = (undecided & (Q(acknowledged_on=None) | Q(reviewer=None))) | WAITS | OWED
    reviews = (undecided & (Q(reviewer=None) | Q(reviewer=account))) | SAID | ESCALATED
    own = Q(pk__in=Concern.objects.filter(led_by_bodies_of(account), answers).values("pk"))
    decides = Q(pk__in=Concern.objects.filter(evidence_before(account)).values("pk"))
    others = Q(pk__in=concerns_to_review(account).filter(reviews).values("pk"))
    steps = [
        (ESCALATED & others, "group", F("escalated_on")),
        (undecided & own & Q(acknowledged_on=None), "acknowledge", F("acknowledge_by")),
        (undecided & own & Q(reviewer=None), "reviewer", F("outcome_by")),
        (WAITS & (own | decides), "answer", F("outcome_by")),
        (undecided, "outcome", F("outcome_by")),
        (OWED, "remedy", F("remedy_due_on")),
    ]
    what = Case(
        *(When(of, then=Value(name)) for of, name, _due in steps), default=Value("confirm"), output_field=CharField()
    )
    due = Case(*(When(of, then=day) for of, _n, day in steps), default=F("confirm_by"), output_field=DateField())
    rows = Concern.objects.filter(unsettled(), own | decides | others).exclude(outcome="withdrawn")
    rows = rows.annotate(what=what, due_on=due).order_by("due_on", "pk")
    return rows.values("public_id", "question", "clause", "activity__title", "what", "due_on")
