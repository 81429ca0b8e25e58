"""Addresses of voices: for the sending job and the letters role only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from heard.people.models import Voice, VoiceAddress

MOBILE = re.compile(r"(?:\+44|0044|0)7\d{9}")


def address_of(voice: Voice | UUID, kind: str) -> VoiceAddress | None:
    """Where this voice asked to be told by this `kind` (``email``, ``letter``, ``phone``), or None.

    Only the sending job, and the letters page behind the verb `see_addresses` or `print_letters`, may ask.
    """
    number = voice.pk if isinstance(voice, Voice) else voice
    return VoiceAddress.objects.filter(voice_id=number, kind=kind).first()


def addresses_left_with(reference: str) -> list[VoiceAddress]:
    """Every address that whoever gave this (a trace id) left. Only behind the verb `see_addresses`. Two queries."""
    voice = import_string(settings.VOICE_NAMED)(reference)
    return list(voice.addresses.order_by("kind")) if voice is not None else []


def voices_taking_texts(voices: Iterable[Voice | UUID]) -> set[UUID]:
    """Which of these voices asked for text messages to the mobile number that they left. One query.

    Whoever asked for them at another number is rung: a message would not arrive there.
    """
    numbers = [voice.pk if isinstance(voice, Voice) else voice for voice in voices]
    rows = VoiceAddress.objects.filter(voice__in=numbers, kind="phone", takes_texts=True)
    return {kept.voice_id for kept in rows if mobile_of(kept)}


def mobile_of(kept: VoiceAddress | None) -> str:
    """The mobile number of an address, in figures; "" where it is gone, or a number that takes no text message."""
    figures = re.sub(r"[^\d+]", "", str(kept.address)) if kept else ""
    return figures if MOBILE.fullmatch(figures) else ""


def voices_with_an_address(voices: Iterable[Voice | UUID]) -> dict[UUID, list[str]]:
    """Which of these voices left an address, and of what kinds; never the address. One query."""
    numbers = [voice.pk if isinstance(voice, Voice) else voice for voice in voices]
    kinds: dict[UUID, list[str]] = {}
    for voice, kind in (
        VoiceAddress.objects.filter(voice__in=numbers).order_by("kind").values_list("voice_id", "kind").iterator()
    ):
        kinds.setdefault(voice, []).append(kind)
    return kinds
