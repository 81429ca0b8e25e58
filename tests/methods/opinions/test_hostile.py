"""What hostile or unlucky browsers send: forged keys, another strand's statements, words as code."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.methods.opinions.scene import KEY, OTHER, a_strand_of_statements, counts, first, url

from heard.ground import clock
from heard.methods.opinions import actions
from heard.methods.opinions.models import Participant, Vote

SAID = {
    "script": "<script>alert(1)</script> and <img src=x onerror=alert(2)>",
    "right to left": "المسبح يجب أن يفتح مبكرا",
    "emoji": "More 🏊🏽‍♀️ and fewer 🚗 please 👨‍👩‍👧‍👦",
    "a formula": '=HYPERLINK("https://example.org","agree")',
    "turned round": "Open\u202e ylrae \u202conly",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cookie", ["short", "x" * 44, "é" * 43, "a b" * 15, "'; DROP TABLE opinions_vote; --" + "x" * 12]
)
def test_a_forged_key_is_no_key_and_keeps_nothing(cookie: str) -> None:
    strand = a_strand_of_statements()
    visitor = Client(headers={"cookie": f"opinions-{strand.public_id}={cookie}"})
    answer = visitor.post(url("vote", strand), {"statement": first(strand).public_id, "vote": "agree"})
    assert answer.status_code == 409
    assert Vote.objects.count() == Participant.objects.count() == 0


@pytest.mark.django_db
def test_a_guessed_key_is_a_new_person_and_reads_nobodys_votes() -> None:
    strand = a_strand_of_statements()
    one = first(strand)
    actions.cast_vote(strand=strand, key=KEY, statement=one.public_id, way=1, draw=0.5, at=clock.now())
    guesser = Client()
    guesser.cookies[f"opinions-{strand.public_id}"] = OTHER
    assert "No vote from this browser" in guesser.get(url("yours", strand)).content.decode()
    assert guesser.post(url("vote", strand), {"statement": one.public_id, "vote": "disagree"}).status_code == 302
    assert counts(one) == (1, 1, 0)
    assert guesser.post(url("undo", strand), {"statement": one.public_id}).status_code == 302
    assert counts(one) == (1, 0, 0)


@pytest.mark.django_db
def test_a_statement_of_another_strand_takes_no_vote_here() -> None:
    here, there = a_strand_of_statements(), a_strand_of_statements()
    visitor = Client()
    visitor.cookies[f"opinions-{here.public_id}"] = KEY
    answer = visitor.post(url("vote", here), {"statement": first(there).public_id, "vote": "agree"})
    assert answer.status_code == 409
    assert "no longer there to vote on" in answer.content.decode()
    assert f'href="{url("statements", here)}"' in answer.content.decode()
    assert Vote.objects.count() == Participant.objects.count() == 0


@pytest.mark.django_db
def test_who_was_left_out_is_not_sent_on_to_the_next_statement_as_if_this_one_were_gone() -> None:
    strand = a_strand_of_statements()
    actions.cast_vote(strand=strand, key=KEY, statement=first(strand).public_id, way=1, draw=0.5, at=clock.now())
    Participant.objects.update(left_out_at=clock.now())
    visitor = Client()
    visitor.cookies[f"opinions-{strand.public_id}"] = KEY
    answer = visitor.post(url("vote", strand), {"statement": first(strand).public_id, "vote": "disagree"})
    assert answer.status_code == 409
    assert "Votes from this browser are not counted" in answer.text
    assert "Not there any more" not in answer.text
    assert "Go on with the next one" not in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("kind", SAID)
def test_words_are_shown_as_words_on_every_page(kind: str, settings: Any) -> None:
    settings.KEEP_PAGES_SECONDS = 0
    strand, words = a_strand_of_statements(), SAID[kind]
    made = actions.add_statement(
        strand=strand, words=words, channel="web", by=None, at=clock.now(), entry_key="hostile", key=KEY
    )
    visitor = Client()
    visitor.cookies[f"opinions-{strand.public_id}"] = KEY
    visitor.post(url("vote", strand), {"statement": made.public_id, "vote": "agree"})
    pages = [
        visitor.get(address).content.decode()
        for address in (url("card", strand, made.public_id), url("yours", strand), f"{url('room', strand)}?hold=1")
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    from django.utils.html import escape

    assert escape(words) in pages[0]
    assert re.search(r'<h1 [^>]*dir="auto"[^>]*>' + re.escape(escape(words)), pages[0])
    assert escape(words) in pages[1]
