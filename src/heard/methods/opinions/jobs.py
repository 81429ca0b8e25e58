"""What happens later: every night a look at odd votes, for moderators to judge; authors are told of other words."""

from __future__ import annotations

from procrastinate.contrib.django import app

from heard.activities.models import Stage, Strand
from heard.ground import clock
from heard.methods.opinions.actions import look_for_odd_votes, note_reword_notice
from heard.methods.opinions.models import Opinions
from heard.methods.opinions.queries.rewording import (
    brought_back,
    brought_back_email,
    brought_back_key,
    reword_email,
    reword_key,
    reword_notice,
)
from heard.notices.actions import MAIL, send_if_it_can
from heard.people.actions import mail_voice


@app.periodic(cron="40 3 * * *")
@app.task(name="opinions.look_for_odd_votes", queueing_lock="opinions.look_for_odd_votes")
def look_every_night(timestamp: int) -> None:
    """Look at every strand that is open, or closed and not yet worked out."""
    rows = Strand.objects.select_related("activity").filter(
        method="opinions", dropped_because="", concluded_at__isnull=True,
        activity__stage__in=[Stage.OPEN, Stage.CLOSED],
    )  # fmt: skip
    for strand in rows.filter(pk__in=Opinions.objects.values("strand")):
        look_for_odd_votes(strand=strand, at=clock.now())


@app.task(name="opinions.tell_reworded", **MAIL)
def tell_reworded(notice_id: int) -> None:
    """Tell an author that their statement was put in other words. May be tried again: the key lets it leave once.

    It never waits for tomorrow: it is something that they may object to.
    """
    notice = reword_notice(notice_id)
    if notice is None or notice.statement.contribution is None:
        return
    mail_voice(
        voice=notice.statement.contribution.voice_id, key=reword_key(notice),
        write=lambda name: reword_email(notice, name),
        told=lambda sent, why: note_reword_notice(notice=notice, sent=sent, why=why, by=None, at=clock.now()),
    )  # fmt: skip


@app.task(name="opinions.tell_moderator", **MAIL)
def tell_moderator(statement_id: int) -> None:
    """Tell the moderator who put a statement in other words that its author has their own back; once."""
    statement = brought_back(statement_id)
    account = statement and statement.put_away_by
    if statement is None or account is None or not account.is_active:
        return
    letter = brought_back_email(statement)
    key = brought_back_key(statement)
    send_if_it_can(key=key, to=account.email, subject=letter.subject, text=letter.text)
