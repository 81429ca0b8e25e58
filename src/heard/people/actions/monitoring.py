"""Optional answers about the person, kept so that nobody can lay them beside what the person said."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from heard.audit.actions import record
from heard.people.models import Account, MonitoringAnswer, MonitoringKey
from heard.people.queries.monitoring import blind_of

LONGEST = 120


def keep_monitoring(
    *,
    activity_ref: str,
    contribution_ref: str,
    answers: Mapping[str, str],
    own_words: Mapping[str, str] | None = None,
) -> int:
    """Keep answers (question's slug → answer) under a blind reference. Returns how many; empty answers are not kept.

    `contribution_ref` is the trace id. There is no audit entry for each: a row with a time would link what the blind
    reference keeps apart. The same question again replaces its answer.
    """
    key = _key(activity_ref)
    described = own_words or {}
    rows = [
        MonitoringAnswer(
            blind=blind_of(key, contribution_ref),
            question=question,
            answer=answer[:LONGEST],
            own_words=described.get(question) or None,
        )
        for question, answer in answers.items()
        if answer
    ]
    MonitoringAnswer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["blind", "question"],
        update_fields=["answer", "own_words"],
    )
    return len(rows)


def forget_monitoring(*, activity_ref: str, contribution_refs: list[str]) -> int:
    """Delete the answers given with these contributions (erasure, withdrawal). Returns how many."""
    kept = MonitoringKey.objects.filter(activity_ref=activity_ref).first()
    if kept is None:
        return 0
    blinds = [blind_of(str(kept.key), ref) for ref in contribution_refs]
    return MonitoringAnswer.objects.filter(blind__in=blinds).delete()[0]


def destroy_monitoring_key(*, activity_ref: str, by: Account | str, at: datetime) -> int:
    """Destroy one activity's key: its answers can never again be laid beside anything. Returns 1, or 0 if none was."""
    with transaction.atomic():
        gone = MonitoringKey.objects.filter(activity_ref=activity_ref).delete()[0]
        record(what="monitoring.unlinked", about=f"activity:{activity_ref}", by=by, at=at, public={"keys": gone})
    return gone


def _key(activity_ref: str) -> str:
    kept, _new = MonitoringKey.objects.get_or_create(
        activity_ref=activity_ref, defaults={"key": secrets.token_urlsafe(32)}
    )
    return str(kept.key)
