"""A published draw stands up to anybody: whatever is changed in it is found, with or without a new digest."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from tests.rules.lotteries import pool_of

from heard.rules.lottery import Pool, draw, problems
from heard.rules.lottery.checking import digest_of
from heard.rules.lottery.proof import bound
from heard.rules.lottery.types import types_of

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def pool() -> Pool:
    rows = [("plumber", "n"), ("teacher", "n"), ("teacher", "n"), ("plumber", "s"), ("plumber", "s"), ("teacher", "s")]
    targets = [("work", "plumber", 1, 2), ("work", "teacher", 1, 1), ("side", "n", 1, 1), ("side", "s", 1, 2)]
    return pool_of(rows, targets)


@pytest.fixture(scope="module")
def published(pool: Pool) -> dict[str, Any]:
    outcome = draw(pool, size=3, seed=5)
    plain = {"rule": outcome.rule, **outcome.found, "because": list(outcome.because), "digest": outcome.digest}
    found: dict[str, Any] = json.loads(json.dumps(plain))
    return found


def test_an_honest_draw_has_no_problems(published: dict[str, Any], pool: Pool) -> None:
    assert problems(published, pool) == []


def test_every_entry_is_under_the_digest(published: dict[str, Any], pool: Pool) -> None:
    for key in published:
        if key == "files":
            continue
        changed = copy.deepcopy(published)
        changed[key] = "something else"
        assert problems(changed, pool), key
        del changed[key]
        assert problems(changed, pool), key


def _swap_on_first_panel(document: dict[str, Any]) -> None:
    panel = document["panels"][0]
    panel[0] = next(name for name in document["chances"] if name not in panel)


def _sit_twice(document: dict[str, Any]) -> None:
    document["panels"][3][1] = document["panels"][3][0]


def _another_number(document: dict[str, Any]) -> None:
    document["number"] = (document["number"] + 1) % 1000
    document["selected"] = sorted(document["panels"][document["number"]])


def _another_seed(document: dict[str, Any]) -> None:
    document["seed"] += 1


def _another_panel(document: dict[str, Any]) -> None:
    other = next(panel for panel in document["panels"] if sorted(panel) != document["selected"])
    document["selected"] = sorted(other)


def _fewer_panels(document: dict[str, Any]) -> None:
    document["panels"].pop()


def _a_better_chance(document: dict[str, Any]) -> None:
    name = next(iter(document["chances"]))
    document["chances"][name] += 0.01


def _a_better_floor(document: dict[str, Any]) -> None:
    document["floor"] += 0.01


def _a_lower_bound(document: dict[str, Any]) -> None:
    document["certificate"]["bound"] -= 0.01


def _no_prices(document: dict[str, Any]) -> None:
    document["certificate"]["proof"] = {"prices": [0.0]}


def _no_weights(document: dict[str, Any]) -> None:
    document["certificate"]["weights"] = [0.0] * len(document["certificate"]["weights"])


def _other_shares(document: dict[str, Any]) -> None:
    shares = document["certificate"]["mixture"]["shares"]
    shares[0] = shares[0] + 0.1


def _larger_panel(document: dict[str, Any]) -> None:
    document["terms"]["size"] = 4


def _another_method(document: dict[str, Any]) -> None:
    document["terms"]["method"] = "nash"


def _less_rounding(document: dict[str, Any]) -> None:
    document["rounding"] = document["rounding"] / 2 + 1e-6


def _somebody_never(document: dict[str, Any]) -> None:
    document["never"] = [*document["never"], next(iter(document["chances"]))]


def _other_reasons(document: dict[str, Any]) -> None:
    document["because"][0] = "Because we say so."


def _an_extra_entry(document: dict[str, Any]) -> None:
    document["note"] = "approved"


CHANGES = [
    _swap_on_first_panel, _sit_twice, _another_number, _another_seed, _another_panel, _fewer_panels, _a_better_chance,
    _a_better_floor, _a_lower_bound, _no_prices, _no_weights, _other_shares, _larger_panel, _another_method,
    _less_rounding, _somebody_never, _other_reasons, _an_extra_entry,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
@pytest.mark.parametrize("with_a_new_digest", [False, True])
def test_a_change_is_found_even_under_a_new_digest(
    published: dict[str, Any], pool: Pool, change: Change, with_a_new_digest: bool
) -> None:
    changed = copy.deepcopy(published)
    change(changed)
    assert changed != published
    if with_a_new_digest:
        changed["digest"] = digest_of(changed)
    assert problems(changed, pool)


def test_another_pool_or_other_targets_are_found(published: dict[str, Any], pool: Pool) -> None:
    fewer = replace(pool, people=pool.people[:-1])
    looser = replace(pool, targets=(replace(pool.targets[0], most=3), *pool.targets[1:]))
    assert any("pool is not the one" in each for each in problems(published, fewer))
    assert any("targets are not the ones" in each for each in problems(published, looser))


@pytest.mark.parametrize("nonsense", [{}, {"rule": 1}, {"terms": []}])
def test_nonsense_is_not_a_draw(nonsense: dict[str, Any], pool: Pool) -> None:
    assert problems(nonsense, pool)


def test_a_price_list_is_added_up_in_fractions() -> None:
    """Panel of two, one young (of 2) and one old (of 8). Weight 1/8 each old one; price 1/8 on “old”: at most 1/8."""
    pool = pool_of([("young",)] * 2 + [("old",)] * 8, [("age", "young", 1, 1), ("age", "old", 1, 1)])
    types = types_of(pool, 2)
    old = int(types.count.argmax())
    weights = [0.125 if t == old else 0.0 for t in range(2)]
    assert bound(types, weights, {"prices": [0.0, 0.125, 0.0]}) == Fraction(1, 8)
    assert bound(types, weights, {"prices": [0.0, 0.0, 0.0]}) == 1
    assert bound(types, weights, {"prices": [0.0, float("nan"), 0.0]}) is None


def test_a_proof_by_cases_must_cover_every_case() -> None:
    pool = pool_of([("a",)] * 3, [("x", "a", 2, 2)])
    types = types_of(pool, 2)
    leaf = {"prices": [1.0, 0.0]}
    assert bound(types, [1.0], leaf) == 2
    assert bound(types, [1.0], {"type": 0, "at": 1, "down": leaf}) is None
    assert bound(types, [1.0], {"type": 9, "at": 1, "down": leaf, "up": leaf}) is None
    assert bound(types, [1.0], {"prices": [0.0, 0.0], "empty": True}) is None
