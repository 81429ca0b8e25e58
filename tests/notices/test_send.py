"""A message leaves once, or says why not."""

from __future__ import annotations

from datetime import timedelta
from email.header import decode_header, make_header
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import IntegrityError

from heard.ground import clock
from heard.notices.actions import NotSent, UnsafeMessage, Unsure, forget, send
from heard.notices.models import Sent
from heard.notices.queries import address_hash, sending, was_sent_to

pytestmark = pytest.mark.django_db
LETTER = {"to": "resident@example.org", "subject": "What you said about the baths", "text": "We decided. Café."}


def test_a_message_reaches_a_real_mail_server_in_two_parts(smtp: list[Any]) -> None:
    assert send(key="feedback:1", html="<p>We decided.</p>", **LETTER) is True
    (message,) = smtp
    assert message["Subject"] == "What you said about the baths"
    assert message["To"] == "resident@example.org"
    assert message.get_content_type() == "multipart/alternative"
    parts = [part.get_content_type() for part in message.walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html"]
    assert "Café" in message.get_payload()[0].get_payload(decode=True).decode()


def test_a_message_leaves_at_most_once_per_key(smtp: list[Any]) -> None:
    assert send(key="feedback:1", **LETTER) is True
    assert send(key="feedback:1", **LETTER) is False
    assert len(smtp) == 1


def test_only_a_keyed_hash_of_the_address_is_kept(smtp: list[Any]) -> None:
    send(key="feedback:1", **LETTER)
    row = Sent.objects.values().get()
    assert "resident@example.org" not in str(row)
    assert row["to_hash"] == address_hash("Resident@Example.org ")
    assert was_sent_to("feedback:1", "resident@example.org") is True
    assert was_sent_to("feedback:1", "someone@example.org") is False


def test_a_server_that_cannot_be_reached_leaves_the_key_free(settings: Any, smtp: list[Any]) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(NotSent):
        send(key="feedback:1", **LETTER)
    assert sending("feedback:1").state == "failed"
    settings.EMAIL_PORT = port
    assert send(key="feedback:1", **LETTER) is True
    assert sending("feedback:1").state == "sent"
    assert len(smtp) == 1


def test_a_refused_addressee_can_be_tried_again_and_the_reason_names_nobody(settings: Any) -> None:
    class Refusing:
        async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
            return f"550 no such user {address}"

    with _server(Refusing(), settings), pytest.raises(NotSent):
        send(key="feedback:1", **LETTER)
    row = sending("feedback:1")
    assert (row.state, row.error) == ("failed", "The mail server refused it (550).")


def test_a_connection_that_breaks_while_handing_over_is_not_tried_again(settings: Any) -> None:
    class Breaking:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            server.transport.abort()
            return "250 never seen"

    with _server(Breaking(), settings):
        with pytest.raises(Unsure):
            send(key="feedback:1", **LETTER)
        assert send(key="feedback:1", **LETTER) is False
    assert sending("feedback:1").state == "unsure"


@pytest.mark.parametrize(
    "change",
    [
        {"to": "a@example.org\nBcc: b@example.org"},
        {"to": "a@example.org, b@example.org"},
        {"to": ""},
        {"text": "nul \x00"},
        {"unsubscribe": "https://example.org/\r\nX: y"},
    ],
)
def test_a_message_with_a_smuggled_header_or_no_single_address_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(UnsafeMessage):
        send(key="feedback:1", **{**LETTER, **change})
    assert sending("feedback:1") is None


@pytest.mark.parametrize(
    "given,becomes",
    [
        ("Hello\r\nBcc: eve@example.org", "Hello Bcc: eve@example.org"),
        ("Hello\nContent-Type: text/html\n\n<script>", "Hello Content-Type: text/html <script>"),
        ("Hello\u2028there\x0b\x7f!", "Hello there !"),
        ("  Which   baths?  ", "Which baths?"),
        ("می\u200cخواهیم \u200f(؟)", "می\u200cخواهیم \u200f(؟)"),
        ("Families 👩\u200d👩\u200d👧", "Families 👩\u200d👩\u200d👧"),
    ],
)
def test_a_header_smuggled_into_a_title_or_name_becomes_words_and_no_script_keeps_it_from_leaving(
    smtp: list[Any], given: str, becomes: str
) -> None:
    assert send(key="feedback:1", **{**LETTER, "subject": given})
    (message,) = smtp
    assert str(make_header(decode_header(message["Subject"]))) == becomes
    assert (message["Bcc"], message["To"], message.get_content_type()) == (None, "resident@example.org", "text/plain")
    assert Sent.objects.get().subject == becomes


def test_a_mailing_says_how_to_leave_it(smtp: list[Any]) -> None:
    send(key="mailing:1", unsubscribe="https://example.org/leave/abc", **LETTER)
    assert smtp[0]["List-Unsubscribe"] == "<https://example.org/leave/abc>"


def test_the_record_of_a_sending_is_forgotten_by_key(smtp: list[Any]) -> None:
    send(key="feedback:1", **LETTER)
    send(key="feedback:2", **LETTER)
    assert forget(keys=["feedback:1"]) == 1
    assert [row.key for row in Sent.objects.all()] == ["feedback:2"]


def test_two_sendings_cannot_hold_one_key() -> None:
    Sent.objects.create(key="feedback:1", to_hash="x", subject="s")
    with pytest.raises(IntegrityError):
        Sent.objects.create(key="feedback:1", to_hash="y", subject="s")


class _AnyPort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class _server:
    """A mail server that misbehaves on purpose."""

    def __init__(self, behaviour: Any, settings: Any) -> None:
        self.controller, self.settings = _AnyPort(behaviour, hostname="127.0.0.1", port=0), settings

    def __enter__(self) -> None:
        self.controller.start()
        self.settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        self.settings.EMAIL_HOST, self.settings.EMAIL_PORT = "127.0.0.1", self.controller.port

    def __exit__(self, *_: object) -> None:
        self.controller.stop()


def test_what_another_worker_sends_just_now_is_not_yet_said_to_have_left(smtp: list[Any]) -> None:
    Sent.objects.create(key="feedback:1", to_hash="x", subject="s", state=Sent.State.CLAIMED, at=clock.now())
    with pytest.raises(NotSent, match="just now"):
        send(key="feedback:1", **LETTER)
    with clock.stopped(clock.now() + timedelta(minutes=4)):
        assert send(key="feedback:1", **LETTER) is False, "that worker stopped, and nobody knows whether it left"
    assert smtp == []
