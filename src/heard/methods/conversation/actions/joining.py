"""Posts that say the same are put together, and one that says several things is taken apart. Originals stay (I-12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions.noting import note
from heard.activities.models import Contribution, Passage
from heard.activities.queries import shown_words
from heard.ground.refusal import Conflict, Refused, ask
from heard.methods.conversation import access
from heard.methods.conversation.actions.supporting import refuse_counted
from heard.methods.conversation.models import Merge, Post
from heard.methods.conversation.queries import terms_in
from heard.people.models import Account, Voice


def join_posts(*, source: Post, target: Post, because: str, by: Account, at: datetime) -> Merge:
    """Make one post part of another, saying why. Both stay as they were; each keeps its author, replies and voices.

    Consequences: the source's page leads to the target and the target names what it brought; those who support the
    source are asked whether their voice goes along; the author is told and can have it stand on its own again.
    Refused: a reply, itself, two conversations, what is part of something already, or has something as its part.
    """
    strand = source.conversation.strand
    ask(access.may_join_posts(by, strand))
    if not because.strip():
        raise Conflict(_("Say why these two belong together: both authors read it."))
    if source.depth or target.depth or source.conversation_id != target.conversation_id or source.pk == target.pk:
        raise Conflict(_("Only two different posts of one conversation can be put together, not replies."))
    for post in (source, target):
        if post.contribution.state != Contribution.State.RECEIVED:
            raise Conflict(_("One of them was taken back or is not counted."))
    with transaction.atomic():
        list(
            Post.objects.select_for_update(of=("self",), no_key=True)
            .filter(pk__in=(source.pk, target.pk))
            .order_by("pk")
        )
        live = Merge.objects.filter(ended_at__isnull=True)
        if live.filter(source__in=(source, target)).exists() or live.filter(target=source).exists():
            raise Conflict(
                _("One of them is part of another already, or has others as its parts."),
                _("Put the posts together with the one that they all belong to."),
            )
        merge = Merge.objects.create(source=source, target=target, because=because.strip(), by=by, at=at)
        note("post.joined", strand.activity, by, at, post=source.public_id, to=target.public_id)
        app.configure_task("conversation.tell_joined").defer(merge_id=merge.pk)
    return merge


def stand_alone(*, merge: Merge, at: datetime, by: Account | None = None, voice: Voice | None = None) -> Merge:
    """Two posts stand on their own again: because the source's author says so (`voice`), or whoever joined them.

    Consequence: voices that came along go back to where they came from.
    """
    is_author = voice is not None and merge.source.contribution.voice_id == voice.pk
    if not is_author:
        if by is None:
            raise Refused(_("Only the person who wrote this can have it stand on its own again."))
        ask(access.may_join_posts(by, merge.source.conversation.strand))
    refuse_counted(merge.source.conversation.strand)
    with transaction.atomic():
        held = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
        if held.ended_at is not None:
            raise Conflict(_("These two posts stand on their own already."))
        held.ended_at, held.ended_by_author = at, is_author
        held.save(update_fields=["ended_at", "ended_by_author"])
        target = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=held.target_id)
        gone, _each = target.supported.filter(carried_from=held.source_id).delete()
        Post.objects.filter(pk=target.pk).update(supports=target.supports - gone)
        activity = merge.source.conversation.strand.activity
        note("post.stands_alone", activity, by or "resident", at, post=merge.source.public_id, to=target.public_id)
    return held


def take_apart(*, post: Post, pieces: Sequence[str], by: Account, at: datetime) -> list[Post]:
    """Show a post that is about several things as several: each piece is a stretch of its own words, letter for letter.

    Consequences: each part can be replied to, supported and answered by itself; the whole stays, counts once, and is
    what is coded; its receipt leads to all of them. Refused: fewer than two pieces, words that are not in it, pieces
    that overlap or stand in another order, a reply, a part, words that were covered.
    """
    strand = post.conversation.strand
    ask(access.may_join_posts(by, strand))
    if post.depth or post.part_of_id or post.parts.exists():
        raise Conflict(_("Only a whole post can be taken apart, once."))
    passage = Passage.objects.prefetch_related("layers").get(contribution=post.contribution_id, ordinal=1)
    if shown_words(passage) != passage.words:
        raise Conflict(_("Something in this post was covered or put right, so it stays whole."))
    stretches = _stretches(passage.words, pieces)
    with transaction.atomic():
        held = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
        if held.parts.exists():
            raise Conflict(_("Only a whole post can be taken apart, once."))
        made = [_part(post, starts, ends, passage.words[starts:ends]) for starts, ends in stretches]
        note("post.taken_apart", strand.activity, by, at, post=post.public_id, parts=[one.public_id for one in made])
    return made


def _part(post: Post, starts: int, ends: int, words: str) -> Post:
    return Post.objects.create(
        conversation=post.conversation,
        contribution=post.contribution,
        at=post.at,
        part_of=post,
        starts=starts,
        ends=ends,
        title=words.strip().splitlines()[0][:80] if post.title else "",
        place=post.place,
        place_words=post.place_words,
        terms=terms_in(words),
    )


def _stretches(words: str, pieces: Sequence[str]) -> list[tuple[int, int]]:
    found, place = [], 0
    for piece in (each.strip().replace("\r\n", "\n") for each in pieces):
        starts = words.find(piece, place) if piece else -1
        if starts < 0:
            raise Conflict(
                _("“%(piece)s” does not stand in the post like this, or not in this order.") % {"piece": piece[:60]},
                _("Copy each piece out of the post, from the beginning to the end. Nothing was changed."),
            )
        found.append((starts, starts + len(piece)))
        place = starts + len(piece)
    if len(found) < 2:
        raise Conflict(_("A post is taken apart into two pieces or more."))
    return found
