"""The seal on the record: a chain of hashes over public headers and salted hashes of payloads.

    hash(n) = SHA-256("heard-seal/1" ⏎ hash(n−1) ⏎ canonical(header n) ⏎ payload hash n)

Payload and salt lie apart, so shredding a payload leaves the chain whole; the salt keeps a shredded
payload from being guessed back. Anyone with the headers can check the chain by hand.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from heard.rules.outcome import canonical

GENESIS = "0" * 64
DOMAIN = "heard-seal/1"


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed entry as it is kept: its place (from 1), its public header, and two hashes in hex."""

    sequence: int
    header: Mapping[str, Any]
    payload_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What walking a chain found. `broken` is the sequence of the first entry that does not hold, or None.

    `count` entries held, the last of them with the hash `last`.
    """

    count: int
    last: str
    broken: int | None = None
    why: str = ""

    def __bool__(self) -> bool:
        return not self.why


def hash_payload(salt: bytes, payload: Any) -> str:
    """SHA-256 (hex) over salt ‖ canonical payload."""
    return hashlib.sha256(salt + canonical(payload).encode("utf-8", "surrogatepass")).hexdigest()


def is_payload_of(payload_hash: str, salt: bytes, payload: Any) -> bool:
    """Whether this payload, under this salt, is the one that was sealed."""
    return hmac.compare_digest(payload_hash, hash_payload(salt, payload))


def link(previous_hash: str, header: Mapping[str, Any], payload_hash: str) -> str:
    """The hash of an entry that follows `previous_hash` (`GENESIS` for the first). Hex, 64 letters."""
    for name, value in (("previous", previous_hash), ("payload", payload_hash)):
        if not _is_hash(value):
            raise ValueError(f"The {name} hash is not 64 hexadecimal letters.")
    text = "\n".join((DOMAIN, previous_hash, canonical(header), payload_hash))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def verify(entries: Iterable[Sealed], start: str = GENESIS, head: str | None = None, first: int = 1) -> Verified:
    """Walk a chain in order, in constant memory, and name the first entry that does not hold.

    `start` is the hash before the entry numbered `first`. `head`, if given, is a hash that someone wrote
    down earlier: it must be among those walked (or be `start`), else the chain was cut or rewritten.
    """
    previous, count, met_head = start, 0, head is None or head == start
    for entry in entries:
        place = first + count
        if entry.sequence != place:
            return Verified(count, previous, place, f"Entry {place} is missing: {entry.sequence} stands in its place.")
        if not _is_hash(entry.payload_hash):
            return Verified(count, previous, place, f"Entry {place} has no proper payload hash.")
        expected = link(previous, entry.header, entry.payload_hash)
        if not hmac.compare_digest(expected.encode(), entry.hash.encode()):
            return Verified(count, previous, place, f"Entry {place} was changed, or does not follow the one before.")
        previous, count = expected, count + 1
        met_head = met_head or expected == head
    if not met_head:
        return Verified(
            count, previous, None, "The head that was published is not in this chain: it was cut or rewritten."
        )
    return Verified(count, previous)


def _is_hash(text: str) -> bool:
    return len(text) == 64 and not set(text) - set("0123456789abcdef")
