"""Record what happened. One verb, called inside the action's own transaction."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from heard.audit.models import Entry, Payload
from heard.rules.outcome import canonical


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
    """
    salt = secrets.token_bytes(16)
    body = dict(private or {})
    digest = hashlib.sha256(salt + canonical(body).encode()).hexdigest()
    who = f"account:{by.pk}" if hasattr(by, "pk") else str(by or "system")
    entry = Entry.objects.create(what=what, about=about, by=who, at=at, header=dict(public or {}), payload_hash=digest)
    if body:
        Payload.objects.create(entry=entry, salt=salt, body=body)
    return entry
