"""Which statement somebody is shown next: the ones we still learn most from, drawn by lot among those not yet seen."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

META = 49.0


@dataclass(frozen=True, slots=True)
class StatementCounts:
    """Votes on one statement so far, and how far its author's supporters stand from the middle (`extremity`)."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0
    extremity: float = 0.0
    meta: bool = False

    @property
    def seen(self) -> int:
        """Everybody who voted on it, passes too."""
        return self.agree + self.disagree + self.passed

    @property
    def priority(self) -> float:
        """How much is learnt from the next vote on it (Polis's formula): fresh, agreed with and telling come first."""
        if self.meta:
            return META
        passing = (self.passed + 1) / (self.seen + 2)
        agreeing = (self.agree + 1) / (self.seen + 2)
        importance = (1 - passing) * (self.extremity + 1) * agreeing
        return float((importance * (1 + 8 * 2 ** (-self.seen / 5))) ** 2)


def next_statement(seen: Set[str], counts: Mapping[str, StatementCounts], draw: float) -> str | None:
    """One of the statements in `counts` that are not in `seen`, with chances as their priorities; None if none is left.

    `draw` is a number from 0 up to 1 that the caller drew. Statements without counts belong in `counts` with none.
    """
    left = [name for name in counts if name not in seen]
    if not left:
        return None
    reach = draw * sum(counts[name].priority for name in left)
    for name in left:
        reach -= counts[name].priority
        if reach < 0:
            return name
    return left[-1]
