"""Votes that moderators should look at: floods of new people, votes that are copies, people seen once.

Nothing is left out here. Each pattern is said in words with what is usual beside it, and with the map without those
people; two people from two teams decide. A class, a library and a mosque after prayers look like a flood too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from heard.rules.opinions.drawing import run
from heard.rules.opinions.matrix import Table, table_of
from heard.rules.opinions.picture import Map
from heard.rules.opinions.votes import Votes

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
WINDOW = timedelta(minutes=10)
FLOOD, TIMES, ALIKE = 10, 5, 0.15
BANDS, SHARED, COPIES, NEARLY, UNLIKELY = 6, 8, 3, 0.9, 1e-3
ONCE, APART = 10, 4.0
TOLD = 20


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One pattern: its kind (`flood`, `copies`, `once`), whom it touches, and why in words.

    `share` of all people; `moved`: the share of the others who would stand in another group without these, `without`
    the map without them (both None unless they were asked for).
    """

    kind: str
    people: tuple[str, ...]
    because: str
    share: float
    moved: float | None = None
    without: Map | None = None


def suspicions(
    votes: Votes, moments: Mapping[str, datetime] | None = None, *, picture: Map | None = None, compare: bool = False
) -> tuple[Suspicion, ...]:
    """Patterns worth a look, the largest first; with `compare` the one that moves most people first.

    `moments`: each person's first vote, as far as it is known. `picture`: the map of all these votes, if it is drawn.
    """
    if not len(votes):
        return ()
    table, drawn = table_of(votes), picture or run(votes)
    found = [*_floods(votes, table, moments or {}), *_copies(votes, table, drawn), *_once(votes, table)]
    found = sorted(found, key=lambda each: (-len(each.people), each.kind, each.people))[:TOLD]
    if not compare:
        return tuple(found)
    compared = [compared_with(votes, each, drawn) for each in found]
    return tuple(sorted(compared, key=lambda each: -(each.moved or 0)))


def compared_with(votes: Votes, suspicion: Suspicion, picture: Map) -> Suspicion:
    """The same pattern with the map without its people, and how many of the others it moves."""
    without = run(votes.without(suspicion.people), terms=picture.terms, seed=picture.seed, before=picture)
    before = dict(zip(picture.people, picture.group.tolist(), strict=True))
    old = np.array([before[name] for name in without.people], np.intp)
    both = (old >= 0) & (without.group >= 0)
    moved = float((old != without.group)[both].mean()) if both.any() else 0.0
    return Suspicion(suspicion.kind, suspicion.people, suspicion.because, suspicion.share, moved, without)


def _suspicion(votes: Votes, kind: str, who: Ints, because: str) -> Suspicion:
    names = tuple(votes.participants[i] for i in np.sort(who).tolist())
    return Suspicion(kind, names, because, len(names) / len(votes.participants))


# ---- Floods: many new people in a short time who vote alike ----------------------------------------------------------


