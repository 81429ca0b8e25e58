"""The author of a statement is told that a moderator put it in other words: by the way they chose."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from heard.activities.access import may_print_letters
from heard.activities.actions.noting import note
from heard.ground.refusal import ask
from heard.methods.opinions.models import RewordNotice, Statement
from heard.people.models import Account
from heard.people.queries import voices_with_an_address

State = RewordNotice.State


def owe_reword_notices(statement: Statement) -> list[RewordNotice]:
    """Owe the author of a statement that was put in other words the news: part of the action that rewords it.

    Consequences: one notice for each way they left; e-mails leave by a job after commit, letters and calls wait at the
    desk. Whoever left no way reads it with their receipt.
    """
    if statement.contribution is None or statement.contribution.erased_at:
        return []
    ways = voices_with_an_address([statement.contribution.voice_id]).get(statement.contribution.voice_id, [])
    owed = [RewordNotice.objects.create(statement=statement, kind=kind) for kind in ways]
    for notice in owed:
        if notice.kind == "email":
            app.configure_task("opinions.tell_reworded").defer(notice_id=notice.pk)
    return owed


def settle_reword_notices(statement: Statement, at: datetime) -> None:
    """Whoever has their own words back knows: nobody writes or rings any more. Part of the action that does it."""
    owed = RewordNotice.objects.filter(statement=statement, state=State.OWED)
    owed.update(state=State.SENT, sent_at=at)


def note_reword_notice(
    *, notice: RewordNotice, sent: bool, why: str = "", by: Account | None, at: datetime
) -> RewordNotice:
    """Keep that an author was told, or why not. `by` is None where a job sent it. What is settled stays as it is."""
    strand = notice.statement.opinions.strand
    if by is not None:
        ask(may_print_letters(by, strand.activity))
    with transaction.atomic():
        held = RewordNotice.objects.select_for_update(no_key=True).get(pk=notice.pk)
        if held.state != State.OWED:
            return held
        held.state = State.SENT if sent else State.FAILED
        held.sent_at, held.why_failed = (at, "") if sent else (None, why[:200])
        held.save(update_fields=["state", "sent_at", "why_failed"])
        what = "statement.author_told" if sent else "statement.author_not_told"
        note(what, strand.activity, by, at, strand=strand.public_id, kind=held.kind)
    return held
