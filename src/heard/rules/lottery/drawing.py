"""A draw from beginning to end: chances, a thousand numbered panels, the number, the panel, and the proof.

Everything before the number depends on pool, targets and terms alone, so panels and chances can be published first
and the number drawn in front of a room: three balls from 000 to 999, or a seed that the room agrees on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from heard.rules.lottery.chances import Chances, Unlikely, find
from heard.rules.lottery.exact import Best
from heard.rules.lottery.limit import Limit
from heard.rules.lottery.mending import Change, mended
from heard.rules.lottery.numbering import PANELS, seated
from heard.rules.lottery.pool import Pool, Target
from heard.rules.lottery.proof import bound, prove
from heard.rules.lottery.reached import DIGITS, reached, up
from heard.rules.lottery.relaxed import NOTHING
from heard.rules.lottery.solver import Numbers
from heard.rules.lottery.types import Types, types_of
from heard.rules.lottery.words import impossible, reasons, too_few, unlikely
from heard.rules.outcome import Outcome

RULE = "panel-lottery/1"


@dataclass(frozen=True, slots=True)
class Terms:
    """How to draw: the size of the whole panel, the method, who stays on it and who has left it (by id)."""

    size: int
    method: str = "leximin"
    staying: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class Impossible(Exception):
    """No panel can be drawn so. The words say why; `changes` is the smallest set of changes that would help."""

    def __init__(self, words: str, changes: tuple[Change, ...] = ()) -> None:
        super().__init__(words)
        self.changes = changes


def draw(
    pool: Pool, terms: Terms, seed: int, *, rounds: int | None = None, late: Callable[[], bool] | None = None
) -> Outcome:
    """Draw a panel. The same pool, targets, terms, seed and rounds give the same outcome, unless `late` cut it short.

    `rounds` above the lowest chance, instead of the published number (`limit`); `late` says when time is up.
    Raises `Impossible`, and `ArithmeticError` if the solver fails.
    """
    free = rest_of(pool, terms)
    seats = terms.size - len(terms.staying)
    if seats > len(free.people):
        raise Impossible(too_few(len(free.people), seats, bool(terms.left)))
    types = types_of(free, seats)
    best = Best(types)
    if best.panel(np.zeros(len(types.count))) is None:
        raise _refused(free, types)
    try:
        limit = Limit.of(len(types.count), rounds, late)
        chances = find(types, best, terms.method, limit)
    except Unlikely as short:
        raise Impossible(unlikely(short.found, short.tried)) from short
    return _outcome(pool, free, terms, types, chances, limit, seed)


def rest_of(pool: Pool, terms: Terms) -> Pool:
    """Who can still be drawn beside those who stay, and the targets that are left for them."""
    if not terms.staying and not terms.left:
        return pool
    staying = [person for person in pool.people if person.id in set(terms.staying)]
    homes = {person.address for person in staying if person.address is not None}
    gone = {*terms.staying, *terms.left}
    people = tuple(person for person in pool.people if person.id not in gone and person.address not in homes)
    targets = tuple(_left_of(each, pool, staying) for each in pool.targets)
    return Pool(people, targets, pool.same_address, pool.id_column)


def _left_of(target: Target, pool: Pool, staying: list[Any]) -> Target:
    place = pool.features.index(target.feature)
    there = sum(person.values[place] == target.value for person in staying)
    least, most = max(0, target.least - there), max(0, target.most - there)
    return Target(target.feature, target.value, least, most)


def number_of(pool: Pool, seed: int) -> int:
    """The number of the panel: SHA-256 of `heard-draw/1`, both hashes and the seed, a line each, modulo 1,000."""
    text = "\n".join(("heard-draw/1", pool.pool_hash, pool.targets_hash, str(seed)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % PANELS


def _refused(free: Pool, types: Types) -> Impossible:
    found = mended(free, types)
    return Impossible(impossible(types, found), found[0] if found else ())


def _outcome(pool: Pool, free: Pool, terms: Terms, types: Types, chances: Chances, limit: Limit, seed: int) -> Outcome:
    people = sorted(seated(types, chances.thousand))  # so nobody can choose which panel has which number
    number = number_of(pool, seed)
    each = per_person(types, chances.seats / types.count)
    names = [person.id for person in free.people]
    panels = [[names[i] for i in panel] for panel in people]
    stated = {name: round(float(chance), DIGITS) for name, chance in zip(names, each, strict=True)}
    certificate = _certificate(types, chances, terms, limit)
    drawable = {name: chance for name, chance in stated.items() if chance > NOTHING}
    on = np.bincount([i for panel in people for i in panel], minlength=len(names))
    selected = [*terms.staying, *panels[number]]
    found: dict[str, Any] = {
        "selected": [person.id for person in pool.people if person.id in set(selected)],
        "chances": stated,
        "floor": min(drawable.values()),
        "panels": panels,
        "number": number,
        "seed": seed,
        "pool_hash": pool.pool_hash,
        "targets_hash": pool.targets_hash,
        "terms": {
            "size": terms.size,
            "method": terms.method,
            "staying": list(terms.staying),
            "left": list(terms.left),
            "same_address": list(pool.same_address),
            "id_column": pool.id_column,
        },
        "rounding": up(float(np.abs(on / PANELS - each).max())),
        "never": [name for name in names if name not in drawable],
        "certificate": certificate,
    }
    return Outcome(RULE, found, reasons(pool, found))


def per_person(types: Types, chance: Numbers) -> Numbers:
    """The chance of each person of the pool, from the chances of the types."""
    found = np.zeros(int(types.count.sum()))
    for each, members in zip(chance, types.members, strict=True):
        found[list(members)] = each
    return found


def _certificate(types: Types, chances: Chances, terms: Terms, limit: Limit) -> Mapping[str, Any]:
    mixture = {
        "shares": [float(each) for each in chances.share],
        "panels": [[[int(t), int(panel[t])] for t in np.flatnonzero(panel)] for panel in chances.panels],
    }
    if terms.method == "stratified":
        return {"proves": "nothing", "mixture": mixture}
    # The largest weight is 1, so that prices to ten places are fine enough for a pool of any size.
    scale = 1.0 if terms.method == "nash" else float(chances.weight.max())
    weights = [float(f"{each / scale:.12g}") for each in chances.weight]
    most = 1.0 if terms.method == "nash" else chances.most * float(np.dot(weights, types.count))
    proof = prove(types, np.array(weights), most)
    proved = bound(types, weights, proof)
    chance = np.round(chances.seats / types.count, DIGITS)
    if proved is None:
        raise ArithmeticError("The proof does not hold.")
    never = np.flatnonzero(chance <= NOTHING)
    return {
        "proves": "product" if terms.method == "nash" else "floor",
        "weights": weights,
        "proof": proof,
        "bound": up(float(whole(proved, weights, types, terms.method))),
        "gap": gap_of(proved, weights, types, chance, terms.method),
        "never": prove(types, (chance <= NOTHING).astype(float), 0.0) if len(never) else None,
        "levels": levels_of(types, chance),
        "search": reached(types, chances.levels, limit, chance, terms.method),
        "mixture": mixture,
    }


def whole(proved: Fraction, weights: list[float], types: Types, method: str) -> Fraction:
    """What the proof says in its own terms: the highest floor there can be, or the most that a panel weighs (nash)."""
    if method == "nash":
        return proved
    return proved / sum(Fraction(weight) * int(many) for weight, many in zip(weights, types.count, strict=True))


def gap_of(proved: Fraction, weights: list[float], types: Types, chance: Numbers, method: str) -> float:
    """How far the chances may fall short of the best: of the floor, or (nash) of the mean logarithm of chances."""
    if method != "nash":
        return max(0.0, up(float(whole(proved, weights, types, method)) - float(chance[chance > NOTHING].min())))
    # Concave: log products grow by no more than the gradient allows, and the weights are the gradient.
    reached = float(np.dot(weights, chance * types.count))
    return max(0.0, up(float(proved) - reached))


def levels_of(types: Types, chance: Numbers) -> list[list[float]]:
    """Each chance that occurs, to six places, and how many people have it."""
    by_level: dict[float, int] = {}
    for each, many in zip(chance, types.count, strict=True):
        level = round(float(each), 6)
        by_level[level] = by_level.get(level, 0) + int(many)
    return [[level, by_level[level]] for level in sorted(by_level)]
