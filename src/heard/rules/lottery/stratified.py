"""The old way: fill the scarcest place first, at random, and begin again when it does not come out.

At each step take the value with the largest share of its people still needed, (least − seated) ÷ people left, and
seat one of its people at random; a value that has its most takes nobody else. It promises no chance to anybody: the
chances are those of a thousand panels made this way, and some people may have none.
"""

from __future__ import annotations

import numpy as np

from heard.rules.lottery.types import Types, Whole

AT_ONCE = 500
ATTEMPTS = 60


def stratified(types: Types, panels: int, seed: int) -> tuple[Whole, int]:
    """Up to `panels` typed panels that keep the targets, and how many attempts were made for them."""
    random = np.random.default_rng(seed)
    found, tried = np.zeros((0, len(types.count)), dtype=np.int64), 0
    while len(found) < panels and tried < ATTEMPTS * panels:
        made = _attempts(types, random)
        found = np.vstack([found, made[types.keeps(made)]])
        tried += AT_ONCE
    return found[:panels], tried


def _attempts(types: Types, random: np.random.Generator) -> Whole:
    matrix = types.matrix
    seated = np.zeros((AT_ONCE, len(types.count)), dtype=np.int64)
    every = np.arange(AT_ONCE)
    for _ in range(types.size):
        sums = seated @ matrix.T
        full = sums >= types.high
        left = np.where(full @ matrix > 0, 0, types.count - seated)
        there = left @ matrix.T
        with np.errstate(divide="ignore", invalid="ignore"):
            urgent = np.where(there > 0, (types.low - sums) / there, -np.inf)
        row = (urgent + 1e-9 * random.random(urgent.shape)).argmax(axis=1)
        weight = left * matrix[row]
        passed = np.cumsum(weight, axis=1)
        pick = (passed <= (random.random(AT_ONCE) * passed[:, -1])[:, None]).sum(axis=1)
        some = passed[:, -1] > 0
        seated[every[some], pick[some]] += 1
    return seated
