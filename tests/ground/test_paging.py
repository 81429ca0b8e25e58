"""Pages are found by where the last one ended: nothing is skipped, nothing comes twice, nothing is counted."""

from __future__ import annotations

import pytest
from tests.factories import a_partner

from heard.ground.paging import capped_count, page_of
from heard.people.models import Partner

pytestmark = pytest.mark.django_db


def walk(order: list[str], size: int) -> list[int]:
    seen, after = [], ""
    while True:
        page = page_of(Partner.objects.all(), order=order, after=after, size=size)
        seen += [partner.pk for partner in page]
        if not page.after:
            return seen
        after = page.after


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_every_row_comes_once_in_order_even_where_the_first_key_ties(size: int) -> None:
    for number in range(11):
        a_partner(sector=["statutory", "voluntary", "community"][number % 3])
    expected = list(Partner.objects.order_by("sector", "-id").values_list("pk", flat=True))
    assert walk(["sector", "-id"], size) == expected


def test_a_row_that_arrives_meanwhile_moves_nobody_to_another_page() -> None:
    for _ in range(6):
        a_partner()
    first = page_of(Partner.objects.all(), order=["-id"], size=3)
    a_partner()
    second = page_of(Partner.objects.all(), order=["-id"], after=first.after, size=3)
    assert not {row.pk for row in first} & {row.pk for row in second}
    assert len(second) == 3


@pytest.mark.parametrize(
    "cursor", ["x", "%%%", "W10", "e30", "WzEsMl0", "A" * 5000, "bnVsbA", "W1tdXQ", "WyJhIl0", "WzFlOTk5XQ", "Wy0xXQ"]
)
def test_a_cursor_that_cannot_be_read_starts_from_the_beginning(cursor: str) -> None:
    a_partner()
    page = page_of(Partner.objects.all(), order=["-id"], after=cursor)
    assert len(page) == (0 if cursor == "Wy0xXQ" else 1)


def test_one_page_takes_one_query(django_assert_num_queries: object) -> None:
    for _ in range(5):
        a_partner()
    with django_assert_num_queries(1):
        page_of(Partner.objects.all(), order=["-id"], size=3)


def test_counting_stops_at_the_cap() -> None:
    for _ in range(5):
        a_partner()
    assert capped_count(Partner.objects.all(), cap=3) == (3, True)
    assert capped_count(Partner.objects.all(), cap=5) == (5, False)
