"""From typed panels to a thousand numbered panels of people, so that a ball from a drum can decide.

Inside a type, seats go round: whoever sat on the fewest panels so far is next, in an order by hash that nobody chose.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from heard.rules.lottery.solver import Numbers
from heard.rules.lottery.types import Types, Whole

PANELS = 1000
SWAPS = 4000


def numbered(types: Types, panels: Whole, share: Numbers, seats: Numbers) -> Whole:
    """`PANELS` typed panels that come as near to `seats` (per type, on average) as trying single exchanges gets."""
    times = np.floor(share * PANELS + 1e-9).astype(np.int64)
    missing = seats * PANELS - times @ panels
    scale = 1.0 / types.count
    for _ in range(PANELS - int(times.sum())):
        worse = (((missing - panels) * scale) ** 2).sum(axis=1)
        best = int(worse.argmin())
        times[best] += 1
        missing = missing - panels[best]
    weighed = panels * scale
    alike = 2 * weighed @ weighed.T
    for _ in range(SWAPS):
        better = _exchange(weighed, alike, times, missing * scale)
        if better is None:
            break
        out, into = better
        times[out] -= 1
        times[into] += 1
        missing = missing + panels[out] - panels[into]
    return np.repeat(panels, times, axis=0)


def _exchange(weighed: Numbers, alike: Numbers, times: Whole, missing: Numbers) -> tuple[int, int] | None:
    """The panel to use once less and the one to use once more that help most; None if none helps."""
    square, along = alike.diagonal() / 2, weighed @ missing
    out = np.where(times > 0, square + 2 * along, np.inf)
    change = out[:, None] + (square - 2 * along)[None, :] - alike
    best = np.unravel_index(int(change.argmin()), change.shape)
    return (int(best[0]), int(best[1])) if change[best] < -1e-9 else None


def seated(types: Types, panels: Whole) -> list[list[int]]:
    """For each typed panel the people on it (places in the pool, in order)."""
    used: dict[int, int] = defaultdict(int)
    order = {place: i for those in types.members for i, place in enumerate(those)}
    home = {
        place: house
        for those, houses in zip(types.members, types.homes, strict=True)
        if houses is not None
        for place, house in zip(those, houses, strict=True)
    }
    queue = [list(those) for those in types.members]
    found = []
    for panel in panels:
        taken: list[int] = []
        busy: set[int] = set()
        for t in sorted(np.flatnonzero(panel), key=lambda t: (types.homes[t] is None, len(types.members[t]), t)):
            if types.homes[t] is None:
                those = queue[t][: panel[t]]
                queue[t] = queue[t][panel[t] :] + those
            else:
                free = sorted((i for i in types.members[t] if home[i] not in busy), key=lambda i: (used[i], order[i]))
                those = _one_a_home(free, home, int(panel[t]))
                busy.update(home[i] for i in those)
            for i in those:
                used[i] += 1
            taken.extend(those)
        found.append(sorted(taken))
    return found


def _one_a_home(people: list[int], home: dict[int, int], many: int) -> list[int]:
    """The first `many` of the people that live in different homes."""
    chosen: dict[int, int] = {}
    for person in people:
        if len(chosen) == many:
            break
        chosen.setdefault(home[person], person)
    return list(chosen.values())
