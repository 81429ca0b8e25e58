"""Open data: statements and their counts. Never a vote, a voter or a place in the picture (decision 8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from heard.activities.models import Contribution, Strand
from heard.methods.opinions.models import Statement
from heard.methods.opinions.queries.result import as_dicts
from heard.methods.opinions.queries.statements import shown_among, with_words

MODERATED = {True: 1, False: -1}  # Polis: shown, not shown


def open_rows(strand: Strand) -> Iterator[dict[str, Any]]:
    """One row for each statement, in the columns of the Polis export of comments, and how each group stands.

    The counts are those of the frozen result. Words stand only where everyone may read and quote them.
    """
    found = (strand.outcome or {}).get("found")
    if not found:
        return
    listed = Statement.objects.filter(opinions=strand.pk).select_related("contribution", "came_from")
    rows = {each.number: each for each in with_words(listed)}
    read = set(shown_among(Statement.objects.filter(opinions=strand.pk)).values_list("number", flat=True))
    for row in as_dicts(found):
        one = rows.get(row["statement"])
        if one is not None:
            yield _row(one, row, one.number in read)


def _row(one: Any, row: dict[str, Any], is_read: bool) -> dict[str, Any]:
    quoted = one.contribution is None or (
        one.contribution.may_quote and one.contribution.state == Contribution.State.RECEIVED
    )
    groups = " · ".join(
        f"{letter}: {yes} in 10" for letter, yes, _no in row["in_groups"] if yes is not None
    )  # fmt: skip
    return {
        "comment_id": one.number,
        "agrees": _count(row["agree"]),
        "disagrees": _count(row["disagree"]),
        "passes": _count(row["passed"]),
        "moderated": MODERATED[is_read],
        "comment_body": one.said if is_read and quoted else "",
        "came_from": one.came_from.number if one.came_from else "",
        "from": "first statements" if one.added_by_id and one.contribution_id is None else "people",
        "enough_votes": int(row["enough"]),
        "agree_in_groups": groups,
    }


def _count(number: int | None) -> int | str:
    """A count, or nothing where so few voted in all that none is told."""
    return "" if number is None else number
