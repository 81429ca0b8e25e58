"""The rules that find chances: leximin, maximin, nash and stratified, all as mixtures of whole panels.

Leximin over shares (`relaxed`) says what is best on paper; splitting a thousand panels' seats (`splitting`) and mixing
them (`mixing`) shows that whole panels reach it. Where that finds no way, columns (`exact`) either mix the panels or
prove that it cannot be, and leximin is found from whole panels alone (`stages`). Nothing is promised that the mixture
of panels does not give.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from heard.rules.lottery.exact import Best, settle
from heard.rules.lottery.mixing import mix
from heard.rules.lottery.nash import nash
from heard.rules.lottery.numbering import PANELS, numbered
from heard.rules.lottery.relaxed import NOTHING, Cut, Levels, leximin
from heard.rules.lottery.solver import Numbers
from heard.rules.lottery.splitting import split, stirred
from heard.rules.lottery.stages import by_stages
from heard.rules.lottery.stratified import stratified
from heard.rules.lottery.types import Types, Whole

CUTS = 100
ROUNDS = 20000
SPARE = 1.6
SMALL = 40
WIDE = 4000


class Unlikely(Exception):
    """The stratified rule did not come to a thousand panels: `found` in `tried` attempts."""

    def __init__(self, found: int, tried: int) -> None:
        super().__init__(found, tried)
        self.found, self.tried = found, tried


@dataclass(slots=True)
class Chances:
    """What a rule found: panels (panels × types) with shares, seats by type on average, a thousand of the panels.

    `weight` (per person of a type) and `most` are what the proof is about: no panel weighs more than `most`.
    """

    panels: Whole
    share: Numbers
    seats: Numbers
    thousand: Whole
    levels: Levels
    weight: Numbers
    most: float


Aim = Callable[[list[Cut]], Levels]


METHODS = ("leximin", "maximin", "nash", "stratified")


def find(types: Types, best: Best, method: str, seed: int = 0) -> Chances:
    """Chances by one of the `METHODS`, from whole panels. There must be a panel at all."""
    if method == "stratified":
        return _by_trial(types, seed)
    aims: dict[str, Aim] = {"nash": lambda cuts: nash(types, cuts)}
    aim = aims.get(method, lambda cuts: leximin(types, cuts))
    quick = _quickly(types, aim([]), seed) if len(types.count) > SMALL else None
    return quick if quick is not None else _slowly(types, best, aim, method, seed)


def _by_trial(types: Types, seed: int) -> Chances:
    thousand, tried = stratified(types, PANELS, seed)
    if len(thousand) < PANELS:
        raise Unlikely(len(thousand), tried)
    panels, share = _counted(thousand)
    nothing = Levels(thousand.sum(axis=0) / types.count / PANELS)
    return Chances(panels, share, share @ panels, thousand, nothing, np.zeros(len(types.count)), 0.0)


def _quickly(types: Types, levels: Levels, seed: int) -> Chances | None:
    seats = levels.chance * types.count
    thousand = split(types, levels.chance, PANELS, seed)
    if thousand is None:
        return None
    if len(types.count) > WIDE:
        panels, share = _counted(thousand)
        return _chances(types, panels, share, thousand, levels)
    many = fresh = thousand
    while len(many) < SPARE * len(types.count):
        stir = stirred(types, fresh, seed + len(many))
        if stir is None:
            break
        fresh = stir
        many = np.vstack([many, fresh])
    panels, share = _counted(many)
    mixed = mix(panels, share, seats)
    if mixed is None:
        return None
    return _chances(types, panels, mixed, thousand, levels)


def _slowly(types: Types, best: Best, aim: Aim, method: str, seed: int) -> Chances:
    """By columns. Where whole panels cannot give what shares promise, nash goes on below cuts, the others by stages."""
    first = best.panel(np.zeros(len(types.count)))
    if first is None:
        raise ArithmeticError("No panel keeps the targets.")
    known, cuts = first[0][None, :], list[Cut]()
    while True:
        levels = aim(cuts)
        settled = settle(types, levels.chance * types.count, known, best, ROUNDS)
        if settled.cut is None or method != "nash" or len(cuts) == CUTS:
            break
        known = np.unique(np.vstack([known, settled.panels]), axis=0)
        cuts.append(settled.cut)
    panels, share = settled.panels, settled.share
    if settled.cut is not None and method != "nash":
        panels, share, levels = by_stages(types, best, panels, method == "maximin")
    seats = share @ panels
    thousand = split(types, seats / types.count, PANELS, seed, patience=2)
    if thousand is None:
        thousand = numbered(types, panels, share, seats)
    return _chances(types, panels, share, thousand, levels)


def _counted(panels: Whole) -> tuple[Whole, Numbers]:
    distinct, times = np.unique(panels, axis=0, return_counts=True)
    return distinct, times / times.sum()


def _chances(types: Types, panels: Whole, share: Numbers, thousand: Whole, levels: Levels) -> Chances:
    used = share > 0
    panels, share = panels[used], share[used] / share[used].sum()
    floor = next((i for i, level in enumerate(levels.level) if level > NOTHING), len(levels.level) - 1)
    return Chances(panels, share, share @ panels, thousand, levels, levels.weight[floor], levels.level[floor])
