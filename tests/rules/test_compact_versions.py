"""GP-g at the point of answering: Easy Read and languages are published, not only planned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from heard.rules.compact import REGISTRY
from heard.rules.snapshot import Access, Snapshot, Strand

SURVEY = Strand(title="Your day", method="survey", published_languages=("English",), published_formats=("standard",))
TALK = Strand(title="Tea and talk", method="gathering")


@pytest.mark.parametrize(
    ("access", "strand", "check", "result", "words"),
    [
        (Access(includes_learning_disabled=True), SURVEY, "GP-g.7", "fails", "“Your day” can be answered in standard"),
        (Access(includes_learning_disabled=True), TALK, "GP-g.7", "fine", "can be answered in Easy Read"),
        (Access(), SURVEY, "GP-g.7", "fine", "not recorded as including"),
        (
            Access(includes_learning_disabled=True),
            replace(SURVEY, published_formats=("standard", "easy_read")),
            "GP-g.7",
            "fine",
            "can be answered in Easy Read",
        ),
        (Access(languages_spoken=("Romanian", "English")), SURVEY, "GP-g.8", "fails", "is not published in Romanian"),
        (Access(languages=("Polish",)), SURVEY, "GP-g.8", "fails", "is not published in Polish"),
        (
            Access(languages=("polish",), languages_spoken=("Polish",)),
            replace(SURVEY, published_languages=("English", "Polish")),
            "GP-g.8",
            "fine",
            "published in every language",
        ),
        (
            Access(languages=("Punjabi",), languages_spoken=("ਪੰਜਾਬੀ", "pl")),
            replace(SURVEY, published_languages=("English", "Panjabi", "Polish")),
            "GP-g.8",
            "fine",
            "published in every language",
        ),
        (
            Access(languages=("Punjabi", "Panjabi", "Klingon", "klingon")),
            SURVEY,
            "GP-g.8",
            "fails",
            "is not published in Punjabi and Klingon",
        ),
        (Access(languages_spoken=("Punjabi",), languages=("Panjabi",)), SURVEY, "GP-g.3", "fine", "is offered"),
        (Access(languages_spoken=("Dari",), languages=("Farsi",)), SURVEY, "GP-g.3", "fails", "not offered: Dari"),
        (Access(languages=("Polish",)), TALK, "GP-g.8", "fine", "published in every language"),
    ],
)  # fmt: skip
def test_what_is_promised_is_looked_for_where_people_answer(
    access: Access, strand: Strand, check: str, result: str, words: str
) -> None:
    found = REGISTRY[check].function(Snapshot(access=access, strands=(strand,)), {})
    assert words in found.why
    assert found.result == ("pass" if result == "fine" else "fail")
