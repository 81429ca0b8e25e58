"""I-8: words that make residents of those who took part, or a sample of those who chose to answer."""

from __future__ import annotations

import pytest
from tests.rules.test_compact_after import DONE, result, with_part

from heard.rules.claims import claims_more


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("62% of residents want longer hours.", "62% of residents"),
        ("62 per cent of the residents", "62 per cent of the residents"),
        ("Most residents are for it.", "Most residents"),
        ("A clear majority of Coventry wants it.", "A clear majority of Coventry"),
        ("Seven in ten households agree.", "Seven in ten households"),
        ("Two-thirds of the city is against.", "Two-thirds of the city"),
        ("60 % agree (margin of error 3 %).", "margin of error"),
        ("60 % agree, ± 3", "± 3"),
        ("The answers are representative of the ward.", "representative of"),
    ],
)
def test_a_claim_about_everyone_is_named(words: str, phrase: str) -> None:
    assert claims_more(words) == phrase


@pytest.mark.parametrize(
    "words",
    [
        "62% of those who took part want longer hours.",
        "Most people who answered are for it.",
        "A resident said that the hall is cold.",
        "Residents of the flats and shop-keepers disagreed.",
        "There is no margin of error, for people chose to answer.",
        "Half of the answers came on paper.",
        "",
    ],
)
def test_words_about_those_who_took_part_are_left_alone(words: str) -> None:
    assert claims_more(words) == ""


def test_a_finding_that_claims_more_than_was_heard_goes_on_only_with_a_published_reason() -> None:
    found = result(with_part(DONE, "findings", 0, source="62 % of residents"), "found", "GP-i.10")
    assert (found.result, found.field) == ("warn", "findings[0].source")
    assert "“62 % of residents”" in found.why
    assert result(DONE, "found", "GP-i.10").result == "pass"
