"""What the front door may ask of every room below."""

from heard.front.queries.lists import closing_soon, coming_up, happened, latest_story, open_now, recent_promises
from heard.front.queries.owed import Owed, owed_to
from heard.front.queries.published import Published, published_of
from heard.front.queries.ribbon import ribbon_of
from heard.front.queries.thread import Thread, passages_of, thread_of_contributions

__all__ = [
    "Owed",
    "Published",
    "Thread",
    "closing_soon",
    "coming_up",
    "happened",
    "latest_story",
    "open_now",
    "owed_to",
    "passages_of",
    "published_of",
    "recent_promises",
    "ribbon_of",
    "thread_of_contributions",
]
