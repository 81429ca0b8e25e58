"""Are critical words taken down more than others? An exact test that can be done again by hand (UP-c).

Of everything with a known stance, `removed` were taken down. If stance had played no part, those could have been any of
them with the same chance; then the number of critical ones among them follows the hypergeometric distribution
(Fisher's exact test, one side). The rule speaks when there are enough of each and that chance is small.
Source: Fisher, The Design of Experiments (1935), chapter 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

RULE = "removals/1"


@dataclass(frozen=True, slots=True)
class Split:
    """What was taken down, by stance, and how likely a split this one-sided is by chance alone.

    `speaks` if there are enough of each and the chance is below the city's limit; `because` says it in a sentence.
    """

    critical_removed: int
    critical: int
    others_removed: int
    others: int
    unknown: int
    chance: float
    speaks: bool
    because: str

    @property
    def times(self) -> float | None:
        """How many times the others' rate the critical rate is; None where none of the others was taken down."""
        if not (self.critical and self.others and self.others_removed):
            return None
        return (self.critical_removed / self.critical) / (self.others_removed / self.others)


def removal_split(
    *,
    critical_removed: int,
    critical: int,
    others_removed: int,
    others: int,
    unknown: int = 0,
    least: int = 10,
    limit: float = 0.05,
) -> Split:
    """Compare removals of critical items with the others. `least`: of each kind before it speaks; `limit`: of chance.

    `unknown` counts items whose stance nobody knows; they are said, and compared with nothing.
    Raises ValueError where more were taken down than there are.
    """
    if not (0 <= critical_removed <= critical and 0 <= others_removed <= others):
        raise ValueError("More cannot be taken down than there are.")
    chance = tail(critical_removed, critical, others, critical_removed + others_removed)
    enough = critical >= least and others >= least
    speaks = enough and chance < limit
    rates = f"{critical_removed} of {critical} critical, {others_removed} of {others} others"
    if not enough:
        because = f"{rates}: fewer than {least} of a kind, so nothing can be said."
    elif speaks:
        because = f"{rates}: by chance alone a split like this comes once in {_once_in(chance)} times."
    else:
        because = f"{rates}: no more than chance allows."
    return Split(critical_removed, critical, others_removed, others, unknown, chance, speaks, because)


def tail(seen: int, critical: int, others: int, removed: int) -> float:
    """The chance that at least `seen` of `removed` are critical, if each of all had the same chance to be among them.

    In whole numbers throughout: ways to choose, divided once at the end. 1.0 where nothing was removed.
    """
    most = min(critical, removed)
    if seen > most:
        return 0.0
    ways = comb(critical, seen) * comb(others, removed - seen)
    total = 0
    for number in range(seen, most + 1):
        total += ways
        ways = ways * (critical - number) * (removed - number)
        ways //= (number + 1) * (others - removed + number + 1)
    return total / comb(critical + others, removed)


def _once_in(chance: float) -> str:
    times = round(1 / chance) if chance > 1e-6 else 1_000_000
    return f"more than {times:,}" if chance <= 1e-6 else f"{times:,}"
