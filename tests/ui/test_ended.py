"""The database ends a request, or is away for a moment: a kind page, and what was written can be sent again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.factories import an_account, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.ui.addresses")]
WORDS = "\nOpen before work, <b>please</b>.\r\nAnd mend the hoist “at once” — 👍 \"'&amp;"


@pytest.fixture
def away() -> Iterator[None]:
    """Whatever a test turned the connection to, the next one finds the database where it was."""
    port = connection.settings_dict["PORT"]
    yield
    connection.close()
    connection.settings_dict["PORT"] = port


def held_words(page: str) -> dict[str, list[str]]:
    """What a browser would send by the form of the page: it drops one line break after the tag."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<textarea name="([^"]+)" hidden>\n?(.*?)</textarea>', page, re.DOTALL):
        found.setdefault(name, []).append(html.unescape(value))
    return found


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("40P01", "Somebody wrote to the same place in the same moment"),
        ("40001", "Somebody wrote to the same place in the same moment"),
        ("55P03", "Somebody wrote to the same place in the same moment"),
        ("57014", "This page took too long"),
        ("57P01", "We cannot reach our own records for a moment"),
        ("53300", "We cannot reach our own records for a moment"),
    ],
)
def test_what_the_database_ends_is_a_page_that_keeps_the_words_and_sends_them_again(how: str, said: str) -> None:
    visitor = Client(enforce_csrf_checks=True)
    visitor.cookies["csrftoken"] = "t" * 32
    sent = {"words": WORDS, "channel": ["web", "phone"], "csrfmiddlewaretoken": "t" * 32}
    answer = visitor.post(f"/ended?how={how}", sent)
    assert (answer.status_code, answer["Cache-Control"], answer["Retry-After"]) == (503, "no-store", "10")
    assert said in answer.text
    assert f'action="/ended?how={how}"' in answer.text
    again = held_words(answer.text)
    assert again == {"words": [WORDS], "channel": ["web", "phone"]}
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text)
    assert token
    kept = visitor.post("/ended", {**again, "csrfmiddlewaretoken": token[1]})
    assert kept.content.decode() == f"{WORDS}|web|phone"


def test_a_file_is_asked_for_again_and_the_words_beside_it_stay() -> None:
    photo = SimpleUploadedFile("path.jpg", b"\xff\xd8\xff", content_type="image/jpeg")
    answer = Client().post("/ended?how=40P01", {"words": "The path floods", "photo": photo})
    assert 'enctype="multipart/form-data"' in answer.text
    assert '<input class="govuk-file-upload" type="file" name="photo"' in answer.text
    assert held_words(answer.text) == {"words": ["The path floods"]}


def test_a_page_that_was_only_read_leads_back_to_itself() -> None:
    answer = Client().get("/ended?how=57014&x=%3Cb%3E")
    assert answer.status_code == 503
    assert 'href="/ended?how=57014&amp;x=%3Cb%3E"' in answer.text
    assert "<form" not in answer.text


@pytest.mark.usefixtures("away")
def test_while_the_database_is_away_the_page_stands_without_it_and_afterwards_all_is_well(settings: Any) -> None:
    ann, port = signed_in(an_account()), connection.settings_dict["PORT"]
    answer = ann.post("/ended?how=away&port=1", {"words": WORDS})
    assert answer.status_code == 503
    assert "We cannot reach our own records" in answer.text
    assert held_words(answer.text) == {"words": [WORDS]}
    settings.SESSION_SAVE_EVERY_REQUEST = True
    ann.raise_request_exception = False
    outside = ann.post("/ended", {"words": WORDS})
    assert outside.status_code == 503
    assert held_words(outside.text) == {"words": [WORDS]}
    connection.settings_dict["PORT"] = port
    connection.close()
    assert ann.post("/ended", {"words": WORDS}).text == WORDS


def test_a_fault_that_is_ours_is_still_said_to_be_ours() -> None:
    assert "Something broke on our side" in Client(raise_request_exception=False).get("/broken").text


@pytest.mark.parametrize(
    ("how", "said"), [("23503", "Something that this belongs to was removed"), ("23505", "This is there already")]
)
def test_two_at_once_whom_no_action_foresaw_are_told_so_and_nothing_is_half_kept(how: str, said: str) -> None:
    answer = Client().post(f"/ended?how={how}", {"words": WORDS})
    assert (answer.status_code, answer["Cache-Control"]) == (409, "no-store")
    assert said in answer.text
    assert "Nothing has been changed" in answer.text
