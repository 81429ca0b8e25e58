"""Many votes at once: a conversation that was held elsewhere, in one transaction with one entry in the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions.noting import note
from heard.activities.models import Stage, Strand
from heard.ground import clock
from heard.ground.fields import short_id
from heard.ground.inserting import copy_values, reserve
from heard.ground.refusal import Conflict, ask
from heard.methods.opinions import access
from heard.methods.opinions.actions.voting import hold_statements
from heard.methods.opinions.models import Participant, Statement, Vote
from heard.methods.opinions.queries.turns import hash_of
from heard.people.models import Account


class Ballot(NamedTuple):
    """One vote: the key its person goes by, the statement's number in the database, the way, the moment."""

    key: str
    statement: int
    way: int
    given_at: datetime


def take_in_votes(*, strand: Strand, ballots: Sequence[Ballot], by: Account, at: datetime) -> int:
    """Take in votes of people who have none here yet; how many were kept comes back.

    Each pair of person and statement once: the last ballot of a pair counts. Consequences: participants, votes, the
    counts of the statements (by the database), one entry in the record. Refused: not open, somebody who is there
    already, a statement of another strand.
    """
    ask(access.may_take_in(by, strand))
    if strand.activity.stage != Stage.OPEN:
        raise Conflict(_("Voting is not open, so no votes can be taken in."))
    last = {(each.key, each.statement): each for each in sorted(ballots, key=lambda each: each.given_at)}
    keys = list(dict.fromkeys(key for key, _statement in last))
    with transaction.atomic():
        known = set(Statement.objects.filter(opinions=strand.pk).values_list("pk", flat=True))
        if not {statement for _key, statement in last} <= known:
            raise Conflict(_("A vote is on a statement that does not belong here. Nothing was taken in."))
        hashes = {key: hash_of(key) for key in keys}
        if Participant.objects.filter(opinions=strand.pk, key_hash__in=hashes.values()).exists():
            raise Conflict(_("Some of these people have votes here already. Nothing was taken in."))
        numbers = dict(zip(keys, reserve(Participant, len(keys)), strict=True))
        day = clock.day_of(at)
        copy_values(
            Participant,
            ("id", "public_id", "opinions_id", "key_hash", "begun_on", "source"),
            ((numbers[key], short_id(), strand.pk, hashes[key], day, "") for key in keys),
        )
        hold_statements(strand.pk)
        copy_values(
            Vote,
            ("participant_id", "statement_id", "way", "given_at"),
            ((numbers[each.key], each.statement, each.way, each.given_at) for each in last.values()),
        )
        note("votes.taken_in", strand.activity, by, at, strand=strand.public_id, people=len(keys), votes=len(last))
    return len(last)
