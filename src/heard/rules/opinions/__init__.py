"""Opinion maps: who votes alike, what tells each group from the others, and what all of them agree on.

Values and routing need nothing else; `run`, `Live` and `suspicions` bring in numpy when they are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heard.rules.opinions.routing import StatementCounts, next_statement

if TYPE_CHECKING:
    from heard.rules.opinions.drawing import run
    from heard.rules.opinions.live import Live
    from heard.rules.opinions.picture import Map, Terms
    from heard.rules.opinions.suspicion import Suspicion, suspicions
    from heard.rules.opinions.votes import Votes, votes_from

PLACES = {
    "Live": "live", "Map": "picture", "Suspicion": "suspicion", "Terms": "picture", "Votes": "votes",
    "run": "drawing", "suspicions": "suspicion", "votes_from": "votes",
}  # fmt: skip

__all__ = [
    "Live", "Map", "StatementCounts", "Suspicion", "Terms", "Votes", "next_statement", "run", "suspicions",
    "votes_from",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """numpy is read only when a map is drawn."""
    if name not in PLACES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{PLACES[name]}"), name)
