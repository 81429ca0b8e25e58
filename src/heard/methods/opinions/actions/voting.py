"""Votes come in, are changed and taken back. They are kept like ballots: no entry in the record for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.models import Channel, Strand
from heard.activities.queries.days import is_open_on
from heard.ground import clock
from heard.ground.fields import short_id
from heard.ground.planned import fetch_planned
from heard.ground.refusal import Conflict
from heard.methods.opinions.models import Participant, Statement, Vote
from heard.methods.opinions.queries.turns import LIVE, ME, STANDS, Turn, hash_of, turn_in

# A vote and what it is given beside, in one statement: the activity is held in its stage until the vote is in, the
# statement is one that can be voted on now, a new person becomes one with their first vote, and a vote that says the
# same again changes nothing. The rows are how the person stood before it, so that the next statement can be drawn.
# Whoever touches votes holds first the person, then the vote, then the statements by their numbers: nobody waits in a
# ring. `sure` holds a person who was there before: counted while the vote comes in, and not left out under it.
CAST = f"""
WITH held AS (SELECT id FROM activities_activity WHERE id = %(activity)s AND stage = 'open' FOR KEY SHARE),
{ME},
sure AS (SELECT id FROM opinions_participant WHERE id = (SELECT id FROM me) AND left_out_at IS NULL FOR SHARE),
target AS (SELECT s.id {LIVE.format(more="")} AND s.public_id = %(statement)s),
person AS (
  INSERT INTO opinions_participant (public_id, opinions_id, key_hash, begun_on, source)
  SELECT %(name)s, %(strand)s, %(key)s, %(day)s, %(source)s FROM held, target WHERE NOT EXISTS (SELECT FROM me)
  ON CONFLICT (opinions_id, key_hash) DO UPDATE SET source = opinions_participant.source
    WHERE opinions_participant.left_out_at IS NULL RETURNING id),
kept AS (
  INSERT INTO opinions_vote AS v (participant_id, statement_id, way, given_at)
  SELECT who.id, target.id, %(way)s, %(at)s FROM held, target,
    (SELECT id FROM sure UNION ALL SELECT id FROM person) who
  ON CONFLICT (participant_id, statement_id) DO UPDATE SET way = EXCLUDED.way, given_at = EXCLUDED.given_at,
    id = nextval(pg_get_serial_sequence('opinions_vote', 'id')) WHERE v.way <> EXCLUDED.way
  RETURNING v.id)
{STANDS.format(more=", EXISTS (SELECT FROM held), EXISTS (SELECT FROM sure UNION ALL SELECT FROM person)")}"""  # noqa: S608 (no outside text)


@dataclass(frozen=True, slots=True)
class Cast:
    """A vote that was taken in: on which statement, whether it was changed, and what to show next (None: no more)."""

    statement: str
    way: int
    before: int | None
    next: str | None


def cast_vote(
    *, strand: Strand, key: str, statement: str, way: int, draw: float, at: datetime, source: str = ""
) -> Cast:
    """Take in what somebody thinks of a statement, and say which one comes next.

    `key` is known to their browser alone; `statement` is a public id; `draw` (0 up to 1) chooses the next one.
    The last vote counts, once, however often it is sent. Consequences: the vote, and by the database the counts of the
    statement. Nothing goes into the record: votes are kept like ballots. One query; two where the same person is left
    out, or takes everything back, in the same moment.
    Refused: not open on the web today, a statement that is not (or no longer) there, votes that were left out.
    """
    _open_or_refused(strand, at)
    if way not in Vote.Way.values:
        raise Conflict(_("A vote is “agree”, “disagree” or “pass”."))
    turn, is_open, is_let_in = _keep(strand, key, statement, way, at, source)
    if is_open and not is_let_in and not turn.is_left_out and statement in turn.standing:
        turn, is_open, is_let_in = _keep(strand, key, statement, way, at, source)
    if turn.is_left_out:
        raise _left_out()
    standing = turn.standing.get(statement)
    if standing is None:
        raise Conflict(
            _("This statement is no longer there to vote on, so your vote on it was not kept."),
            _("It was taken down, put in other words, or taken back by its author. Go on with the next one."),
        )
    if not is_open:
        raise _closed()
    if not is_let_in:
        raise Conflict(_("Your votes here were taken back in this moment, so this one was not kept."), _("Vote again."))
    return Cast(statement, way, standing.way, turn.next(draw, beside=statement))


def take_back_vote(*, strand: Strand, key: str, statement: str, at: datetime) -> None:
    """Take a vote back, as if it had never been given. Refused when it is closed: then it has been counted."""
    _open_or_refused(strand, at)
    with transaction.atomic():
        who = _held(strand, key)
        Vote.objects.filter(participant__in=who, statement__public_id=statement).delete()


def forget_participant(*, strand: Strand, key: str, at: datetime) -> int:
    """Somebody takes back everything they voted here; the number of votes that went comes back.

    Consequence: nothing of them is kept, unless the result has been worked out: its counts stay as they were.
    """
    with transaction.atomic():
        who = _held(strand, key)
        hold_statements(strand.pk)
        gone, _kinds = Vote.objects.filter(participant__in=who).delete()
        Participant.objects.filter(pk__in=who).delete()
    return gone


def hold_statements(opinions: int) -> None:
    """Hold a strand's statements, in one order: for whoever is about to touch the counts of several."""
    rows = Statement.objects.filter(opinions=opinions).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _keep(strand: Strand, key: str, statement: str, way: int, at: datetime, source: str) -> tuple[Turn, bool, bool]:
    """Write the vote if it may be; how its person stood before it, whether voting is open, whether they were let in."""
    values: dict[str, int | str | datetime | date] = {
        "activity": strand.activity_id, "strand": strand.pk, "statement": statement if statement.isalnum() else "",
        "way": way, "at": at,
        "key": hash_of(key), "day": clock.day_of(at), "source": source, "name": short_id(),
    }  # fmt: skip
    rows = fetch_planned(CAST, values)
    return turn_in(rows), bool(rows and rows[0][8]), bool(rows and rows[0][9])


def _held(strand: Strand, key: str) -> list[int]:
    """The number of whoever goes by this key, held until the transaction ends; nothing where there is nobody."""
    mine = Participant.objects.filter(opinions=strand.pk, key_hash=hash_of(key))
    return list(mine.select_for_update().values_list("pk", flat=True))


def _open_or_refused(strand: Strand, at: datetime) -> None:
    if not is_open_on(strand, Channel.WEB, clock.day_of(at)):
        raise _closed()


def _closed() -> Conflict:
    return Conflict(
        _("Voting on these statements is not open, so this vote was not kept. Votes given while it was open count."),
        _("“Take part” says when it is open; “What we heard” says what came of it."),
    )


def _left_out() -> Conflict:
    return Conflict(
        _("Votes from this browser are not counted: two people from two teams took them for made up."),
        _("If they are wrong, appeal: “Who was left out, and why” says how. Paper and telephone are open to you."),
    )
