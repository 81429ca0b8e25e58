"""What happens later: people are told what became of a post, officers are told that an answer is late."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from heard.ground import clock
from heard.methods.conversation import actions
from heard.methods.conversation.models import Post
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
    ways_to_tell,
)
from heard.notices.actions import MAIL, Letter, NotToday, send_if_it_can
from heard.people.actions import mail_voice


@app.task(name="conversation.tell_reply", **MAIL)
def tell_reply(reply_id: int) -> None:
    """Tell the author and those with them that an officer replied. May be tried again: each key leaves once."""
    if reply := reply_to_tell(reply_id):
        _tell(reply.post, f"conversation:reply:{reply.pk}", lambda _voice: reply_email(reply), reply=reply)


@app.task(name="conversation.tell_status", **MAIL)
def tell_status(change_id: int) -> None:
    """Tell the author and those with them what becomes of an idea."""
    if change := change_to_tell(change_id):
        _tell(change.post, f"conversation:status:{change.pk}", lambda _voice: status_email(change), change=change)


@app.task(name="conversation.tell_joined", **MAIL)
def tell_joined(merge_id: int) -> None:
    """Tell the author and those with them that the post is part of another, and what they can say to that."""
    if merge := merge_to_tell(merge_id):
        _tell(merge.source, f"conversation:joined:{merge.pk}", lambda voice: joined_email(merge, voice), merge=merge)


@app.task(name="conversation.tell_late", **MAIL)
def tell_late(question_id: int) -> None:
    """Tell the named officer that an answer is late. Once."""
    if question := question_to_tell(question_id):
        subject, text = late_email(question)
        key = f"conversation:late:{question.pk}"
        send_if_it_can(key=key, to=question.officer.email, subject=subject, text=text)


@app.periodic(cron="30 6 * * *")
@app.task(name="conversation.watch_questions", queueing_lock="conversation.watch_questions")
def watch_questions(timestamp: int) -> None:
    """Every morning: officers whose answers are late are told, once each."""
    at = clock.now()
    waiting = late_questions(None, clock.day_of(at)).filter(late_told_at__isnull=True)
    for question in waiting.select_related("post__conversation__strand__activity")[:500]:
        actions.note_late(question=question, at=at)


def _tell(post: Post, key: str, write: Callable[[UUID], tuple[str, str]], **of: Any) -> None:
    """Each by the way they asked for, once: by e-mail now, else somebody is to write or ring.

    Whoever had news by e-mail today hears tomorrow; the others need not wait for that.
    """
    ways = ways_to_tell(post)
    by_hand = {voice: way for voice, way in ways.items() if way != "email"}
    actions.owe_tellings(post=post, ways=by_hand, at=clock.now(), **of)
    held_over: NotToday | None = None
    for voice in [voice for voice, way in ways.items() if way == "email"]:
        try:
            mail_voice(
                voice=voice, key=f"{key}:{voice}", told=lambda _sent, _why: None, once_a_day=True,
                write=partial(_letter, write, voice),
            )  # fmt: skip
        except NotToday as later:
            held_over = later
    if held_over is not None:
        raise held_over


def _letter(write: Callable[[UUID], tuple[str, str]], voice: UUID, _name: str) -> Letter:
    return Letter(*write(voice))
