"""Addresses of voices: for the sending job and the letters role only."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from heard.people.models import Voice, VoiceAddress


def address_of(voice: Voice | UUID, kind: str) -> VoiceAddress | None:
    """Where this voice asked to be told by this `kind` (``email``, ``letter``, ``phone``), or None.

    Only the sending job, and the letters page behind the verb `see_addresses` or `print_letters`, may ask.
    """
    number = voice.pk if isinstance(voice, Voice) else voice
    return VoiceAddress.objects.filter(voice_id=number, kind=kind).first()


def voices_taking_texts(voices: Iterable[Voice | UUID]) -> set[UUID]:
    """Which of these voices asked for text messages to the number that they left. One query."""
    numbers = [voice.pk if isinstance(voice, Voice) else voice for voice in voices]
    rows = VoiceAddress.objects.filter(voice__in=numbers, kind="phone", takes_texts=True)
    return set(rows.values_list("voice_id", flat=True))


def voices_with_an_address(voices: Iterable[Voice | UUID]) -> dict[UUID, list[str]]:
    """Which of these voices left an address, and of what kinds; never the address. One query."""
    numbers = [voice.pk if isinstance(voice, Voice) else voice for voice in voices]
    kinds: dict[UUID, list[str]] = {}
    for voice, kind in (
        VoiceAddress.objects.filter(voice__in=numbers).order_by("kind").values_list("voice_id", "kind").iterator()
    ):
        kinds.setdefault(voice, []).append(kind)
    return kinds
