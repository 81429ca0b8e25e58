"""What could tell who said something is flagged, with the reason; ordinary words are left alone. All is invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.revealing import flags_in

REVEALING = [
    ("As the only Sikh foster carer in Example Ward.", "only", "As the only Sikh foster carer in Example Ward"),
    ("I am the sole shopkeeper left on our street.", "only", "I am the sole shopkeeper left on our street"),
    ("Ring me on 024 7655 0123 any day.", "phone", "024 7655 0123"),
    ("Ring me on +44 7700 900123.", "phone", "+44 7700 900123"),
    ("Write to sam.example@example.org please.", "email", "sam.example@example.org"),
    ("We live at cv1 5fb and hear it all.", "postcode", "cv1 5fb"),
    ("At 12 Example Road nobody sleeps.", "address", "12 Example Road"),
    ("My neighbour Sam Example plays drums.", "name", "My neighbour Sam Example"),
    ("My name is Sam.", "name", "My name is Sam"),
    ("I am 93 and was a midwife here.", "age-and-role", "I am 93 … midwife"),
]  # fmt: skip


@pytest.mark.parametrize("words, kind, where", REVEALING)
def test_what_gives_somebody_away_is_flagged_with_its_reason(words: str, kind: str, where: str) -> None:
    (found,) = [flag for flag in flags_in(words) if flag.kind == kind]
    assert found.words == where
    assert found.why.endswith(".")


@pytest.mark.parametrize(
    "words",
    [
        "Please open before seven on weekdays.",
        "The 21 bus comes twice an hour, and I wait 20 minutes.",
        "My bus is late. Not once, but in 9 of 10 weeks.",
        "It costs 4.50 for 2 children, 12 for a family.",
        "A nurse cannot come at nine.",
        "",
    ],
)
def test_ordinary_words_are_left_alone(words: str) -> None:
    assert flags_in(words) == ()


def test_a_word_of_a_small_group_is_flagged_and_common_words_are_not() -> None:
    found = flags_in("Wheelchair users and older people wait outside.", ["Wheelchair users", "Older people"])
    assert [(flag.kind, flag.words) for flag in found] == [("group", "Wheelchair")]
    assert "“Wheelchair users”" in found[0].why


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_flags_lie_in_the_words_and_in_order(words: str, groups: list[str]) -> None:
    found = flags_in(words, groups)
    assert [flag.start for flag in found] == sorted(flag.start for flag in found)
    assert all(0 <= flag.start < flag.end <= len(words) for flag in found)
