"""What the author of a reworded statement is shown before they have their own words back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heard.activities.models import Contribution, Layer, Receipt
from heard.methods.opinions import access
from heard.methods.opinions.models import Statement
from heard.methods.opinions.queries.rewording import clearer, made_of
from heard.methods.opinions.queries.statements import with_words
from heard.moderation.queries import withheld_among
from heard.rules.verdict import Verdict


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A statement of somebody's that says something else now: both wordings (`said`), and whether theirs may return."""

    statement: Any
    now: Any
    may: Verdict


def own_words_of(receipt: Receipt) -> list[OwnWords]:
    """The statements behind a receipt that say something else now. A fixed number of queries."""
    mine = Contribution.objects.filter(
        voice=receipt.voice_id, strand=receipt.strand_id, state=Contribution.State.RECEIVED, erased_at__isnull=True
    )
    rows = Statement.objects.filter(contribution__in=mine, put_away_at__isnull=False).order_by("number")
    found = list(with_words(rows.select_related("opinions__strand__activity", "contribution")))
    if not found:
        return []
    into, numbers = made_of([one.opinions_id for one in found]), [one.contribution_id for one in found]
    covers = Layer.objects.filter(passage__contribution__in=numbers, kind=Layer.Kind.REDACTION).order_by("at", "id")
    covered = dict(covers.values_list("passage__contribution", "reason"))
    withheld = withheld_among(numbers)
    return [
        OwnWords(
            old,
            new,
            access.may_bring_back(
                old, covered=covered.get(old.contribution_id, ""), withheld=withheld.get(old.contribution_id, "")
            ),
        )
        for old in found
        if (new := clearer(old, into)) is not None
    ]
