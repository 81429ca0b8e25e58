"""The lottery: targets kept exactly, chances as the definition has them, and the draw as the chances have it."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rules.lotteries import all_panels, keeps, literal_leximin, pool_of

from heard.rules.lottery import Pool, draw, problems, read_pool, read_targets
from heard.rules.lottery.drawing import Impossible, number_of
from heard.rules.outcome import Outcome

CLOSE = 1e-5
VALUES = "abc"


def published(outcome: Outcome) -> dict[str, Any]:
    """What is published, after a round through JSON."""
    plain = {"rule": outcome.rule, **outcome.found, "because": list(outcome.because), "digest": outcome.digest}
    found: dict[str, Any] = json.loads(json.dumps(plain))
    return found


def in_order(pool: Pool, outcome: Outcome) -> list[float]:
    return [outcome.found["chances"][person.id] for person in pool.people]


def panels_of(pool: Pool, outcome: Outcome) -> list[tuple[int, ...]]:
    place = {person.id: i for i, person in enumerate(pool.people)}
    return [tuple(sorted(place[name] for name in panel)) for panel in outcome.found["panels"]]


@st.composite
def small_draws(drawn: st.DrawFn) -> tuple[Pool, int]:
    """Pools of up to nine people with up to three features, often tight, sometimes with shared addresses."""
    many = drawn(st.integers(3, 9))
    size = drawn(st.integers(1, min(4, many)))
    features = drawn(st.integers(1, 3))
    rows = drawn(st.lists(st.tuples(*[st.sampled_from(VALUES)] * features), min_size=many, max_size=many))
    targets = []
    for feature in range(features):
        for value in VALUES:
            fair = size * sum(row[feature] == value for row in rows) / many
            least = max(0, int(fair - drawn(st.sampled_from([0.0, 0.5, 1.0]))))
            most = max(least, int(np.ceil(fair + drawn(st.sampled_from([0.0, 0.5, 1.0])))))
            targets.append((f"f{feature}", value, least, most))
    homes = drawn(st.none() | st.lists(st.sampled_from(["A", "B", "C", None]), min_size=many, max_size=many))
    return pool_of(rows, targets, homes), size


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(small_draws())
def test_leximin_is_leximin_by_the_letter(case: tuple[Pool, int]) -> None:
    pool, size = case
    panels = all_panels(pool, size)
    if not panels:
        with pytest.raises(Impossible):
            draw(pool, size=size, seed=1)
        return
    outcome = draw(pool, size=size, seed=1)
    assert in_order(pool, outcome) == pytest.approx(literal_leximin(pool, size), abs=CLOSE)
    assert set(panels_of(pool, outcome)) <= set(panels)
    assert problems(published(outcome), pool) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(small_draws(), st.sampled_from(["maximin", "nash"]))
def test_other_methods_keep_the_targets_and_prove_what_they_say(case: tuple[Pool, int], method: str) -> None:
    pool, size = case
    if not all_panels(pool, size):
        return
    outcome = draw(pool, size=size, seed=1, method=method)
    assert all(keeps(pool, panel) for panel in set(panels_of(pool, outcome)))
    assert problems(published(outcome), pool) == []
    assert outcome.found["certificate"]["gap"] < CLOSE
    if method == "maximin":
        lowest = min(chance for chance in literal_leximin(pool, size) if chance > CLOSE)
        assert outcome.found["floor"] == pytest.approx(lowest, abs=CLOSE)


def a_town(people: int = 90, seed: int = 5) -> Pool:
    """A pool in which the young and the north are few, and the targets want them."""
    choose = random.Random(seed)
    rows = [
        (choose.choice("fm"), choose.choices(["young", "middle", "old"], [1, 3, 4])[0], choose.choices("ns", [1, 2])[0])
        for _ in range(people)
    ]
    targets = [
        ("gender", "f", 6, 6), ("gender", "m", 6, 6),
        ("age", "young", 4, 4), ("age", "middle", 4, 4), ("age", "old", 4, 4),
        ("side", "n", 6, 7), ("side", "s", 5, 6),
    ]  # fmt: skip
    return pool_of(rows, targets)


@pytest.fixture(scope="module")
def town() -> Pool:
    return a_town()


@pytest.fixture(scope="module")
def drawn(town: Pool) -> Outcome:
    return draw(town, size=12, seed=20261122)


def test_every_panel_keeps_every_target_and_nobody_is_on_one_twice(town: Pool, drawn: Outcome) -> None:
    panels = panels_of(town, drawn)
    assert len(panels) == 1000
    assert all(len(set(panel)) == 12 and keeps(town, panel) for panel in panels)


def test_each_share_of_panels_is_the_chance_to_within_a_thousandth(town: Pool, drawn: Outcome) -> None:
    on = Counter(i for panel in panels_of(town, drawn) for i in panel)
    misses = [abs(on[i] / 1000 - chance) for i, chance in enumerate(in_order(town, drawn))]
    assert max(misses) <= drawn.found["rounding"] < 0.001


def test_chances_add_up_to_the_seats(town: Pool, drawn: Outcome) -> None:
    assert sum(in_order(town, drawn)) == pytest.approx(12, abs=1e-9)


def test_a_thousand_seeds_match_the_chances(town: Pool, drawn: Outcome) -> None:
    """Chi-square: people of one chance together; the sum has about its number of groups, less one, as mean."""
    panels, chances = panels_of(town, drawn), in_order(town, drawn)
    seen = Counter(i for seed in range(1000) for i in panels[number_of(town, seed)])
    groups: dict[float, list[int]] = {}
    for i, chance in enumerate(chances):
        groups.setdefault(round(chance, 6), []).append(i)
    square = sum(
        (sum(seen[i] for i in people) - 1000 * chance * len(people)) ** 2 / (1000 * chance * len(people))
        for chance, people in groups.items()
    )
    assert square < chi_square_999(len(groups))
    certain = {i for i, chance in enumerate(chances) if chance > 1 - CLOSE}
    assert all(seen[i] == 1000 for i in certain)
    unsure = [(i, chance) for i, chance in enumerate(chances) if i not in certain]
    each = sum((seen[i] - 1000 * chance) ** 2 / (1000 * chance * (1 - chance)) for i, chance in unsure)
    assert each < chi_square_999(len(unsure))


def chi_square_999(degrees: int) -> float:
    """The value that chance exceeds once in a thousand (Wilson and Hilferty's approximation)."""
    part = 2 / (9 * degrees)
    return float(degrees * (1 - part + 3.0902 * part**0.5) ** 3)


def test_another_order_of_rows_and_targets_draws_the_same_panel(town: Pool, drawn: Outcome) -> None:
    """I-16: an outsider draws the same panel from the published pool, targets and seed."""
    rows = "".join(f"{each.id},{','.join(each.values)}\n" for each in reversed(town.people))
    targets = "".join(f"{each.feature},{each.value},{each.least},{each.most}\n" for each in town.targets)
    read = read_pool(f"id,gender,age,side\n{rows}".encode(), read_targets(f"feature,value,min,max\n{targets}".encode()))
    again = draw(read, size=12, seed=20261122)
    assert again.found["pool_hash"] == drawn.found["pool_hash"]
    assert again.found["panels"] == drawn.found["panels"]
    assert again.found["selected"] == drawn.found["selected"]


def test_the_seed_changes_the_number_and_nothing_else(town: Pool, drawn: Outcome) -> None:
    other = draw(town, size=12, seed=1)
    assert other.found["panels"] == drawn.found["panels"]
    assert other.found["chances"] == drawn.found["chances"]
    assert other.found["number"] != drawn.found["number"]


def test_a_draw_leaves_the_shared_randomness_alone(town: Pool) -> None:
    random.seed(3)
    np.random.seed(3)
    before = (random.getstate(), np.random.get_state()[1].tolist())
    draw(town, size=12, seed=1)
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before


def test_equal_people_have_equal_chances(town: Pool, drawn: Outcome) -> None:
    alike: dict[tuple[str, ...], set[float]] = {}
    for person, chance in zip(town.people, in_order(town, drawn), strict=True):
        alike.setdefault(person.values, set()).add(chance)
    assert all(len(each) == 1 for each in alike.values())


def test_the_old_way_keeps_targets_and_promises_nothing(town: Pool, drawn: Outcome) -> None:
    old = draw(town, size=12, seed=1, method="stratified")
    assert all(keeps(town, panel) for panel in panels_of(town, old))
    assert old.found["certificate"]["proves"] == "nothing"
    assert min(in_order(town, old)) < drawn.found["floor"]
    assert problems(published(old), town) == []


def test_nash_has_the_larger_product_and_leximin_the_larger_floor(town: Pool, drawn: Outcome) -> None:
    nash = draw(town, size=12, seed=1, method="nash")
    assert nash.found["floor"] <= drawn.found["floor"] + CLOSE
    assert np.log(in_order(town, nash)).sum() >= np.log(in_order(town, drawn)).sum() - CLOSE


def test_nobody_shares_an_address_on_any_panel() -> None:
    town = a_town(60)
    homes: list[str | None] = [f"house {i // 2}" for i in range(60)]
    together = pool_of([person.values for person in town.people], [
        (each.feature, each.value, each.least, each.most) for each in town.targets
    ], homes)  # fmt: skip
    outcome = draw(together, size=12, seed=4)
    assert all(keeps(together, panel) for panel in panels_of(together, outcome))
    assert problems(published(outcome), together) == []


def test_a_worked_example_comes_out_as_by_hand() -> None:
    """Two young people, eight old ones, a panel of two with one of each: 1/2 and 1/8."""
    pool = pool_of([("young",)] * 2 + [("old",)] * 8, [("age", "young", 1, 1), ("age", "old", 1, 1)])
    outcome = draw(pool, size=2, seed=0)
    assert in_order(pool, outcome) == pytest.approx([0.5] * 2 + [0.125] * 8)
    assert outcome.found["floor"] == pytest.approx(0.125)
    assert outcome.found["rounding"] <= 1e-9
    assert any("No lottery over panels" in each for each in outcome.because)


def test_who_can_be_on_no_panel_is_named_and_the_others_are_not_held_down() -> None:
    """One plumber from the north: the only place in the north is for a teacher."""
    rows = [("plumber", "n"), ("teacher", "n"), ("teacher", "n"), ("plumber", "s"), ("plumber", "s")]
    targets = [("work", "plumber", 1, 1), ("work", "teacher", 1, 1), ("side", "n", 1, 1), ("side", "s", 1, 1)]
    outcome = draw(pool_of(rows, targets), size=2, seed=0)
    assert outcome.found["never"] == ["1"]
    assert outcome.found["floor"] == pytest.approx(0.5)
    assert problems(published(outcome), pool_of(rows, targets)) == []


def test_a_gap_between_shares_and_people_is_proved_by_cases() -> None:
    """Shares of one half would satisfy three people of whom any two exclude each other; whole panels cannot."""
    rows = [("x", "x", "o"), ("x", "o", "x"), ("o", "x", "x"), ("o", "o", "o"), ("o", "o", "o")]
    targets = [(f"f{i}", value, 0, most) for i in range(3) for value, most in (("x", 1), ("o", 3))]
    pool = pool_of(rows, targets)
    outcome = draw(pool, size=3, seed=0)
    assert in_order(pool, outcome) == pytest.approx([1 / 3] * 3 + [1.0] * 2, abs=CLOSE)
    assert problems(published(outcome), pool) == []


def test_targets_that_cannot_be_met_come_with_the_smallest_changes() -> None:
    rows = [("f",)] * 3 + [("m",)] * 9
    pool = pool_of(rows, [("gender", "f", 5, 6), ("gender", "m", 4, 5)])
    with pytest.raises(Impossible, match="lower the minimum of gender: f from 5 to 3") as refused:
        draw(pool, size=8, seed=0)
    assert [str(change) for change in refused.value.changes] == ["lower the minimum of gender: f from 5 to 3"]


def test_flexible_bounds_are_offered_first() -> None:
    content = b"feature,value,min,max,min_flex,max_flex\ngender,f,5,6,5,8\ngender,m,4,5,1,8\n"
    rows = "\n".join(["gender", *["f"] * 9, *["m"] * 3])
    pool = read_pool(rows.encode(), read_targets(content))
    with pytest.raises(Impossible, match="within the flexible bounds") as refused:
        draw(pool, size=9, seed=0)
    assert {(change.value, change.bound, change.after) for change in refused.value.changes} == {("m", "min", 3)}


@pytest.mark.parametrize(("size", "word"), [(13, "at most 12"), (11, "No panel of 11 keeps every target")])
def test_a_panel_larger_than_pool_or_targets_is_refused(size: int, word: str) -> None:
    pool = pool_of([("f",)] * 6 + [("m",)] * 6, [("gender", "f", 1, 5), ("gender", "m", 1, 5)])
    with pytest.raises(Impossible, match=word):
        draw(pool, size=size, seed=0)


def replaced(pool: Pool, outcome: Outcome, leaving: list[str]) -> Outcome:
    from heard.rules.lottery.replacing import replacing

    terms = outcome.found["terms"]
    staying, left = replacing(published(outcome), pool, leaving)
    return draw(pool, size=terms["size"], seed=9, method=terms["method"], staying=staying, left=left)


def rounds(pool: Pool, outcome: Outcome) -> Iterator[Outcome]:
    yield outcome
    for _ in range(3):
        outcome = replaced(pool, outcome, outcome.found["selected"][:2])
        yield outcome


def test_replacements_keep_the_targets_and_nobody_comes_back(town: Pool, drawn: Outcome) -> None:
    place = {person.id: i for i, person in enumerate(town.people)}
    for before, after in pairwise(rounds(town, drawn)):
        gone = before.found["selected"][:2]
        assert set(after.found["selected"]) >= set(before.found["selected"]) - set(gone)
        assert not set(after.found["selected"]) & set(after.found["terms"]["left"])
        assert len(after.found["selected"]) == 12
        assert keeps(town, tuple(place[name] for name in after.found["selected"]))
        assert problems(published(after), town) == []


def test_a_stranger_cannot_leave_a_panel(town: Pool, drawn: Outcome) -> None:
    outside = next(person.id for person in town.people if person.id not in drawn.found["selected"])
    with pytest.raises(Exception, match="is not on the panel"):
        replaced(town, drawn, [outside])


def test_a_thousand_people_of_three_types_take_no_time() -> None:
    """The type is what is counted: the published example_large has 2,000 people and three types."""
    rows = [("f", "l")] * 1200 + [("f", "c")] * 400 + [("m", "l")] * 400
    targets = [("g", "f", 99, 200), ("g", "m", 99, 200), ("p", "l", 99, 200), ("p", "c", 1, 101)]
    outcome = draw(pool_of(rows, targets), size=200, seed=0)
    assert outcome.found["certificate"]["gap"] < 1e-6
    assert sum(outcome.found["chances"].values()) == pytest.approx(200)


def test_the_public_pools_have_their_published_floors(shared: Path) -> None:
    for folder, people, targets, size, floor in (
        ("example_small_20", "respondents.csv", "categories.csv", 20, 0.1),
        ("pool_150", "candidates.csv", "features.csv", 22, 1 / 11),
    ):
        home = shared / "data" / "sortition" / folder
        pool = read_pool((home / people).read_bytes(), read_targets((home / targets).read_bytes()))
        outcome = draw(pool, size=size, seed=1)
        assert outcome.found["floor"] == pytest.approx(floor, abs=1e-6)
        assert outcome.found["certificate"]["gap"] < 1e-6
        assert problems(published(outcome), pool) == []


def test_the_guides_example_comes_out_as_it_says() -> None:
    """docs/guides/how-a-panel-is-drawn.md, by hand."""
    rows = (
        "Amina,woman,young\nBeth,woman,old\nCarol,woman,old\nDev,man,young\nEli,man,young\nFred,man,young\nGreg,man,old"
    )
    targets = read_targets(b"feature,value,min,max\ngender,woman,1,1\ngender,man,1,1\nage,young,1,1\nage,old,1,1\n")
    pool = read_pool(f"id,gender,age\n{rows}\n".encode(), targets)
    outcome = draw(pool, size=2, seed=417)
    quarter = dict.fromkeys(["Amina", "Dev", "Eli", "Fred", "Greg"], 0.25)
    assert outcome.found["chances"] == pytest.approx({**quarter, "Beth": 0.375, "Carol": 0.375})
    times = Counter(tuple(sorted(panel)) for panel in outcome.found["panels"])
    assert times == {
        ("Amina", "Greg"): 250,
        **{(woman, man): 125 for woman in ("Beth", "Carol") for man in ("Dev", "Eli", "Fred")},
    }
    again = draw(pool, size=2, seed=1, staying=("Beth",), left=("Dev",))
    assert again.found["chances"]["Eli"] == again.found["chances"]["Fred"] == pytest.approx(0.5)
    with pytest.raises(Impossible, match="smallest"):
        draw(pool, size=2, seed=1, staying=("Greg",), left=("Amina",))
