"""Contributions come in once, on any channel, with their receipt (I-12, architecture "Receipts")."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from tests.factories import a_partner, a_strand, an_account, an_activity

from heard.activities.actions import Said, receive_contribution
from heard.activities.models import Contribution, Passage, Receipt, Strand
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people.actions import erase
from heard.rules import receipt

pytestmark = pytest.mark.django_db


def an_open_strand() -> Strand:
    return a_strand(an_activity(stage="open"))


def test_an_answer_is_kept_with_its_words_its_receipt_and_one_audit_entry() -> None:
    strand = an_open_strand()
    got = receive_contribution(
        strand=strand, channel="web", passages=[Said("Open on Sundays, please. עברית ✨")], by=None, at=clock.now()
    )
    assert got.is_new
    assert [passage.words for passage in got.contribution.passages.all()] == ["Open on Sundays, please. עברית ✨"]
    kept = Receipt.objects.get(strand=strand)
    assert kept.code_hash == receipt.hashed(got.code, settings.HEARD_RECEIPT_KEY)
    assert got.code not in str(kept.__dict__)
    entry = Entry.objects.get(about=f"contribution:{got.contribution.trace_id}")
    assert (entry.what, entry.by, entry.header["channel"]) == ("contribution.received", "resident", "web")


def test_sending_the_same_answer_again_keeps_one_and_gives_the_same_receipt() -> None:
    strand = an_open_strand()
    first, again = (
        receive_contribution(
            strand=strand, channel="web", passages=[Said("Once")], by=None, at=clock.now(), entry_key="a-random-key"
        )
        for _ in range(2)
    )
    assert (first.is_new, again.is_new) == (True, False)
    assert first.contribution == again.contribution
    assert (first.code, first.secret) == (again.code, again.secret)
    assert Contribution.objects.count() == Receipt.objects.count() == Passage.objects.count() == 1


def test_a_page_sent_again_after_its_person_was_erased_is_refused_in_words() -> None:
    strand = an_open_strand()
    sent: dict[str, Any] = {
        "strand": strand,
        "channel": "web",
        "passages": [Said("Once")],
        "by": None,
        "entry_key": "a-random-key",
    }
    given = receive_contribution(at=clock.now(), **sent)
    dev = an_account("Dev", "data_protection_officer", partner=a_partner(), team="Legal")
    erase(voice=given.contribution.voice, by=dev, at=clock.now())
    with pytest.raises(Conflict, match="erased since"):
        receive_contribution(at=clock.now(), **sent)
    assert Contribution.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_from_eight_connections_at_once_is_kept_once() -> None:
    strand = an_open_strand()

    def send(_number: int) -> str:
        try:
            return receive_contribution(
                strand=strand, channel="web", passages=[Said("x")], by=None, at=clock.now(), entry_key="one"
            ).code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(send, range(8)))
    assert len(codes) == 1
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize("stage", ["idea", "planned", "noticed", "closed", "found", "archived", "withdrawn"])
def test_a_resident_cannot_answer_when_it_is_not_open_and_is_told_why(stage: str) -> None:
    strand = a_strand(an_activity(stage=stage))
    with pytest.raises(Refused) as refusal:
        receive_contribution(strand=strand, channel="web", passages=[Said("late")], by=None, at=clock.now())
    assert refusal.value.verdict.why
    assert Contribution.objects.count() == 0


def test_paper_received_before_closing_is_keyed_in_after_closing() -> None:
    partner = a_partner()
    ann = an_account("Ann Example", "officer", partner=partner)
    today = clock.today()
    activity = an_activity(
        stage="closed", lead=partner, opens=today - timedelta(days=90), closes=today - timedelta(days=1)
    )
    strand = a_strand(activity)
    got = receive_contribution(
        strand=strand, channel="paper", passages=[Said("By post")], by=ann, at=clock.now(),
        received_at=clock.midday(today - timedelta(days=3)),
    )  # fmt: skip
    assert got.contribution.entered_by == ann
    with pytest.raises(Refused, match="after closing"):
        receive_contribution(strand=strand, channel="paper", passages=[Said("Too late")], by=ann, at=clock.now())


def test_a_channel_that_the_strand_does_not_offer_is_refused() -> None:
    strand = a_strand(an_activity(stage="open"), channels=("web",))
    with pytest.raises(Refused, match="does not take answers that way"):
        receive_contribution(strand=strand, channel="text_message", passages=[Said("hi")], by=None, at=clock.now())


def test_only_staff_with_a_role_here_may_key_in_for_someone() -> None:
    partner = a_partner()
    activity = an_activity(stage="open", lead=partner)
    strand = a_strand(activity)
    ann, bilal = an_account("Ann", "officer", partner=partner), an_account("Bilal", "facilitator", activity=activity)
    cass = an_account("Cass", "officer", partner=a_partner())
    for keyer in (ann, bilal):
        assert receive_contribution(
            strand=strand, channel="phone", passages=[Said("Said on the telephone")], by=keyer, at=clock.now()
        ).is_new
    with pytest.raises(Refused, match="may do this here"):
        receive_contribution(strand=strand, channel="phone", passages=[Said("no")], by=cass, at=clock.now())
    assert Contribution.objects.count() == 2
