"""What there is to word anew in another language or in simpler words, in which it is offered, and how far each is."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from heard.activities.models.versions import Format, WordedVersion
from heard.rules.languages import ENGLISH
from heard.rules.reading import long_sentences, reading_age

Words = Mapping[str, Mapping[str, str]]
EASY = "-easy"
LONGEST_EASY = 15
"""Words in a sentence of Easy Read: “Information for all” (Inclusion Europe, 2009) asks for short sentences; the
Plain English Campaign gives 15 to 20 as a mean. The longest that is not remarked on here is 15."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One stretch of English to put into other words: its key in a version, what it is, its words.

    `may_stay`: it need not be translated (the name of a place).
    """

    key: str
    what: str
    english: str
    may_stay: bool = False

    @property
    def source(self) -> str:
        """The fingerprint of the English, kept beside a translation so that a later change shows."""
        return hashlib.sha256(self.english.encode()).hexdigest()[:16]


def missing_from(words: Words, phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Phrases that a version must word and does not."""
    needed = (one for one in phrases if one.english.strip() and not one.may_stay)
    return tuple(one for one in needed if not words.get(one.key, {}).get("words", "").strip())


def stale_in(words: Words, phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Phrases whose English is not what it was when they were translated."""
    return tuple(one for one in phrases if one.key in words and words[one.key].get("source") != one.source)


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which questions can be asked: its code, its English and its own name, its direction, page words.

    `note` says of the page words who made and checked them.
    """

    code: str
    name: str
    own_name: str
    direction: str = "ltr"
    note: str = ""
    words: Mapping[str, str] = field(default_factory=dict, compare=False)


@cache
def languages() -> dict[str, Language]:
    """The languages of policy/languages.toml by code, English first. Raises ValueError naming what is wrong there."""
    known = {ENGLISH: Language(ENGLISH, "English", "English")}
    path = settings.POLICY / "languages.toml"
    if not path.exists():
        return known
    for one in tomllib.loads(path.read_text("utf-8"))["languages"]:
        if one["direction"] not in ("ltr", "rtl"):
            raise ValueError(f"languages.toml: the direction of “{one['code']}” is neither ltr nor rtl")
        known[one["code"]] = Language(
            one["code"], one["name"], one["own_name"], one["direction"], one.get("note", ""), one.get("words", {})
        )
    return known


def language_of(code: str) -> Language:
    """One language; English where the city does not know the code any more."""
    return languages().get(code, languages()[ENGLISH])


def own_message(asked: Any, words: str) -> str:
    """A message in the language of `asked` (`language`, and `messages` of its own); "" where nobody translated it."""
    if asked is None or asked.language == ENGLISH:
        return gettext(words)
    own: Mapping[str, str] = getattr(asked, "messages", {})
    return own.get(words) or language_of(asked.language).words.get(words, "")


@dataclass(frozen=True, slots=True)
class Offer:
    """One published version as people choose it: its code in addresses, its own name, its direction."""

    code: str
    language: str
    format: str
    words: str
    direction: str
    translator: str = ""

    @property
    def is_easy_read(self) -> bool:
        return self.format == Format.EASY_READ


def offers_from(rows: Iterable[tuple[str, str, str]]) -> tuple[Offer, ...]:
    """Offers of published versions (language, format, translator), with English standard, which is always there."""
    found = [_offer(ENGLISH, Format.STANDARD), *(_offer(*row) for row in rows)]
    return tuple(
        sorted(found, key=lambda offer: (offer.language != ENGLISH, offer.language, offer.format != Format.STANDARD))
    )


def _offer(language: str, format: str, translator: str = "") -> Offer:
    spoken = language_of(language)
    easy = format == Format.EASY_READ
    words = f"{spoken.own_name} · Easy Read" if easy else spoken.own_name
    return Offer(f"{language}{EASY if easy else ''}", language, format, words, spoken.direction, translator)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a version stands: what is missing from it and what was changed in English since."""

    version: WordedVersion
    language: Language
    phrases: tuple[Phrase, ...]
    missing: tuple[Phrase, ...]
    stale: tuple[Phrase, ...]
    stale_published: bool

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.stale)

    @property
    def done(self) -> int:
        """How many of the phrases that need it are worded."""
        return sum(not phrase.may_stay for phrase in self.phrases) - len(self.missing)

    @property
    def needed(self) -> int:
        return sum(not phrase.may_stay for phrase in self.phrases)


def standing_of(version: WordedVersion, phrases: tuple[Phrase, ...]) -> Standing:
    """Where a version stands against the English phrases."""
    return Standing(
        version,
        language_of(version.language),
        phrases,
        missing_from(version.words, phrases),
        stale_in(version.words, phrases),
        bool(stale_in(version.published_words, phrases)),
    )


@dataclass(frozen=True, slots=True)
class Remark:
    """What the linter of Easy Read advises about one phrase. It counts words; it never refuses."""

    what: str
    words: str
    advice: str


def easy_read_remarks(standing: Standing) -> list[Remark]:
    """Long sentences and a high reading age in the wording of an Easy Read version in English."""
    found: list[Remark] = []
    for phrase in standing.phrases:
        said = standing.version.words.get(phrase.key, {}).get("words", "")
        found += _remarks(phrase.what, said)
    return found


def _remarks(what: str, said: str) -> Iterable[Remark]:
    for sentence, number in long_sentences(said, LONGEST_EASY):
        yield Remark(
            what,
            sentence,
            _("%(n)d words in one sentence. Cut it in two; %(most)d are enough.") % {"n": number, "most": LONGEST_EASY},
        )
    age: Any = reading_age(said)
    if age is not None and age > 11:
        yield Remark(
            what, said[:120], _("Reads like a text for %(age)d years and over. Shorter words help.") % {"age": age}
        )
