"""Who follows what, what is news to them, and in which words."""

from heard.network.queries.followers import (
    by_secret,
    followed_choices,
    followers_in_numbers,
    hash_of_address,
    known_topics,
    post_followers,
    secret_of,
    sheet_batches,
    titles_of,
)
from heard.network.queries.news import concerns, newest_number, news_email, news_for, sheet_letters

__all__ = [
    "by_secret",
    "concerns",
    "followed_choices",
    "followers_in_numbers",
    "hash_of_address",
    "known_topics",
    "newest_number",
    "news_email",
    "news_for",
    "post_followers",
    "secret_of",
    "sheet_batches",
    "sheet_letters",
    "titles_of",
]
