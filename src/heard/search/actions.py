"""Put something where it can be found, or take it away. Called inside the owning room's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from heard.ground.fields import refuse_nul
from heard.search.models import SearchEntry
from heard.search.queries import alike

LONGEST_TEXT = 150_000  # characters; PostgreSQL's search vector ends at one megabyte
LONGEST_EXTRACT = 300


def put(
    *,
    ref: str,
    kind: str,
    title: str,
    extract: str,
    url: str,
    text: str,
    at: datetime,
    place: str = "",
    activity_ref: str = "",
) -> None:
    """Make one public thing findable, or renew it. `ref` names it for its room (``finding:abc``).

    Only what anyone may read. `text` is matched and not kept. Raises ValidationError on a NUL character.
    """
    for part in (ref, kind, title, extract, url, text, place, activity_ref):
        refuse_nul(part)
    shown: dict[str, Any] = {
        "kind": kind,
        "title": title[:300],
        "extract": extract if len(extract) <= LONGEST_EXTRACT else extract[: LONGEST_EXTRACT - 1].rstrip() + "…",
        "url": url,
        "place": place[:120],
        "at": at,
        "activity_ref": activity_ref,
        "words": _vector("simple", title, text),
        "stems": _vector("english", title, text),
    }
    if not SearchEntry.objects.filter(ref=ref).update(**shown):
        SearchEntry.objects.bulk_create(
            [SearchEntry(ref=ref, **shown)],
            update_conflicts=True,
            unique_fields=["ref"],
            update_fields=list(shown),
        )


def drop(ref: str) -> int:
    """Make it unfindable. Returns how many entries went: 1, or 0 if there was none."""
    return SearchEntry.objects.filter(ref=ref).delete()[0]


def _vector(config: str, title: str, text: str) -> Any:
    return SearchVector(Value(alike(title)), weight="A", config=config) + SearchVector(
        Value(alike(text[:LONGEST_TEXT])), weight="C", config=config
    )
