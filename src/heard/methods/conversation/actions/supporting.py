"""Somebody adds their voice to a post, takes it away again, or lets it go along to what the post became part of."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.methods.conversation.models import Merge, Post, Support
from heard.methods.conversation.queries import can_be_given
from heard.moderation.queries import withheld
from heard.people.actions import hold_voice
from heard.people.models import Voice


def support(*, post: Post, voice: Voice | None, at: datetime) -> Support:
    """Add one voice to a post. `voice` None: a new one is made. Twice is once. One's own post has one's voice already.

    Refused: it has closed, the post is not shown, it is one's own.
    """
    _refuse(post, voice, at)
    with transaction.atomic():
        if voice is not None:
            hold_voice(voice)
        who = voice or Voice.objects.create(created_on=clock.day_of(at))
        held = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
        made, is_new = Support.objects.get_or_create(post=held, voice=who, defaults={"at": at})
        if is_new:
            _count(held, 1, "post.supported", at)
    return made


def withdraw_support(*, post: Post, voice: Voice, at: datetime) -> None:
    """Take one's voice away again, at any time until the counting. Refused: there is none to take away."""
    refuse_counted(post.conversation.strand)
    with transaction.atomic():
        held = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
        gone, _each = Support.objects.filter(post=held, voice=voice).delete()
        if not gone:
            raise Conflict(_("Your voice is not with this post, so there is nothing to take away."))
        _count(held, -1, "post.support_withdrawn", at)


def carry_support(*, merge: Merge, voice: Voice, at: datetime) -> Support:
    """Somebody says yes: their support goes along to the post that this one became part of. The old one stays too."""
    refuse_counted(merge.source.conversation.strand)
    if merge.ended_at is not None:
        raise Conflict(_("These two posts stand on their own again."))
    if not Support.objects.filter(post=merge.source_id, voice=voice).exists():
        raise Conflict(_("You do not support the post that became part of this one."))
    with transaction.atomic():
        hold_voice(voice)
        held = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=merge.target_id)
        made, is_new = Support.objects.get_or_create(
            post=held, voice=voice, defaults={"at": at, "carried_from_id": merge.source_id}
        )
        if is_new:
            _count(held, 1, "post.support_carried", at)
    return made


def refuse_counted(strand: Strand) -> None:
    """Raise Conflict once everything was counted: what people read then is what the result says."""
    if strand.concluded_at is not None:
        raise Conflict(
            _("This has been counted, so nothing more changes."), _("Each post was counted as a post of its own.")
        )


def _refuse(post: Post, voice: Voice | None, at: datetime) -> None:
    if not can_be_given(post.conversation.strand, clock.day_of(at)):
        raise Conflict(_("This has closed, so voices are not added any more."))
    if sentence := withheld(post.contribution):
        raise Conflict(sentence)
    if voice is not None and post.contribution.voice_id == voice.pk:
        raise Conflict(_("This is your own post: your voice is in it already."))


def _count(post: Post, by: int, what: str, at: datetime) -> None:
    Post.objects.filter(pk=post.pk).update(supports=F("supports") + by)
    record(what=what, about=f"post:{post.public_id}", by="resident", at=at)
