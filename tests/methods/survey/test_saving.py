"""Stopping half-way and going on later: a return code, no account, nothing that staff could read or count."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from tests.methods.survey.surveys import a_survey, a_version, put_into
from tests.queueing import queued

from heard.activities.models import Contribution, Stage, Strand
from heard.ground import clock
from heard.methods.survey import jobs
from heard.methods.survey.actions import delete_draft, save_draft
from heard.methods.survey.models import SavedDraft
from heard.methods.survey.queries import outcome_of, questionnaire
from heard.methods.survey.queries.drafts import saved_draft
from heard.people.actions.retention import apply_retention

pytestmark = pytest.mark.django_db
SAID = "Open until nine, please"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()
    caches["pages"].clear()


def at(strand: Strand, name: str, *more: Any) -> str:
    return reverse(f"survey:{name}", args=[strand.activity.slug, strand.public_id, *more])


def begun(strand: Strand, client: Client) -> None:
    last = questionnaire(strand).questions[-1]
    assert client.post(at(strand, "answer", last.number), {last.name: SAID}).status_code == 302


def code_of(strand: Strand, client: Client, **data: str) -> str:
    assert client.post(at(strand, "save"), data)["Location"] == at(strand, "saved")
    page = client.get(at(strand, "saved")).content.decode()
    return re.findall(r'class="return-code"[^>]*>([^<]+)<', page)[0]


def test_half_written_answers_come_back_on_another_telephone_and_go_when_they_are_sent() -> None:
    strand, here, there = a_survey(), Client(), Client()
    begun(strand, here)
    code = code_of(strand, here)
    assert Contribution.objects.count() == 0
    back = there.post(at(strand, "come_back"), {"code": code.lower().replace("-", " ")})
    assert back["Location"] == at(strand, "answer", 1)
    assert SAID in there.get(at(strand, "check")).content.decode()
    assert there.post(at(strand, "send"), {}).status_code == 302
    assert (Contribution.objects.count(), SavedDraft.objects.count()) == (1, 0)


def test_what_is_kept_is_sealed_and_neither_it_nor_the_code_stands_in_the_database() -> None:
    strand, client = a_survey(), Client()
    begun(strand, client)
    code = code_of(strand, client)
    row = SavedDraft.objects.get()
    assert SAID.encode() not in bytes(row.sealed)
    assert code not in row.code_hash
    assert row.letter is None
    assert saved_draft(strand, "00000-00000-0", clock.now()) is None
    assert outcome_of(strand).found["base"] == 0


def test_saving_again_keeps_the_code_and_the_newer_words() -> None:
    strand, client = a_survey(), Client()
    begun(strand, client)
    code = code_of(strand, client)
    last = questionnaire(strand).questions[-1]
    client.post(at(strand, "answer", last.number), {last.name: "Newer words"})
    assert code_of(strand, client) == code
    found = saved_draft(strand, code, clock.now())
    assert found is not None
    assert found[1]["answers"] == {last.ref: "Newer words"}


def test_the_language_comes_back_with_the_answers() -> None:
    strand, here, there = a_survey(), Client(), Client()
    a_version(strand)
    here.get(at(strand, "answer", 1), {"in": "ar"})
    begun(strand, here)
    code = code_of(strand, here)
    there.post(at(strand, "come_back"), {"code": code})
    assert 'lang="ar" dir="rtl"' in there.get(at(strand, "check")).content.decode()


def test_it_is_kept_until_closing_and_at_most_four_weeks() -> None:
    strand = a_survey(opens=clock.today() - timedelta(days=5), closes=clock.today() + timedelta(days=3))
    now = clock.now()
    _code, until = save_draft(strand=strand, answers={"a": "b"}, version="", at=now)
    assert until == clock.end_of(clock.today() + timedelta(days=3))
    long = a_survey(opens=clock.today() - timedelta(days=5), closes=clock.today() + timedelta(days=60))
    code, until = save_draft(strand=long, answers={"a": "b"}, version="", at=now)
    assert until == now + timedelta(weeks=4)
    assert saved_draft(long, code, until + timedelta(seconds=1)) is None
    gone = apply_retention(at=until + timedelta(days=2))
    assert gone["survey_saveddraft"] == 2
    assert SavedDraft.objects.count() == 0


def test_a_mistyped_code_is_told_from_one_that_ran_out() -> None:
    strand, client = a_survey(), Client()
    code, _until = save_draft(strand=strand, answers={"a": "b"}, version="", at=clock.now())
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    for mistyped in (code[:-2], wrong):
        answer = client.post(at(strand, "come_back"), {"code": mistyped})
        assert answer.status_code == 422
        assert "one letter is wrong" in answer.content.decode()
        assert "Nothing is kept under this code." not in answer.content.decode()


def test_a_code_that_opens_nothing_is_told_so_and_many_wrong_ones_are_slowed_down() -> None:
    strand, client = a_survey(), Client()
    for _try in range(20):
        answer = client.post(at(strand, "come_back"), {"code": "00000-00000-0"})
        assert answer.status_code == 422
    assert "Nothing is kept under this code." in answer.content.decode()
    assert client.post(at(strand, "come_back"), {"code": "00000-00000-0"}).status_code == 429
    assert client.get(at(strand, "come_back")).status_code == 429


def test_a_code_opens_only_its_own_survey() -> None:
    one, other, client = a_survey(), a_survey(), Client()
    begun(one, client)
    code = code_of(one, client)
    assert Client().post(at(other, "come_back"), {"code": code}).status_code == 422


def test_a_draft_is_deleted_when_somebody_says_so() -> None:
    strand, client = a_survey(), Client()
    begun(strand, client)
    code = code_of(strand, client)
    assert client.post(at(strand, "delete_saved")).status_code == 302
    assert SavedDraft.objects.count() == 0
    assert Client().post(at(strand, "come_back"), {"code": code}).status_code == 422
    assert client.get(at(strand, "saved")).status_code == 302


def test_nothing_is_kept_where_nothing_was_written_or_it_has_closed() -> None:
    strand, client = a_survey(), Client()
    assert client.get(at(strand, "save")).status_code == 302
    begun(strand, client)
    put_into(strand.activity, Stage.CLOSED)
    assert client.post(at(strand, "save"), {}).status_code == 409
    assert SavedDraft.objects.count() == 0


def test_the_code_is_sent_once_by_mail_and_the_address_is_forgotten(smtp: Any) -> None:
    strand, client = a_survey(), Client()
    begun(strand, client)
    code = code_of(strand, client, email="resident@example.org")
    row = SavedDraft.objects.get()
    assert "resident@example.org" in (row.letter or "")
    jobs.send_code(row.pk)
    jobs.send_code(row.pk)
    (mail,) = smtp
    assert code in str(mail.get_payload(decode=True), "utf-8")
    row.refresh_from_db()
    assert row.letter is None


def test_an_address_that_is_none_is_refused_and_nothing_is_kept() -> None:
    strand, client = a_survey(), Client()
    begun(strand, client)
    answer = client.post(at(strand, "save"), {"email": "nobody"})
    assert answer.status_code == 422
    assert SavedDraft.objects.count() == 0


def test_pages_with_a_code_are_never_kept_nor_indexed() -> None:
    strand, client = a_survey(), Client()
    begun(strand, client)
    code_of(strand, client)
    for name in ("saved", "come_back", "save"):
        answer = client.get(at(strand, name))
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_while_it_is_sent_and_deleted_in_another_tab_gets_a_code_of_its_own() -> None:
    strand = a_survey()
    code, _until = save_draft(strand=strand, answers={"a": "b"}, version="", at=clock.now())
    deleted, saved = queued(
        SavedDraft.objects.get(),
        lambda: delete_draft(strand=strand, code=code, at=clock.now()),
        lambda: save_draft(strand=strand, answers={"a": "c"}, version="", code=code, at=clock.now()),
    )
    assert deleted is True
    fresh, _until = saved
    assert fresh != code
    assert saved_draft(strand, code, clock.now()) is None
    assert saved_draft(strand, fresh, clock.now()) is not None
