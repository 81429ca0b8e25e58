"""By which way each person is told: the one they used, if they left an address for it, else another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from heard.activities.models import Activity, Channel, Contribution
from heard.activities.queries import voices_to_tell
from heard.people.queries import voices_taking_texts

EMAIL_FIRST = ("email", "letter", "phone")
LETTER_FIRST = ("letter", "phone", "email")
ORDER: Mapping[str, Sequence[str]] = {
    Channel.WEB: EMAIL_FIRST,
    Channel.EMAIL: EMAIL_FIRST,
    Channel.PAPER: LETTER_FIRST,
    Channel.LETTER: LETTER_FIRST,
    Channel.IN_PERSON: LETTER_FIRST,
    Channel.PHONE: ("phone", "letter", "email"),
    Channel.TEXT_MESSAGE: ("text", "letter", "email", "phone"),
}


def ways_to_tell(activity: Activity) -> dict[UUID, list[str]]:
    """Every voice that left an address, with the ways to reach it, best first (``email letter phone text``).

    Who took part by text message, or asked for text messages to their number, is written to there. Three queries.
    """
    kinds = voices_to_tell(activity)
    used, texts = _channels_of(activity, kinds), voices_taking_texts(kinds)
    return {
        voice: _ordered(used.get(voice, Channel.WEB), [*left, *(["text"] if voice in texts else [])])
        for voice, left in kinds.items()
    }


def _channels_of(activity: Activity, voices: Mapping[UUID, Sequence[str]]) -> dict[UUID, str]:
    """The channel by which each of them spoke last."""
    rows = Contribution.objects.filter(strand__activity=activity, voice__in=list(voices)).exclude(state="withdrawn")
    return dict(rows.order_by("received_at", "id").values_list("voice_id", "channel"))


def _ordered(channel: str, left: Sequence[str]) -> list[str]:
    able = {*left, *(["text"] if "phone" in left and channel == Channel.TEXT_MESSAGE else [])}
    order = ORDER[channel] if channel == Channel.TEXT_MESSAGE else ("text", *ORDER[channel])
    return [kind for kind in order if kind in able]


def address_kind(way: str) -> str:
    """Which address a way needs: a text message goes to a telephone number."""
    return "phone" if way == "text" else way
