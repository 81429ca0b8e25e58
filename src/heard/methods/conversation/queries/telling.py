"""Who is told what became of a post, and the words in which they are told."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.methods.conversation.models import Merge, OfficerReply, Post, Question, StatusChange
from heard.methods.conversation.queries.posts import cards
from heard.people.models import VoiceAddress

AROUND = ("post__contribution", "post__conversation__strand__activity__lead", "post__part_of", "post__place")


def voices_to_tell(post: Post) -> list[UUID]:
    """The author of a post and those whose voice is with it, as far as they left an address for a reply."""
    author = post.contribution.voice_id
    supporters = post.supported.order_by("at", "pk").values_list("voice", flat=True)
    voices = list(dict.fromkeys([author, *supporters]))
    reachable = set(
        VoiceAddress.objects.filter(voice__in=voices, kind="email", wants_reply=True).values_list("voice", flat=True)
    )
    return [voice for voice in voices if voice in reachable]


def reply_to_tell(number: int) -> OfficerReply | None:
    """A reply with what a message about it says; None where it is gone."""
    return OfficerReply.objects.select_related(*AROUND).filter(pk=number).first()


def change_to_tell(number: int) -> StatusChange | None:
    """A change of status with what a message about it says; None where it is gone."""
    return StatusChange.objects.select_related(*AROUND).filter(pk=number).first()


def merge_to_tell(number: int) -> Merge | None:
    """A live merge with what a message about it says; None where it ended."""
    around = ("source__contribution", "source__conversation__strand__activity__lead", "target", "source__place")
    return Merge.objects.select_related(*around).filter(pk=number, ended_at__isnull=True).first()


def question_to_tell(number: int) -> Question | None:
    """A question that still waits, with its officer; None where it was answered."""
    rows = Question.objects.select_related(*AROUND, "officer")
    return rows.filter(pk=number, answered_at__isnull=True).first()


def address_of_post(post: Post) -> str:
    """The whole address of a post."""
    strand = post.conversation.strand
    path = reverse("conversation:post", args=[strand.activity.slug, strand.public_id, post.public_id])
    return f"{settings.SITE_URL}{path}"


def email_about(post: Post, template: str, subject: str, **slots: object) -> tuple[str, str]:
    """Subject (one line) and text of a message about a post."""
    (card,) = cards([post])
    activity = post.conversation.strand.activity
    context = {"card": card, "activity": activity, "url": address_of_post(post), "city": settings.CITY, **slots}
    return " ".join(subject.split())[:150], render_to_string(f"conversation/mail/{template}.txt", context)


def reply_email(reply: OfficerReply) -> tuple[str, str]:
    """An officer replied."""
    return email_about(reply.post, "reply", _("%(who)s replied to you") % {"who": reply.name}, reply=reply)


def status_email(change: StatusChange) -> tuple[str, str]:
    """Something became of an idea."""
    label = str(change.get_status_display())
    return email_about(change.post, "status", _("Your idea: %(status)s") % {"status": label.lower()}, change=change)


def joined_email(merge: Merge) -> tuple[str, str]:
    """The post became part of another."""
    target = merge.target
    target.conversation = merge.source.conversation
    return email_about(
        merge.source, "joined", _("What you said is part of another post now"), merge=merge, to=address_of_post(target)
    )


def late_email(question: Question) -> tuple[str, str]:
    """To the officer: an answer is late."""
    path = reverse("conversation:post_staff", args=[question.post.public_id])
    return email_about(
        question.post,
        "late",
        _("A question to you should have been answered by now"),
        question=question,
        desk=f"{settings.SITE_URL}{path}",
    )
