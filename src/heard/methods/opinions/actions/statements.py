"""Statements: officers' first ones, those that people add, and clearer words beside the first ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from heard.activities.actions import ReplyTo, Said, receive_contribution
from heard.activities.actions.noting import note
from heard.activities.models import Channel, Contribution, Strand
from heard.ground.refusal import Conflict, ask
from heard.methods.opinions import access
from heard.methods.opinions.actions.receipts import mine_of, voice_of
from heard.methods.opinions.actions.telling import owe_reword_notices
from heard.methods.opinions.models import Opinions, RewordNotice, Statement, Version
from heard.methods.opinions.queries.reading import statement_key
from heard.methods.opinions.queries.rewording import brought_back_key, reword_key
from heard.moderation.actions import submit
from heard.notices.actions import forget
from heard.people.models import Account, Voice

SPOKEN = (Channel.PHONE, Channel.IN_PERSON)


def set_up(*, strand: Strand, by: Account, at: datetime, **settings: Any) -> Opinions:
    """Say what it is about (`question`, `introduction`) and how it is held (`accepts_statements`, `shows_while_open`).

    Consequence: the page, the paper and the cards say the same.
    """
    ask(access.may_set_up(by, strand))
    with transaction.atomic():
        kept, _made = Opinions.objects.update_or_create(strand=strand, defaults=settings)
        note("opinions.set_up", strand.activity, by, at, strand=strand.public_id)
    return kept


def add_first_statement(*, strand: Strand, words: str, leaning: str, by: Account, at: datetime) -> Statement:
    """Add one of the statements that stand there when it opens. `leaning`: which way somebody who agrees leans."""
    ask(access.may_set_up(by, strand))
    with transaction.atomic():
        statement = Statement.objects.create(
            opinions=_held(strand), number=_next_number(strand), words=words.strip(), leaning=leaning, added_by=by,
            added_at=at,
        )  # fmt: skip
        _note("statement.added", statement, by, at)
    return statement


def change_first_statement(*, statement: Statement, words: str, leaning: str, by: Account, at: datetime) -> Statement:
    """Put a first statement in other words, before anybody votes on it."""
    ask(access.may_set_up(by, statement.opinions.strand))
    with transaction.atomic():
        statement.words, statement.leaning = words.strip(), leaning
        statement.save(update_fields=["words", "leaning"])
        _note("statement.changed", statement, by, at)
    return statement


def remove_first_statement(*, statement: Statement, by: Account, at: datetime) -> None:
    """Take a first statement away before it opens. Nobody has voted on it, so nothing of it is kept."""
    ask(access.may_set_up(by, statement.opinions.strand))
    with transaction.atomic():
        _note("statement.removed", statement, by, at)
        statement.delete()


def add_statement(
    *,
    strand: Strand,
    words: str,
    channel: str,
    by: Account | None,
    at: datetime,
    entry_key: str,
    key: str = "",
    signals: Mapping[str, Any] | None = None,
    reply_to: Sequence[ReplyTo] = (),
    received_at: datetime | None = None,
    provenance: str = "",
) -> Statement:
    """Take in a statement that somebody gave, for everyone to vote on.

    `by` is None for a resident, who holds `key` in their browser; else the member of staff who writes it down.
    Consequences: a contribution with its words, on its channel, like any answer; the moderators' item (shown at once,
    or after they looked); a receipt that is the same as for this browser's votes. The same `entry_key` again is the
    same statement. Its author's vote is not counted by itself: a first vote would give away whose it is.
    Refused: not open on that channel that day, or this strand takes no statements from people.
    """
    if by is not None:
        ask(access.may_enter_statement(by, strand))
    with transaction.atomic():
        held = _held(strand)
        if not held.accepts_statements:
            raise Conflict(
                _("Only the statements that stand here are voted on, so yours was not added."),
                _("The other ways on “Take part” take what you want to say."),
            )
        number, made = _next_number(strand), list[Statement]()

        def beside(contribution: Contribution) -> list[Statement]:
            made.append(Statement(opinions=held, number=number, contribution=contribution, added_by=by, added_at=at))
            return made

        received = receive_contribution(
            strand=strand,
            channel=channel,
            passages=[Said(words, prompt=held.question, original="spoken" if channel in SPOKEN else "written")],
            by=by,
            at=at,
            received_at=received_at,
            voice=_author(strand, key, at),
            may_quote=True,  # it is given for everyone to read, without a name, and the page says so
            provenance=provenance,
            entry_key=entry_key,
            reply_to=reply_to,
            receipt=not key,
            beside=beside,
        )
        if received.is_new:
            submit(contribution=received.contribution, kind="statement", at=at, signals=signals)
    return Statement.objects.select_related("contribution").get(contribution=received.contribution)


def reword_statement(*, statement: Statement, words: str, because: str, by: Account, at: datetime) -> Statement:
    """Put a statement more clearly. The first one is put away with the votes it has: they were given to its words.

    Consequences: a new statement that says what it came from and why; its author's words stay beside it, the trace
    leads to both, and its author is told by the way they chose, with both wordings and how to object. Refused: closed,
    put away already, or the same words.
    """
    ask(access.may_reword(by, statement))
    if not because.strip():
        raise Conflict(_("Say why it is put in other words: everyone reads it beside them."))
    with transaction.atomic():
        held = Statement.objects.select_for_update(no_key=True).get(pk=statement.pk)
        if held.put_away_at:
            raise Conflict(_("Somebody has put this statement away since you opened it."))
        strand = statement.opinions.strand
        _held(strand)
        held.put_away_because, held.put_away_by, held.put_away_at = because.strip(), by, at
        held.save(update_fields=["put_away_because", "put_away_by", "put_away_at"])
        new = Statement.objects.create(
            opinions=statement.opinions, number=_next_number(strand), words=words.strip(), leaning=held.leaning,
            came_from=held, added_by=by, added_at=at,
        )  # fmt: skip
        owe_reword_notices(held)
        _note("statement.reworded", held, by, at, into=new.public_id, because=because.strip())
    return new


def erase(voice: Voice) -> None:
    """What this room keeps of a voice's words: the clearer words that were made of them, and why.

    The passage itself is erased by activities. Votes belong to no voice, so none can be found here.
    """
    mine = Statement.objects.filter(contribution__voice=voice)
    mine.exclude(put_away_because="").update(put_away_because=_("Erased"))
    _empty_made_of(mine)
    forget(keys=[brought_back_key(each) for each in mine])
    _forget_notices(RewordNotice.objects.filter(statement__in=mine))


def empty_what_was_made_of(*, contribution: Contribution) -> int:
    """The clearer words that were made of a statement go when its author takes it back: nobody reads or votes on them.

    Its author is not told any more of rewording. Called by `activities` in the transaction that withdraws it, which
    asks and records it.
    """
    mine = Statement.objects.filter(contribution=contribution)
    _forget_notices(RewordNotice.objects.filter(statement__in=mine, state=RewordNotice.State.OWED))
    return _empty_made_of(mine)


def _empty_made_of(first: QuerySet[Statement]) -> int:
    emptied, made_of_them = 0, list(first.values_list("pk", flat=True))
    while made_of_them:  # what was put in other words may have been put in others again
        later = Statement.objects.filter(came_from__in=made_of_them)
        emptied += later.update(words="")
        _forget_translations(later)
        made_of_them = list(later.values_list("pk", flat=True))
    return emptied


def _forget_notices(told: QuerySet[RewordNotice]) -> None:
    forget(keys=[reword_key(each) for each in told])
    told.delete()


def _forget_translations(rows: QuerySet[Statement]) -> None:
    """What the words of these statements were in other languages goes with them."""
    gone = {statement_key(public_id) for public_id in rows.values_list("public_id", flat=True)}
    held = Version.objects.select_for_update(no_key=True).filter(opinions__in=rows.values("opinions")).order_by("pk")
    for version in held if gone else ():
        version.words = {key: words for key, words in version.words.items() if key not in gone}
        version.published_words = {key: words for key, words in version.published_words.items() if key not in gone}
        version.save(update_fields=["words", "published_words"])


def _author(strand: Strand, key: str, at: datetime) -> Voice | None:
    return voice_of(strand, mine_of(strand, key), at) if key else None


def _held(strand: Strand) -> Opinions:
    """The settings, held until the transaction ends: statements get their numbers one after the other."""
    Opinions.objects.get_or_create(strand=strand)
    return Opinions.objects.select_for_update(no_key=True).get(strand=strand)


def _next_number(strand: Strand) -> int:
    last = Statement.objects.filter(opinions=strand.pk).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def _note(what: str, statement: Statement, by: Account, at: datetime, **public: object) -> None:
    strand = statement.opinions.strand
    note(what, strand.activity, by, at, strand=strand.public_id, statement=statement.public_id, **public)
