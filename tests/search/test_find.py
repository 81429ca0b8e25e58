"""What is public can be found by the words people type."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.search import actions, queries

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def put(ref: str, title: str, text: str = "", days: int = 0, **more: Any) -> None:
    fields = {"kind": "activity", "extract": text[:50], "url": f"/{ref}/", "at": DAY + timedelta(days=days), **more}
    actions.put(ref=ref, title=title, text=text, **fields)


def refs(words: str, **how: Any) -> list[str]:
    return [entry.ref for entry in queries.find(words, **how)]


def test_words_are_found_whatever_their_case_accents_and_endings() -> None:
    put("a:1", "The Café at Foleshill", "Swimming baths and lidos")
    assert refs("cafe") == ["a:1"]
    assert refs("CAFÉ") == ["a:1"]
    assert refs("swim bath") == ["a:1"]
    assert refs("library") == []


def test_exact_words_in_a_title_come_before_a_mention() -> None:
    put("a:1", "Parks", "Somebody mentions a bus", days=2)
    put("a:2", "The bus routes of Radford", "Routes and times")
    assert refs("bus") == ["a:2", "a:1"]


def test_the_newest_comes_first_among_equals() -> None:
    for day in range(3):
        put(f"a:{day}", "Bus", days=day)
    assert refs("bus") == ["a:2", "a:1", "a:0"]


def test_quotes_minus_and_or_do_what_people_expect() -> None:
    put("a:1", "Swimming baths", "open late")
    put("a:2", "Late baths", "swimming")
    assert refs('"swimming baths"') == ["a:1"]
    assert refs("swimming -open") == ["a:2"]
    assert set(refs("open or late")) == {"a:1", "a:2"}


def test_pages_follow_one_another_without_gaps_or_repeats() -> None:
    for number in range(25):
        put(f"a:{number}", "Bus", days=number % 3)
    first = queries.find("bus", size=10)
    second = queries.find("bus", after=first.after, size=10)
    third = queries.find("bus", after=second.after, size=10)
    got = [entry.ref for page in (first, second, third) for entry in page]
    assert len(got) == len(set(got)) == 25
    assert third.after == ""


def test_one_kind_or_one_activity_can_be_asked_for() -> None:
    put("a:1", "Bus", activity_ref="aaa")
    put("f:1", "Bus", kind="finding", activity_ref="bbb")
    assert refs("bus", kind="finding") == ["f:1"]
    assert refs("bus", activity_ref="aaa") == ["a:1"]
    assert queries.count("bus") == (2, False)


def test_putting_again_renews_and_dropping_takes_away() -> None:
    put("a:1", "Bus")
    put("a:1", "Tram")
    assert (refs("bus"), refs("tram")) == ([], ["a:1"])
    assert actions.drop("a:1") == 1
    assert (refs("tram"), actions.drop("a:1")) == ([], 0)


def test_a_nul_is_refused_when_it_enters() -> None:
    with pytest.raises(ValidationError):
        put("a:1", "Bus", "nul \x00")


@pytest.mark.parametrize(
    "odd",
    ["", " ", "\x00", "'", '"', '"unclosed', "&|!()<->:*", "-", "--", "or", "a\x00b", "\ud800", "🚌", "-bus",
     "x" * 9000, "bus:*", "bus & !", "\u202e", "<script>", "% _ \\", "a or or b"],
)  # fmt: skip
def test_an_odd_query_finds_something_or_nothing_but_never_fails(odd: str) -> None:
    put("a:1", "Bus")
    queries.find(odd)
    queries.count(odd)
    queries.find("bus", kind=odd, place=odd, after=odd)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
def test_no_text_whatever_breaks_a_search(odd: str) -> None:
    assert isinstance(list(queries.find(odd)), list)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(max_size=200).filter(lambda text: "\x00" not in text and not any(0xD800 <= ord(c) < 0xE000 for c in text))
)
def test_any_text_without_nul_can_be_put(text: str) -> None:
    put("a:1", "Bus", text)
    assert refs("bus") == ["a:1"]


def test_a_very_long_text_is_cut_and_still_found() -> None:
    put("a:1", "Bus", " ".join(f"word{n}" for n in range(200_000)))
    assert refs("word7") == ["a:1"]


def test_a_search_takes_one_question_to_the_database(django_assert_num_queries: Any) -> None:
    put("a:1", "Bus")
    with django_assert_num_queries(1):
        refs("bus")
    put("a:2", "Bus")
    put("a:3", "Bus")
    with django_assert_num_queries(1):
        refs("bus")
