"""The picture as it grows: carried on from vote to vote, and the same as one drawn from nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.methods.opinions.scene import KEY, OTHER, a_strand_of_statements, conclude, crowd, first, url, votes

from heard.activities.models import Strand
from heard.ground import clock
from heard.methods.opinions import actions
from heard.methods.opinions.models import Statement, Vote
from heard.methods.opinions.queries import picture
from heard.methods.opinions.queries.cells import cells_of
from heard.methods.opinions.queries.picture import cold_picture, final_picture, picture_of
from heard.methods.opinions.queries.reading import readings_of
from heard.methods.opinions.queries.result import as_dicts, standing_of
from heard.methods.opinions.queries.votes import votes_of

pytestmark = pytest.mark.django_db


def told(picture: Any) -> dict[str, tuple[int, int, int]]:
    """Counts over all, by statement."""
    return {each.id: (each.counts.agree, each.counts.disagree, each.counts.passed) for each in picture.statements}


def same(strand: Strand) -> bool:
    live, cold = picture_of(strand), cold_picture(strand)
    return told(live) == told(cold) and set(live.people) == set(cold.people)


def test_the_picture_follows_every_vote_that_comes_is_changed_or_is_taken_back() -> None:
    strand = a_strand_of_statements()
    crowd(strand, 50)
    assert same(strand)
    votes(strand, KEY, way=1)
    assert same(strand)
    votes(strand, KEY, way=-1)
    votes(strand, OTHER, first(strand, 2), way=0)
    assert same(strand)
    actions.take_back_vote(strand=strand, key=KEY, statement=first(strand).public_id, at=clock.now())
    assert same(strand)
    actions.forget_participant(strand=strand, key="many-4", at=clock.now())
    assert same(strand)
    actions.reword_statement(
        statement=first(strand, 3), words="Local people should run the café.", because="Plainer.", by=strand.ann,  # type: ignore[attr-defined]
        at=clock.now(),
    )  # fmt: skip
    assert same(strand)
    assert "3" not in told(picture_of(strand))


def test_a_strand_on_which_nobody_voted_has_a_result_that_says_so() -> None:
    strand = conclude(a_strand_of_statements())
    found = (strand.outcome or {})["found"]
    assert (found["people"], found["votes"], found["groups"]) == (0, 0, [])
    assert len(list(as_dicts(found))) == 10


def test_where_one_of_two_groups_is_too_small_neither_is_shown_or_it_could_be_counted_out() -> None:
    strand = a_strand_of_statements()
    for person in range(10):
        for number in range(1, 9):
            votes(strand, f"{person}".rjust(43, "K"), first(strand, number), 1 if (person < 6) == (number % 2) else -1)
    found, drawn = standing_of(strand)
    assert sorted(group.size for group in drawn.groups) == [4, 6]
    assert [group["people"] for group in found["groups"]] == [None, None]
    assert [row["in_groups"] for row in as_dicts(found)] == [[]] * 10
    assert cells_of(drawn) == []
    page = Client().get(url("picture", strand)).text
    assert "There is no telling groups apart yet" in page
    assert "Group A" not in page
    assert "Group B" not in page


def test_the_same_votes_give_the_same_result_whatever_was_drawn_before() -> None:
    from heard.activities.methods import method_of

    strand = a_strand_of_statements()
    crowd(strand, 50)
    picture_of(strand)
    votes(strand, KEY)
    one = method_of(strand).conclude(strand)
    picture_of(strand)
    assert method_of(strand).conclude(strand).digest == one.digest
    assert [group["letter"] for group in one.found["groups"]] == ["A", "B", "C"][: len(one.found["groups"])]


def test_a_page_with_a_result_draws_no_picture_that_is_not_the_one_that_was_published() -> None:
    from heard.methods.opinions.views.showing import final

    strand = a_strand_of_statements()
    crowd(strand, 50)
    strand = conclude(strand)
    shown = final(strand, readings_of(strand)["en"])
    assert shown is not None
    assert "<svg" in shown["figure"]
    actions.forget_participant(strand=strand, key="many-4", at=clock.now())
    later = final(strand, readings_of(strand)["en"])
    assert later is not None
    assert later["figure"] == ""
    assert later["found"] == shown["found"]


@pytest.mark.django_db
def test_who_only_reads_sees_each_vote_too_though_other_public_pages_are_kept(settings: Any) -> None:
    settings.KEEP_PAGES_SECONDS = 3600
    caches["pages"].clear()
    strand, reader = a_strand_of_statements(), Client()
    for number in range(6):
        votes(strand, f"{number:043}")
    assert "no-cache" in reader.get(url("picture", strand))["Cache-Control"]
    picture._kept.clear()
    votes(strand, OTHER)
    page = " ".join(reader.get(url("picture", strand)).content.decode().split())
    assert re.search(r"People who voted on the web</dt>\s*<dd[^>]*>\s*7<", page)
    caches["pages"].clear()


def test_while_the_next_picture_is_made_the_last_one_is_shown_and_nobody_waits() -> None:
    strand = a_strand_of_statements()
    crowd(strand, 50)
    last = picture_of(strand)
    votes(strand, KEY)
    (turn,) = (turn for name, turn in picture._turns.items() if name[1] == strand.pk)
    with turn:  # as another request holds it that reads the votes
        assert picture_of(strand) is last
    assert len(picture_of(strand).people) == len(last.people) + 1


def test_votes_are_read_in_one_query_and_one_row_for_each_statement(django_assert_num_queries: Any) -> None:
    strand = a_strand_of_statements()
    crowd(strand, 50)
    other = a_strand_of_statements()
    crowd(other, 7)
    with django_assert_num_queries(2), CaptureQueriesContext(connection) as asked:
        found, newest = votes_of(strand)
    assert "GROUP BY v.statement_id" in asked[0]["sql"]
    rows = Vote.objects.filter(participant__opinions=strand.pk)
    assert newest == rows.order_by("-pk").values_list("pk", flat=True)[0]
    number = dict(Statement.objects.values_list("pk", "number"))
    kept = {(str(one.participant_id), str(number[one.statement_id]), one.way) for one in rows}
    read = zip(found.who.tolist(), found.what.tolist(), found.vote.tolist(), strict=True)
    assert {(found.participants[who], found.statements[what], way) for who, what, way in read} == kept
    again, latest = votes_of(strand, after=newest)
    assert (again.participants, len(again.vote), latest) == ((), 0, newest)


def test_a_result_is_drawn_once_and_anew_when_votes_behind_it_are_taken_back() -> None:
    strand = a_strand_of_statements()
    crowd(strand, 60)
    strand = conclude(strand)
    drawn = final_picture(strand)
    assert final_picture(strand) is drawn
    assert "Where people stand" in Client().get(url("picture", strand)).content.decode()
    actions.forget_participant(strand=strand, key="many-4", at=clock.now())
    assert len(final_picture(strand).people) == len(drawn.people) - 1
    caches["pages"].clear()
    assert "Where people stand" not in Client().get(url("picture", strand)).content.decode()
