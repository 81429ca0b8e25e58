"""Send a message. One verb, called from jobs after commit; never inside another action's transaction."""

from __future__ import annotations

import smtplib

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.db import transaction

from heard.ground import clock
from heard.ground.fields import refuse_nul
from heard.notices.models import Sent
from heard.notices.queries import address_hash

REFUSED_BY_SERVER = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


class UnsafeMessage(ValueError):
    """The message cannot be sent as it is: no single address, or a line break where a header stands."""


class NotSent(Exception):
    """The mail server did not take the message. The sending may be tried again under the same key."""


class Unsure(Exception):
    """The connection broke while handing over. It may have left, so it is not tried again."""


def send(*, key: str, to: str, subject: str, text: str, html: str = "", unsubscribe: str = "") -> bool:
    """Send one e-mail at most once for each `key`. True if it left now, False if that key was used up before.

    `html` adds a second part; `unsubscribe` (an http address that takes a POST, or a mailto address) adds
    List-Unsubscribe, and with http List-Unsubscribe-Post: one press of the mail program's own button (RFC 8058).
    Raises UnsafeMessage, NotSent (try again: the key is free) or Unsure (do not). Only a keyed hash of `to` is kept.
    """
    message = _message(to, subject, text, html, unsubscribe)
    sent = _claim(key, to, subject)
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
    if any(not character.isprintable() for character in subject + unsubscribe):
        raise UnsafeMessage("A subject or an unsubscribe address must be one line.")
    headers = {"Auto-Submitted": "auto-generated"}
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        if unsubscribe.startswith("http"):
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(subject=subject, body=text, to=[to], headers=headers)
    if html:
        message.attach_alternative(html, "text/html")
    return message


def _claim(key: str, to: str, subject: str) -> Sent | None:
    """Take the key, committed before anything leaves; None if it is taken. A failed sending frees its key."""
    with transaction.atomic(durable=True):
        fresh = {"to_hash": address_hash(to), "subject": subject[:200], "state": Sent.State.CLAIMED, "at": clock.now()}
        sent, is_new = Sent.objects.select_for_update().get_or_create(key=key, defaults=fresh)
        if not is_new:
            if sent.state != Sent.State.FAILED:
                return None
            for name, value in fresh.items():
                setattr(sent, name, value)
            sent.save()
        return sent


def _hand_over(message: EmailMultiAlternatives) -> None:
    connection = get_connection()
    try:
        connection.open()  # nothing can have left yet, whatever goes wrong here
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"The mail server could not be reached ({type(error).__name__}).") from error
    try:
        connection.send_messages([message])
    except REFUSED_BY_SERVER as error:
        raise NotSent(f"The mail server refused it ({_code(error)}).") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unsure(f"The connection broke ({type(error).__name__}).") from error
    finally:
        connection.close()


def _code(error: Exception) -> str:
    """The server's code, without its words: they often repeat the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return str(next(iter(error.recipients.values()), ("?",))[0])
    return str(getattr(error, "smtp_code", type(error).__name__))


def _note(sent: Sent, state: str, why: object = "") -> None:
    sent.state, sent.error, sent.at = state, str(why), clock.now()
    sent.save(update_fields=["state", "error", "at"])
