"""The sample survey in Polish and in Easy Read. Sample wording that no translator has checked, and it says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from heard.activities.actions import lay_reading
from heard.activities.actions.versions import Versions
from heard.activities.models import Passage, Strand
from heard.methods.survey.actions.versions import VERSIONS

WHO = "Sample translation, not checked"
POLISH = {
    "Six questions, at home": "Sześć pytań w domu",
    "Every answer is read by a person.": "Każdą odpowiedź czyta człowiek.",
    "Thank you. You will be told what became of it.": "Dziękujemy. Powiemy, co z tego wynikło.",
    "About you and this place": "O tobie i o tym miejscu",
    "In your own words": "Własnymi słowami",
    "How often do you use it?": "Jak często z tego korzystasz?",
    "Every week": "Co tydzień",
    "Every month": "Co miesiąc",
    "Less often": "Rzadziej",
    "Never": "Nigdy",
    "What matters most to you?": "Co jest dla ciebie najważniejsze?",
    "Opening hours": "Godziny otwarcia",
    "Price": "Cena",
    "Getting there": "Dojazd",
    "Feeling welcome": "Miła atmosfera",
    "Warmth": "Ciepło",
    "How much do you agree that it should stay open later?": "Czy powinno być otwarte dłużej?",
    "1 – not at all": "1 – wcale nie",
    "5 – very much": "5 – bardzo",
    "What should change first, and why?": "Co zmienić najpierw i dlaczego?",
    "Who is left out today?": "Kogo dziś pomijamy?",
    "Is there anything else we should know?": "Co jeszcze powinniśmy wiedzieć?",
}
EASY = {
    "How often do you use it?": "Do you go there a lot?",
    "What matters most to you?": "What is important to you?",
    "How much do you agree that it should stay open later?": "Should it be open later?",
    "What should change first, and why?": "What should we change first? Why?",
    "Who is left out today?": "Who can not use it now?",
    "Is there anything else we should know?": "Do you want to tell us more?",
}
SAID_IN = {
    "The lift has been broken since spring, so my mother waits downstairs.": (
        "pl", "Winda nie działa od wiosny, więc moja mama czeka na dole.",
    ),
    "Put the bus times on the screen, then I need not stand in the rain.": (
        "pl", "Pokażcie godziny autobusów na ekranie, wtedy nie muszę stać na deszczu.",
    ),
}  # fmt: skip
"""What invented people said in another language, by its English. The wording is a sample that nobody has checked."""
PLAIN = {
    "It is cold in winter. I keep my coat on and leave early.": "It is too cold. I go home early.",
}
INFLUENCE = {"pl": "Twoja odpowiedź może zmienić plan.", "en": "What you say can change the plan."}


def lay_beside(passage: Passage, by: Any, at: datetime) -> str:
    """The English of what was said in another language, laid beside it as an officer does. Answers with the English."""
    english = {own: line for line, (_language, own) in SAID_IN.items()}.get(passage.words, "")
    if english:
        lay_reading(
            passage=passage, kind="translation", words=english, language="en", how="machine",
            translator="Sample machine", looked=True, by=by, at=at,
        )  # fmt: skip
    if plain := PLAIN.get(passage.words):
        lay_reading(
            passage=passage, kind="plain", words=plain, language="en", how="person", translator="Sample Neighbours",
            looked=True, by=by, at=at,
        )  # fmt: skip
    return english or passage.words


def offer_versions(strand: Strand, by: Any, second: Any, at: datetime) -> None:
    """Write, read back and publish both versions of the survey, through the same acts as an officer's."""
    for language, format, said in (("pl", "standard", POLISH), ("en", "easy_read", EASY)):
        offer(VERSIONS, strand, language, format, {**said, "influence": INFLUENCE[language]}, by, second, at)


def offer(
    versions: Versions[Any], strand: Strand, language: str, format: str, said: Mapping[str, str], by: Any, second: Any,
    at: datetime,
) -> None:  # fmt: skip
    """Write, read back and publish one version. `said`: the words by the phrase's key, or else by its English."""
    version = versions.start(strand=strand, language=language, format=format, by=by, at=at)
    words = {
        phrase.key: said.get(phrase.key) or said.get(phrase.english, phrase.english)
        for phrase in versions.phrases(strand)
    }
    version = versions.write(version=version, strand=strand, words=words, translator=WHO, by=by, at=at)
    version = versions.check(
        version=version, strand=strand, checker="An invented second reader", how="Sample only", by=second, at=at
    )
    versions.publish(version=version, strand=strand, by=second, at=at)
