"""Votes that moderators should look at: found where they are planted, not found where they are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.rules.test_opinions import city

from heard.rules.opinions import run, suspicions, votes_from
from heard.rules.opinions.matrix import table_of
from heard.rules.opinions.suspicion import Suspicion, agreement

BEGAN = datetime(2026, 5, 4, 9, tzinfo=UTC)
Row = tuple[int, str, str, int]


def spread(people: int, minutes: int = 7) -> dict[str, datetime]:
    return {f"p{i}": BEGAN + timedelta(minutes=minutes * i) for i in range(people)}


def found(rows: list[Row], moments: dict[str, datetime] | None = None) -> tuple[Suspicion, ...]:
    return suspicions(votes_from(rows), moments or spread(200))


def flood(people: int, alike: bool, at: int = 30) -> tuple[list[Row], dict[str, datetime]]:
    """New people within three minutes; alike: nine of ten of their votes are the same."""
    random = np.random.default_rng(1)
    wish = random.choice([1, -1], 20)
    rows = []
    for i in range(people):
        for thing in random.permutation(20)[:12].tolist():
            vote = int(wish[thing]) if alike and random.random() < 0.9 else int(random.choice([1, 0, -1]))
            rows.append((50_000 + i, f"n{i}", f"s{thing}", vote))
    moments = {f"n{i}": BEGAN + timedelta(hours=at, seconds=4 * i) for i in range(people)}
    return rows, moments


def test_a_flood_of_people_who_vote_alike_is_told_with_what_is_usual() -> None:
    rows, moments = flood(40, alike=True)
    (one,) = found([*city(90), *rows], spread(90) | moments)
    assert (one.kind, set(one.people)) == ("flood", {f"n{i}" for i in range(40)})
    assert one.because.startswith(
        "40 people voted for the first time within 10 minutes of 05 May 2026, 15:00; usually 1 do."
    )
    assert one.share == pytest.approx(40 / 130)


def test_a_class_that_votes_as_differently_as_everybody_is_no_flood() -> None:
    rows, moments = flood(40, alike=False)
    assert found([*city(90), *rows], spread(90) | moments) == ()


def test_a_busy_evening_is_no_flood() -> None:
    rows, moments = flood(40, alike=True)
    busy = {f"p{i}": BEGAN + timedelta(seconds=20 * i) for i in range(90)}
    assert found([*city(90), *rows], busy | moments) == ()


def test_without_moments_no_flood_is_looked_for() -> None:
    rows, _moments = flood(40, alike=True)
    assert not any(each.kind == "flood" for each in suspicions(votes_from([*city(90), *rows])))


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_copies_are_found_also_with_a_few_votes_changed(changed: int) -> None:
    random = np.random.default_rng(4)
    pattern = {thing: int(random.choice([1, -1])) for thing in range(20)}
    rows = []
    for copy in range(5):
        mine = pattern | {(3 * copy + i) % 20: 0 for i in range(changed)}
        rows += [(60_000 + copy * 900, f"c{copy}", f"s{thing}", vote) for thing, vote in mine.items()]
    told = [each for each in found([*city(90), *rows]) if each.kind == "copies"]
    copies = {name for each in told for name in each.people}
    assert len(copies & {f"c{i}" for i in range(5)}) >= (5 if changed < 2 else 3)
    assert copies <= {f"c{i}" for i in range(5)}
    assert "By chance that would happen to fewer than one in" in told[0].because


def test_people_who_all_say_what_everybody_says_are_no_copies() -> None:
    rows = [(person * 100 + thing, f"p{person}", f"s{thing}", 1) for person in range(60) for thing in range(15)]
    assert found(rows) == ()


def test_a_town_that_votes_as_it_likes_has_nothing_odd() -> None:
    assert found(city(120), spread(120)) == ()


def single(many: int, vote: int) -> list[Row]:
    return [(70_000 + i, f"o{i}", "s4", vote) for i in range(many)]


def test_people_who_came_for_one_vote_are_told_where_they_vote_otherwise() -> None:
    others = [row for row in city(90) if row[2] != "s4"]
    others += [(80_000 + i, f"p{i}", "s4", 1 if i % 3 == 0 else -1) for i in range(60)]
    (one,) = found([*others, *single(25, 1)])
    assert (one.kind, len(one.people)) == ("once", 25)
    assert one.because == (
        "25 people voted once, on statement s4, and agreed: 100 % of those who voted once, "
        "where 33 % of the others did."
    )
    assert found([*others, *(row for i in range(8) for row in single(24, 1)[3 * i : 3 * i + 1])]) == ()
    same = [(70_000 + i, f"o{i}", "s4", 1 if i % 3 == 0 else -1) for i in range(24)]
    assert found([*others, *same]) == ()


def test_the_map_with_and_without_is_told_and_the_others_are_counted() -> None:
    rows, moments = flood(40, alike=True)
    votes = votes_from([*city(90), *rows])
    picture = run(votes)
    (one,) = suspicions(votes, spread(90) | moments, picture=picture, compare=True)
    assert one.without is not None
    assert one.without.digest == run(votes_from(city(90))).digest or len(one.without.people) == 90
    assert set(one.without.people) == set(votes.participants) - set(one.people)
    assert one.moved is not None
    assert 0 <= one.moved <= 1


def test_agreement_is_that_of_all_pairs_by_hand() -> None:
    rows = [(1, "a", "s", 1), (1, "b", "s", 1), (1, "c", "s", 0), (1, "a", "t", 1), (1, "b", "t", -1), (1, "c", "u", 1)]
    assert agreement(table_of(votes_from(rows)), np.arange(3)) == pytest.approx(1 / 4)


def test_nobody_is_suspected_of_nothing() -> None:
    assert suspicions(votes_from([])) == ()


def test_one_person_weighs_one_however_much_they_vote() -> None:
    """Forty votes changed to and fro, or a hundred more rows of the same, move nothing."""
    rows = city(60)
    noisy = [*rows, *((90_000 + i, "p0", row[2], -row[3]) for i, row in enumerate(rows[:5]))]
    noisy += [(95_000 + i, *row[1:]) for i, row in enumerate(rows[:5])]
    assert run(votes_from(noisy)).group.tolist() == run(votes_from(rows)).group.tolist()
    assert run(votes_from(noisy)).place == pytest.approx(run(votes_from(rows)).place)


@pytest.mark.parametrize("seed", range(12))
def test_any_small_conversation_can_be_looked_at(seed: int) -> None:
    """Everybody agrees, or two camps do, with gaps: copies share more, or fewer, votes than each of them gave."""
    random = np.random.default_rng(seed)
    people, things = int(random.integers(20, 60)), int(random.integers(12, 24))
    way = [1, -1] if seed % 2 else [1, 1]
    rows = [
        (100 * who + what, f"p{who}", f"s{what:02}", way[(who + what) % 2])
        for who in range(people) for what in range(things) if random.random() < 0.85
    ]  # fmt: skip
    with np.errstate(all="raise"):
        told = found(rows)
    assert {each.kind for each in told} <= {"copies", "once", "flood"}


def test_copies_that_half_changed_are_told_though_hardly_anybody_else_votes() -> None:
    """Some of the copies do not hold a vote that most of them hold: nobody else's votes are then counted below none."""
    base = 1_600_000_000
    rows = [
        (base + 60 * who, f"c{who}", f"s{what:02}", (-1) ** what if what > who % 5 else 0)
        for who in range(40) for what in range(12)
    ]  # fmt: skip
    others = [
        (base + 90 * who, f"o{who}", f"s{what:02}", (-1) ** (what + who)) for who in range(60) for what in range(12)
    ]
    with np.errstate(all="raise"):
        told = found(rows + others)
    assert {each.kind for each in told} == {"copies"}
