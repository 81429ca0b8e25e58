"""Votes that moderators should look at: floods of new people, votes that are copies, people seen once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from heard.rules.opinions.picture import Map
from heard.rules.opinions.votes import Votes


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One pattern: its kind (`flood`, `copies`, `once`), whom it touches, why, and the map with and without them."""

    kind: str
    people: tuple[str, ...]
    because: str
    share: float
    moved: float
    without: Map | None = None


def suspicions(votes: Votes, moments: Mapping[str, datetime], *, picture: Map | None = None) -> tuple[Suspicion, ...]:
    """Patterns worth a look, the one that changes the map most first. `moments`: each person's first vote."""
    return ()
