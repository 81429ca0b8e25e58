"""Carry out policy/retention.toml: what has been kept long enough goes, every night.

Tables of every room are named here by the names the policy uses, and reached through Django's registry: the one place
where a lower room touches a higher one's rows, because a time limit is nobody's deed and asks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q

from heard.audit.actions import record
from heard.ground import clock
from heard.people.models import VoiceAddress
from heard.rules.retention import RetentionPolicy, Term, read_retention


@dataclass(frozen=True, slots=True)
class When:
    """Where the moment of an event stands, seen from a table: a lookup to a date or moment, and what else must hold."""

    lookup: str
    also: Mapping[str, Any] = field(default_factory=dict)


def _archived(path: str) -> When:
    return When(f"{path}stage_at", {f"{path}stage": "archived"})


WHEN: dict[tuple[str, str], When] = {
    ("people_invitation", "made"): When("invited_at"),
    ("network_follower", "made"): When("asked_at", {"confirmed_at__isnull": True}),
    ("people_exclusion", "made"): When("proposed_at"),
    ("people_voiceaddress", "made"): When("given_on"),
    ("account_emailconfirmation", "made"): When("created"),
    ("django_session", "ended"): When("expire_date"),
    ("axes_accessattempt", "made"): When("attempt_time"),
    ("axes_accessattemptexpiration", "ended"): When("expires_at"),
    ("axes_accessfailurelog", "made"): When("attempt_time"),
    ("axes_accesslog", "made"): When("attempt_time"),
    ("audit_payload", "made"): When("entry__at"),
    ("notices_sent", "sent"): When("at"),
    ("survey_import", "made"): When("at"),
    ("conversation_recording", "used"): When("written_at"),
    ("survey_saveddraft", "ended"): When("expires_at"),
    ("survey_refusedrow", "made"): When("batch__at"),
    ("activities_contribution", "archived"): _archived("strand__activity__"),
    ("activities_correction", "archived"): _archived("contribution__strand__activity__"),
    ("survey_paperentry", "archived"): _archived("form__batch__strand__activity__"),
    ("survey_scan", "archived"): _archived("contribution__strand__activity__"),
    ("activities_stakeholder", "archived"): _archived("activity__"),
    ("activities_voluntarypart", "archived"): _archived("activity__"),
    ("activities_datenotice", "archived"): _archived("change__activity__"),
    ("moderation_item", "archived"): _archived("activity__"),
    ("moderation_judgement", "made"): When("at"),
    ("moderation_report", "made"): When("reported_at"),
    ("moderation_concern", "closed"): When("decided_on"),
    ("moderation_concernfile", "closed"): When("concern__decided_on"),
    ("gathering_session", "archived"): _archived("gathering__strand__activity__"),
    ("opinions_participant", "archived"): _archived("opinions__strand__activity__"),
    ("opinions_vote", "archived"): _archived("participant__opinions__strand__activity__"),
    ("opinions_suspected", "archived"): _archived("participant__opinions__strand__activity__"),
    ("conversation_telling", "archived"): _archived("post__conversation__strand__activity__"),
    ("decisions_delivery", "archived"): _archived("activity__"),
    ("decisions_nomorenews", "archived"): _archived("activity__"),
    ("decisions_groundask", "sent"): When("sent_at"),
    ("evaluation_followupask", "ended"): When("follow_up__ended_at"),
    ("evaluation_followupanswer", "archived"): _archived("follow_up__activity__"),
    ("evaluation_raterinvitation", "archived"): _archived("activity__"),
    ("people_datarequest", "closed"): When("closed_on"),
    ("people_datastep", "closed"): When("request__closed_on"),
}
# Tables that Django's registry cannot delete from, or whose moment lies elsewhere: rows that are over, before %s.
BY_HAND = {
    "procrastinate_jobs": (
        "DELETE FROM procrastinate_jobs j WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted') "
        "AND NOT EXISTS (SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %s)"
    ),
    "procrastinate_events": (
        "DELETE FROM procrastinate_events e WHERE at < %s AND NOT EXISTS "
        "(SELECT 1 FROM procrastinate_jobs j WHERE j.id = e.job_id AND j.status IN ('todo', 'doing'))"
    ),
    "cache": "DELETE FROM cache WHERE expires < %s",
    "people_monitoringkey": (
        "DELETE FROM people_monitoringkey k USING activities_activity a "
        "WHERE a.public_id = k.activity_ref AND a.stage = 'archived' AND a.stage_at < %s"
    ),
}


@cache
def retention_policy() -> RetentionPolicy:
    """The rules of policy/retention.toml."""
    return read_retention((settings.POLICY / "retention.toml").read_bytes())


def apply_retention(*, at: datetime) -> dict[str, int]:
    """Delete and empty what is past its time, and addresses past their day. One entry of the record for the night.

    Returns what went, by ``table`` or ``table.column``; tables where nothing was due are left out.
    """
    gone = {"people_voiceaddress.told": _addresses_past_their_day(clock.day_of(at))}
    for term in timed_terms():
        with transaction.atomic():
            gone[_name(term)] = _carry_out(term, at)
    gone["store:outbox"] = _old_mail(at)
    gone = {name: number for name, number in gone.items() if number}
    record(what="retention.applied", about="audit:retention", by="system", at=at, public=gone)
    return gone


def timed_terms() -> list[Term]:
    """Every rule with a time, once for a table whose rows go whole; file stores are left to whoever runs Heard."""
    whole = {term.table for term in retention_policy().terms.values() if term.rule == "delete"}
    return [
        term
        for term in retention_policy().terms.values()
        if term.after is not None
        and not term.table.startswith("store:")
        and (term.table not in whole or term.column == "*")
    ]


def may_carry_out(term: Term) -> bool:
    """Whether this file knows how: a test holds the policy to it."""
    return term.table in BY_HAND or (term.table, term.event) in WHEN


def _carry_out(term: Term, at: datetime) -> int:
    before = at - (term.after or timedelta.max)
    if term.table in BY_HAND:
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND[term.table], [before])
            return cursor.rowcount
    rows = _due(term, before)
    if term.rule == "delete":
        return rows.delete()[0]
    column = next(one for one in rows.model._meta.concrete_fields if one.column == term.column)
    empty = None if column.null else column.get_default() if column.has_default() else ""
    full = (
        rows.exclude(**{column.name: empty}) if empty is not None else rows.exclude(**{f"{column.name}__isnull": True})
    )
    numbers = list(full.values_list("pk", flat=True))
    return rows.model._base_manager.filter(pk__in=numbers).update(**{column.name: empty})


def _due(term: Term, before: datetime) -> models.QuerySet[Any]:
    model = next(one for one in apps.get_models(include_auto_created=True) if one._meta.db_table == term.table)
    when = WHEN[term.table, term.event]
    limit: date | datetime = clock.day_of(before) if when.lookup.endswith("_on") else before
    return model._base_manager.filter(Q(**{f"{when.lookup}__lt": limit}), **when.also)


def _addresses_past_their_day(today: date) -> int:
    return VoiceAddress.objects.filter(delete_after_on__lt=today).delete()[0]


def _old_mail(at: datetime) -> int:
    """Messages kept as files where no mail server is set."""
    term = retention_policy().store("outbox")
    if term is None or term.after is None or not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return 0
    limit = (at - term.after).timestamp()
    old = [path for path in Path(settings.EMAIL_FILE_PATH).glob("*.log") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink()
    return len(old)


def _name(term: Term) -> str:
    return term.table if term.rule == "delete" else f"{term.table}.{term.column}"
