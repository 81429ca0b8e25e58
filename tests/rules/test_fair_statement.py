"""Hints for whoever writes a statement: small cases that a resident could check by hand."""

from __future__ import annotations

import pytest

from heard.rules.fair_statement import Hint, hints


@pytest.mark.parametrize(
    "plain",
    [
        "The baths should open before work.",
        "Swimming lessons for children should be free.",
        "Sandy beaches are lovely.",
        "The library should stay open until eight.",
    ],
)
def test_a_plain_statement_has_no_hint(plain: str) -> None:
    assert hints(plain) == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Should the baths open early?", [Hint("question")]),
        ("Open early and close late.", [Hint("two_in_one", "and")]),
        ("It is a shameful waste of money.", [Hint("loaded", "shameful, waste")]),
        ("The baths should not close.", [Hint("negative", "not")]),
        ("The baths shouldn’t close.", [Hint("negative", "n’t")]),
        ("Warm water " * 20, [Hint("long", "219")]),
        ("", []),
    ],
)
def test_each_hint_names_what_it_is_about(words: str, expected: list[Hint]) -> None:
    assert list(hints(words)) == expected


def test_hints_come_in_one_order() -> None:
    found = hints("Obviously nobody should not open and close early? " + "x" * 140 + "?")
    assert [hint.slug for hint in found] == ["question", "long", "two_in_one", "loaded", "negative"]
