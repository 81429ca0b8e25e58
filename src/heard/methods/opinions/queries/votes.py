"""All votes of a strand, as the rule counts them. For arithmetic: no page shows a row of this."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Min

from heard.activities.models import Strand
from heard.methods.opinions.models import Participant, Vote
from heard.methods.opinions.queries.statements import open_to_votes

if TYPE_CHECKING:
    from heard.rules.opinions import Votes

ROWS = (
    "COPY (SELECT v.id, v.participant_id, s.number, v.way FROM opinions_vote v"
    " JOIN opinions_statement s ON s.id = v.statement_id"
    " JOIN opinions_participant p ON p.id = v.participant_id"
    " WHERE s.opinions_id = {strand:d} AND p.left_out_at IS NULL AND v.id > {after:d}) TO STDOUT"
)


def votes_of(strand: Strand, *, after: int = 0) -> tuple[Votes, int]:
    """Every vote that counts (later than number `after`), and the number of the newest.

    Voters go by their number here, statements by the number on their card; both only inside the arithmetic. Votes on
    statements that cannot be voted on now are left out. The moment of a vote is its number: later votes have higher
    ones, and nothing is lost when the time of day is deleted.
    """
    import numpy as np

    from heard.rules.opinions.votes import arranged

    with (
        connection.cursor() as cursor,
        cursor.copy(ROWS.format(strand=strand.pk, after=after)) as copy,
    ):
        text = b"".join(copy)
    rows = np.fromstring(text.decode(), dtype=np.int64, sep=" ").reshape(-1, 4)
    newest = int(rows[:, 0].max()) if len(rows) else after
    live = np.array(list(open_to_votes(strand).values_list("number", flat=True)), np.int64)
    rows = rows[np.isin(rows[:, 2], live)]
    people, who = np.unique(rows[:, 1], return_inverse=True)
    things, what = np.unique(rows[:, 2], return_inverse=True)
    names = [str(each) for each in people.tolist()], [str(each) for each in things.tolist()]
    return arranged(rows[:, 0], names[0], who, names[1], what, rows[:, 3].astype(np.int8)), newest


def first_votes(strand: Strand) -> dict[str, datetime]:
    """When each participant voted first, as far as the time is still kept. For what looks odd."""
    rows = Vote.objects.filter(participant__opinions=strand.pk, participant__left_out_at__isnull=True)
    found = rows.filter(given_at__isnull=False).order_by().values("participant").annotate(first=Min("given_at"))
    return {str(row["participant"]): row["first"] for row in found}


def people_in(strand: Strand) -> int:
    """How many voted at least once, and count."""
    return Participant.objects.filter(opinions=strand.pk, left_out_at__isnull=True).count()


def left_out_in(strand: Strand) -> int:
    """How many participants' votes were left out, by two people from two teams."""
    return Participant.objects.filter(opinions=strand.pk, left_out_at__isnull=False).count()


def marks_of(strand: Strand) -> str:
    """What changes whenever the picture may: the counts of every statement that can be voted on. One query."""
    rows = open_to_votes(strand).order_by("number").values_list("number", "agree", "disagree", "passed")
    return ";".join(",".join(map(str, row)) for row in rows)
