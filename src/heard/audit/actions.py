"""Record what happened, seal it, publish the head. `record` is called inside the action's own transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from heard.audit.models import DailyHead, Entry, Payload
from heard.audit.queries import chain_header, head_of_chain
from heard.ground import clock
from heard.ground.fields import refuse_nul
from heard.rules import seal
from heard.rules.outcome import canonical

# What an entry may be about for its header to be open to all. Anything else may be about a person: its header is
# covered in what is published, so that the moment somebody spoke cannot be laid beside what they said.
OPEN = frozenset({
    "activity", "strand", "session", "theme", "finding", "decision", "commitment", "feedback", "evaluation", "pack",
    "partner", "programme", "place", "city", "audit",
})  # fmt: skip
SEALER = 0x4845415244  # the advisory lock that lets one sealer work at a time: "HEARD"
BATCH = 1000


def record(
    *,
    what: str,
    about: str,
    by: object = None,
    at: datetime,
    public: Mapping[str, Any] | None = None,
    private: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one unsealed entry: `what` (``activity.closed``) `about` something (``activity:abc123``).

    `by` is an account, or a word (``resident``, ``system``); only its number is kept in the header.
    `public` goes into the header for all to read: never a name. `private` is kept apart under a salt.
    Raises ValueError for what cannot be kept exactly (NUL, NaN).
    """
    salt, body = secrets.token_bytes(16), _plain(private or {})
    entry = _entry(what, about, by, at, public or {}, seal.hash_payload(salt, body))
    entry.save()
    if body:
        Payload.objects.create(entry=entry, salt=salt, body=body)
    return entry


def record_beside(
    *, what: str, about: str, by: object = None, at: datetime, public: Mapping[str, Any] | None = None
) -> Entry:
    """The entry that `record` would append, not yet in: the caller inserts it together with what it tells of.

    For the busiest write (`heard.ground.inserting.insert_together`); it has no private part.
    """
    return _entry(what, about, by, at, public or {}, seal.hash_payload(secrets.token_bytes(16), {}))


def seal_entries() -> int:
    """Link every committed entry that is not sealed yet, in order, and return how many were.

    One sealer at a time (advisory lock; a second one returns 0). Entries are numbered as this sealer sees them
    committed: a number lost to a rolled-back transaction leaves no gap, and one committed late comes after.
    """
    done = 0
    while (count := _seal_batch()) > 0:
        done += count
    return done


def publish_head(*, on: date | None = None) -> DailyHead | None:
    """Publish the head of the chain for a day (by default yesterday), once. None if nothing is sealed yet."""
    day = on or clock.today() - timedelta(days=1)
    seal_entries()
    with transaction.atomic():
        sequence, head = head_of_chain()
        if sequence == 0:
            return None
        return DailyHead.objects.get_or_create(on=day, defaults={"sequence": sequence, "hash": head})[0]


def shred(*, about: str, by: object, at: datetime) -> int:
    """Delete the private part of every entry about something. The chain stays valid. Returns how many went."""
    with transaction.atomic():
        gone = Payload.objects.filter(entry__about=about).delete()[0]
        record(what="audit.shredded", about=about, by=by, at=at, public={"payloads": gone})
    return gone


def _seal_batch() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER])
        if not cursor.fetchone()[0]:
            return 0
        sequence, previous = head_of_chain()
        numbers, hashes = [], []
        rows = list(Entry.objects.filter(sequence__isnull=True).order_by("id")[:BATCH])
        for place, entry in enumerate(rows, start=sequence + 1):
            previous = seal.link(previous, chain_header(entry, place), entry.payload_hash)
            numbers.append(entry.pk)
            hashes.append(previous)
        cursor.execute(
            "UPDATE audit_entry SET sequence = new.place, hash = new.hash "
            "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS new (id, place, hash) "
            "WHERE audit_entry.id = new.id",
            [numbers, list(range(sequence + 1, sequence + 1 + len(rows))), hashes],
        )
        return len(rows)


def _entry(what: str, about: str, by: object, at: datetime, public: Mapping[str, Any], payload_hash: str) -> Entry:
    return Entry(
        what=what,
        about=about,
        by=f"account:{by.pk}" if hasattr(by, "pk") else str(by or "system"),
        at=at,
        header=_plain(public),
        cover=None if about.partition(":")[0] in OPEN else secrets.token_bytes(16),
        payload_hash=payload_hash,
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values just as the database gives them back: a hash must never depend on which of the two it saw."""
    text = canonical(dict(values))
    if "\\u0000" in text:
        refuse_nul("".join(_texts(json.loads(text))))
    return dict(json.loads(text, parse_constant=_not_a_number, parse_float=_exact))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)


def _exact(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _not_a_number(text: str) -> Any:
    raise ValueError(f"{text} cannot be recorded.")
