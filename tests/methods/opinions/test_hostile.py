"""What hostile or unlucky browsers send: two tabs at once, forged keys, another strand's statements, words as code."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.methods.opinions.scene import KEY, OTHER, a_strand_of_statements, counted, counts, first, url

from heard.activities.models import Strand
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.opinions import actions
from heard.methods.opinions.models import Participant, Statement, Vote

SAID = {
    "script": "<script>alert(1)</script> and <img src=x onerror=alert(2)>",
    "right to left": "المسبح يجب أن يفتح مبكرا",
    "emoji": "More 🏊🏽‍♀️ and fewer 🚗 please 👨‍👩‍👧‍👦",
    "a formula": '=HYPERLINK("https://example.org","agree")',
    "turned round": "Open\u202e ylrae \u202conly",
}


def at_once(strand: Strand, sent: list[tuple[str, int, int]]) -> list[str]:
    """Votes (key, number of the statement, way) sent in the same moment, each from a thread of its own."""
    together, names = Barrier(len(sent)), {each.number: each.public_id for each in Statement.objects.all()}

    def send(key: str, number: int, way: int) -> str:
        try:
            together.wait(20)
            actions.cast_vote(strand=strand, key=key, statement=names[number], way=way, draw=0.5, at=clock.now())
            return "kept"
        except Refused as refusal:
            return str(refusal.verdict.why)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sent)) as threads:
        return [each.result(60) for each in [threads.submit(send, *one) for one in sent]]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_begin_at_once_are_one_person_with_every_vote_once() -> None:
    strand = a_strand_of_statements()
    told = at_once(strand, [(KEY, 1 + place % 4, 1) for place in range(8)])
    assert told == ["kept"] * 8
    assert Participant.objects.count() == 1
    assert Vote.objects.count() == 4
    for number in range(1, 5):
        assert counts(first(strand, number)) == counted(first(strand, number)) == (1, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_many_people_on_one_statement_at_once_are_counted_each_once() -> None:
    strand = a_strand_of_statements()
    told = at_once(strand, [(f"{place:043}", 1, (1, -1)[place % 2]) for place in range(10)])
    assert told == ["kept"] * 10
    assert counts(first(strand)) == counted(first(strand)) == (5, 5, 0)


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
    assert Vote.objects.count() == Participant.objects.count() == 0


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
