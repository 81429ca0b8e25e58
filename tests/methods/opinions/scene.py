"""An opinions strand with invented people, for every test of this room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from tests.factories import a_partner, a_strand, an_account, an_activity

from heard.activities.models import Stage, Strand
from heard.ground import clock
from heard.methods.opinions import actions, sample
from heard.methods.opinions.models import Statement, Vote
from heard.people.models import Account

KEY = "K" * 43
OTHER = "O" * 43


def a_strand_of_statements(stage: str = Stage.OPEN, **fields: Any) -> Strand:
    """A furnished strand, with its activity put into a stage. Ann leads it."""
    activity = an_activity(stage=Stage.PLANNED, lead=a_partner(), opens=clock.today() - timedelta(days=10))
    strand = a_strand(
        activity, "opinions", title="Do you agree?", channels=("web", "paper", "in_person", "phone"), **fields
    )
    strand.ann = ann_of(strand)  # type: ignore[attr-defined]
    sample.furnish(strand, strand.ann, clock.now())  # type: ignore[attr-defined]
    return put_into(strand, stage)


def put_into(strand: Strand, stage: str) -> Strand:
    """The same strand, read anew, with its activity put into a stage."""
    type(strand.activity).objects.filter(pk=strand.activity_id).update(stage=stage, announced_on=clock.today())
    fresh = Strand.objects.select_related("activity__plan", "activity__lead").get(pk=strand.pk)
    fresh.ann = getattr(strand, "ann", None)  # type: ignore[attr-defined]
    return fresh


def ann_of(strand: Strand) -> Account:
    return an_account("Ann Example", "engagement_lead", partner=strand.activity.lead)


def first(strand: Strand, number: int = 1) -> Statement:
    return Statement.objects.get(opinions=strand.pk, number=number)


def votes(strand: Strand, key: str, statement: Statement | None = None, way: int = 1, **more: Any) -> Any:
    """Somebody votes on the first statement, or on this one."""
    one = statement or first(strand)
    return actions.cast_vote(
        strand=strand, key=key, statement=one.public_id, way=way, draw=0.5, at=more.pop("at", clock.now()), **more
    )


def counts(statement: Statement) -> tuple[int, int, int]:
    """Agree, disagree and pass, as the database keeps them."""
    fresh = Statement.objects.get(pk=statement.pk)
    return fresh.agree, fresh.disagree, fresh.passed


def counted(statement: Statement) -> tuple[int, int, int]:
    """The same, counted from the votes."""
    rows = Vote.objects.filter(statement=statement, participant__left_out_at__isnull=True)
    return tuple(rows.filter(way=way).count() for way in (1, -1, 0))  # type: ignore[return-value]


def url(name: str, strand: Strand, *more: Any) -> str:
    return reverse(f"opinions:{name}", args=[strand.activity.slug, strand.public_id, *more])


def crowd(strand: Strand, people: int) -> int:
    """So many invented people in three camps, at once."""
    statements = list(Statement.objects.filter(opinions=strand.pk, put_away_at=None).order_by("number"))
    return sample.many_votes(strand, statements, people, ann_of(strand), clock.now(), days=3)


def conclude(strand: Strand) -> Strand:
    """What the move to `found` does with a strand's result."""
    import json

    from heard.activities.methods import method_of
    from heard.rules.outcome import canonical

    strand = put_into(strand, Stage.CLOSED)
    outcome = method_of(strand).conclude(strand)
    Strand.objects.filter(pk=strand.pk).update(
        outcome=json.loads(canonical(outcome)), outcome_digest=outcome.digest, concluded_at=clock.now()
    )
    return put_into(strand, Stage.FOUND)
