"""Voices for a post that were raised elsewhere are counted by somebody, and the count is taken back as one act."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from heard.activities.actions.noting import note
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.methods.conversation import access
from heard.methods.conversation.models import CountedSupport, Post
from heard.methods.conversation.queries import counts_on
from heard.moderation.queries import withheld
from heard.people.models import Account

MOST = 10_000


def count_support(
    *, post: Post, number: int, channel: str, where: str, said_on: date, key: str, by: Account, at: datetime
) -> CountedSupport:
    """So many people said, on paper, in a room or by phone, that they are with this post. The same `key` counts once.

    Consequences: they count like everyone else's voice, and are shown as counted by hand, with where and when; nobody
    of them can be told. Refused: a way or day that is not open, a post that is not shown, the same session again.
    """
    strand = post.conversation.strand
    ask(access.may_count_support(by, strand))
    _refuse(post, number, channel, where, said_on, at)
    key = f"{post.public_id}:{key}"[:60]
    with transaction.atomic():
        held = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
        if known := CountedSupport.objects.filter(key=key).first():
            return known
        session = {"channel": channel, "where": " ".join(where.split()), "said_on": said_on}
        if CountedSupport.objects.filter(post=held, undone_at__isnull=True, **session).exists():
            raise Conflict(
                _("Voices for this post from there and that day are counted already."),
                _("If that number was wrong, undo it first. Another round of hands needs a name of its own."),
            )
        made = CountedSupport.objects.create(post=held, number=number, key=key, by=by, at=at, **session)
        _change(held, number)
        note("post.support_counted", strand.activity, by, at, post=post.public_id, number=number, channel=channel)
    return made


def undo_count(*, counted: CountedSupport, by: Account, at: datetime) -> CountedSupport:
    """Take one count back, whole. Consequence: its voices count no more; who entered and who undid it stays to see."""
    strand = counted.post.conversation.strand
    ask(access.may_count_support(by, strand))
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=counted.post_id)
        held = CountedSupport.objects.get(pk=counted.pk)
        if held.undone_at is not None:
            raise Conflict(_("This count is undone already."))
        held.undone_by, held.undone_at = by, at
        held.save(update_fields=["undone_by", "undone_at"])
        _change(post, -held.number)
        note("post.count_undone", strand.activity, by, at, post=post.public_id, number=held.number)
    return held


def _change(post: Post, by: int) -> None:
    Post.objects.filter(pk=post.pk).update(supports=F("supports") + by, counted=F("counted") + by)


def _refuse(post: Post, number: int, channel: str, where: str, said_on: date, at: datetime) -> None:
    if not 1 <= number <= MOST:
        raise Conflict(_("Write how many people they were, at least one and at most %(n)d.") % {"n": MOST})
    if not where.strip():
        raise Conflict(_("Say where it was said, so that somebody can check it."))
    if said_on > clock.day_of(at) or not counts_on(post.conversation.strand, channel, said_on):
        raise Conflict(_("It was not open that way on that day, so these voices cannot be counted."))
    if sentence := withheld(post.contribution):
        raise Conflict(sentence)
