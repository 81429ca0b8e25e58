"""The clock, secrets at rest, public identifiers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from heard.ground import clock
from heard.ground.fields import short_id
from heard.people.models import Voice, VoiceAddress


def test_an_activity_is_open_to_the_last_moment_of_its_day_in_coventry() -> None:
    last = date(2026, 6, 30)
    assert clock.end_of(last) - timedelta(microseconds=1) > clock.midday(last)
    assert clock.day_of(clock.end_of(last) - timedelta(seconds=1)) == last
    assert clock.end_of(last).utcoffset() == timedelta(hours=1), "British Summer Time"


def test_a_day_begins_at_midnight_in_coventry_not_in_greenwich() -> None:
    assert clock.day_of(datetime.fromisoformat("2026-07-01T23:30:00+00:00")) == date(2026, 7, 2)
    assert clock.day_of(datetime.fromisoformat("2026-01-01T23:30:00+00:00")) == date(2026, 1, 1)


def test_the_clock_can_be_held_and_goes_on_afterwards() -> None:
    with clock.stopped(date(2015, 12, 7)):
        assert clock.today() == date(2015, 12, 7)
    assert clock.today() > date(2026, 1, 1)


def test_public_identifiers_do_not_repeat_and_have_no_look_alikes() -> None:
    made = {short_id() for _ in range(2000)}
    assert len(made) == 2000
    assert not set("".join(made)) & set("ilou")


@pytest.mark.django_db
def test_an_address_cannot_be_read_from_the_table() -> None:
    voice = Voice.objects.create()
    VoiceAddress.objects.create(voice=voice, kind="email", address="ann@example.org", name="Ann Example")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, name FROM people_voiceaddress")
        address, name = (bytes(value) for value in cursor.fetchone())
    assert b"ann@example.org" not in address
    assert b"Ann" not in name
    assert VoiceAddress.objects.get().address == "ann@example.org"


@pytest.mark.django_db
def test_a_nul_character_never_reaches_the_table() -> None:
    with pytest.raises(ValidationError):
        VoiceAddress.objects.create(voice=Voice.objects.create(), kind="email", address="a\x00b@example.org")
