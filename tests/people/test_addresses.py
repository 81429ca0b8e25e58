"""Where someone asked to be told is kept encrypted, used once, and deleted."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.people import actions, queries
from heard.people.models import Voice, VoiceAddress

pytestmark = pytest.mark.django_db


def a_voice() -> Voice:
    return actions.make_voice(at=clock.now())


def test_an_address_is_kept_encrypted() -> None:
    voice = a_voice()
    actions.keep_address(voice=voice, kind="email", address=" ann@example.org ", name="Ann", wants_reply=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, name FROM people_voiceaddress")
        stored = b"".join(bytes(part) for part in cursor.fetchone())
    assert b"example.org" not in stored
    kept = queries.address_of(voice, "email")
    assert (kept.address, kept.name, kept.wants_reply) == ("ann@example.org", "Ann", True)


def test_a_second_address_of_a_kind_takes_the_place_of_the_first() -> None:
    voice = a_voice()
    actions.keep_address(voice=voice, kind="email", address="ann@example.org")
    actions.keep_address(voice=voice, kind="email", address="anna@example.org")
    actions.keep_address(voice=voice, kind="letter", address="1 Example Street")
    assert queries.address_of(voice.pk, "email").address == "anna@example.org"
    assert queries.voices_with_an_address([voice]) == {voice.pk: ["email", "letter"]}


@pytest.mark.parametrize(("kind", "address"), [("email", "not an address"), ("letter", "  "), ("phone", "0\x00")])
def test_what_cannot_be_written_to_is_refused(kind: str, address: str) -> None:
    with pytest.raises(Refused):
        actions.keep_address(voice=a_voice(), kind=kind, address=address)
    assert not VoiceAddress.objects.exists()


def test_an_erased_voice_keeps_no_address() -> None:
    voice = a_voice()
    voice.erased_at = clock.now()
    with pytest.raises(Refused, match="erased"):
        actions.keep_address(voice=voice, kind="email", address="ann@example.org")


def test_addresses_are_deleted_once_everyone_has_been_told() -> None:
    told, waiting = a_voice(), a_voice()
    for voice in (told, waiting):
        actions.keep_address(voice=voice, kind="email", address="ann@example.org")
    assert actions.delete_addresses_told(voices=[told], by="system", at=clock.now()) == 1
    assert queries.address_of(told, "email") is None
    assert queries.address_of(waiting, "email") is not None
    entry = Entry.objects.get(what="addresses.deleted")
    assert entry.header == {"count": 1, "because": "told"}


def test_the_day_of_deletion_only_ever_moves_nearer() -> None:
    voice = a_voice()
    actions.keep_address(voice=voice, kind="email", address="ann@example.org")
    assert actions.let_addresses_go(voices=[voice], after_on=date(2026, 5, 1)) == 1
    assert actions.let_addresses_go(voices=[voice], after_on=date(2026, 6, 1)) == 0
    assert actions.let_addresses_go(voices=[voice], after_on=date(2026, 4, 1)) == 1
    assert queries.address_of(voice, "email").delete_after_on == date(2026, 4, 1)


def test_who_asked_for_text_messages_is_known_until_they_ask_to_be_rung() -> None:
    voice, rung = a_voice(), a_voice()
    actions.keep_address(voice=voice, kind="text", address="07700 900001")
    actions.keep_address(voice=rung, kind="phone", address="024 7600 0001")
    assert queries.voices_with_an_address([voice, rung]) == {voice.pk: ["phone"], rung.pk: ["phone"]}
    assert queries.voices_taking_texts([voice, rung]) == {voice.pk}
    actions.keep_address(voice=voice, kind="phone", address="07700 900001")
    assert queries.voices_taking_texts([voice]) == set()


def test_a_number_that_takes_no_text_message_is_rung() -> None:
    voice = a_voice()
    actions.keep_address(voice=voice, kind="text", address="024 7600 0001")
    assert queries.voices_taking_texts([voice]) == set()
    for written, mobile in (
        ("07700 900001", "07700900001"), ("+44 7700 900001", "+447700900001"), ("0044 7700 900001", "00447700900001"),
        ("07700 90000", ""), ("024 7600 0001", ""),
    ):  # fmt: skip
        assert queries.mobile_of(VoiceAddress(address=written)) == mobile
    assert queries.mobile_of(None) == ""
