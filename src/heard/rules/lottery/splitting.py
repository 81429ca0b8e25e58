"""A thousand panels that add up to the chances: halve a pile of seats until each pile is one panel.

The chances times a thousand, rounded up or down, say on how many of the thousand panels each type sits. That pile is
split into two piles of 500 panels, each again in two, and so on. Half of an even number is exact; each odd one goes
up in one pile and down in the other, so that every target can still be kept in both. Which way is a puzzle with many
answers: a search looks at all piles of a level at once (`searching`), and a program settles what it leaves over.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from heard.rules.lottery.searching import Puzzle, search
from heard.rules.lottery.solver import Columns, Numbers, program, solved, values
from heard.rules.lottery.types import Types, Whole

REACH = 2
MIXINGS = 40
PATIENCE = 12
LAST = 5
FEW, FEW_TYPES = 8, 40
NEARLY = 1e-4


def split(types: Types, chance: Numbers, panels: int, seed: int = 0, patience: int = PATIENCE) -> Whole:
    """Typed panels whose sums are chance·count·panels rounded up or down: `panels` of them, fewer if some stuck.

    `chance` is by type, 0 to 1; what comes back is panels × types. The same `seed` gives the same panels.
    `patience` is how often piles that cannot be split are mixed without fewer being left.
    """
    random = np.random.default_rng(seed)
    exact = np.minimum(chance, 1.0)[None, :] * types.count * panels
    down = np.floor(exact + NEARLY).astype(np.int64)
    part = np.where(exact - down > NEARLY, exact - down, 0.0)
    all_seats = Puzzle(down, part, types.low[None] * panels, types.high[None] * panels)
    piles, done = _rounded(types, all_seats, down, down + (part > 0), random, last=True)
    piles, heights = piles[done], np.array([panels])[done]
    while (heights > 1).any():
        piles, heights = _halved(types, piles, heights, random, patience)
    return piles


def stirred(types: Types, panels: Whole, seed: int) -> Whole:
    """Other panels than these, with sums like theirs: every two are put together and split anew."""
    random = np.random.default_rng(seed)
    order = random.permutation(len(panels) // 2 * 2).reshape(2, -1)
    pairs = panels[order[0]] + panels[order[1]]
    return _halved(types, pairs, np.full(len(pairs), 2), random)[0]


def _halved(
    types: Types, piles: Whole, heights: Whole, random: np.random.Generator, patience: int = PATIENCE
) -> tuple[Whole, Whole]:
    """Split every pile higher than one panel. Piles that cannot be are mixed with others and tried again.

    What stays stuck is left out.
    """
    tall = heights > 1
    whole, height = piles[tall], heights[tall]
    left = (height + random.integers(0, 2, len(height))) // 2
    first, done = _parted(types, whole, height, left, random)
    best, since = len(done) + 1, 0
    for _ in range(MIXINGS):
        left_over = int((~done).sum())
        best, since = (left_over, 0) if left_over < best else (best, since + 1)
        if not left_over or since > patience:
            break
        stuck, fine = np.flatnonzero(~done), np.flatnonzero(done)
        if not len(fine):
            break
        stuck = stuck[: len(fine)]
        others = random.choice(fine, len(stuck), replace=False)
        both = whole[stuck] + whole[others]
        mine, apart = _parted(types, both, height[stuck] + height[others], height[stuck], random)
        stuck, others, both, mine = stuck[apart], others[apart], both[apart], mine[apart]
        whole[stuck], whole[others] = mine, both - mine
        again = np.concatenate([stuck, others])
        last = LAST < patience < since + LAST
        first[again], done[again] = _parted(types, whole[again], height[again], left[again], random, last)
    first, whole, left, height = first[done], whole[done], left[done], height[done]
    return (
        np.concatenate([first, whole - first, piles[~tall]]),
        np.concatenate([left, height - left, heights[~tall]]),
    )


def _parted(
    types: Types, whole: Whole, height: Whole, left: Whole, random: np.random.Generator, last: bool = False
) -> tuple[Whole, NDArray[np.bool_]]:
    """From each pile of `height` panels take `left` of them, so that both parts keep the targets."""
    height, left = height[:, None], left[:, None]
    right = height - left
    down, rest = np.divmod(whole * left, height)
    total = types.sums(whole)
    low = np.maximum(types.low * left, total - types.high * right)
    high = np.minimum(types.high * left, total - types.low * right)
    least = np.maximum(np.maximum(0, whole - right * types.count), down - REACH)
    most = np.minimum(np.minimum(whole, left * types.count), down + REACH + 1)
    return _rounded(
        types,
        Puzzle(down, rest / height, low, high),
        least,
        most,
        random,
        last or len(whole) <= FEW or len(types.count) <= FEW_TYPES,
    )


def _rounded(
    types: Types, puzzle: Puzzle, least: Whole, most: Whole, random: np.random.Generator, last: bool
) -> tuple[Whole, NDArray[np.bool_]]:
    """Settle the puzzles; which are settled. At `last` a program may go anywhere from `least` to `most`."""
    found, settled = search(types, puzzle, random)
    answers: dict[bytes, NDArray[np.int64] | None] = {}
    for pile in np.flatnonzero(~settled) if last else ():
        key = b"".join(each[pile].tobytes() for each in (puzzle.down, puzzle.part, puzzle.low, puzzle.high))
        if key not in answers:
            answers[key] = _programmed(types, puzzle, least[pile], most[pile], int(pile))
        programmed = answers[key]
        settled[pile] = programmed is not None
        if programmed is not None:
            found[pile] = programmed
    return found, settled


def _programmed(types: Types, puzzle: Puzzle, least: Whole, most: Whole, pile: int) -> NDArray[np.int64] | None:
    """Whole numbers from `least` to `most` that keep all rows of one pile."""
    for low, high in ((puzzle.down[pile], puzzle.down[pile] + (puzzle.part[pile] > 0)), (least, most)):
        open_ = np.flatnonzero(high > low)
        fixed = np.where(high > low, 0, low)
        given = types.matrix @ fixed
        if not len(open_):
            continue
        solver = program(
            np.zeros(len(open_)),
            low[open_].astype(float),
            high[open_].astype(float),
            Columns.of(types.matrix[:, open_]),
            puzzle.low[pile] - given,
            puzzle.high[pile] - given,
            whole=len(open_),
        )
        solver.setOptionValue("presolve", "off")
        if solved(solver):
            found = fixed.copy()
            found[open_] = np.rint(values(solver)).astype(np.int64)
            return found
    return None
