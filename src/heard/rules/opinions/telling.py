"""What defines each group, what all agree on, where they part: arithmetic on counts.

Every formula is the production one of Polis (engine page, 5.1, steps 11 to 14). Counts have the shape
(groups, statements); `seen` includes passes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
SURE = 1.2816
TELLS = 5


@dataclass(frozen=True, slots=True)
class Telling:
    """A statement that tells a group from the others: whether it agrees, how many did of how many, how strongly."""

    statement: str
    agree: bool
    n: int
    seen: int
    share: float
    ratio: float
    score: float


@dataclass(frozen=True, slots=True)
class Shared:
    """A statement that people agree (or disagree) on whatever their group."""

    statement: str
    n: int
    seen: int
    share: float
    score: float


@dataclass(frozen=True, eq=False)
class Strength:
    """For one direction, in each group: share, its test, the ratio to the others, its test."""

    n: Ints
    share: Floats
    test: Floats
    ratio: Floats
    apart: Floats


def share_of(n: Ints, seen: Ints) -> Floats:
    """The share who say so, drawn towards a half while few have voted."""
    return (n + 1.0) / (seen + 2.0)


def one_test(n: Ints, seen: Ints) -> Floats:
    """How far a share is from a half, in standard errors."""
    found: Floats = 2.0 * np.sqrt(seen + 1.0) * ((n + 1.0) / (seen + 1.0) - 0.5)
    return found


def two_test(n_in: Ints, n_out: Ints, seen_in: Ints, seen_out: Ints) -> Floats:
    """How far two shares are from each other, in standard errors; 0 where everybody says so."""
    a, b, c, d = n_in + 1.0, n_out + 1.0, seen_in + 1.0, seen_out + 1.0
    pooled = (a + b) / (c + d)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / c + 1 / d))
    found: Floats = np.divide(a / c - b / d, spread, out=np.zeros_like(spread), where=pooled != 1)
    return found


def strength(n: Ints, seen: Ints) -> Strength:
    """Each group against all the others."""
    n_out, seen_out = n.sum(0) - n, seen.sum(0) - seen
    share = share_of(n, seen)
    return Strength(n, share, one_test(n, seen), share / share_of(n_out, seen_out), two_test(n, n_out, seen, seen_out))


def representative(
    agree: Ints, disagree: Ints, seen: Ints, names: tuple[str, ...], skip: NDArray[np.bool_] | None = None
) -> list[list[Telling]]:
    """For each group the statements that tell it from the others: at most five, agreements first."""
    yes, no = strength(agree, seen), strength(disagree, seen)
    usable = np.ones(len(names), bool) if skip is None else ~skip
    return [_of_group(group, yes, no, seen, names, usable) for group in range(len(agree))]


def _of_group(
    group: int, yes: Strength, no: Strength, seen: Ints, names: tuple[str, ...], usable: NDArray[np.bool_]
) -> list[Telling]:
    agrees = yes.apart[group] > no.apart[group]

    def score(side: Strength) -> Floats:
        return side.ratio[group] * side.apart[group] * side.share[group] * side.test[group]

    def sure(side: Strength) -> NDArray[np.bool_]:
        return (side.apart[group] > SURE) & (side.test[group] > SURE)

    def told(place: int, agree: bool) -> Telling:
        side = yes if agree else no
        return Telling(
            names[place], agree, int(side.n[group, place]), int(seen[group, place]), float(side.share[group, place]),
            float(side.ratio[group, place]), float(score(side)[place]),
        )  # fmt: skip

    worth = np.where(agrees, score(yes), score(no))
    enough = np.flatnonzero((sure(yes) | sure(no)) & usable)
    first = _best_agree(group, yes, no, usable)
    if not len(enough):
        if first is not None:
            return [told(first, True)]
        far = np.maximum(yes.apart[group], no.apart[group])
        if not usable.any():
            return []
        place = int(np.argmax(np.where(usable, far, -np.inf)))
        return [told(place, bool(agrees[place]))]
    ordered = [int(i) for i in enough[np.argsort(-worth[enough], kind="stable")]]
    chosen = ([] if first is None else [first]) + [place for place in ordered if place != first]
    chosen = sorted(chosen[:TELLS], key=lambda place: not agrees[place])
    # Polis calls its best agreement by the stronger side, "disagree" it may be; we say what most of them said: agree.
    return [told(place, place == first or bool(agrees[place])) for place in chosen]


def _best_agree(group: int, yes: Strength, no: Strength, usable: NDArray[np.bool_]) -> int | None:
    """The strongest agreement, found as Polis finds it: a running best over the statements in their order."""
    rows = (yes.share, yes.test, yes.ratio, yes.apart)
    share, test, ratio, apart = (each[group].tolist() for each in rows)  # plain numbers: asked one by one
    voted = (yes.n[group] + no.n[group] > 0) & usable
    best: int | None = None
    for i in np.flatnonzero(voted).tolist():
        if best is None:
            if test[i] > SURE or (ratio[i] > 1 and share[i] > 0.5):
                best = i
        elif ratio[best] > 1:
            if ratio[i] * apart[i] * share[i] * test[i] > ratio[best] * apart[best] * share[best] * test[best]:
                best = i
        elif share[i] * test[i] > share[best] * test[best]:
            best = i
    return best


def consensus(
    agree: Ints, disagree: Ints, seen: Ints, names: tuple[str, ...], skip: NDArray[np.bool_] | None = None
) -> dict[str, tuple[Shared, ...]]:
    """What most people agree (disagree) on over all, whatever their group: at most five of each."""
    found = {}
    for word, n in (("agree", agree), ("disagree", disagree)):
        share, test = share_of(n, seen), one_test(n, seen)
        good = (share > 0.5) & (test > SURE)
        if skip is not None:
            good &= ~skip
        places = np.flatnonzero(good)
        places = places[np.argsort(-(share * test)[places], kind="stable")][:TELLS]
        found[word] = tuple(
            Shared(names[i], int(n[i]), int(seen[i]), float(share[i]), float(share[i] * test[i])) for i in places
        )
    return found


def group_aware(n: Ints, seen: Ints) -> Floats:
    """The product over groups of the share who say so: high only if every group does."""
    found: Floats = share_of(n, seen).prod(0)
    return found


def divisive(agree: Ints, disagree: Ints, seen: Ints) -> Floats:
    """How far groups are apart on a statement, 0 to 1: half the widest gap between two groups' mean votes."""
    if len(seen) < 2:
        return np.zeros(seen.shape[1])
    mean = (agree - disagree) / (seen + 2.0)
    found: Floats = (mean.max(0) - mean.min(0)) / 2
    return found
