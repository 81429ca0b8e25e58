"""What a conversation came to, in numbers and names of posts (never words), and its open data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet, Sum

from heard.activities.models import Contribution, Passage, Strand
from heard.activities.queries import shown_words
from heard.ground import clock
from heard.methods.conversation.models import Merge, OfficerReply, Post, Question
from heard.moderation.queries import shown
from heard.rules.outcome import Outcome

RULE = "conversation/2"  # 2: voices counted by hand are told apart from those given on the web
MOST = 10


def counted(strand: Strand) -> QuerySet[Post]:
    """The posts that count: received, whatever was put together afterwards; parts count with their whole."""
    rows = Post.objects.filter(conversation=strand.pk, part_of__isnull=True)
    return rows.filter(contribution__state=Contribution.State.RECEIVED)


def outcome_of(strand: Strand) -> Outcome:
    """Most supported, unanswered, by place: the same posts give the same outcome."""
    rows = counted(strand)
    posts, replies = rows.filter(depth=0), rows.filter(depth__gt=0)
    asked = Question.objects.filter(post__in=rows)
    found: dict[str, Any] = {
        "posts": posts.count(),
        "replies": replies.count(),
        "supports": rows.aggregate(n=Sum("supports"))["n"] or 0,
        "counted": rows.aggregate(n=Sum("counted"))["n"] or 0,
        "differs": replies.filter(tone=Post.Tone.DIFFERS).count(),
        "officer_replies": OfficerReply.objects.filter(post__in=rows).count(),
        "asked": asked.count(),
        "answered": asked.filter(answered_at__isnull=False).count(),
        "channels": _counted_by(rows, "contribution__channel"),
        "places": _counted_by(posts.filter(place__isnull=False), "place__name"),
        "statuses": _counted_by(posts.exclude(status=""), "status"),
        "most_supported": _most_supported(posts),
        "unanswered": list(
            asked.filter(answered_at__isnull=True).order_by("due_on", "pk").values_list("post__public_id", flat=True)
        ),
        "joined": Merge.objects.filter(source__in=rows, ended_at__isnull=True).count(),
    }
    return Outcome(rule=RULE, found=found, because=_because(found))


def _counted_by(rows: QuerySet[Post], column: str) -> dict[str, int]:
    counted_rows = rows.order_by().values(column).annotate(n=Count("pk"))
    return {row[column]: row["n"] for row in counted_rows.order_by(column)}


def _most_supported(posts: QuerySet[Post]) -> list[dict[str, Any]]:
    rows = posts.filter(supports__gt=0).order_by("-supports", "at", "pk")[:MOST]
    return [{"post": post.public_id, "supports": post.supports} for post in rows]


def _because(found: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"Posts: {found['posts']}; replies: {found['replies']}, of which {found['differs']} saw it differently.",
        f"Supports that stood at the end: {found['supports']}, of which {found['counted']} were counted by hand. The"
        " most supported are listed by that number; ties stand"
        " in the order in which they came.",
        f"Questions to the named officer: {found['asked']}; answered: {found['answered']}; the others are listed.",
        f"Posts that became part of another: {found['joined']}; each is counted as a post of its own.",
    )


def open_rows(strand: Strand) -> Iterator[dict[str, Any]]:
    """One row a post or reply that everyone may read. Words only where they may be quoted; nobody is named."""
    rows = shown(counted(strand)).select_related("contribution", "parent", "place").defer("terms").order_by("at", "pk")
    for chunk in _in_chunks(rows):
        passages = _passages(chunk)
        for post in chunk:
            contribution = post.contribution
            yield {
                "post": post.public_id,
                "kind": "reply" if post.depth else "post",
                "in_reply_to": post.parent.public_id if post.parent else "",
                "month": clock.day_of(post.at).strftime("%Y-%m"),
                "channel": contribution.channel,
                "place": post.place.name if post.place else "",
                "supports": post.supports,
                "counted_by_hand": post.counted,
                "status": post.status,
                "title": post.title if contribution.may_quote else "",
                "words": passages.get(contribution.pk, "") if contribution.may_quote else "",
            }


def _in_chunks(rows: QuerySet[Post], size: int = 500) -> Iterator[list[Post]]:
    chunk: list[Post] = []
    for post in rows.iterator(chunk_size=size):
        chunk.append(post)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _passages(posts: list[Post]) -> dict[int, str]:
    asked = Passage.objects.filter(contribution__in=[post.contribution_id for post in posts], ordinal=1)
    return {each.contribution_id: shown_words(each) for each in asked.prefetch_related("layers")}
