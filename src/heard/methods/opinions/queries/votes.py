"""All votes of a strand, as the rule counts them. For arithmetic: no page shows a row of this."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Count, Min, Q

from heard.activities.models import Strand
from heard.methods.opinions.models import Participant, Vote
from heard.methods.opinions.queries.statements import open_to_votes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from heard.rules.opinions import Votes

    Numbers = NDArray[np.int64]

# One row for each statement, and one join: row by row, or joined with the statements, 800,000 votes took eight seconds
# where the database had not yet counted its rows (ANALYZE).
ROWS = (
    "SELECT v.statement_id, array_send(array_agg(v.id)), array_send(array_agg(v.participant_id)),"
    " array_send(array_agg(v.way)) FROM opinions_vote v JOIN opinions_participant p ON p.id = v.participant_id"
    " WHERE p.opinions_id = %s AND p.left_out_at IS NULL AND v.id > %s GROUP BY v.statement_id"
)
HEAD = 20  # bytes before the first item of an array as PostgreSQL sends it; then its length and the number, for each


def votes_of(strand: Strand, *, after: int = 0) -> tuple[Votes, int]:
    """Every vote that counts (later than number `after`), and the number of the newest.

    Voters go by their number here, statements by the number on their card; both only inside the arithmetic. Votes on
    statements that cannot be voted on now are left out. The moment of a vote is its number: later votes have higher
    ones, and nothing is lost when the time of day is deleted.
    """
    import numpy as np

    from heard.rules.opinions.votes import arranged

    with connection.cursor() as cursor:
        cursor.execute(ROWS, [strand.pk, after])
        found = {thing: tuple(map(_numbers, columns)) for thing, *columns in cursor.fetchall()}
    newest = max((int(ids.max()) for ids, _people, _ways in found.values()), default=after)
    live = open_to_votes(strand).filter(pk__in=found).order_by("number").values_list("number", "pk")
    names: list[str] = []
    columns: list[tuple[Numbers, ...]] = [(np.zeros(0, np.int64),) * 4]
    for place, (number, thing) in enumerate(live):
        names.append(str(number))
        columns.append((*found[thing], np.full(len(found[thing][0]), place)))
    ids, voters, ways, what = (np.concatenate(each) for each in zip(*columns, strict=True))
    people, who = np.unique(voters, return_inverse=True)
    return arranged(ids, [str(each) for each in people.tolist()], who, names, what, ways.astype(np.int8)), newest


def _numbers(sent: bytes) -> Numbers:
    """The numbers of an array as PostgreSQL sends it (`array_send`): eight bytes each, or two for a small one."""
    import numpy as np

    width = int.from_bytes(sent[HEAD : HEAD + 4], "big")
    items = np.frombuffer(sent, np.dtype([("width", ">i4"), ("number", f">i{width}")]), offset=HEAD)
    return items["number"].astype(np.int64)


def first_votes(strand: Strand) -> dict[str, datetime]:
    """When each participant voted first, as far as the time is still kept. For what looks odd."""
    rows = Vote.objects.filter(participant__opinions=strand.pk, participant__left_out_at__isnull=True)
    found = rows.filter(given_at__isnull=False).order_by().values("participant").annotate(first=Min("given_at"))
    return {str(row["participant"]): row["first"] for row in found}


def people_in(strand: Strand) -> int:
    """How many voted at least once, and count."""
    return Participant.objects.filter(opinions=strand.pk, left_out_at__isnull=True).count()


def people_and_left_out(strand: Strand) -> tuple[int, int]:
    """How many count who voted at least once, and of how many the votes were left out, by two people from two teams."""
    left_out = Q(left_out_at__isnull=False)
    rows = Participant.objects.filter(opinions=strand.pk)
    found = rows.aggregate(people=Count("pk", filter=~left_out), left_out=Count("pk", filter=left_out))
    return found["people"], found["left_out"]


def marks_of(strand: Strand) -> str:
    """What changes whenever the picture may: the counts of every statement that can be voted on. One query."""
    rows = open_to_votes(strand).order_by("number").values_list("number", "agree", "disagree", "passed")
    return ";".join(",".join(map(str, row)) for row in rows)
