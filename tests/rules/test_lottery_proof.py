"""A published draw stands up to anybody: whatever is changed in it is found, with or without a new digest."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from tests.rules.lotteries import pool_of

from heard.rules.lottery import Pool, draw, problems
from heard.rules.lottery.checking import digest_of
from heard.rules.lottery.proof import bound
from heard.rules.lottery.reached import up
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


def _other_numbers(document: dict[str, Any]) -> None:
    """The panel that somebody would like, where the number points."""
    panels, number = document["panels"], document["number"]
    other = next(at for at, panel in enumerate(panels) if panel != panels[number])
    panels[number], panels[other] = panels[other], panels[number]
    document["selected"] = list(panels[number])


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
    _swap_on_first_panel, _sit_twice, _another_number, _another_seed, _another_panel, _other_numbers, _fewer_panels,
    _a_better_chance, _a_better_floor, _a_lower_bound, _no_prices, _no_weights, _other_shares, _larger_panel,
    _another_method, _less_rounding, _somebody_never, _other_reasons, _an_extra_entry,
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


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a draw: all entries, and of long lists the first two."""
    if path:
        yield path
    for key in value if isinstance(value, dict) else range(min(2, len(value))) if isinstance(value, list) else ():
        yield from _places(value[key], (*path, key))


def _others(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [{**value, "more": 1}, dict(list(value.items())[1:]), None]
    if isinstance(value, list):
        return [value[1:], [*value, *(value[:1] or [1])], value[::-1], None]
    if isinstance(value, str):
        return [value + "x", "", None]
    return [7, str(value)] if value is None else [value + 1, value / 2 + 0.125, -1 - value, str(value), None]


WORDS_ONLY = {"for_floor", "rounds", "allowed"}  # how long the search was, which no arithmetic can tell


@pytest.mark.parametrize("method", ["leximin", "maximin", "nash", "stratified"])
def test_every_entry_that_is_forged_is_found_even_under_a_new_digest(pool: Pool, method: str) -> None:
    outcome = draw(pool, size=3, seed=5, method=method)
    plain = {"rule": outcome.rule, **outcome.found, "because": list(outcome.because), "digest": outcome.digest}
    honest: dict[str, Any] = json.loads(json.dumps(plain))
    assert problems(honest, pool) == []
    for path in _places(honest):
        holder = honest
        for key in path[:-1]:
            holder = holder[key]
        kept = holder[path[-1]]
        for forged in _others(kept):
            holder[path[-1]] = forged
            with contextlib.suppress(TypeError, KeyError, AttributeError):
                honest["digest"] = digest_of(honest) if path != ("digest",) else forged
            same = forged == kept and type(forged) is type(kept)
            if same or (path[-1] in WORDS_ONLY and type(forged) is int and forged >= 0) or _prices_still(path, forged):
                continue
            assert problems(honest, pool), (path, kept, forged)
        holder[path[-1]] = kept


def _prices_still(path: tuple[Any, ...], forged: Any) -> bool:
    """Other numbers as prices may prove the same; they prove what they prove."""
    return "prices" in path[:-1] and isinstance(forged, int | float)


def test_a_product_is_not_proved_by_weights_of_ones_own(pool: Pool) -> None:
    """Weights a thousand times smaller make the gap a thousand times smaller, and prove nothing."""
    outcome = draw(pool, size=3, seed=5, method="nash")
    plain = {"rule": outcome.rule, **outcome.found, "because": list(outcome.because), "digest": outcome.digest}
    document: dict[str, Any] = json.loads(json.dumps(plain))
    certificate = document["certificate"]
    certificate["weights"] = [weight / 1000 for weight in certificate["weights"]]
    certificate["proof"]["prices"] = [price / 1000 for price in certificate["proof"]["prices"]]
    certificate["bound"] = up(certificate["bound"] / 1000)
    certificate["gap"] = 0.0
    document["digest"] = digest_of(document)
    assert "The weights are not those that the chances make: they prove nothing of the product." in problems(
        document, pool
    )


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
