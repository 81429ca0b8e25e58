"""Where pabutools and Heard disagree: by the definition, counted literally, which of the two is right."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from tests.rules import budget_literal as literal
from tests.rules.budget_peer import CASES, Case

from heard.rules.budget import Election, Terms, count, election_of, read_pb

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "pb"


def literally(election: Election, terms: Terms) -> list[str]:
    """What the definition gives, counted voter by voter in fractions."""
    if terms.rule == "greedy":
        found = literal.fill(election, [])
    elif terms.rule == "phragmen":
        found = literal.phragmen(election)
    elif terms.completion == "add1":
        found = literal.add1(election, terms.utility)
    else:
        found = literal.equal_shares(election, Fraction(election.pot, election.voters), terms.utility)
    return [election.ids[place] for place in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_by_the_definition_this_is_right_and_not_what_the_peer_says(case: Case) -> None:
    file = read_pb(case.content)
    assert sorted(literally(election_of(file), case.terms)) == case.ours
    assert sorted(count(file, case.terms).selected) == case.ours
    assert case.ours != case.theirs


def test_where_the_peer_stops_too_early_the_next_outcome_is_within_the_pot_and_serves_more_voters() -> None:
    """The peer's a (2) at 2 each, against b (5) at 3 each: both within 6, and two voters get b where one gets a."""
    election = election_of(read_pb(CASES[0].content))
    assert [literal.equal_shares(election, Fraction(each)) for each in (2, 3, 4, 5)] == [[0], [1], [1], [1, 0]]
    assert election.cost_of([1]) <= election.pot < election.cost_of([1, 0])
    assert election.supporters == (1, 2)


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared/data/pb is not beside this checkout")
def test_the_official_thirty_projects_of_wieliczka_stand_where_the_peer_names_thirty_one() -> None:
    """The peer ends at its first exhaustive outcome, 31 projects for 984,579. One that spends more is official."""
    file = read_pb((SHARED / "Poland_Wieliczka_2023_Green_Budget.pb").read_bytes())
    official = {one for one, mark in (file.column("selected") or {}).items() if mark == "1"}
    to_the_end = count(file, Terms("equal-shares", "add1"))
    too_early = count(file, Terms("equal-shares", "add1e"))
    assert (len(to_the_end.selected), to_the_end.plain()["cost"]) == (30, 995_079)
    assert set(to_the_end.selected) == official
    assert (len(too_early.selected), too_early.plain()["cost"]) == (31, 984_579)
