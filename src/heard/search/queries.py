"""What may be found. Words are made alike in Python; PostgreSQL only matches and ranks them."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.functions import Cast

from heard.ground.paging import Page, capped_count, page_of
from heard.search.models import SearchEntry

NEWEST = 1000
LONGEST_QUERY = 200
# What stands where no word can: controls, surrogates, unassigned and private characters.
_NO_WORD = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}


def alike(text: str) -> str:
    """The text as it is matched: NFKD, marks stripped, lower case, NFC; controls become spaces.

    "Café" is "cafe", "ﬁre" is "fire", "ＡＢＣ" is "abc". What no text column can hold becomes a space too.
    """
    apart = unicodedata.normalize("NFKD", text).casefold()
    kept = ("" if unicodedata.combining(c) else " " if unicodedata.category(c) in _NO_WORD else c for c in apart)
    return unicodedata.normalize("NFC", "".join(kept))


def find(
    words: str,
    kind: str = "",
    after: str = "",
    size: int = 20,
    *,
    place: str = "",
    activity_ref: str = "",
) -> Page[SearchEntry]:
    """A page of what matches: the newest 1,000 matches, the best first, then the newest.

    Takes what people type: "exact words", -without, or. A query that holds no word finds nothing. `after` is the
    cursor of the page before. Each entry carries `rank`.
    """
    found = _matches(words, kind, place, activity_ref)
    newest = found.order_by("-at", "-id")[:NEWEST]
    ranked = SearchEntry.objects.filter(pk__in=newest.values("pk")).annotate(rank=_rank(words))
    return page_of(ranked, order=("-rank", "-at", "-id"), after=after, size=size)


def count(words: str, kind: str = "", *, place: str = "", activity_ref: str = "") -> tuple[int, bool]:
    """How many match, counted to 1,000; the second value says if there are more."""
    return capped_count(_matches(words, kind, place, activity_ref), NEWEST)


def _matches(words: str, kind: str, place: str, activity_ref: str) -> QuerySet[SearchEntry]:
    if not any(character.isalnum() for character in alike(words)):
        return SearchEntry.objects.none()
    plain, stemmed = _queries(words)
    exact = {"kind": kind, "place": place, "activity_ref": activity_ref}
    chosen: dict[str, Any] = {name: alike_or_nothing(value) for name, value in exact.items() if value}
    return SearchEntry.objects.filter(Q(words=plain) | Q(stems=stemmed), **chosen)


def alike_or_nothing(value: str) -> str:
    """A filter's value if a text column could hold it, else one that nothing has."""
    return value if value.isprintable() else " "


def _queries(words: str) -> tuple[SearchQuery, SearchQuery]:
    asked = alike(words[:LONGEST_QUERY])
    return (
        SearchQuery(asked, config="simple", search_type="websearch"),
        SearchQuery(asked, config="english", search_type="websearch"),
    )


def _rank(words: str) -> Cast:
    """Exact words count double; in millionths, so that a cursor compares whole numbers."""
    plain, stemmed = _queries(words)
    score = SearchRank(F("words"), plain) * 2.0 + SearchRank(F("stems"), stemmed)
    return Cast(score * 1_000_000.0, IntegerField())
