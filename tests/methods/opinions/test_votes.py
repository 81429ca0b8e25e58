"""Votes: once per person and statement, the last one counts, nothing leads to anybody."""

from __future__ import annotations

from typing import Any

import pytest
from tests.methods.opinions.scene import (
    KEY,
    OTHER,
    a_strand_of_statements,
    counted,
    counts,
    crowd,
    first,
    put_into,
    votes,
)

from heard.activities.models import Contribution, Stage
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.opinions import actions
from heard.methods.opinions.models import Participant, Statement, Vote
from heard.methods.opinions.queries import open_to_votes, turn_of
from heard.people.models import Voice

pytestmark = pytest.mark.django_db


def test_a_vote_is_kept_once_however_often_it_is_sent() -> None:
    strand = a_strand_of_statements()
    for _again in range(3):
        votes(strand, KEY)
    assert counts(first(strand)) == counted(first(strand)) == (1, 0, 0)
    assert Participant.objects.count() == Vote.objects.count() == 1


def test_the_last_vote_counts_and_the_one_before_is_forgotten() -> None:
    strand = a_strand_of_statements()
    votes(strand, KEY, way=1)
    before = Vote.objects.get()
    cast = votes(strand, KEY, way=-1)
    assert cast.before == 1
    after = Vote.objects.get()
    assert after.way == -1
    assert after.pk > before.pk
    assert counts(first(strand)) == counted(first(strand)) == (0, 1, 0)


def test_the_counts_of_a_statement_always_say_what_the_votes_say() -> None:
    strand = a_strand_of_statements()
    assert crowd(strand, 30) > 200
    votes(strand, KEY, way=0)
    votes(strand, OTHER, way=1)
    votes(strand, OTHER, way=-1)
    actions.take_back_vote(strand=strand, key=KEY, statement=first(strand).public_id, at=clock.now())
    actions.forget_participant(strand=strand, key="many-3", at=clock.now())
    people = list(Participant.objects.order_by("pk").values_list("pk", flat=True)[:5])
    Participant.objects.filter(pk__in=people).update(left_out_at=clock.now())
    Participant.objects.filter(pk=people[0]).update(left_out_at=None)
    for statement in Statement.objects.filter(opinions=strand.pk):
        assert counts(statement) == counted(statement)
    assert sum(sum(counts(each)) for each in Statement.objects.all()) > 150


def test_a_vote_taken_back_leaves_nothing() -> None:
    strand = a_strand_of_statements()
    votes(strand, KEY)
    actions.take_back_vote(strand=strand, key=KEY, statement=first(strand).public_id, at=clock.now())
    assert Vote.objects.count() == 0
    assert counts(first(strand)) == (0, 0, 0)


def test_a_person_takes_back_everything_they_voted_and_only_that() -> None:
    strand = a_strand_of_statements()
    for number in (1, 2, 3):
        votes(strand, KEY, first(strand, number))
    votes(strand, OTHER)
    assert actions.forget_participant(strand=strand, key=KEY, at=clock.now()) == 3
    assert Participant.objects.count() == 1
    assert counts(first(strand)) == (1, 0, 0)


def test_the_next_statement_is_one_that_was_not_seen_until_none_is_left() -> None:
    strand = a_strand_of_statements()
    seen, one = set(), first(strand).public_id
    for _turn in range(10):
        assert one not in seen
        seen.add(one)
        cast = actions.cast_vote(strand=strand, key=KEY, statement=one, way=1, draw=0.3, at=clock.now())
        one = cast.next or ""
    assert one == ""
    assert seen == set(Statement.objects.values_list("public_id", flat=True))


@pytest.mark.parametrize("stage", [Stage.NOTICED, Stage.CLOSED, Stage.FOUND, Stage.ARCHIVED])
def test_a_vote_on_a_closed_strand_is_refused_and_says_what_counts(stage: str) -> None:
    strand = a_strand_of_statements(stage)
    with pytest.raises(Refused) as refusal:
        votes(strand, KEY)
    assert "not open" in refusal.value.verdict.why
    assert Vote.objects.count() == 0


def test_a_vote_that_arrives_as_the_activity_closes_is_refused_though_the_page_was_open() -> None:
    strand = a_strand_of_statements()
    put_into(strand, Stage.CLOSED)  # `strand` still believes that it is open
    with pytest.raises(Refused):
        votes(strand, KEY)
    assert Vote.objects.count() == Participant.objects.count() == 0


