"""New, little noticed, supported and dissenting posts take turns; the same seed gives the same order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from heard.rules.another_view import LANES, Entry, view

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def entry(ref: str, days: int = 0, supports: int = 0, replies: int = 0, differs: int = 0) -> Entry:
    return Entry(ref, NOON - timedelta(days=days), supports, replies, differs)


CITY = (
    [entry(f"loved-{n}", days=30, supports=100 - n, replies=9) for n in range(20)]
    + [entry(f"new-{n}", days=n, supports=1, replies=2) for n in range(10)]
    + [entry(f"argued-{n}", days=20, supports=5, replies=9, differs=8 - n) for n in range(4)]
    + [entry(f"unseen-{n}", days=25) for n in range(10)]
)


def test_the_first_page_holds_some_of_each_and_popularity_fills_a_quarter_of_it() -> None:
    first = view(CITY, seed="s")[:12]
    assert {placed.lane for placed in first} == set(LANES)
    kinds = [placed.ref.partition("-")[0] for placed in first]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"loved": 3, "new": 3, "argued": 3, "unseen": 3}


def test_every_four_in_a_row_come_from_four_lists_while_all_have_some() -> None:
    placed = view(CITY, seed="s")
    assert all({one.lane for one in placed[n : n + 4]} == set(LANES) for n in range(0, 16, 4))


def test_another_view_begins_with_what_the_first_did_not() -> None:
    first, second = (view(CITY, seed="s", number=n) for n in (0, 1))
    assert not {one.ref for one in first[:12]} & {one.ref for one in second[:12]}


def test_three_posts_by_hand() -> None:
    posts = [entry("old-and-loved", days=9, supports=5), entry("new", supports=0), entry("argued", days=5, differs=2)]
    assert {one.ref for one in view(posts, seed="s")} == {"old-and-loved", "new", "argued"}
    lanes = {one.ref: one.lane for one in view(posts, seed="any")}
    assert lanes["argued"] in ("dissenting", "unseen", "new")


entries = some.lists(
    some.tuples(some.integers(0, 60), some.integers(0, 9), some.integers(0, 9), some.integers(0, 9)), max_size=40
).map(lambda rows: [entry(f"p{n}", *row) for n, row in enumerate(rows)])


@given(entries, some.text(max_size=5), some.integers(0, 6), some.randoms())
def test_everything_stands_once_and_the_order_of_the_input_changes_nothing(
    posts: list[Entry], seed: str, number: int, chance: object
) -> None:
    placed = view(posts, seed=seed, number=number, size=5)
    assert sorted(one.ref for one in placed) == sorted(one.ref for one in posts)
    mixed = list(posts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert view(mixed, seed=seed, number=number, size=5) == placed


@given(entries)
def test_the_first_view_alone_shows_every_post_that_nobody_noticed_before_the_last_pages(posts: list[Entry]) -> None:
    pages = max(1, -(-len(posts) // 5))
    shown = {one.ref for number in range(pages) for one in view(posts, seed="s", number=number, size=5)[:5]}
    assert shown == {one.ref for one in posts}
