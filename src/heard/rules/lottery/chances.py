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
from heard.rules.lottery.limit import Limit
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
ROUNDS, FEW_ROUNDS = 3000, 60
SPARE = 1.6
SMALL = 40
SEED, STIRS = 0, 8
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
    `levels` may be `open`.
    """

    panels: Whole
    share: Numbers
    seats: Numbers
    thousand: Whole
    levels: Levels
    weight: Numbers
    most: float


Aim = Callable[[list[Cut]], Levels]


def find(types: Types, best: Best, method: str, limit: Limit) -> Chances:
    """Chances by one of the four methods, from whole panels; what is reached when `limit` bites (leximin, maximin).

    The product of chances has no worth half found, so nash is not cut short by a clock.
    There must be a panel at all. Raises `Unlikely` (stratified only) and `ArithmeticError` if the solver fails.
    """
    if method == "stratified":
        return _by_trial(types)
    if method == "nash":
        limit.late = None
    aims: dict[str, Aim] = {"nash": lambda cuts: nash(types, cuts)}
    aim = aims.get(method, lambda cuts: leximin(types, cuts))
    levels = aim([])
    known = _known(types, best, levels)
    quick = _mixed(types, levels, known, limit) if len(types.count) > SMALL else None
    return quick if quick is not None else _slowly(types, best, aim, method, known, limit)


def _by_trial(types: Types) -> Chances:
    thousand, tried = stratified(types, PANELS, SEED)
    if len(thousand) < PANELS:
        raise Unlikely(len(thousand), tried)
    panels, share = _counted(thousand)
    nothing = Levels(thousand.sum(axis=0) / types.count / PANELS)
    return Chances(panels, share, share @ panels, thousand, nothing, np.zeros(len(types.count)), 0.0)


def _known(types: Types, best: Best, levels: Levels) -> Whole:
    """Panels to begin with: of many types a thousand near the chances (fewer if some stuck), else any."""
    found = split(types, levels.chance, PANELS, SEED) if len(types.count) > SMALL else types.count[:0, None]
    if len(found):
        return found
    first = best.panel(np.zeros(len(types.count)))
    if first is None:
        raise ArithmeticError("No panel keeps the targets.")
    return first[0][None, :]


def _mixed(types: Types, levels: Levels, known: Whole, limit: Limit) -> Chances | None:
    """The chances from panels near them, more of which are made by stirring. None if that finds no way in time."""
    whole = len(known) == PANELS
    if len(types.count) > WIDE and whole:
        panels, share = _counted(known)
        return _chances(types, panels, share, known, levels)
    many = fresh = known
    for stir in range(STIRS):
        if len(many) >= SPARE * len(types.count) or len(fresh) < 2 or not limit.in_time():
            break
        fresh = stirred(types, fresh, SEED + stir + 1)
        many = np.vstack([many, fresh])
    panels, share = _counted(many)
    mixed = mix(panels, share, levels.chance * types.count)
    if mixed is None:
        return None
    thousand = known if whole else numbered(types, panels, mixed, mixed @ panels)
    return _chances(types, panels, mixed, thousand, levels)


def _slowly(types: Types, best: Best, aim: Aim, method: str, known: Whole, limit: Limit) -> Chances:
    """By columns. Where whole panels cannot give what shares promise, nash goes on below cuts, the others by stages."""
    known, cuts = np.unique(known, axis=0), list[Cut]()
    rounds = ROUNDS if method == "nash" or len(types.count) <= SMALL else FEW_ROUNDS
    while True:
        levels = aim(cuts)
        settled = settle(levels.chance * types.count, known, best, rounds, limit)
        if settled.cut is None or method != "nash" or len(cuts) == CUTS:
            break
        known = np.unique(np.vstack([known, settled.panels]), axis=0)
        cuts.append(settled.cut)
    panels, share = settled.panels, settled.share
    if method != "nash" and not settled.done:
        panels, share, levels = by_stages(types, best, settled.known, levels, method == "maximin", limit)
    seats = share @ panels
    thousand = split(types, seats / types.count, PANELS, SEED, patience=2) if limit.in_time() else panels[:0]
    if len(thousand) < PANELS:
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
