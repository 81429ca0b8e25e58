"""In which order posts are read: a mix by the published rule, the newest, the most supported, those without reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Strand
from heard.ground.paging import Page, page_of
from heard.methods.conversation.models import Conversation, Merge, OfficerReply, Post
from heard.methods.conversation.queries.posts import AROUND, HEAVY, post_rows, with_tombstones
from heard.moderation.queries import shown, standing
from heard.places.models import Place
from heard.rules.another_view import Entry, view

SIZE = 12
MIXED_AT_MOST = 5000  # the newest so many are mixed; all are in the other orders
ORDERS = {
    "mix": _("A mix"),
    "newest": _("Newest"),
    "supported": _("Most supported"),
    "unanswered": _("Waiting for a reply"),
}


def listed(
    conversation: Conversation, *, order: str, number: int = 0, place: str = "", after: str = "", today: date
) -> tuple[Page[Post], dict[str, str]]:
    """A page of posts in one of `ORDERS`, and for each of a mix the lane that put it there.

    What was erased, taken back or taken down stands as a sentence while replies of others hang under it.
    Posts that became part of another, and wholes that were taken apart, stand in “newest” only: elsewhere what they
    became stands for them.
    """
    rows = with_tombstones(post_rows(conversation)).filter(depth=0)
    if place:
        rows = rows.filter(place__slug=place)
    if order == "newest":
        return page_of(rows, order=("-at", "-id"), after=after, size=SIZE), {}
    rows = rows.exclude(Exists(Merge.objects.filter(source=OuterRef("pk"), ended_at__isnull=True)))
    rows = rows.exclude(Exists(Post.objects.filter(part_of=OuterRef("pk"))))
    if order == "supported":
        return page_of(rows, order=("-supports", "-id"), after=after, size=SIZE), {}
    if order == "unanswered":
        rows = shown(rows).exclude(Exists(OfficerReply.objects.filter(post=OuterRef("pk"))))
        return page_of(rows, order=("at", "id"), after=after, size=SIZE), {}
    return _mixed(rows, seed_of(conversation, today), number, after)


def seed_of(conversation: Conversation, today: date) -> str:
    """What the mix of a day is drawn with: published beside it, so that anyone can draw it again."""
    return f"{conversation.strand.public_id}:{today.isoformat()}"


def _mixed(rows: QuerySet[Post], seed: str, number: int, after: str) -> tuple[Page[Post], dict[str, str]]:
    light = rows.select_related(None).order_by("-at", "-id")[:MIXED_AT_MOST]
    columns = light.values_list("public_id", "at", "supports", "replies_shown", "differs")
    order = view((Entry(*row) for row in columns), seed=seed, number=number, size=SIZE)
    start = next((place + 1 for place, one in enumerate(order) if one.ref == after), 0)
    here = order[start : start + SIZE]
    found = {post.public_id: post for post in rows.filter(public_id__in=[one.ref for one in here])}
    items = [found[one.ref] for one in here if one.ref in found]
    more = here[-1].ref if here and start + SIZE < len(order) else ""
    return Page(items=items, after=more, first=start == 0), {one.ref: one.lane for one in here}


def replies_to(post: Post, *, after: str = "", size: int = 20) -> Page[Post]:
    """Replies to one post, the oldest first; where something is not shown its sentence stands."""
    rows = with_tombstones(post.replies.select_related(*AROUND).defer(*HEAVY), standing)
    return page_of(rows, order=("at", "id"), after=after, size=size)


def replies_below(posts: Sequence[Post], most: int = 100) -> list[Post]:
    """The replies to several replies, the oldest first, `most` of them in all (each post's own page has the rest)."""
    if not posts:
        return []
    rows = Post.objects.filter(parent__in=posts).select_related(*AROUND).defer(*HEAVY)
    return list(standing(rows).order_by("at", "id")[:most])


def places_named(conversation: Conversation) -> list[tuple[Place, int]]:
    """Where people's posts are about, with how many there are: the list that stands beside the picture."""
    posts = shown(Post.objects.filter(conversation=conversation, depth=0))
    counted = {
        row["place"]: row["n"]
        for row in posts.filter(place__isnull=False).order_by().values("place").annotate(n=Count("pk"))
    }
    return [(place, counted[place.pk]) for place in Place.objects.filter(pk__in=counted).order_by("name")]


def posts_named(strand: Strand, public_ids: Sequence[str]) -> list[Post]:
    """Posts by their public names, in that order, as far as everyone may still read them."""
    rows = shown(Post.objects.filter(conversation=strand.pk, public_id__in=public_ids).select_related(*AROUND))
    found = {post.public_id: post for post in rows.defer(*HEAVY)}
    return [found[name] for name in public_ids if name in found]
