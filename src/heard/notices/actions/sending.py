"""Send a message. One verb, called from jobs after commit; never inside another action's transaction."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from typing import NamedTuple
from unicodedata import category

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.db import transaction

from heard.ground import clock
from heard.ground.fields import refuse_nul
from heard.ground.turns import one_at_a_time
from heard.notices.models import Sent
from heard.notices.queries import address_hash, had_one_today

REFUSED_BY_SERVER = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


BREAKS = {"Cc", "Zl", "Zp", "Cs"}
BEING_SENT = timedelta(minutes=3)  # longer than any mail server keeps us; then the worker has stopped
MORNING = timedelta(hours=5)  # what waits leaves before the day's own news is made up


class Letter(NamedTuple):
    """What is sent to somebody: plain text, perhaps a second part in HTML and an address to stop it by."""

    subject: str
    text: str
    html: str = ""
    unsubscribe: str = ""


class UnsafeMessage(ValueError):
    """The message cannot be sent as it is: no single address, a NUL, or a line break in an address to stop it by."""


class NotSent(Exception):
    """The mail server did not take the message. The sending may be tried again under the same key."""


class NotToday(Exception):
    """Another e-mail that could wait left for this address today. This one may leave from `at` on: the next morning."""

    def __init__(self, at: datetime) -> None:
        super().__init__(f"Held over until {at:%Y-%m-%d %H:%M}.")
        self.at = at


class Unsure(Exception):
    """The connection broke while handing over. It may have left, so it is not tried again."""


def send(
    *, key: str, to: str, subject: str, text: str, html: str = "", unsubscribe: str = "", once_a_day: bool = False
) -> bool:
    """Send one e-mail at most once for each `key`. True if it left now, False if that key was used up before.

    `once_a_day`: news, which can wait. Of all the senders' news one address gets one e-mail a day (in Coventry); the
    next raises NotToday and leaves the morning after. What somebody has just asked for (a code, a link to confirm, the
    steps of their own concern, a removal that they may appeal against) or wants at once never waits and takes no turn.

    `html` adds a second part; `unsubscribe` (an http address that takes a POST, or a mailto address) adds
    List-Unsubscribe, and with http List-Unsubscribe-Post: one press of the mail program's own button (RFC 8058).
    Raises UnsafeMessage, NotSent (try again: the key is free), NotToday (likewise, from its moment on) or Unsure (do
    not). Only a keyed hash of `to` is kept.
    """
    message = _message(to, subject, text, html, unsubscribe)
    sent = _claim(key, to, subject, once_a_day)
    if sent is None:
        return False
    try:
        _hand_over(message)
    except NotSent as why:
        _note(sent, Sent.State.FAILED, why)
        raise
    except Unsure as why:
        _note(sent, Sent.State.UNSURE, why)
        raise
    _note(sent, Sent.State.SENT)
    return True


def send_if_it_can(*, key: str, to: str, subject: str, text: str) -> bool:
    """The same to somebody who works here: an address that cannot be written to is no reason to try for ever."""
    try:
        return send(key=key, to=to, subject=subject, text=text)
    except (UnsafeMessage, Unsure):
        return False


def forget(*, keys: list[str] | None = None, before: object = None) -> int:
    """Delete the record of sendings: by key (erasure), or all before a moment (retention). Returns how many."""
    rows = Sent.objects.all()
    if keys is None and before is None:
        raise ValueError("Say which: keys or before.")
    rows = rows.filter(key__in=keys) if keys is not None else rows
    rows = rows.filter(at__lt=before) if before is not None else rows
    return rows.delete()[0]


def _message(to: str, subject: str, text: str, html: str, unsubscribe: str) -> EmailMultiAlternatives:
    try:
        validate_email(to)
        for part in (to, subject, text, html, unsubscribe):
            refuse_nul(part)
    except ValidationError as error:
        raise UnsafeMessage(error.messages[0]) from error
    if not unsubscribe.isprintable():
        raise UnsafeMessage("An unsubscribe address must be one line.")
    headers = {"Auto-Submitted": "auto-generated"}
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        if unsubscribe.startswith("http"):
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(subject=one_line(subject), body=text, to=[to], headers=headers)
    if html:
        message.attach_alternative(html, "text/html")
    return message


def one_line(subject: str) -> str:
    """A subject as it may stand in a header: line breaks and control characters, of a title or a name, become spaces.

    So nobody smuggles in a header, and no title keeps a message from leaving. What joins or turns letters (Persian,
    Arabic, emoji of several people) stays.
    """
    return " ".join("".join(" " if category(each) in BREAKS else each for each in subject).split())


def _claim(key: str, to: str, subject: str, once_a_day: bool) -> Sent | None:
    """Take the key, committed before anything leaves; None if it is taken. A failed sending frees its key.

    NotSent while another worker has it in hand: only then can it be said whether it left.

    Two workers that would each send news to one address wait for one another, so that only one of them does.
    """
    at = clock.now()
    fresh = {
        "to_hash": address_hash(to), "subject": one_line(subject)[:200], "state": Sent.State.CLAIMED, "at": at,
        "once_a_day": once_a_day,
    }  # fmt: skip
    with transaction.atomic(durable=True):
        if once_a_day:
            _take_turn(key, str(fresh["to_hash"]), at)
        sent, is_new = Sent.objects.select_for_update(no_key=True).get_or_create(key=key, defaults=fresh)
        if not is_new:
            if sent.state == Sent.State.CLAIMED and at < sent.at + BEING_SENT:
                raise NotSent("Another worker is sending it just now.")
            if sent.state != Sent.State.FAILED:
                return None
            for name, value in fresh.items():
                setattr(sent, name, value)
            sent.save()
        return sent


def _take_turn(key: str, to_hash: str, at: datetime) -> None:
    one_at_a_time("notices.once_a_day", to_hash)
    today = clock.day_of(at)
    if had_one_today(key, to_hash, today):
        raise NotToday(clock.start_of(today + timedelta(days=1)) + MORNING)


def _hand_over(message: EmailMultiAlternatives) -> None:
    server = get_connection()
    try:
        server.open()  # nothing can have left yet, whatever goes wrong here
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"The mail server could not be reached ({type(error).__name__}).") from error
    try:
        server.send_messages([message])
    except REFUSED_BY_SERVER as error:
        raise NotSent(f"The mail server refused it ({_code(error)}).") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unsure(f"The connection broke ({type(error).__name__}).") from error
    finally:
        server.close()


def _code(error: Exception) -> str:
    """The server's code, without its words: they often repeat the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return str(next(iter(error.recipients.values()), ("?",))[0])
    return str(getattr(error, "smtp_code", type(error).__name__))


def _note(sent: Sent, state: str, why: object = "") -> None:
    sent.state, sent.error, sent.at = state, str(why), clock.now()
    sent.save(update_fields=["state", "error", "at"])
