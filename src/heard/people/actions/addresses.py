"""Voices, and where they asked to be told what became of what they said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext as _

from heard.audit.actions import record
from heard.ground import clock
from heard.ground.fields import refuse_nul
from heard.ground.refusal import Refused
from heard.people.models import Account, AddressKind, Voice, VoiceAddress


def make_voice(*, at: datetime) -> Voice:
    """A new pseudonymous voice. Holds the day it first spoke, and nothing else. Called by the action that hears it."""
    return Voice.objects.create(created_on=clock.day_of(at))


def hold_voice(voice: Voice) -> None:
    """Hold a voice that speaks again until the transaction ends, so that it is not erased meanwhile.

    Called by the action that hears it, before it holds anything else. Refused when the voice is erased.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT erased_at FROM people_voice WHERE id = %s FOR SHARE", [voice.pk])
        if cursor.fetchone()[0]:
            raise _erased()


def _erased() -> Refused:
    return Refused(_("This person's details have been erased."), _("They can take part again as someone new."))


TEXT = "text"


def keep_address(
    *, voice: Voice, kind: str, address: str, name: str = "", wants_reply: bool = False, at: datetime | None = None
) -> VoiceAddress:
    """Keep, encrypted, where a voice asked to be told: `kind` ``email``, ``letter``, ``phone`` or ``text``.

    A text message goes to a telephone number, which is kept with the wish to be written to rather than rung.

    A second address of the same kind takes the first one's place. Called inside the receiving action, which
    audits the contribution; an address has no entry of its own. Refused when it is no address or the voice is erased.
    """
    if voice.erased_at:
        raise _erased()
    texts, kind = kind == TEXT, AddressKind.PHONE.value if kind == TEXT else kind
    kept, _new = VoiceAddress.objects.update_or_create(
        voice=voice,
        kind=AddressKind(kind),
        defaults={
            "takes_texts": texts,
            "address": _readable(kind, address),
            "name": name.strip() or None,
            "wants_reply": wants_reply,
            "given_on": clock.day_of(at or clock.now()),
            "delete_after_on": None,
        },
    )
    return kept


def let_addresses_go(*, voices: Iterable[Voice | UUID], after_on: date) -> int:
    """Set the day after which these voices' addresses are deleted by the nightly job: never later than one set before.

    Called by the action that gives the last promised follow-up. Returns how many addresses were marked.
    """
    rows = VoiceAddress.objects.filter(voice__in=_ids(voices)).exclude(delete_after_on__lte=after_on)
    return rows.update(delete_after_on=after_on)


def delete_addresses_told(*, voices: Iterable[Voice | UUID], by: Account | str, at: datetime) -> int:
    """Delete every address of these voices: the last promised follow-up has been given. Returns how many."""
    with transaction.atomic():
        gone = VoiceAddress.objects.filter(voice__in=_ids(voices)).delete()[0]
        record(what="addresses.deleted", about="voices", by=by, at=at, public={"count": gone, "because": "told"})
    return gone


def _ids(voices: Iterable[Voice | UUID]) -> list[UUID]:
    return [voice.pk if isinstance(voice, Voice) else voice for voice in voices]


def _readable(kind: str, address: str) -> str:
    address = address.strip()
    try:
        refuse_nul(address)
        if kind == AddressKind.EMAIL:
            validate_email(address)
    except ValidationError as error:
        raise Refused(
            _("That e-mail address cannot be written to."), _("Check it for a missing letter and try again.")
        ) from error
    if not address:
        raise Refused(_("No address was given."), _("Leave the choice empty if you do not want a reply."))
    return address
