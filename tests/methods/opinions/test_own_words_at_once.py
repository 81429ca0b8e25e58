"""Two who meet at one reworded statement: its author twice, or its author and a moderator."""

from __future__ import annotations

from typing import Any

import pytest
from tests.methods.opinions.scene import KEY, OTHER, a_strand_of_statements, counts, votes
from tests.methods.opinions.test_rewording import given, reworded
from tests.queueing import queued

from heard.activities.queries import find_by_receipt
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.methods.opinions import actions
from heard.methods.opinions.models import Statement

pytestmark = pytest.mark.django_db(transaction=True)


def bringing(statement: Statement) -> Any:
    mine = actions.mine_of(statement.opinions.strand, KEY)
    receipt = find_by_receipt(mine.code)
    assert receipt is not None
    return lambda: actions.bring_back_own_words(
        statement=statement.public_id, receipt=receipt, secret=mine.secret, at=clock.now()
    )


def test_words_that_are_brought_back_twice_come_back_once() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    new = reworded(strand, one)
    first, second = queued(one, bringing(one), bringing(one))
    assert first == one
    assert isinstance(second, Conflict)
    assert Statement.objects.filter(pk__in=[one.pk, new.pk], put_away_at=None).get() == one


def test_whoever_comes_second_after_new_words_were_made_sees_them_first() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    new = reworded(strand, one)
    again, back = queued(new, lambda: reworded(strand, new, "The pool is too dear."), bringing(one))
    assert isinstance(back, Conflict)
    assert Statement.objects.filter(opinions=strand.pk, contribution=None, put_away_at=None).last() == again


def test_a_vote_on_the_other_words_stays_with_them_while_ones_own_come_back() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    new = reworded(strand, one)
    voted, back = queued(new, lambda: votes(strand, OTHER, new), bringing(one))
    assert back == one
    assert voted.statement == new.public_id
    assert (counts(one), counts(new)) == ((0, 0, 0), (1, 0, 0))
