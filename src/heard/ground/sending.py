"""A form that is sent twice is kept once, without script: a double click, a reload, a bad line.

The page is drawn with a key (`heard.ui.forms.SentOnce`). What is made takes its public name from that key and from what
was sent: the same words a second time find what the first made, other words make something else. The unique public
name stands behind it, so nothing is kept beside the row, and nothing that would tell who sent it.
"""

from __future__ import annotations

import hmac
import json
import secrets
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Model

from heard.ground.fields import named, short_id
from heard.ground.turns import one_at_a_time
from heard.rules.receipt import derived

M = TypeVar("M", bound=Model)


def new_key() -> str:
    """A key that nobody guesses, for one page with a form (32 characters)."""
    return secrets.token_urlsafe(24)


def key_sent(given: str | None) -> str:
    """The key that came back with a form, no longer than it can be; a new one where none did."""
    return (given or "")[:60] or new_key()


def name_of(entry_key: str, *sent: object) -> str:
    """The public name (`PublicId`) of what a sending makes. `sent`: where it goes, who sends it, every word of it.

    Without a key (a program, a page that has none) it is a new name each time.
    """
    if not entry_key:
        return short_id()
    return named(int.from_bytes(_digest(json.dumps([entry_key, *sent], default=_told))[:8], "big"))


def code_of(name: str) -> str:
    """The receipt code that belongs to this public name: whoever sends the same again is told the same code."""
    return derived(_digest(f"code:{name}"))


def uuid_of(name: str) -> UUID:
    """The random key that belongs to this name, for rows that have no public one."""
    return UUID(bytes=_digest(f"uuid:{name}")[:16], version=4)


def made_before(model: type[M], name: str | UUID) -> M | None:
    """What an earlier sending made under this name (or key), or None.

    In a transaction, before anything is made: of two at the same moment the second waits here for the first.
    """
    one_at_a_time("sent", name)
    return model._default_manager.filter(**{"pk" if isinstance(name, UUID) else "public_id": name}).first()


def _told(value: object) -> str:
    """A row by its key, since two may be called the same; anything else as it is written."""
    return f"{value._meta.label}:{value.pk}" if isinstance(value, Model) else str(value)


def _digest(text: str) -> bytes:
    return hmac.digest(settings.HEARD_RECEIPT_KEY.encode(), f"sent:{text}".encode(), "sha256")
