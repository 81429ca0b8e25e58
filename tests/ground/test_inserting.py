"""Rows of several tables in one round trip, and COPY: all or none, exactly as given."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.factories import a_strand, an_activity

from heard.activities.models import Contribution, Passage
from heard.ground import clock
from heard.ground.inserting import copy_in, insert_together, reserve
from heard.people.models import Voice

pytestmark = pytest.mark.django_db

AWKWARD = "“It's 100 % — £5; DROP TABLE x; --” \\ \t \n עברית ✨ %s {0} $1"


def some_rows(words: str, key: str | None = None) -> list[Voice | Contribution | Passage]:
    voice, strand = Voice(), a_strand(an_activity(stage="open"))
    number = reserve(Contribution)[0]
    contribution = Contribution(
        pk=number, strand=strand, voice=voice, channel="web", received_at=clock.now(), entry_key=key
    )
    return [voice, contribution, Passage(contribution=contribution, ordinal=1, words=words)]


def test_rows_of_three_tables_go_in_by_one_statement_each(django_assert_num_queries: object) -> None:
    rows = some_rows(AWKWARD)
    more = [Passage(contribution=rows[1], ordinal=number, words=AWKWARD * number) for number in range(2, 5)]  # type: ignore[misc]
    with django_assert_num_queries(3):  # type: ignore[operator]
        insert_together([*rows, *more])
    assert [len(words) // len(AWKWARD) for words in Passage.objects.values_list("words", flat=True)] == [1, 2, 3, 4]
    Passage.objects.filter(ordinal__gt=1).delete()
    kept = Passage.objects.select_related("contribution__voice").get()
    assert (kept.words, kept.contribution.pk, kept.contribution.voice) == (AWKWARD, rows[1].pk, rows[0])
    assert not rows[1]._state.adding


def test_when_one_row_cannot_go_in_none_does() -> None:
    insert_together(some_rows("first", key="same"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_together(some_rows("second", key="same"))
    assert [passage.words for passage in Passage.objects.all()] == ["first"]
    assert Voice.objects.count() == 1


def test_copied_rows_read_back_exactly_as_they_were() -> None:
    voice, contribution, _passage = some_rows("")
    insert_together([voice, contribution])
    copy_in([Passage(contribution=contribution, ordinal=n, words=f"{n}{AWKWARD}") for n in range(1, 4)])  # type: ignore[misc]
    assert list(Passage.objects.values_list("words", flat=True)) == [f"{n}{AWKWARD}" for n in range(1, 4)]


def test_reserved_numbers_are_given_once() -> None:
    assert len({*reserve(Contribution, 50), *reserve(Contribution, 50)}) == 100
