"""Two tabs, two people and two moderators in the same moment: nobody waits in a ring, and counts are the votes."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction
from tests import queueing
from tests.methods.opinions.scene import KEY, a_strand_of_statements, ann_of, counted, counts, first, votes

from heard.activities.models import Strand
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.opinions import actions
from heard.methods.opinions.models import Opinions, Participant, Statement, Suspected, Suspicion, Vote
from heard.people.models import Exclusion

pytestmark = pytest.mark.django_db(transaction=True)
LEFT_OUT = "Votes from this browser are not counted: two people from two teams took them for made up."
BETWEEN = "Your votes here were taken back in this moment, so this one was not kept."


def at_once(steps: list[Callable[[], object]]) -> list[str]:
    """Steps taken in the same moment, each by a thread and a connection of its own: "kept", or why not."""
    told = []
    for outcome in queueing.at_once(*steps):
        if isinstance(outcome, Exception) and not isinstance(outcome, Refused):
            raise outcome
        told.append(str(outcome.verdict.why) if isinstance(outcome, Refused) else "kept")
    return told


def cast(strand: Strand, key: str, number: int, way: int = 1) -> Callable[[], object]:
    return partial(votes, strand, key, first(strand, number), way)


def all_people_left_out(strand: Strand) -> Callable[[], object]:
    """Everybody who voted until now is reported, and what a second team's approval does."""
    opinions, now, ann = Opinions.objects.get(strand=strand), clock.now(), ann_of(strand)
    fields = {"judged_because": "All within one minute.", "judged_by": ann, "judged_at": now, "found_at": now}
    suspicion = Suspicion.objects.create(
        opinions=opinions, signature=str(Suspicion.objects.count()), kind="flood", because=[], size=1, **fields
    )
    people = Participant.objects.filter(opinions=opinions)
    Suspected.objects.bulk_create(Suspected(suspicion=suspicion, participant=each) for each in people)
    exclusion = Exclusion(kind=Exclusion.Kind.VOTES, reference=suspicion.public_id, reason="made_up")
    return partial(transaction.atomic(actions.leave_out_votes), exclusion=exclusion, by=ann, at=now)


def test_tabs_that_begin_at_once_are_one_person_with_every_vote_once() -> None:
    strand = a_strand_of_statements()
    people = [f"{place:043}" for place in range(12)]
    for key in people:
        assert at_once([cast(strand, key, 1 + place % 4) for place in range(24)]) == ["kept"] * 24
    assert Participant.objects.count() == len(people)
    assert Vote.objects.count() == 4 * len(people)
    for number in range(1, 5):
        assert counts(first(strand, number)) == counted(first(strand, number)) == (len(people), 0, 0)


def test_many_people_on_one_statement_at_once_are_counted_each_once() -> None:
    strand = a_strand_of_statements()
    assert at_once([cast(strand, f"{place:043}", 1, (1, -1)[place % 2]) for place in range(10)]) == ["kept"] * 10
    assert counts(first(strand)) == counted(first(strand)) == (5, 5, 0)


def test_voting_taking_back_and_leaving_out_never_wait_in_a_ring() -> None:
    strand, chance, told = a_strand_of_statements(), random.Random(3), Counter[str]()
    people, others = [f"{place:043}" for place in range(5)], 0

    def step(left_out: list[Callable[[], object]]) -> Callable[[], object]:
        nonlocal others
        key, number, kind = chance.choice(people), chance.randint(1, 4), chance.random()
        if kind < 0.65:
            return cast(strand, key, number, chance.choice((1, 0, -1)))
        others += 1
        if kind < 0.8:
            name = first(strand, number).public_id
            return partial(actions.take_back_vote, strand=strand, key=key, statement=name, at=clock.now())
        if kind < 0.9 or not left_out:
            return partial(actions.forget_participant, strand=strand, key=key, at=clock.now())
        return left_out.pop()

    for _round in range(25):
        left_out = [all_people_left_out(strand)]
        told.update(at_once([step(left_out) for _each in range(10)]))
        assert all(counts(each) == counted(each) for each in Statement.objects.filter(opinions=strand.pk))
        Participant.objects.update(left_out_at=None)
        assert all(counts(each) == counted(each) for each in Statement.objects.filter(opinions=strand.pk))
    assert set(told) <= {"kept", LEFT_OUT, BETWEEN}
    assert told["kept"] >= others > 50  # whoever takes back, forgets or leaves out is never refused
    assert at_once([cast(strand, people[0], 1)]) == ["kept"]
    assert at_once([all_people_left_out(strand)]) == ["kept"]
    assert at_once([cast(strand, people[0], 2)]) == [LEFT_OUT]


def test_who_was_left_out_while_a_vote_came_in_is_told_so_and_has_none_counted() -> None:
    strand = a_strand_of_statements()
    votes(strand, KEY, first(strand, 1))
    for number in (2, 3, 4):
        leaving = all_people_left_out(strand)
        assert set(at_once([leaving, cast(strand, KEY, number)])) <= {"kept", LEFT_OUT}
        assert [counts(first(strand, each)) for each in range(1, 5)] == [(0, 0, 0)] * 4
        Participant.objects.update(left_out_at=None)
