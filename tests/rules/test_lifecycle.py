"""The table of moves, as a resident could follow it with a finger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import lifecycle
from heard.rules.lifecycle import MAIN_LINE, MOVES, STAGES, may_move, moves_from, path_to
from heard.rules.snapshot import LEVELS

levels = st.sampled_from(LEVELS)


def names(stage: str, level: str = "consult") -> set[str]:
    return {move.name for move in moves_from(stage, level)}


@pytest.mark.parametrize(
    "stage, level, expected",
    [
        ("idea", "consult", {"plan", "withdraw"}),
        ("planned", "consult", {"notice", "withdraw"}),
        ("noticed", "consult", {"open", "withdraw"}),
        ("open", "consult", {"close", "withdraw"}),
        ("closed", "consult", {"find", "reopen", "withdraw"}),
        ("closed", "inform", {"tell", "reopen", "withdraw"}),
        ("found", "consult", {"decide", "reopen", "withdraw"}),
        ("found", "inform", {"tell", "reopen", "withdraw"}),
        ("decided", "involve", {"tell", "withdraw"}),
        ("told", "consult", {"evaluate"}),
        ("evaluated", "consult", {"archive"}),
        ("archived", "consult", set()),
        ("withdrawn", "consult", set()),
    ],
)
def test_each_stage_leads_only_where_the_table_says(stage: str, level: str, expected: set[str]) -> None:
    assert names(stage, level) == expected


def test_an_activity_that_asks_walks_every_stage() -> None:
    assert [move.to_stage for move in path_to("archived", "consult")] == list(MAIN_LINE[1:])


def test_an_inform_activity_passes_over_found_and_decided() -> None:
    walked = [move.to_stage for move in path_to("archived", "inform")]
    assert walked == ["planned", "noticed", "open", "closed", "told", "evaluated", "archived"]
    with pytest.raises(ValueError, match="found"):
        path_to("found", "inform")


def test_withdrawing_needs_a_reason_and_stops_at_told() -> None:
    assert may_move("open", "withdraw", "consult", "The grant fell through.")
    assert may_move("open", "withdrawn", "consult")
    refused = may_move("open", "withdraw", "consult", "  ")
    assert not refused
    assert refused.why == "To withdraw an activity, say why. The reason is published."
    assert not may_move("told", "withdraw", "consult", "Too late.")


def test_a_step_cannot_be_jumped_and_the_refusal_names_the_ways_on() -> None:
    refused = may_move("planned", "open", "consult")
    assert refused.why == "An activity that is “planned” cannot become “open”."
    assert refused.way_forward == "From here you can: notice, withdraw."


def test_reopening_is_guarded_by_its_own_word() -> None:
    assert {move.guard for move in MOVES if move.name == "reopen"} == {"reopened"}
    assert set(lifecycle.GUARDS) >= {move.guard for move in MOVES}


def test_every_move_says_who_and_what_the_public_sees() -> None:
    for move in MOVES:
        assert move.by
        assert move.effect.endswith(".")


def test_an_unknown_stage_is_named() -> None:
    with pytest.raises(ValueError, match="no stage “launched”"):
        moves_from("launched", "consult")


@given(levels, st.sampled_from(STAGES))
def test_no_stage_short_of_the_end_is_a_dead_end(level: str, stage: str) -> None:
    assert bool(moves_from(stage, level)) == (stage not in {"archived", "withdrawn"})


@given(levels, st.sampled_from(STAGES), st.sampled_from(STAGES))
def test_at_most_one_move_joins_two_stages(level: str, here: str, there: str) -> None:
    assert sum(move.to_stage == there for move in moves_from(here, level)) <= 1


@given(levels)
def test_the_only_way_back_is_to_reopen(level: str) -> None:
    order = {stage: place for place, stage in enumerate(STAGES)}
    for move in MOVES:
        if level in move.levels and order[move.to_stage] < order[move.from_stage]:
            assert move.name == "reopen"
