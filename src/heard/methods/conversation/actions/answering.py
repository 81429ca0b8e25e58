"""What officers say in public: replies in their own name, what becomes of an idea, the closing words."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions.noting import note
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import made_before, name_of
from heard.methods.conversation import access
from heard.methods.conversation.models import Conversation, OfficerReply, Post, Question, StatusChange
from heard.people.models import Account
from heard.rules.calendar import add_working_days

ANSWERED_WITHIN = 5  # working days (B4-b)


def ask_officer(*, post: Post, at: datetime) -> Question:
    """Put a post to the named officer as a question. Consequence: five working days run from this day."""
    conversation = post.conversation
    if conversation.officer is None:
        raise Conflict(_("Nobody is named yet who replies here."), _("Your words are kept; the partner was told."))
    asked, _new = Question.objects.get_or_create(
        post=post,
        defaults={
            "officer": conversation.officer,
            "officer_name": conversation.officer_name,
            "officer_role": conversation.officer_role,
            "asked_at": at,
            "due_on": add_working_days(clock.day_of(at), ANSWERED_WITHIN),
        },
    )
    return asked


def reply_as_officer(*, post: Post, words: str, entry_key: str = "", by: Account, at: datetime) -> OfficerReply:
    """Answer a post in public. Consequences: its question is answered; its author is told, and whoever supports it.

    The named officer answers under the office that the page names; anybody else under their own name and the partner's.
    The same words with the same `entry_key` again are one reply, told once.
    """
    conversation = post.conversation
    ask(access.may_reply(by, conversation))
    if not words.strip():
        raise Conflict(_("There is nothing in this reply yet."))
    is_named = by.pk == conversation.officer_id
    public_id = name_of(entry_key, post.pk, words, by.pk)
    with transaction.atomic():
        if known := made_before(OfficerReply, public_id):
            return known
        reply = OfficerReply.objects.create(
            public_id=public_id,
            post=post,
            words=words.strip(),
            by=by,
            name=conversation.officer_name if is_named else by.name,
            role=conversation.officer_role if is_named else conversation.strand.activity.lead.name,
            at=at,
        )
        Question.objects.filter(post=post, answered_at__isnull=True).update(answered_at=at)
        note("post.answered", conversation.strand.activity, by, at, post=post.public_id)
        app.configure_task("conversation.tell_reply").defer(reply_id=reply.pk)
    return reply


def change_status(*, post: Post, status: str, because: str, by: Account, at: datetime) -> StatusChange:
    """Say what becomes of an idea, and why. Consequence: its author is told, and whoever supports it.

    Refused: not adopted without a reason; the same again; a reply.
    """
    conversation = post.conversation
    ask(access.may_decide_on_ideas(by, conversation))
    if post.depth:
        raise Conflict(_("This is a reply. Say what becomes of the idea that it belongs to."))
    if status == Post.Status.NOT_ADOPTED and not because.strip():
        raise Conflict(_("Say why it is not adopted: the person who had the idea reads it."))
    with transaction.atomic():
        held = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
        if held.status == status:
            raise Conflict(_("It stands so already."))
        held.status = status
        held.save(update_fields=["status"])
        change = StatusChange.objects.create(post=held, status=status, because=because.strip(), by=by, at=at)
        note("post.status", conversation.strand.activity, by, at, post=post.public_id, status=status)
        app.configure_task("conversation.tell_status").defer(change_id=change.pk)
    return change


def write_summary(*, conversation: Conversation, words: str, by: Account, at: datetime) -> Conversation:
    """What was said, as the officer closes with it: everyone reads it first. Written again, it replaces the old one."""
    ask(access.may_sum_up(by, conversation))
    if not words.strip():
        raise Conflict(_("There is nothing in it yet."))
    with transaction.atomic():
        conversation.summary, conversation.summary_by, conversation.summary_at = words.strip(), by, at
        conversation.save(update_fields=["summary", "summary_by", "summary_at"])
        strand = conversation.strand
        note("conversation.summed_up", strand.activity, by, at, strand=strand.public_id)
    return conversation


def note_late(*, question: Question, at: datetime) -> bool:
    """A question whose days have passed: the officer is told, once. False if they were told before.

    Called by the job of every morning.
    """
    with transaction.atomic():
        told = Question.objects.filter(pk=question.pk, answered_at__isnull=True, late_told_at__isnull=True)
        if not told.update(late_told_at=at):
            return False
        note("post.answer_late", question.post.conversation.strand.activity, None, at, post=question.post.public_id)
        app.configure_task("conversation.tell_late").defer(question_id=question.pk)
    return True
