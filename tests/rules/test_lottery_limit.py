"""A search that is cut short hands over what is proved, says what is not, and can be checked all the same."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.rules.lotteries import keeps, pool_of

from heard.rules.lottery import Pool, draw, problems
from heard.rules.lottery.checking import digest_of
from heard.rules.lottery.limit import Limit, rounds_for
from heard.rules.outcome import Outcome

ROWS = ["baab", "bbbb", "baaa", "baba", "aaaa", "abbc", "baac", "abaa", "abbc", "baab", "bbba", "bbac", "aabb", "aaac"]


@pytest.fixture(scope="module")
def pool() -> Pool:
    """Fourteen people, four seats, every target exact: leximin asks for a panel more above the lowest chance."""
    return pool_of(
        [tuple(row) for row in ROWS],
        [
            ("f0", "a", 2, 2),
            ("f0", "b", 2, 2),
            ("f1", "a", 2, 2),
            ("f1", "b", 2, 2),
            ("f2", "a", 3, 3),
            ("f2", "b", 1, 1),
            ("f3", "a", 1, 1),
            ("f3", "b", 1, 1),
            ("f3", "c", 2, 2),
        ],
    )


def published(outcome: Outcome) -> dict[str, Any]:
    plain = {"rule": outcome.rule, **outcome.found, "because": list(outcome.because), "digest": outcome.digest}
    found: dict[str, Any] = json.loads(json.dumps(plain))
    return found


@pytest.fixture(scope="module")
def short(pool: Pool) -> Outcome:
    return draw(pool, size=4, seed=1, rounds=0)


def test_without_rounds_the_lowest_chance_is_that_of_maximin_and_proved(pool: Pool, short: Outcome) -> None:
    best = draw(pool, size=4, seed=1, method="maximin")
    assert short.found["floor"] == pytest.approx(best.found["floor"], abs=1e-8)
    assert short.found["certificate"]["gap"] < 1e-6
    assert problems(published(short), pool) == []


def test_chances_are_those_of_panels_that_keep_the_targets(pool: Pool, short: Outcome) -> None:
    place = {person.id: i for i, person in enumerate(pool.people)}
    assert all(keeps(pool, tuple(place[name] for name in panel)) for panel in short.found["panels"])
    assert sum(short.found["chances"].values()) == pytest.approx(4, abs=1e-8)


def test_what_is_open_is_said_with_its_gap_and_the_rest_is_settled_as_by_leximin(pool: Pool, short: Outcome) -> None:
    whole = draw(pool, size=4, seed=1)
    search = short.found["certificate"]["search"]
    assert (search["ended"], search["rounds"], search["allowed"]) == ("rounds", 0, 0)
    assert (search["levels"], search["people"]) == (1, 6)
    rest = sorted(whole.found["chances"].values())[len(whole.found["never"]) + 6 :]
    assert short.found["floor"] - 1e-6 <= rest[0] <= search["next"]["bound"] + 1e-9
    assert search["next"]["gap"] > 0.01
    assert any("Leximin did not come to its end." in each for each in short.because)
    assert any("as they would be on any machine" in each for each in short.because)
    assert not any("Leximin did not" in each for each in whole.because)


def test_with_the_rounds_it_needs_leximin_comes_to_its_end(pool: Pool) -> None:
    search = draw(pool, size=4, seed=1).found["certificate"]["search"]
    assert (search["ended"], search["next"], search["levels"], search["people"]) == ("", None, 3, 11)
    assert 1 <= search["rounds"] <= search["allowed"]
    assert draw(pool, size=4, seed=1, rounds=search["rounds"]).found["certificate"]["search"]["ended"] == ""


def test_counted_rounds_end_at_the_same_place_each_time(pool: Pool, short: Outcome) -> None:
    assert draw(pool, size=4, seed=1, rounds=0).digest == short.digest


@pytest.mark.parametrize("method", ["leximin", "maximin"])
def test_no_time_at_all_still_gives_a_valid_draw_and_its_gap(pool: Pool, method: str) -> None:
    outcome = draw(pool, size=4, seed=1, method=method, late=lambda: True)
    assert outcome.found["certificate"]["search"]["ended"] == "time"
    assert any("cannot be made again exactly" in each for each in outcome.because)
    assert problems(published(outcome), pool) == []
    best = draw(pool, size=4, seed=1, method="maximin")
    assert outcome.found["floor"] + outcome.found["certificate"]["gap"] >= best.found["floor"] - 1e-8
    assert outcome.found["never"] == best.found["never"]


def test_the_largest_product_is_not_cut_short_by_a_clock(pool: Pool) -> None:
    hurried = draw(pool, size=4, seed=1, method="nash", late=lambda: True)
    assert hurried.digest == draw(pool, size=4, seed=1, method="nash").digest


def _a_lower_bound(search: dict[str, Any]) -> None:
    search["next"]["bound"] -= 0.01


def _a_smaller_gap(search: dict[str, Any]) -> None:
    search["next"]["gap"] /= 2


def _one_settled_more(search: dict[str, Any]) -> None:
    others = set(range(len(search["next"]["weights"]))) - set(search["next"]["settled"])
    search["next"]["settled"].append(max(others))


def _nothing_open(search: dict[str, Any]) -> None:
    search["next"] = None


def _more_people(search: dict[str, Any]) -> None:
    search["people"] += 1


def _not_cut_short(search: dict[str, Any]) -> None:
    search["ended"] = ""


@pytest.mark.parametrize(
    "change",
    [_a_lower_bound, _a_smaller_gap, _one_settled_more, _nothing_open, _more_people, _not_cut_short],
    ids=lambda each: each.__name__,
)
def test_a_change_to_what_is_open_is_found_under_a_new_digest(
    pool: Pool, short: Outcome, change: Callable[[dict[str, Any]], None]
) -> None:
    document = copy.deepcopy(published(short))
    change(document["certificate"]["search"])
    document["digest"] = digest_of(document)
    found = problems(document, pool)
    assert [each for each in found if "reasons" not in each]


def test_other_levels_than_those_of_the_chances_are_found(pool: Pool, short: Outcome) -> None:
    document = published(short)
    document["certificate"]["levels"][0][1] += 1
    document["digest"] = digest_of(document)
    assert problems(document, pool) == ["The levels are not those of the chances."]


def test_the_published_number_of_rounds_falls_with_the_types_and_never_below_two_hundred() -> None:
    assert [rounds_for(kinds) for kinds in (0, 1, 80, 850, 5000)] == [400_000, 400_000, 5000, 470, 200]


def test_the_lowest_chance_has_rounds_of_its_own() -> None:
    limit = Limit(allowed=1, for_floor=2)
    assert [limit.another(above_floor=False) for _ in range(2)] == [True, True]
    assert [limit.another(above_floor=True) for _ in range(2)] == [True, False]
    assert (limit.used, limit.used_for_floor, limit.ended) == (1, 2, "rounds")
