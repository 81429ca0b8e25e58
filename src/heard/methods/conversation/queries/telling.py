"""Who is told what became of a post, and the words in which they are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.methods.conversation.models import (
    Conversation,
    Merge,
    OfficerReply,
    Post,
    Question,
    StatusChange,
    Support,
    Telling,
)
from heard.methods.conversation.queries.posts import Card, cards
from heard.people.models import VoiceAddress

SALT = "heard.conversation.merge"
WAYS = ("text", "email", "letter", "phone")
AROUND = ("post__contribution", "post__conversation__strand__activity__lead", "post__part_of", "post__place")


def ways_to_tell(post: Post) -> dict[UUID, str]:
    """The author of a post and those whose voice is with it, as far as they asked to be told: by which way each.

    ``text``, ``email``, ``letter`` or ``phone``: the one that they left, and of several the first of these.
    """
    author = post.contribution.voice_id
    supporters = post.supported.order_by("at", "pk").values_list("voice", flat=True)
    voices = list(dict.fromkeys([author, *supporters]))
    left: dict[UUID, set[str]] = {}
    rows = VoiceAddress.objects.filter(voice__in=voices, wants_reply=True)
    for voice, kind, texts in rows.values_list("voice_id", "kind", "takes_texts"):
        left.setdefault(voice, set()).add("text" if texts else kind)
    return {voice: next(way for way in WAYS if way in left[voice]) for voice in voices if voice in left}


def consent_code(merge: Merge, voice: UUID) -> str:
    """The secret of the link by which one voice says yes or no to a merge: signed, so no table holds it."""
    return signing.dumps([merge.pk, str(voice)], salt=SALT, compress=False)


def read_consent(merge: Merge, code: str) -> UUID | None:
    """The voice of such a link, if it is for this merge; None for any other."""
    try:
        number, voice = signing.loads(code, salt=SALT)
        return UUID(voice) if number == merge.pk else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def may_consent(merge: Merge, voice: UUID) -> tuple[bool, bool]:
    """What is open to one voice: to take its support along, and (as the author) to let the post stand on its own."""
    rows = Support.objects.filter(voice=voice, post__in=(merge.source_id, merge.target_id))
    supported = set(rows.values_list("post_id", flat=True))
    may_carry = merge.source_id in supported and merge.target_id not in supported
    return may_carry, merge.source.contribution.voice_id == voice


def tellings_owed(conversation: Conversation, way: str = "") -> QuerySet[Telling]:
    """Whom to tell by letter, telephone or text message, the longest waiting first; by one way or by all."""
    rows = Telling.objects.filter(post__conversation=conversation, state=Telling.State.OWED)
    rows = rows.select_related("reply", "change", "merge__target", *AROUND)
    return (rows.filter(way=way) if way else rows).order_by("id")


@dataclass(frozen=True, slots=True)
class Owed:
    """One telling as the page shows it: where to, and what to say. `to` is None where the address is gone."""

    telling: Telling
    to: VoiceAddress | None
    subject: str
    text: str

    @property
    def short(self) -> str:
        """The same as a text message: who, what, where to read it."""
        post = self.telling.post
        return f"{post.conversation.strand.activity.lead.name}: {self.subject}. {address_of_post(post)}"


def owed_with_words(rows: Iterable[Telling]) -> list[Owed]:
    """Tellings with addresses and words. Only the page behind `print_letters` may ask. A fixed number of queries."""
    tellings = list(rows)
    kinds = {one.voice_id: "letter" if one.way == "letter" else "phone" for one in tellings}
    kept = {
        (each.voice_id, each.kind): each
        for each in VoiceAddress.objects.filter(voice__in=list(kinds), kind__in=("letter", "phone"))
    }
    found = cards({one.post_id: one.post for one in tellings}.values())
    by_post = {card.post.pk: card for card in found}
    return [
        Owed(one, kept.get((one.voice_id, kinds[one.voice_id])), *_words(one, by_post[one.post_id])) for one in tellings
    ]


def _words(telling: Telling, card: Card) -> tuple[str, str]:
    if telling.reply is not None:
        telling.reply.post = telling.post
        return reply_email(telling.reply, card)
    if telling.change is not None:
        telling.change.post = telling.post
        return status_email(telling.change, card)
    merge = telling.merge
    assert merge is not None  # the database lets no other row in
    merge.source = telling.post
    return joined_email(merge, None, card)


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


def email_about(post: Post, template: str, subject: str, card: Card | None = None, **slots: object) -> tuple[str, str]:
    """Subject (one line) and text of a message about a post; `card` where it is known already."""
    card = card or cards([post])[0]
    activity = post.conversation.strand.activity
    context = {"card": card, "activity": activity, "url": address_of_post(post), "city": settings.CITY, **slots}
    return " ".join(subject.split())[:150], render_to_string(f"conversation/mail/{template}.txt", context)


def reply_email(reply: OfficerReply, card: Card | None = None) -> tuple[str, str]:
    """An officer replied."""
    return email_about(reply.post, "reply", _("%(who)s replied to you") % {"who": reply.name}, card, reply=reply)


def status_email(change: StatusChange, card: Card | None = None) -> tuple[str, str]:
    """Something became of an idea."""
    label = str(change.get_status_display())
    return email_about(
        change.post, "status", _("Your idea: %(status)s") % {"status": label.lower()}, card, change=change
    )


def joined_email(merge: Merge, voice: UUID | None, card: Card | None = None) -> tuple[str, str]:
    """The post became part of another. `voice` None: on paper, where the address is short and asks for the receipt."""
    target, strand = merge.target, merge.source.conversation.strand
    target.conversation = merge.source.conversation
    path = reverse("conversation:together", args=[strand.activity.slug, strand.public_id, merge.source.public_id])
    own = f"{consent_code(merge, voice)}/" if voice else ""
    slots = {"merge": merge, "to": address_of_post(target), "is_own": bool(voice)}
    subject = _("What you said is part of another post now")
    return email_about(merge.source, "joined", subject, card, consent=f"{settings.SITE_URL}{path}{own}", **slots)


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
