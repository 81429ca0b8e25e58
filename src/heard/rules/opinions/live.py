"""A map that follows votes as they come. (The contract of `Live`; the sums are kept in `gram`.)"""

from __future__ import annotations

from heard.rules.opinions.drawing import run
from heard.rules.opinions.picture import Map, Terms
from heard.rules.opinions.votes import Votes


class Live:
    """Votes that grow. `map()` draws what stands; group names and directions carry on from one map to the next."""

    def __init__(self, votes: Votes, *, terms: Terms | None = None, seed: int = 0, before: Map | None = None) -> None:
        self.votes, self.terms, self.seed, self._last = votes, terms or Terms(), seed, before

    def add(self, votes: Votes) -> None:
        """Take in new votes; a vote on the same statement by the same person replaces the old one."""
        self.votes = self.votes.with_more(votes)

    def map(self) -> Map:
        """The map of all votes so far."""
        self._last = run(self.votes, terms=self.terms, seed=self.seed, before=self._last)
        return self._last