def _floods(votes: Votes, table: Table, moments: Mapping[str, datetime]) -> Iterator[Suspicion]:
    known = [(moments[name], place) for place, name in enumerate(votes.participants) if name in moments]
    if len(known) < 2 * FLOOD:
        return
    first = min(known)[0]
    window = np.array([(moment - first) // WINDOW for moment, _place in known])
    place = np.array([place for _moment, place in known], np.intp)
    each, many = np.unique(window, return_counts=True)
    usual = float(np.median(many))
    everybody = agreement(table, np.arange(table.people))
    minutes = WINDOW // timedelta(minutes=1)
    for at, count in zip(each.tolist(), many.tolist(), strict=True):
        if count < max(FLOOD, TIMES * usual):
            continue
        who = place[window == at]
        alike = agreement(table, who)
        if alike >= everybody + ALIKE:
            began = first + at * WINDOW
            yield _suspicion(
                votes, "flood", who,
                f"{count:,} people voted for the first time within {minutes} minutes of {began:%d %B %Y, %H:%M}; "
                f"usually {usual:.0f} do. Two of them agree on {100 * alike:.0f} % of what both voted on, "
                f"two people of all on {100 * everybody:.0f} %.",
            )  # fmt: skip


def agreement(table: Table, who: Ints) -> float:
    """How often two of these people voted the same on a statement that both voted on: over all such pairs, 0 to 1."""
    rows = np.zeros(table.people, bool)
    rows[who] = True
    counts = np.bincount(table.code[np.repeat(rows, table.many)], minlength=3 * table.things).reshape(-1, 3)
    pairs = counts.sum(1) * (counts.sum(1) - 1.0)
    same = (counts * (counts - 1.0)).sum(1)
    return float(same.sum() / max(pairs.sum(), 1.0))


# ---- Copies: the same votes on the same statements, far beyond chance ------------------------------------------------


def _copies(votes: Votes, table: Table, picture: Map) -> Iterator[Suspicion]:
    random = np.random.PCG64(1).random_raw(3 * table.things)
    band = np.arange(table.things).repeat(3) % BANDS
    marks = np.stack([table.by_person(np.where(band == each, random, np.uint64(0))) for each in range(BANDS)])
    many = np.stack([table.by_person((band == each).astype(np.int64)) for each in range(BANDS)])
    groups = int(picture.group.max(initial=-1)) + 1
    counts = np.concatenate([table.by_group(picture.group, groups), table.counts[None]]).reshape(groups + 1, -1)
    taken = np.zeros(table.people, bool)
    # All six bands find copies; any five, four or three of them, copies in which a few votes were changed.
    for pick in [list(each) for left in (0, 1, 2, 3) for each in combinations(range(BANDS), BANDS - left)]:
        able = np.flatnonzero((many[pick].sum(0) >= SHARED) & (many[pick].min(0) > 0) & ~taken)
        _marks, inverse, count = np.unique(marks[pick][:, able].sum(0), return_inverse=True, return_counts=True)
        for alike in np.flatnonzero(count >= COPIES).tolist():
            who = able[inverse == alike]
            # Half of everybody are no copies of anybody: that is what people think.
            if 2 * len(who) > table.people:
                continue
            given = np.concatenate([table.code[table.start[i] : table.start[i + 1]] for i in who.tolist()])
            code = np.flatnonzero(np.bincount(given) * 3 >= 2 * len(who))
            most = max(int(table.many[who].max()), len(code))
            # Of so many votes so many the same: in as many ways as there are to choose them.
            ways = lgamma(most + 1) - lgamma(len(code) + 1) - lgamma(most - len(code) + 1)
            mine = _of_these(counts, given, np.repeat(picture.group[who], table.many[who]))
            chance = _chance(counts - mine, code) + ways + np.log(table.people)
            if chance >= np.log(UNLIKELY):
                continue
            near = np.isin(np.arange(3 * table.things), code).astype(np.int64)
            who = np.union1d(who, np.flatnonzero((table.by_person(near) >= NEARLY * len(code)) & ~taken))
            taken[who] = True
            what = f"all their {most}" if len(pick) == BANDS else f"nearly all of {len(code)}"
            yield _suspicion(
                votes, "copies", who,
                f"{len(who):,} people gave {what} votes on the same statements in the same way. By chance that would "
                f"happen to fewer than one in {_whole(chance)} such conversations, also among people of one opinion.",
            )  # fmt: skip


def _of_these(counts: Ints, given: Ints, label: Ints) -> Ints:
    """What some people add to `counts` (groups and everybody, 3 * statements): their votes, and each one's group."""
    found = np.zeros_like(counts)
    np.add.at(found, (label[label >= 0], given[label >= 0]), 1)
    found[-1] = np.bincount(given, minlength=counts.shape[1])
    return found


def _chance(others: Ints, code: Ints) -> float:
    """The logarithm of how likely somebody else gives just these votes, in the opinion group where it is likeliest.

    `others`: the votes of all but those who share them, by group and of everybody (3 * statements).
    """
    seen = others.reshape(len(others), -1, 3).sum(2)[:, code // 3]
    return float(np.log((others[:, code] + 1.0) / (seen + 3.0)).sum(1).max())


def _whole(logarithm: float) -> str:
    power = int(-logarithm / np.log(10))
    return f"{10**power:,}" if power < 10 else "ten thousand million"


# ---- Once: people who came for one vote, and gave it otherwise than everybody else -----------------------------------


def _once(votes: Votes, table: Table) -> Iterator[Suspicion]:
    single = np.flatnonzero(table.many == 1)
    if len(single) < ONCE:
        return
    code = table.code[table.start[single]]
    ones = np.bincount(code, minlength=3 * table.things).reshape(-1, 3)
    rest = table.counts - ones
    for thing, vote in np.argwhere(ones >= ONCE).tolist():
        n, others = int(ones[thing].sum()), int(rest[thing].sum())
        if not others:
            continue
        here, there = ones[thing, vote] / n, rest[thing, vote] / others
        both = (ones[thing, vote] + rest[thing, vote] + 1) / (n + others + 2)
        if here - there > APART * np.sqrt(both * (1 - both) * (1 / n + 1 / others)):
            word = ("disagreed", "passed", "agreed")[vote]
            yield _suspicion(
                votes, "once", single[code == 3 * thing + vote],
                f"{int(ones[thing, vote]):,} people voted once, on statement {votes.statements[thing]}, and {word}: "
                f"{100 * here:.0f} % of those who voted once, where {100 * there:.0f} % of the others did.",
            )  # fmt: skip
