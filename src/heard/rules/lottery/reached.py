"""How far a search came: which levels of chances were settled, and what the next can be at most.

The lowest chance is proved by the certificate itself. The levels above it were each proved highest by the solver when
they were drawn, and are not proved again. Where rounds or time ran out, those who are not settled keep the chances
that were reached; what the lowest of these can be at most, as long as the settled keep theirs, is proved here:

    Σ_settled weight·chance + (lowest of the others) · Σ_others weight ≤ what the best panel weighs
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np

from heard.rules.lottery.limit import Limit
from heard.rules.lottery.proof import bound, prove
from heard.rules.lottery.relaxed import NOTHING, Levels
from heard.rules.lottery.solver import Numbers
from heard.rules.lottery.types import Types

DIGITS = 12
SHORT = 1e-6


def reached(types: Types, levels: Levels, limit: Limit, chance: Numbers, method: str) -> dict[str, Any]:
    """What the certificate says of the search; `chance` is by type, as it is stated.

    `ended` is `rounds`, `time` or empty; `levels` and `people` are how many were settled (leximin only).
    """
    found: dict[str, Any] = {
        "ended": limit.ended,
        "for_floor": limit.used_for_floor,
        "rounds": limit.used,
        "allowed": limit.allowed,
        "next": None,
    }
    if method != "leximin":
        return found
    settled = np.ones(len(chance), dtype=bool)
    if levels.open is not None:
        settled = levels.open.fixed
        found["next"] = _next(types, levels, chance)
    elif float((levels.chance - chance).max()) > SHORT:
        settled = ~settled
    return {**found, **settled_of(types, chance, settled)}


def settled_of(types: Types, chance: Numbers, settled: np.ndarray) -> dict[str, int]:
    """How many levels (to six places) and people there are among the settled types who can be drawn."""
    those = settled & (chance > NOTHING)
    return {"levels": len({round(float(each), 6) for each in chance[those]}), "people": int(types.count[those].sum())}


def _next(types: Types, levels: Levels, chance: Numbers) -> dict[str, Any]:
    assert levels.open is not None
    scale = float(levels.open.weight.max())
    weights = [float(f"{each / scale:.12g}") for each in levels.open.weight]
    proof = prove(types, np.array(weights), levels.open.most / scale)
    found = {"settled": [int(t) for t in np.flatnonzero(levels.open.fixed)], "weights": weights, "proof": proof}
    most = at_most(types, chance, found)
    if most is None:
        raise ArithmeticError("The proof does not hold.")
    lowest = float(chance[~levels.open.fixed].min())
    return {**found, "bound": up(float(most)), "gap": max(0.0, up(float(most) - lowest))}


def at_most(types: Types, chance: Numbers, known: Mapping[str, Any]) -> Fraction | None:
    """The lowest chance that the unsettled can have at most, in exact fractions; None if that is not proved."""
    weights = [Fraction(float(each)) for each in known["weights"]]
    if len(weights) != len(types.count) or min(weights) < 0:
        return None
    heaviest = bound(types, [float(each) for each in weights], known["proof"])
    settled = set(known["settled"])
    given, rest = Fraction(0), Fraction(0)
    for t, weight in enumerate(weights):
        people = weight * int(types.count[t])
        if t in settled:
            given += people * Fraction(float(chance[t]))
        else:
            rest += people
    return None if heaviest is None or not rest else min(Fraction(1), (heaviest - given) / rest)


def up(value: float) -> float:
    """Rounded up, so that a bound stays one."""
    return ceil(value * 10**DIGITS) / 10**DIGITS
