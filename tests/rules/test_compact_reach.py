"""Who was reached, and how it was evaluated: what the gates say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from heard.rules.compact import judge, parse_pack
from heard.rules.snapshot import Evaluation, Override, Reach, Snapshot

PACK = parse_pack((Path(__file__).parents[2] / "policy" / "compact.toml").read_text("utf-8"))
AFFECTED = Reach("Deaf people", most_affected=True, heard="none")


def result(check_id: str, guard: str, **changes: Any) -> tuple[str, str]:
    found = judge(replace(Snapshot(level="consult"), **changes), PACK, guard)
    one = next(each for each in found if each.id == check_id)
    return one.result, one.why


def test_closing_on_the_silence_of_those_most_affected_is_refused_and_can_be_explained() -> None:
    refused, why = result("UP-c.1", "closed", reach=(AFFECTED,))
    assert refused == "refused"
    assert "Deaf people" in why
    given = Override("UP-c.1", "Their club asked us to come in spring instead.", "Margaret, Senior lead")
    assert result("UP-c.1", "closed", reach=(AFFECTED,), overrides=(given,))[0] == "override"


@pytest.mark.parametrize(("heard", "expected"), [("some", "pass"), ("few", "advise"), ("", "advise")])
def test_what_is_not_known_is_said_and_holds_nothing_up(heard: str, expected: str) -> None:
    assert result("UP-c.1", "closed", reach=(replace(AFFECTED, heard=heard),))[0] == expected


def test_others_than_the_most_affected_hold_nothing_up() -> None:
    assert result("UP-c.1", "closed", reach=(Reach("Everyone", heard="none"),))[0] == "pass"


def test_what_was_hoped_for_is_held_against_what_came() -> None:
    missed = Reach("Young people", heard="few", hoped=40)
    assert result("P-7.2", "evaluated", reach=(missed,)) == (
        "advise", "Hoped for, and hardly heard or not at all: Young people.",
    )  # fmt: skip
    assert result("P-7.2", "evaluated", reach=(replace(missed, heard="some"),))[0] == "pass"


@pytest.mark.parametrize(
    ("own", "second", "expected"),
    [(7, 7, "pass"), (6, 7, "advise"), (7, 0, "advise")],
)
def test_two_bodies_score_it(own: int, second: int, expected: str) -> None:
    given = Evaluation(own_scores=own, second_scores=second)
    assert result("GP-j.3", "evaluated", evaluation=given)[0] == expected


def test_a_lesson_goes_to_the_others() -> None:
    assert result("GP-l.3", "archived")[0] == "advise"
    assert result("GP-l.3", "archived", evaluation=Evaluation(lessons_shared=1))[0] == "pass"
