"""Field types that every room shares."""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def short_id() -> str:
    """Twelve random characters (60 bits) without look-alikes: a public name that says nothing."""
    return named(secrets.randbits(60))


def named(bits: int) -> str:
    """The last 60 bits of a number as such a name."""
    return "".join(_ALPHABET[bits >> shift & 31] for shift in range(0, 60, 5))


def refuse_nul(text: str) -> str:
    """Return the text, or raise ValidationError if it holds a NUL character, which no database text can."""
    if "\x00" in text:
        raise ValidationError("This text holds a NUL character, which cannot be stored. Remove it and try again.")
    return text


def is_blank(words: str) -> bool:
    """Whether nothing of it can be seen: only spaces, or signs that have no shape."""
    return all(unicodedata.category(sign)[0] in "ZC" for sign in words)


class PublicId(models.CharField):
    """A short random identifier, unique, safe to show and to read out over the telephone."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", short_id)
        super().__init__(**kwargs)


class SecretText(models.BinaryField):
    """Text encrypted at rest (Fernet). Keys: settings.HEARD_ADDRESS_KEYS, the newest first."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        if value is None:
            return None
        try:
            return _box().decrypt(bytes(value)).decode()
        except InvalidToken as error:
            raise ValueError("This secret was written with a key that is no longer listed.") from error

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, bytes | memoryview):
            return value
        return _box().encrypt(refuse_nul(str(value)).encode())

    def to_python(self, value: Any) -> Any:
        return value


def seal_bytes(content: bytes) -> bytes:
    """Any bytes, encrypted with the newest of settings.HEARD_ADDRESS_KEYS."""
    return _box().encrypt(content)


def unseal_bytes(sealed: bytes) -> bytes:
    """What `seal_bytes` encrypted. ValueError when its key is no longer listed."""
    try:
        return _box().decrypt(sealed)
    except InvalidToken as error:
        raise ValueError("This was encrypted with a key that is no longer listed.") from error


def _box() -> MultiFernet:
    keys = [base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()) for key in settings.HEARD_ADDRESS_KEYS]
    return MultiFernet([Fernet(key) for key in keys])
