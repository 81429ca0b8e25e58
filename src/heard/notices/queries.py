"""What may be asked about messages: whether one left, and whether it went to an address the asker already knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.crypto import constant_time_compare, salted_hmac

from heard.ground import clock
from heard.notices.models import Sent


def sending(key: str) -> Sent | None:
    """The sending with this key, or None. Its `state` is claimed, sent, failed or unsure."""
    return Sent.objects.filter(key=key).first()


def had_one_today(key: str, to_hash: str, today: date) -> bool:
    """Whether news with another key left, or may have left, for this address on this day in Coventry."""
    rows = Sent.objects.filter(to_hash=to_hash, once_a_day=True, at__gte=clock.start_of(today))
    return rows.exclude(key=key).exclude(state=Sent.State.FAILED).exists()


def states_of(keys: Iterable[str]) -> dict[str, str]:
    """What became of these sendings, in words, by key; a key that was never tried is left out. One query."""
    return {row.key: row.get_state_display() for row in Sent.objects.filter(key__in=list(keys))}


def address_hash(address: str) -> str:
    """The keyed hash kept instead of an address (HMAC-SHA256, hex; keyed with settings.SECRET_KEY)."""
    return salted_hmac("heard.notices.sent", address.strip().lower(), algorithm="sha256").hexdigest()


def was_sent_to(key: str, address: str) -> bool:
    """Whether the message with this key left, and for this address."""
    found = sending(key)
    return (
        found is not None
        and found.state == Sent.State.SENT
        and constant_time_compare(found.to_hash, address_hash(address))
    )
