"""In which languages and formats a survey is offered, and what officers see of each version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Stage, Strand
from heard.methods.survey.models import Format, Version
from heard.methods.survey.queries.asked import ENGLISH, Questionnaire
from heard.methods.survey.queries.asking import questionnaire
from heard.methods.survey.queries.messages import Language, language_of
from heard.methods.survey.queries.wording import Phrase, missing_from, phrases_of, stale_in, worded
from heard.rules.reading import long_sentences, reading_age

EASY = "-easy"
LONGEST_EASY = 15
"""Words in a sentence of Easy Read: “Information for all” (Inclusion Europe, 2009) asks for short sentences; the
Plain English Campaign gives 15 to 20 as a mean. The longest that is not remarked on here is 15."""


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


def offers_of(strand: Strand) -> tuple[Offer, ...]:
    """Every language and format in which people can answer, English first. One query; none for a while when open."""
    key = offers_key(strand)
    if strand.activity.stage == Stage.OPEN and (known := caches["pages"].get(key)) is not None:
        return tuple(known)
    found = offers_from(published_versions(strand).values_list("language", "format", "published_translator"))
    if strand.activity.stage == Stage.OPEN:
        caches["pages"].set(key, found, 60)
    return found


def published_versions(strand: Strand) -> QuerySet[Version]:
    """The versions that people can answer in, English standard apart."""
    return Version.objects.filter(survey_id=strand.pk, published_at__isnull=False).order_by("format", "language")


def offers_from(rows: Iterable[tuple[str, str, str]]) -> tuple[Offer, ...]:
    """Offers of published versions (language, format, translator), with English standard, which is always there."""
    found = [_offer(ENGLISH, Format.STANDARD), *(_offer(*row) for row in rows)]
    return tuple(
        sorted(found, key=lambda offer: (offer.language != ENGLISH, offer.language, offer.format != Format.STANDARD))
    )


def offers_key(strand: Strand) -> str:
    """The name under which the offers are kept for a while."""
    return f"survey:offers:{strand.pk}"


def _offer(language: str, format: str, translator: str = "") -> Offer:
    spoken = language_of(language)
    easy = format == Format.EASY_READ
    words = f"{spoken.own_name} · Easy Read" if easy else spoken.own_name
    return Offer(f"{language}{EASY if easy else ''}", language, format, words, spoken.direction, translator)


def offer_of(strand: Strand, code: str) -> Offer | None:
    """The published version with this code in addresses ("ar", "en-easy"); None if there is none."""
    return next((offer for offer in offers_of(strand) if offer.code == code), None)


def versions_of(strand: Strand) -> QuerySet[Version]:
    """Every version of a survey, published or not."""
    return Version.objects.filter(survey_id=strand.pk).select_related("written_by", "checked_by", "published_by")


def version_by_id(strand: Strand, public_id: str) -> Version:
    """One version; 404 with a sentence."""
    found = versions_of(strand).filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such version."))
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a version stands: what is missing from it and what was changed in English since."""

    version: Version
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


def standing_of(version: Version, asked: Questionnaire) -> Standing:
    """Where a version stands against the English questions."""
    phrases = phrases_of(asked)
    return Standing(
        version,
        language_of(version.language),
        phrases,
        missing_from(version.words, phrases),
        stale_in(version.words, phrases),
        bool(stale_in(version.published_words, phrases)),
    )


def standings_of(strand: Strand) -> list[Standing]:
    """Where each version stands."""
    asked = questionnaire(strand)
    return [standing_of(version, asked) for version in versions_of(strand)]


def draft_of_version(strand: Strand, version: Version) -> Questionnaire:
    """The questions as the version words them now, published or not: for its preview."""
    return worded(questionnaire(strand), version, published=False)


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


def offered_to(strand: Strand) -> tuple[tuple[str, str], ...]:
    """(language, format) of every published version, English standard first: what the gates ask."""
    return tuple((offer.language, offer.format) for offer in offers_of(strand))
