"""Somebody says something: words first, receipt at once; whatever else they want to tell us comes later, if at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from heard.activities.actions import Received, ReplyTo, Said, receive_contribution
from heard.activities.models import Contribution
from heard.audit.actions import record
from heard.ground.fields import is_blank
from heard.ground.refusal import Conflict, Refused
from heard.methods.conversation.models import DEEPEST, Conversation, Post
from heard.methods.conversation.queries import is_there, terms_in, whole_of
from heard.moderation.actions import submit
from heard.moderation.models import Item
from heard.people.actions import keep_address, keep_monitoring
from heard.people.models import Account, Voice
from heard.places.models import Place

STANCES = {Post.Tone.DIFFERS: "against", Post.Tone.ADDS: "for"}


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one sending: the post, what was received, and whether everyone can read it already."""

    post: Post
    received: Received
    item: Item

    @property
    def is_shown(self) -> bool:
        return self.item.state == Item.State.SHOWN


@dataclass(frozen=True, slots=True)
class Where:
    """What a post is about on the map: a ward, words, or a pin (degrees north and east, three decimals)."""

    place: Place | None = None
    words: str = ""
    pin: tuple[Any, Any] | None = field(default=None)


def post(
    *,
    conversation: Conversation,
    words: str,
    by: Account | None,
    at: datetime,
    channel: str = "web",
    title: str = "",
    parent: Post | None = None,
    tone: str = "",
    where: Where | None = None,
    voice: Voice | None = None,
    entry_key: str = "",
    received_at: datetime | None = None,
    may_quote: bool = False,
    on_behalf_of: str = "",
    provenance: str = "",
    reply_to: tuple[ReplyTo, ...] = (),
    signals: Mapping[str, Any] | None = None,
    spoken: bool = False,
) -> Posted:
    """Keep a post or a reply, from a resident (`by` None) or as somebody wrote it down for them, and give the receipt.

    Consequences: those of `receive_contribution`; it stands before the moderators, who show it at once or look first;
    the counts of the post that it replies to go up. The same `entry_key` again gives the same post and receipt.
    Refused: nothing said, an idea without a title, a reply deeper than two levels or to something that is not there.
    """
    _refuse_empty(conversation, words, title, parent, spoken)
    strand = conversation.strand
    said_aloud = spoken or channel in ("phone", "in_person")
    with transaction.atomic():
        received = receive_contribution(
            strand=strand,
            channel=channel,
            passages=_said(conversation, words, title, "spoken" if said_aloud else "written"),
            by=by,
            at=at,
            received_at=received_at,
            voice=voice,
            may_quote=may_quote,
            on_behalf_of=on_behalf_of,
            provenance=provenance,
            entry_key=entry_key,
            reply_to=reply_to,
            beside=lambda one: [_row(one, conversation, words, title, parent, tone, where or Where())],
        )
        made = Post.objects.get(contribution=received.contribution, part_of__isnull=True)
        item = submit(
            contribution=received.contribution,
            kind="reply" if made.depth else "post",
            at=at,
            signals=signals,
            stance=STANCES.get(Post.Tone(tone), "") if tone else "",
        )
        if received.is_new and parent is not None:
            differs = int(tone == Post.Tone.DIFFERS)
            Post.objects.filter(pk=parent.pk).update(
                replies_shown=F("replies_shown") + 1, differs=F("differs") + differs
            )
    return Posted(made, received, item)


def keep_details(
    *, contribution: Contribution, may_quote: bool, reply_to: tuple[ReplyTo, ...], at: datetime
) -> Contribution:
    """What somebody tells us after they have their receipt: whether we may quote them, and where to reply.

    Called with what their own browser sent. Consequence: a reply is owed to them where they left an address.
    """
    activity = contribution.strand.activity
    with transaction.atomic():
        held = _held(contribution)
        held.may_quote = may_quote
        held.save(update_fields=["may_quote"])
        for way in reply_to:
            keep_address(voice=held.voice, kind=way.kind, address=way.address, name=way.name, wants_reply=True, at=at)
        if reply_to:
            import_string(settings.REPLY_ASKED)(activity=activity, voice=held.voice, at=at)
        record(
            what="contribution.details_added",
            about=f"contribution:{held.trace_id}",
            by="resident",
            at=at,
            public={"activity": activity.public_id, "may_quote": may_quote, "wants_reply": bool(reply_to)},
        )
    return held


def keep_about(*, contribution: Contribution, answers: Mapping[str, str]) -> int:
    """What somebody tells us about themselves after their receipt, kept apart from their words. Returns how many.

    Called with what their own browser sent. No audit entry: with its time it would link what is kept apart.
    """
    activity_ref = contribution.strand.activity.public_id
    with transaction.atomic():
        held = _held(contribution)
        return keep_monitoring(activity_ref=activity_ref, contribution_ref=held.trace_id, answers=answers)


def _held(contribution: Contribution) -> Contribution:
    """The contribution as it is now, held; refused once it was taken back or erased."""
    held = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    if held.erased_at or held.state != Contribution.State.RECEIVED:
        raise Conflict(_("This was taken back, so nothing is added to it."))
    return held


def _refuse_empty(conversation: Conversation, words: str, title: str, parent: Post | None, spoken: bool) -> None:
    if is_blank(words) and not spoken:
        raise Refused(_("There is nothing in it yet."), _("Write a few words, then send them."))
    if conversation.is_board and parent is None and is_blank(title):
        raise Refused(_("Your idea has no title yet."), _("Give it a few words by which others find it."))
    if parent is not None and (parent.depth >= DEEPEST or parent.conversation_id != conversation.pk):
        raise Conflict(
            _("Replies go two levels deep, and this would be the third."),
            _("Reply to the post above it, so that everyone can follow."),
        )
    if parent is not None and not is_there(parent):
        raise Conflict(_("What you reply to is not there any more."), _("Your words can stand as a post of their own."))


def _said(conversation: Conversation, words: str, title: str, original: str) -> list[Said]:
    """The words; above them, in the same passage, the title of an idea is part of what was said."""
    return [Said(whole_of(words, title), prompt=conversation.prompt, prompt_ref="p1", original=original)]


def _row(
    contribution: Contribution,
    conversation: Conversation,
    words: str,
    title: str,
    parent: Post | None,
    tone: str,
    where: Where,
) -> Post:
    return Post(
        conversation=conversation,
        contribution=contribution,
        at=contribution.received_at,
        parent=parent,
        top_id=(parent.top_id or parent.pk) if parent else None,
        depth=parent.depth + 1 if parent else 0,
        tone=tone if parent else "",
        title="" if parent else title.strip(),
        place=where.place,
        place_words=where.words.strip(),
        pin_north=where.pin[0] if where.pin else None,
        pin_east=where.pin[1] if where.pin else None,
        terms=terms_in(title, words),
    )
