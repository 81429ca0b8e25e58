"""What was said, as it is shown; what came in by which channel; whose receipt a code is."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Contribution, Layer, Passage, Receipt, Strand
from heard.activities.queries.layers import untranslated
from heard.people.models import Voice
from heard.rules import receipt as codes


def find_by_receipt(code: str) -> Receipt | None:
    """The receipt of a code, with strand and activity; None alike for a malformed, unknown or erased code."""
    read = codes.read(code)
    if read is None:
        return None
    return (
        Receipt.objects.select_related("strand__activity__lead")
        .filter(code_hash=codes.hashed(read, settings.HEARD_RECEIPT_KEY), erased_at__isnull=True)
        .first()
    )


def secret_opens(receipt: Receipt, secret: str) -> bool:
    """Whether a secret is the one on the receipt's slip. Spaces, dashes and case do not matter."""
    given = "".join(sign for sign in secret.upper() if sign.isalnum())
    hashed = codes.hashed(given, settings.HEARD_RECEIPT_KEY)
    return bool(receipt.secret_hash and not receipt.erased_at) and hmac.compare_digest(receipt.secret_hash, hashed)


def voice_named(reference: str) -> Voice | None:
    """The voice behind a receipt code or a trace id, for erasure (settings.VOICE_NAMED); None for anything else."""
    if receipt := find_by_receipt(reference):
        return Voice.objects.get(pk=receipt.voice_id)
    found = Contribution.objects.select_related("voice").filter(trace_id=reference.strip().lower()).first()
    return found.voice if found else None


def refs_of(voice: Voice) -> list[tuple[str, str]]:
    """Activity and trace id of everything a voice gave, for erasure (settings.VOICE_REFS)."""
    mine = Contribution.objects.filter(voice=voice).order_by("pk")
    return list(mine.values_list("strand__activity__public_id", "trace_id"))


def shown_words(passage: Passage) -> str:
    """The words as everyone reads them: newest redaction, else correction, else transcription, else as they were said.

    What was covered stays covered whatever is corrected underneath. Reads `passage.layers` (prefetch them for a list:
    `with_words` does).
    """
    layers = sorted(passage.layers.all(), key=lambda layer: (layer.at, layer.pk))
    for kind in (Layer.Kind.REDACTION, Layer.Kind.CORRECTION, Layer.Kind.TRANSCRIPTION):
        found = [layer.words for layer in layers if layer.kind == kind]
        if found:
            return found[-1]
    return passage.words


def with_words(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """The same contributions with passages and layers at hand: two queries more, however many rows."""
    return contributions.prefetch_related(Prefetch("passages", Passage.objects.prefetch_related("layers")))


def contributions_of(
    activity: Activity, *, channel: str = "", state: str = "", strand: str = "", words: str = ""
) -> QuerySet[Any]:
    """What came in for an activity, narrowed by channel, state, strand (its public id), or `words`: "untranslated"."""
    rows = Contribution.objects.filter(strand__activity=activity).select_related("strand", "entered_by")
    rows = untranslated(rows) if words == "untranslated" else rows
    narrow = {"channel": channel, "state": state, "strand__public_id": strand}
    return rows.filter(**{name: value for name, value in narrow.items() if value})


def contribution_by_trace(trace_id: str) -> Contribution:
    """One contribution with its strand and activity; 404 with a sentence."""
    found = (
        Contribution.objects.select_related("strand__activity__lead", "strand__activity__plan")
        .filter(trace_id=trace_id)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such contribution."))
    return found


def channel_counts(strand: Strand) -> Mapping[str, int]:
    """How many contributions came in by each channel of a strand, in whatever state: process counts are exact."""
    rows = strand.contributions.order_by().values("channel").annotate(n=Count("pk"))
    return {row["channel"]: row["n"] for row in rows}


def came_in_by_channel(activity: Activity) -> QuerySet[Any, Any]:
    """How many contributions came in by each channel of an activity and count: rows of channel and n. One query."""
    rows = Contribution.objects.filter(strand__activity=activity, state=Contribution.State.RECEIVED).order_by()
    return rows.values("channel").annotate(n=Count("pk")).order_by("channel")


def counts_of(activity: Activity) -> list[dict[str, Any]]:
    """How many contributions stand in each state, by strand and channel: rows of strand, channel, state and n."""
    rows = Contribution.objects.filter(strand__activity=activity).order_by()
    counted = rows.values("strand__public_id", "strand__title", "channel", "state").annotate(n=Count("pk"))
    return [dict(row) for row in counted.order_by("strand__title", "channel", "state")]
