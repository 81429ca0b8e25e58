"""In which language somebody reads the statements, and what they say in it. Where a version lacks words: English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.activities.models.versions import Format
from heard.activities.queries.versions import Offer, Phrase, Words, offers_from, stale_in
from heard.methods.opinions.models import Opinions, Statement, Version
from heard.methods.opinions.queries.statements import opinions_of
from heard.rules.languages import ENGLISH

S = TypeVar("S", bound=Iterable[Any])


def phrases_of(strand: Strand) -> tuple[Phrase, ...]:
    """What a version words anew: question, introduction, and officers' statements that can be voted on."""
    rows = Statement.objects.filter(opinions=strand.pk, contribution__isnull=True, put_away_at__isnull=True)
    found = _around(opinions_of(strand)) + [_phrase(one, one.words) for one in rows.order_by("number")]
    return tuple(phrase for phrase in found if phrase.english.strip())


@dataclass(frozen=True, slots=True)
class Reading:
    """A strand's words as one offer has them. `asked` of the pages' messages: they go by its `language`.

    Words whose English has changed since stand in English: nobody votes on what it no longer says.
    """

    offer: Offer
    words: Words = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.offer.language

    @property
    def format(self) -> str:
        return self.offer.format

    @property
    def direction(self) -> str:
        return self.offer.direction

    @property
    def translator(self) -> str:
        return self.offer.translator

    @property
    def is_plain(self) -> bool:
        """Whether these are the English words that the strand itself holds."""
        return (self.language, self.format) == (ENGLISH, Format.STANDARD)

    def of(self, opinions: Opinions) -> Opinions:
        """The settings with question and introduction in these words; the row is for showing, not for keeping."""
        for phrase in _around(opinions):
            setattr(opinions, phrase.key, self._said(phrase) or phrase.english)
        return opinions

    def put(self, rows: S) -> S:
        """The same statements with `said` in these words, and `language`: whose words they are now.

        "" where it is not known (what people gave stands in their own words). `lacks`: nobody has translated it.
        """
        for one in rows:
            own = "" if one.contribution_id else self._said(_phrase(one, one.said))
            one.language = "" if one.contribution_id else self.language if own else ENGLISH
            one.lacks = not own and not one.contribution_id and not self.is_plain
            one.said = own or one.said
        return rows

    def _said(self, phrase: Phrase) -> str:
        return "" if stale_in(self.words, [phrase]) else self.words.get(phrase.key, {}).get("words", "")


def published_versions(strand: Strand) -> QuerySet[Version]:
    """The versions that people can read."""
    return Version.objects.filter(opinions=strand.pk, published_at__isnull=False)


def readings_of(strand: Strand) -> dict[str, Reading]:
    """Every language and format in which it can be read, by its code in addresses, English first. One query."""
    rows = published_versions(strand)
    kept = {
        (language, format): (translator, words)
        for language, format, translator, words in rows.values_list(
            "language", "format", "published_translator", "published_words"
        )
    }
    offers = offers_from((*key, translator) for key, (translator, _words) in kept.items())
    return {one.code: Reading(one, _words_in(kept, one)) for one in offers}


def _words_in(kept: Mapping[tuple[str, str], tuple[str, Words]], offer: Offer) -> Words:
    _translator, words = kept.get((offer.language, offer.format), ("", {}))
    return words


def statement_key(public_id: str) -> str:
    """Under which key a version words a statement."""
    return f"statement:{public_id}"


def _around(opinions: Opinions) -> list[Phrase]:
    return [
        Phrase("question", _("What it is about"), opinions.question),
        Phrase("introduction", _("Introduction"), opinions.introduction),
    ]


def _phrase(one: Statement, english: str) -> Phrase:
    return Phrase(statement_key(one.public_id), _("Statement %(number)d") % {"number": one.number}, english)
