"""Something meant for everyone comes in: shown at once, or waiting for a moderator, and never lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from heard.activities.models import Contribution, Passage
from heard.audit.actions import record
from heard.ground.refusal import Conflict
from heard.moderation.models import Item
from heard.moderation.queries import looks_before, moderation_policy
from heard.rules.moderation import attention, digest_of, waits


def submit(
    *, contribution: Contribution, kind: str, at: datetime, signals: Mapping[str, Any] | None = None, stance: str = ""
) -> Item:
    """Put something that is meant for everyone before the moderators. Called in the transaction that received it.

    Consequences: it is shown at once, or waits, by what the activity chose and by what was noticed (`signals`, see
    rules.moderation.attention); either way a moderator looks at it. The same contribution again: the same item.
    """
    if kind not in Item.Kind.values or stance not in ("", *Item.Stance.values):
        raise Conflict(f"There is no “{kind}” with the stance “{stance}”.")
    known = Item.objects.filter(contribution=contribution).first()
    if known is not None:
        return known
    strand, terms = contribution.strand, moderation_policy().signals
    words = "\n".join(Passage.objects.filter(contribution=contribution).values_list("words", flat=True))
    digest = digest_of(words, terms)
    noticed = {**(signals or {}), "same": _same(strand.activity_id, digest)}
    before = looks_before(strand.activity_id)
    found = attention(words, noticed, terms)
    hidden = waits(found, terms, before=before)
    with transaction.atomic():
        item, is_new = Item.objects.get_or_create(
            contribution=contribution,
            defaults={
                "activity_id": strand.activity_id,
                "strand": strand,
                "kind": kind,
                "stance": stance,
                "state": Item.State.WAITING if hidden else Item.State.SHOWN,
                "attention": [*(["before"] if before else []), *found],
                "signals": {key: value for key, value in noticed.items() if value not in (0, False, "")},
                "words_digest": digest,
                "submitted_at": at,
            },
        )
        if is_new and hidden:
            record(
                what="moderation.waits",
                about=f"contribution:{contribution.trace_id}",
                by="system",
                at=at,
                public={"activity": strand.activity.public_id, "attention": item.attention},
            )
    return item


def _same(activity_id: int, digest: str) -> int:
    """How many texts of the activity say the same; counted no further than a hundred."""
    if not digest:
        return 0
    return len(Item.objects.filter(activity_id=activity_id, words_digest=digest).values_list("pk", flat=True)[:100])
