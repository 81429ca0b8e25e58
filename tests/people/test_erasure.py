"""I-27: erasing a person removes who they are and what they said, keeps the totals, and outlives a restored backup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from tests.factories import a_partner, a_strand, an_account, an_activity

from heard.activities.actions import ReplyTo, Said, receive_contribution
from heard.activities.models import Contribution
from heard.audit.actions import seal_entries
from heard.audit.models import Entry
from heard.audit.queries import verify_chain
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people import actions
from heard.people.models import MonitoringAnswer, Voice, VoiceAddress

pytestmark = pytest.mark.django_db
SECRET = "My name is Zebedee Quux of Example Lane"


@pytest.fixture
def given() -> Any:
    strand = a_strand(an_activity(stage="open"))
    return receive_contribution(
        strand=strand,
        channel="web",
        passages=[Said(SECRET, prompt="What matters?")],
        by=None,
        at=clock.now(),
        on_behalf_of="Quux & Daughters",
        reply_to=[ReplyTo("email", "zebedee.quux@example.org", "Zebedee Quux")],
        monitoring={"age": "25-34"},
    )


@pytest.fixture
def dpo() -> Any:
    return an_account("Dev", "data_protection_officer", partner=a_partner(), team="Legal")


def every_word_in_the_database() -> str:
    """All text of all tables, as a thief of the disk would read it."""
    words = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            words += [row[0] for row in cursor.fetchall()]
    return "\n".join(words)


def test_nothing_of_the_person_is_left_and_the_count_stays(given: Any, dpo: Any) -> None:
    before = every_word_in_the_database()
    assert "Zebedee" in before
    actions.erase(voice=given.contribution.voice, by=dpo, at=clock.now(), because="Asked by telephone")
    after = every_word_in_the_database()
    assert "Zebedee" not in after
    assert "Quux" not in after
    assert Contribution.objects.count() == 1
    assert not VoiceAddress.objects.exists()
    assert not MonitoringAnswer.objects.exists()
    assert Voice.objects.get().erased_at is not None


def test_the_chain_still_holds_after_an_erasure(given: Any, dpo: Any) -> None:
    seal_entries()
    actions.erase(voice=given.contribution.voice, by=dpo, at=clock.now())
    seal_entries()
    assert verify_chain().ok
    entry = Entry.objects.get(what="voice.erased")
    assert (entry.header, entry.by) == ({"contributions": 1}, f"account:{dpo.pk}")


@pytest.mark.parametrize("role", ["officer", "administrator", "auditor", "engagement_lead"])
def test_only_a_data_protection_officer_erases(given: Any, role: str) -> None:
    with pytest.raises(Refused, match="Only a data protection officer"):
        actions.erase(voice=given.contribution.voice, by=an_account("Ann", role, partner=a_partner()), at=clock.now())
    assert Voice.objects.get().erased_at is None


def test_nobody_is_erased_twice(given: Any, dpo: Any) -> None:
    actions.erase(voice=given.contribution.voice, by=dpo, at=clock.now())
    with pytest.raises(Conflict, match="erased already"):
        actions.erase(voice=given.contribution.voice, by=dpo, at=clock.now())


def test_the_ledger_names_the_voice_by_its_number_and_is_private(given: Any, dpo: Any, settings: Any) -> None:
    actions.erase(voice=given.contribution.voice, by=dpo, at=clock.now())
    path = Path(settings.LEDGER) / "erased.jsonl"
    assert json.loads(path.read_text()) == {
        "voice": str(given.contribution.voice_id),
        "on": clock.now().date().isoformat(),
    }
    assert path.stat().st_mode & 0o077 == 0


def test_a_restored_backup_is_erased_again_from_the_ledger(given: Any, dpo: Any) -> None:
    voice = given.contribution.voice
    actions.erase(voice=voice, by=dpo, at=clock.now())
    # An older backup brings everything back: the words, the address, a voice that was never erased.
    Voice.objects.filter(pk=voice.pk).update(erased_at=None)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # as a restore does: no trigger in the way
        given.contribution.passages.update(words=SECRET)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    actions.keep_address(voice=Voice.objects.get(), kind="email", address="zebedee.quux@example.org", name="Zebedee")
    assert "Zebedee" in every_word_in_the_database()
    call_command("erase_again")
    assert "Zebedee" not in every_word_in_the_database()
    assert not VoiceAddress.objects.exists()
    assert actions.apply_ledger(at=clock.now()) == 0, "a second time there is nothing left to do"


def test_a_ledger_that_a_crash_cut_short_is_still_read(given: Any, dpo: Any, settings: Any) -> None:
    folder = Path(settings.LEDGER)
    folder.mkdir()
    (folder / "erased.jsonl").write_text(
        "\n".join(['{"voice": "not a number"}', "", json.dumps({"voice": str(given.contribution.voice_id)}), '{"voi'])
    )
    assert actions.apply_ledger(at=clock.now()) == 1


def test_without_a_ledger_nothing_happens() -> None:
    assert actions.apply_ledger(at=clock.now()) == 0


def test_the_officer_erases_by_receipt_or_by_trace_on_a_page(given: Any, dpo: Any, client: Any) -> None:
    client.force_login(dpo)
    url = reverse("people:staff_erasure")
    sure = {"because": "Asked in person, showed the receipt.", "sure": "on"}
    assert b"Nothing was given under this code" in client.post(url, {"reference": "ABCDE-FGHJK-M", **sure}).content
    assert b"cannot be undone" in client.post(url, {"reference": given.code, "because": "x"}).content
    assert Voice.objects.get().erased_at is None
    assert client.post(url, {"reference": given.code.lower(), **sure}).status_code == 302
    assert Voice.objects.get().erased_at is not None
    again = client.post(url, {"reference": given.contribution.trace_id, **sure})
    assert b"erased already" in again.content
