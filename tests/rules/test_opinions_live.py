"""A live map is the map of all votes so far; its names and its number of groups do not jump."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.test_opinions import city

from heard.rules.opinions import Live, Map, Terms, Votes, run, votes_from
from heard.rules.opinions import live as live_module
from heard.rules.opinions.drawing import by_size
from heard.rules.opinions.gram import Gram
from heard.rules.opinions.matrix import table_of

CHANGES = st.lists(
    st.tuples(st.integers(0, 70), st.integers(0, 23), st.sampled_from([1, 0, -1])), min_size=1, max_size=120
)


def rows_of(changes: list[tuple[int, int, int]], after: int = 10**6) -> list[tuple[int, str, str, int]]:
    return [(after + at, f"p{who}", f"s{what}", vote) for at, (who, what, vote) in enumerate(changes)]


def same(live: Map, cold: Map, near: float = 1e-9) -> None:
    """The same people, counts and places; directions may be turned round."""
    places = dict(zip(live.people, live.place, strict=True))
    assert places.keys() == set(cold.people)
    mine, other = np.array([places[name] for name in cold.people]), cold.place
    for axis in (0, 1):
        turn = np.sign(mine[:, axis] @ other[:, axis])
        assert mine[:, axis] * turn == pytest.approx(other[:, axis], abs=near)
    told = {row.id: row.counts for row in live.statements}
    for row in cold.statements:
        one = told[row.id]
        assert (one.agree, one.disagree, one.passed) == (row.counts.agree, row.counts.disagree, row.counts.passed)
        assert one.extremity == pytest.approx(row.counts.extremity, abs=near)


@given(CHANGES)
@settings(max_examples=25)
def test_a_live_map_equals_one_drawn_from_nothing(changes: list[tuple[int, int, int]]) -> None:
    live = Live(votes_from(city()))
    live.map()
    half = len(changes) // 2
    for part in (changes[:half], changes[half:]):
        live.add(votes_from(rows_of(part)))
        found = live.map()
    cold = run(votes_from([*city(), *rows_of(changes[:half]), *rows_of(changes[half:], 2 * 10**6)]))
    same(found, cold)
    assert live.votes.participants == cold.people
    assert len(live.votes) == sum(row.counts.seen for row in cold.statements)


@given(CHANGES)
@settings(max_examples=25)
def test_the_sums_are_those_of_all_votes(changes: list[tuple[int, int, int]]) -> None:
    votes = votes_from(city())
    live = Live(votes)
    live.add(votes_from(rows_of(changes)))
    assert live._gram is not None
    whole = Gram(table_of(live.votes))
    for mine, other in ((live._gram.s, whole.s), (live._gram.t, whole.t), (live._gram.n, whole.n)):
        assert (mine == other).all()


def test_the_sums_give_the_centred_matrix_times_itself() -> None:
    table = table_of(votes_from(city()), frozenset(["s3"]))
    square = Gram(table).centred(table.centre, table.zeroed)
    axis = np.random.default_rng(0).normal(size=table.things)
    assert square @ axis == pytest.approx(table.there_and_back(axis), abs=1e-9)


def test_a_vote_read_twice_changes_nothing() -> None:
    live = Live(votes_from(city()))
    live.add(votes_from(city()[:200]))
    assert live._rows == {}
    first = live.map()
    live.add(votes_from([]))
    same(live.map(), first)


def test_a_conversation_may_begin_with_nothing() -> None:
    live = Live(votes_from([]))
    assert live.map().participants == ()
    live.add(votes_from(city()))
    same(live.map(), run(votes_from(city())))
    same(live.map(), run(votes_from(city())))


@pytest.mark.parametrize(("constant", "value"), [("CHANGED", 3), ("WIDEST", 5)])
def test_made_anew_or_too_wide_for_sums_it_is_the_same(
    constant: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, constant, value)
    live = Live(votes_from(city()))
    changes = [(who, what, 1) for who in range(20) for what in range(5)]
    for start in range(0, 100, 20):
        live.add(votes_from(rows_of(changes[start : start + 20], 10**6 + start)))
        found = live.map()
    same(found, run(votes_from([*city(), *rows_of(changes)])))


def test_statements_left_out_stay_out() -> None:
    terms = Terms(left_out=frozenset(["s3"]), meta=frozenset(["new"]))
    live = Live(votes_from(city()), terms=terms)
    live.map()
    fresh = [(10**7, "p1", "new", 1), (10**7, "p2", "new", -1)]
    live.add(votes_from(fresh))
    same(live.map(), run(votes_from([*city(), *fresh]), terms=terms))


def test_a_live_map_has_no_digest() -> None:
    live = Live(votes_from(city()))
    assert (live.map().digest, run(live.votes).digest != "") == ("", True)


def test_groups_keep_their_names_while_votes_come() -> None:
    rows = city(people=90)
    live = Live(votes_from([row for row in rows if row[0] < 6000]))
    before = {each.id: each.group for each in live.map().participants}
    for start in range(6000, 9000, 500):
        live.add(votes_from([row for row in rows if start <= row[0] < start + 500]))
        after = {each.id: each.group for each in live.map().participants}
        stayed = [after[name] == group for name, group in before.items() if group is not None]
        assert sum(stayed) >= 0.95 * len(stayed)
        before = after


def test_the_number_of_groups_changes_only_when_another_was_better_four_times() -> None:
    live = Live(votes_from(city()))
    shown = len(live.map().groups)
    other = 2 if shown != 2 else 3
    assert [live._switches(other, shown) for _each in range(4)] == [False, False, False, True]
    assert [live._switches(each, shown) for each in (other, shown, other, other)] == [False] * 4


def test_a_live_map_goes_on_from_a_map_before() -> None:
    votes: Votes = votes_from(city())
    before = run(votes)
    live = Live(votes, before=before)
    assert [group.id for group in live.map().groups] == [group.id for group in before.groups]
    assert (live.map().axes * before.axes).sum(1) == pytest.approx([1, 1], abs=1e-9)


@pytest.mark.parametrize("fewer", [0, 8, 10**9], ids=["only-who-moved", "as-it-is", "everybody"])
def test_how_each_group_voted_is_counted_exactly_however_many_changed_their_group(
    fewer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "FEWER", fewer)
    live, random = Live(votes_from(city(people=120))), np.random.default_rng(2)
    live.map()
    for turn in range(6):
        batch = [(int(random.integers(0, 124)), int(random.integers(0, 22)), 1 - turn % 3) for _each in range(40)]
        live.add(votes_from(rows_of(batch, 10**6 + 1000 * turn)))
        found, votes = live.map(), live.votes if turn == 5 else live._base.with_more(live._changed_votes())
        group = dict(zip(found.people, found.group.tolist(), strict=True))
        counted: dict[tuple[str, int, int], int] = {}
        for who, what, vote in zip(votes.who.tolist(), votes.what.tolist(), votes.vote.tolist(), strict=True):
            key = (votes.statements[what], group[votes.participants[who]], vote)
            counted[key] = counted.get(key, 0) + 1
        for row in found.statements:
            for name, one in row.groups.items():
                literal = tuple(counted.get((row.id, name, vote), 0) for vote in (1, -1, 0))
                assert (one.agree, one.disagree, one.passed) == literal


@given(st.lists(st.integers(0, 6), max_size=40))
def test_groups_are_numbered_by_size_and_of_equals_by_who_came_first(label: list[int]) -> None:
    found = by_size(np.array(label, np.intp)).tolist()
    order = sorted(set(label), key=lambda each: (-label.count(each), label.index(each)))
    assert found == [order.index(each) for each in label]
