"""Translations, Easy Read and plain words that lie over a passage, as they stand beside the words themselves.

A reading made before words were covered or put right might give them away, or say what was never said, so only those
made after the newest of these are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from heard.activities.models import Contribution, Layer, Passage
from heard.rules.languages import ENGLISH, code_of, direction_of, name_of

Kind, How = Layer.Kind, Layer.How
READ = (Kind.TRANSLATION, Kind.EASY_READ, Kind.PLAIN)
COVER = (Kind.REDACTION, Kind.CORRECTION)
KEPT = ("kind", "words", "language", "from_language", "how", "translator")


@dataclass(frozen=True, slots=True)
class Laid:
    """One reading as it is shown: what it is ("In English"), its words, and who made it, honestly (`note`)."""

    title: str
    words: str
    language: str
    direction: str
    note: str
    kind: str

    @property
    def is_english(self) -> bool:
        return self.language == ENGLISH and self.kind == Kind.TRANSLATION


def laid_rows(passage: str) -> ArraySubquery:
    """For `annotate(laid=…)`: the readings over the passage that the field `passage` names, oldest first."""
    later = Layer.objects.filter(passage=OuterRef("passage"), kind__in=COVER, pk__gt=OuterRef("pk"))
    rows = Layer.objects.filter(~Exists(later), passage=OuterRef(passage), kind__in=READ).order_by("pk")
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in KEPT})))


def laid_over(row: Any) -> tuple[Laid, ...]:
    """The readings of a passage, English first: the newest of each kind and language.

    `row` is a passage, or leads to one by `.passage`; it carries `laid` (annotated), or its layers are prefetched.
    """
    passage: Passage = getattr(row, "passage", row)
    kept: Iterable[Mapping[str, Any]] = row.laid if hasattr(row, "laid") else _current(passage)
    newest = {(each["kind"], each["language"]): each for each in kept if each["words"]}
    found = [_laid(each, passage.language) for each in newest.values()]
    return tuple(sorted(found, key=lambda one: (not one.is_english, one.kind != Kind.TRANSLATION, one.title)))


def _current(passage: Passage) -> list[dict[str, Any]]:
    layers = sorted(passage.layers.all(), key=lambda layer: layer.pk)
    cover = max((layer.pk for layer in layers if layer.kind in COVER), default=0)
    return [
        {name: getattr(layer, name) for name in KEPT} for layer in layers if layer.kind in READ and layer.pk > cover
    ]


def _laid(row: Mapping[str, Any], original: str) -> Laid:
    language = code_of(row["language"]) or row["language"] or ENGLISH
    return Laid(
        title=_title(row["kind"], language),
        words=row["words"],
        language=language,
        direction=direction_of(language),
        note=" ".join(filter(None, (_source(row, original), _maker(row)))),
        kind=row["kind"],
    )


def _title(kind: str, language: str) -> str:
    said = {"language": name_of(language)}
    if kind == Kind.TRANSLATION:
        return _("In %(language)s") % said
    label = str(Kind(kind).label)
    return label if language == ENGLISH else _("%(kind)s, in %(language)s") % {"kind": label, **said}


def _source(row: Mapping[str, Any], original: str) -> str:
    if row["kind"] != Kind.TRANSLATION:
        return _("The same in simpler words.")
    return _("Translated from %(language)s.") % {"language": name_of(row["from_language"] or original)}


def _maker(row: Mapping[str, Any]) -> str:
    said = {"who": row["translator"]}
    match row["how"]:
        case How.PERSON:
            return _("By %(who)s.") % said
        case How.MACHINE:
            return _("By a machine (%(who)s); nobody has checked it.") % said
        case How.CHECKED:
            return _("By a machine (%(who)s), checked by a person who reads both.") % said
    return ""


def untranslated(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Contributions with words in another language than English, over which no English lies that may be shown."""
    later = Layer.objects.filter(passage=OuterRef("passage"), kind__in=COVER, pk__gt=OuterRef("pk"))
    english = Layer.objects.filter(
        ~Exists(later), passage=OuterRef("pk"), kind=Kind.TRANSLATION, language__in=("", ENGLISH)
    )
    waiting = Passage.objects.filter(~Exists(english), contribution=OuterRef("pk")).exclude(words="")
    return rows.filter(Exists(waiting.exclude(language__in=("", ENGLISH))), erased_at__isnull=True)
