"""Who took part, over a million people: five questions, every crossing, weights. Beside `ipfn` where installed."""

from __future__ import annotations

import importlib.util
import time

import numpy as np
import pytest

from heard.rules.disclosure import Terms
from heard.rules.raking import rake
from heard.rules.representation import Dimension, represent

PEOPLE, SIZES = 1_000_000, (6, 2, 18, 5, 8)
SECONDS = 2.0
SAMPLE = 20_000


def a_million_people(number: int = PEOPLE) -> np.ndarray:
    """People × questions; one in twenty does not say."""
    draw = np.random.default_rng(20261122)
    codes = np.stack(
        [draw.choice(size, number, p=_uneven(size, draw)) for size in SIZES], axis=1
    )  # fmt: skip
    codes[draw.random(codes.shape) < 0.05] = -1
    return codes


def _uneven(size: int, draw: np.random.Generator) -> np.ndarray:
    shares = draw.random(size) + 0.3
    return np.asarray(shares / shares.sum())


def dimensions() -> list[Dimension]:
    return [
        Dimension(f"d{n}", tuple(f"c{c}" for c in range(size)), tuple([1 / size] * size))
        for n, size in enumerate(SIZES)
    ]


def test_a_million_people_take_less_than_two_seconds() -> None:
    codes = a_million_people()
    began = time.process_time()
    told = represent(codes, dimensions(), terms=Terms(10, 5))
    took = time.process_time() - began
    assert told.raked
    print(f"\n1,000,000 people × {len(SIZES)} questions, {len(told.crossed)} crossings, weights: {took:.3f} s")
    assert told.raked.converged
    assert len(told.crossed) == 10
    assert took < SECONDS


def by_hand(rows: list[tuple[int, ...]], targets: list[list[float]], rounds: int) -> list[float]:
    """Raking as anybody would first write it: one person after the other."""
    weights = [1.0] * len(rows)
    for _ in range(rounds):
        for axis, target in enumerate(targets):
            have = [0.0] * len(target)
            for row, weight in zip(rows, weights, strict=True):
                have[row[axis]] += weight
            weights = [
                weight * target[row[axis]] * len(rows) / have[row[axis]]
                for row, weight in zip(rows, weights, strict=True)
            ]
    return weights


def test_ours_beside_a_peer_on_the_same_people() -> None:
    codes = a_million_people(SAMPLE)
    codes = codes[(codes >= 0).all(axis=1)][:, :4]
    targets = [[1 / size] * size for size in SIZES[:4]]
    began = time.process_time()
    ours = rake(codes, targets)
    mine = time.process_time() - began
    rows = [tuple(int(code) for code in row) for row in codes]
    began = time.process_time()
    theirs = by_hand(rows, targets, ours.rounds)
    plain = time.process_time() - began
    print(f"\nraking {len(rows):,} people: ours {mine:.4f} s, plain Python {plain:.3f} s: {plain / mine:.0f} ×")
    weight = {tuple(cell): float(w) for cell, w in zip(ours.cells.tolist(), ours.weights, strict=True)}
    assert [weight[row] for row in rows[:500]] == pytest.approx(theirs[:500], rel=1e-6)
    assert mine < plain


def test_ours_beside_ipfn_where_it_is_installed() -> None:
    if importlib.util.find_spec("ipfn") is None:
        pytest.skip("The peer `ipfn` is not installed here: `make bench` keeps peers in .venv-bench.")
    from ipfn import ipfn

    codes = a_million_people()
    codes = codes[(codes >= 0).all(axis=1)][:, :4]
    targets = [np.full(size, len(codes) / size) for size in SIZES[:4]]
    began = time.process_time()
    ours = rake(codes, targets)
    mine = time.process_time() - began
    began = time.process_time()
    seed = np.zeros(SIZES[:4])
    np.add.at(seed, tuple(codes.T), 1)
    table = ipfn.ipfn(seed, targets, [[0], [1], [2], [3]], convergence_rate=1e-10).iteration()
    peer = time.process_time() - began
    print(f"\nraking {len(codes):,} people: ours {mine:.3f} s, ipfn {peer:.3f} s: {peer / mine:.1f} ×")
    cells = tuple(ours.cells.T)
    assert table[cells] / ours.sizes == pytest.approx(ours.weights, rel=1e-4)
