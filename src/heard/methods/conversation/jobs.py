"""What happens later: people are told what became of a post, officers are told that an answer is late."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heard.ground import clock
from heard.methods.conversation import actions
from heard.methods.conversation.queries import late_questions
from heard.methods.conversation.queries.telling import (
    change_to_tell,
    joined_email,
    late_email,
    merge_to_tell,
    question_to_tell,
    reply_email,
    reply_to_tell,
    status_email,
    voices_to_tell,
)
from heard.notices.actions import NotSent, UnsafeMessage, Unsure, send
from heard.people.queries import address_of

MAIL: Any = {
    "queue": "mail",
    "retry": RetryStrategy(max_attempts=8, exponential_wait=5, retry_exceptions={NotSent}),
}


@app.task(name="conversation.tell_reply", **MAIL)
def tell_reply(reply_id: int) -> None:
    """Tell the author and those with them that an officer replied. May be tried again: each key leaves once."""
    if reply := reply_to_tell(reply_id):
        _tell(f"conversation:reply:{reply.pk}", voices_to_tell(reply.post), reply_email(reply))


@app.task(name="conversation.tell_status", **MAIL)
def tell_status(change_id: int) -> None:
    """Tell the author and those with them what becomes of an idea."""
    if change := change_to_tell(change_id):
        _tell(f"conversation:status:{change.pk}", voices_to_tell(change.post), status_email(change))


@app.task(name="conversation.tell_joined", **MAIL)
def tell_joined(merge_id: int) -> None:
    """Tell the author and those with them that the post is part of another, and what they can say to that."""
    if merge := merge_to_tell(merge_id):
        _tell(f"conversation:joined:{merge.pk}", voices_to_tell(merge.source), joined_email(merge))


@app.task(name="conversation.tell_late", **MAIL)
def tell_late(question_id: int) -> None:
    """Tell the named officer that an answer is late. Once."""
    if question := question_to_tell(question_id):
        subject, text = late_email(question)
        try:
            send(key=f"conversation:late:{question.pk}", to=question.officer.email, subject=subject, text=text)
        except (UnsafeMessage, Unsure):
            return


@app.periodic(cron="30 6 * * *")
@app.task(name="conversation.watch_questions", queueing_lock="conversation.watch_questions")
def watch_questions(timestamp: int) -> None:
    """Every morning: officers whose answers are late are told, once each."""
    at = clock.now()
    waiting = late_questions(None, clock.day_of(at)).filter(late_told_at__isnull=True)
    for question in waiting.select_related("post__conversation__strand__activity")[:500]:
        actions.note_late(question=question, at=at)


def _tell(key: str, voices: Iterable[UUID], message: tuple[str, str]) -> None:
    subject, text = message
    for voice in voices:
        address = address_of(voice, "email")
        if address is None:
            continue
        try:
            send(key=f"{key}:{voice}", to=str(address.address), subject=subject, text=text)
        except (UnsafeMessage, Unsure):
            continue
