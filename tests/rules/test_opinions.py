"""Opinion maps: the arithmetic by hand, the same votes in any order, and groups that keep their names."""

from __future__ import annotations

import pytest

from heard.rules.opinions import Live, StatementCounts, Terms, next_statement, run, votes_from


def town() -> list[tuple[int, str, str, int]]:
    """Twelve people on six statements: six agree with the odd ones, six with the even, all with the last."""
    rows = []
    for person in range(12):
        for thing in range(6):
            vote = 1 if thing == 5 or (thing + person) % 2 == 0 else -1
            rows.append((person * 10 + thing, f"p{person}", f"s{thing}", vote))
    return rows


def test_two_camps_and_what_both_agree_on() -> None:
    found = run(votes_from(town()), terms=Terms(least_seen=3))
    assert [group.size for group in found.groups] == [6, 6]
    assert {p.id for p in found.participants if p.group == 0} == {f"p{i}" for i in range(0, 12, 2)}
    assert [(each.id, agree) for each, agree in found.common_ground()] == [("s5", True)]
    assert [each.statement for each in found.consensus["agree"]] == ["s5"]


def test_the_order_of_rows_changes_nothing() -> None:
    assert run(votes_from(town()[::-1])).digest == run(votes_from(town())).digest


def test_the_last_vote_counts() -> None:
    votes = votes_from([(2, "a", "s", -1), (1, "a", "s", 1), (1, "b", "s", 0)])
    assert (votes.participants, votes.statements, votes.vote.tolist()) == (("a", "b"), ("s",), [-1, 0])


def test_the_next_statement_is_drawn_by_priority_among_the_unseen() -> None:
    counts = {"a": StatementCounts(), "b": StatementCounts(agree=50), "c": StatementCounts(disagree=50)}
    assert next_statement(set(counts), counts, 0.5) is None
    assert next_statement({"a"}, counts, 0.0) == "b"
    assert next_statement(set(), counts, 0.5) == "a"
    assert counts["a"].priority == pytest.approx((0.5 * 1 * 0.5 * 9) ** 2)


def test_a_live_map_takes_new_votes() -> None:
    live = Live(votes_from(town()))
    first = live.map()
    live.add(votes_from([(999, "p12", f"s{thing}", 1 if thing % 2 == 0 else -1) for thing in range(6)]))
    assert live.map().by_id["p12"].group == first.by_id["p0"].group
