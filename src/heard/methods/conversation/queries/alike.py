"""Posts like the one that somebody is writing: looked up by an index on stems, judged by `rules.likeness`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from heard.methods.conversation.models import Conversation, Post
from heard.methods.conversation.queries.posts import shown_posts
from heard.rules.likeness import Rarity, Work, likenesses, stems, telling_terms, work_of

LEAST = 0.42  # of the words' own likeness: below it people say “that is something else”
LOOKED_UP, CANDIDATES, SHOWN = 12, 60, 3
_RARITY = """
SELECT term, count(*) FROM conversation_post, unnest(terms) AS term
WHERE conversation_id = %s AND terms && %s::text[] AND term = ANY(%s::text[]) GROUP BY term
"""
_CANDIDATES = """
SELECT id FROM conversation_post WHERE conversation_id = %s AND depth = 0 AND terms && %s::text[]
ORDER BY cardinality(ARRAY(SELECT unnest(terms) INTERSECT SELECT unnest(%s::text[]))) DESC, id LIMIT %s
"""


def terms_in(*texts: str) -> list[str]:
    """The stems that a post is found by, each once, in order."""
    return sorted({term for text in texts for term in stems(text)})


def posts_alike(conversation: Conversation, *, words: str, title: str = "", but: int | None = None) -> list[Post]:
    """The posts of this conversation that say something close, the closest first; at most three.

    Three questions to the database, whatever the length of the conversation.
    """
    draft = work_of("draft", title=title, purpose=words)
    mine = [term for term, _times in draft.terms]
    if len(mine) < 2 or conversation.pk is None:
        return []
    rarity = _rarity(conversation, mine)
    telling = [term for term, _weight in telling_terms(draft, rarity, LOOKED_UP)]
    posts = {str(post.pk): post for post in _candidates(conversation, telling, but)}
    works = [_work(post) for post in posts.values()]
    found = [one for one in likenesses(draft, works, rarity) if one.words >= LEAST]
    return [posts[one.ref] for one in found[:SHOWN]]


def _work(post: Post) -> Work:
    return Work(str(post.pk), tuple((term, 1) for term in post.terms))


def _rarity(conversation: Conversation, terms: list[str]) -> Rarity:
    with connection.cursor() as cursor:
        cursor.execute(_RARITY, [conversation.pk, terms, terms])
        holding = dict(cursor.fetchall())
    return Rarity(max(holding.values(), default=0), holding)


def _candidates(conversation: Conversation, terms: list[str], but: int | None) -> Iterable[Post]:
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, [conversation.pk, terms, terms, CANDIDATES])
        numbers = [row[0] for row in cursor.fetchall()]
    rows = shown_posts(conversation).defer(None).defer("photo__content", "recording__content")
    rows = rows.filter(pk__in=numbers)
    return rows.exclude(pk=but) if but else rows
