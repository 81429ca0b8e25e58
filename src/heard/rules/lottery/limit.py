"""How long chances are looked for: rounds that are counted, so that the same draw ends at the same place everywhere.

One round looks for one more panel. The lowest chance comes first and has rounds of its own; what is above it has as
many again. A clock may be given as well; what it cuts short differs from machine to machine, and is said to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

WORK, LEAST = 400_000, 200


def rounds_for(kinds: int) -> int:
    """The rounds for a pool of so many types: 400,000 over their number (as a round costs), at least 200."""
    return max(LEAST, WORK // max(kinds, 1))


@dataclass(slots=True)
class Limit:
    """Rounds `allowed` above the lowest chance and `for_floor` below it; `late`, if given, says when time is up.

    `used` counts the rounds above the lowest chance. `ended` says what bit: `rounds`, `time`, or nothing.
    """

    allowed: int
    for_floor: int
    late: Callable[[], bool] | None = None
    used: int = 0
    used_for_floor: int = 0
    ended: str = ""

    @classmethod
    def of(cls, kinds: int, rounds: int | None, late: Callable[[], bool] | None) -> Limit:
        """The limit for a pool of `kinds` types; `rounds` above the lowest chance instead of the published number."""
        usual = rounds_for(kinds)
        return cls(usual if rounds is None else rounds, usual, late)

    def in_time(self) -> bool:
        """Whether there is time left."""
        if not self.ended and self.late is not None and self.late():
            self.ended = "time"
        return self.ended != "time"

    def another(self, *, above_floor: bool) -> bool:
        """Whether one more round may be made; it is counted."""
        if not self.in_time():
            return False
        if above_floor:
            over = self.used >= self.allowed
            self.used += not over
        else:
            over = self.used_for_floor >= self.for_floor
            self.used_for_floor += not over
        self.ended = "rounds" if over else ""
        return not over