def test_a_vote_on_a_removed_statement_is_refused_kindly() -> None:
    from heard.moderation.models import Item

    strand = a_strand_of_statements()
    statement = actions.add_statement(
        strand=strand, words="Keep one lane slow.", channel="web", by=None, at=clock.now(), entry_key="one", key=KEY
    )
    votes(strand, OTHER, statement)
    Item.objects.filter(contribution=statement.contribution).update(
        state=Item.State.HELD, reason="personal", reason_words="Private details", falls_on=clock.today()
    )
    with pytest.raises(Refused) as refusal:
        votes(strand, KEY, statement)
    assert "no longer there" in refusal.value.verdict.why
    assert "next one" in refusal.value.verdict.way_forward
    assert statement.public_id not in turn_of(strand, OTHER).standing


def test_what_is_no_vote_is_refused() -> None:
    strand = a_strand_of_statements()
    with pytest.raises(Refused):
        votes(strand, KEY, way=2)
    with pytest.raises(Refused):
        actions.cast_vote(strand=strand, key=KEY, statement="nosuchthing1", way=1, draw=0.1, at=clock.now())
    assert Vote.objects.count() == 0


def test_nothing_leads_from_votes_to_a_voice_a_contribution_or_the_record() -> None:
    strand = a_strand_of_statements()
    before = Entry.objects.count()
    votes(strand, KEY, source="abcd")
    assert Voice.objects.count() == Contribution.objects.count() == 0
    assert Entry.objects.count() == before
    assert KEY not in str(Participant.objects.values().get())
    for model in (Participant, Vote):
        related = {field.related_model for field in model._meta.get_fields() if field.is_relation}
        assert not related & {Voice, Contribution}


def test_the_receipt_leads_to_the_thread_and_no_row_leads_from_it_to_a_vote() -> None:
    from heard.activities.queries import find_by_receipt

    strand = a_strand_of_statements()
    with pytest.raises(Refused):
        actions.take_receipt(strand=strand, key=KEY, at=clock.now())
    votes(strand, KEY)
    one = actions.take_receipt(strand=strand, key=KEY, at=clock.now())
    assert actions.take_receipt(strand=strand, key=KEY, at=clock.now()) == one
    mine = actions.mine_of(strand, KEY)
    receipt = find_by_receipt(mine.code)
    assert receipt is not None
    assert receipt.voice_id == one.voice_id
    assert (one.channel, one.passages.count()) == ("web", 0)
    person = Participant.objects.get()
    kept = {str(value) for row in (one, receipt, one.voice) for value in vars(row).values()}
    assert not kept & {person.key_hash, person.public_id, KEY}
    statement = actions.add_statement(
        strand=strand, words="Keep one lane slow.", channel="web", by=None, at=clock.now(), entry_key="one", key=KEY
    )
    assert statement.contribution is not None
    assert statement.contribution.voice_id == one.voice_id


def test_what_can_be_voted_on_is_the_same_for_the_quick_question_and_the_slow_one() -> None:
    from heard.moderation.models import Item

    strand = a_strand_of_statements()
    made = [
        actions.add_statement(
            strand=strand, words=words, channel="web", by=None, at=clock.now(), entry_key=words, key=f"{n}" * 43
        )
        for n, words in enumerate(["Warm showers please.", "Free lessons for all.", "No music.", "More bicycles."])
    ]
    Item.objects.filter(contribution=made[0].contribution).update(state=Item.State.WAITING)
    Contribution.objects.filter(pk=made[1].contribution_id or 0).update(state="withdrawn")
    Contribution.objects.filter(pk=made[2].contribution_id or 0).update(erased_at=clock.now())
    actions.reword_statement(
        statement=first(strand, 2), words="Lessons for children cost nothing.", because="Plainer.", by=strand.ann,  # type: ignore[attr-defined]
        at=clock.now(),
    )  # fmt: skip
    quick = set(turn_of(strand, "").standing)
    assert quick == set(open_to_votes(strand).values_list("public_id", flat=True))
    assert quick & {each.public_id for each in made} == {made[3].public_id}
    assert first(strand, 2).public_id not in quick


def test_a_vote_and_the_next_statement_take_one_question(django_assert_num_queries: Any) -> None:
    strand = a_strand_of_statements()
    strand = type(strand).objects.select_related("activity").prefetch_related("terms").get(pk=strand.pk)
    name = first(strand).public_id
    with django_assert_num_queries(1):
        actions.cast_vote(strand=strand, key=KEY, statement=name, way=1, draw=0.5, at=clock.now())
