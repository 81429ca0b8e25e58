"""When no panel keeps the targets: the smallest set of changes with which one does.

A minimum may be lowered and a maximum raised, by whole people. Raising a maximum by one weighs 1; lowering a minimum
`l` by one weighs 1 + 2/l, so that small groups keep their seats before large ones. The flexible bounds of the targets
come first; only if they do not suffice may any bound move.
Source of the weights: Flanigan, Gölz, Gupta, Hennig and Procaccia, Nature 596 (2021), supplementary information.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heard.rules.lottery.pool import Pool, Target
from heard.rules.lottery.solver import Columns, program, solved, values
from heard.rules.lottery.types import Types


@dataclass(frozen=True, slots=True)
class Change:
    """One bound to move. `bound` is `min` or `max`."""

    feature: str
    value: str
    bound: str
    before: int
    after: int

    def __str__(self) -> str:
        verb, end = ("lower", "minimum") if self.bound == "min" else ("raise", "maximum")
        return f"{verb} the {end} of {self.feature}: {self.value} from {self.before} to {self.after}"


def mended(pool: Pool, types: Types) -> tuple[tuple[Change, ...], bool] | None:
    """The changes, and whether they stay within the flexible bounds; None if no change of targets helps."""
    targets = pool.targets
    flexible = any(each.least_flex is not None for each in targets)
    for within in (True, False) if flexible else (False,):
        changes = _changes(types, targets, within)
        if changes is not None:
            return changes, within
    return None


def _changes(types: Types, targets: tuple[Target, ...], within: bool) -> tuple[Change, ...] | None:
    kinds, rows = len(types.count), len(targets)
    lower = [each.least - (_or(each.least_flex, each.least) if within else 0) for each in targets]
    raise_ = [(_or(each.most_flex, each.most) - each.most) if within else types.size for each in targets]
    gain = [*[0.0] * kinds, *[-(1 + 2 / max(each.least, 1)) for each in targets], *[-1.0] * rows]
    moves = np.vstack([np.eye(rows), np.zeros((len(types.low) - rows, rows))])
    # Two rows for each: sums + lowered ≥ low, and sums − raised ≤ high.
    nothing = np.zeros_like(moves)
    matrix = np.vstack([np.hstack([types.matrix, moves, nothing]), np.hstack([types.matrix, nothing, -moves])])
    far = np.full(len(types.low), np.inf)
    solver = program(
        gain,
        np.zeros(len(gain)),
        np.concatenate([types.count, lower, raise_]).astype(float),
        Columns.of(matrix),
        np.concatenate([types.low_bounds, -far]),
        np.concatenate([far, types.high_bounds]),
        whole=len(gain),
    )
    if not solved(solver):
        return None
    found = np.rint(values(solver)).astype(int)
    down, up = found[kinds : kinds + rows], found[kinds + rows :]
    return tuple(
        Change(each.feature, each.value, bound, before, after)
        for each, less, more in zip(targets, down, up, strict=True)
        for bound, before, after in (
            ("min", each.least, each.least - int(less)),
            ("max", each.most, each.most + int(more)),
        )
        if before != after
    )


def _or(flexible: int | None, bound: int) -> int:
    return bound if flexible is None else flexible
