"""Krippendorff's α over a million units: beside the `krippendorff` package where installed, and alone where not."""

from __future__ import annotations

import importlib.util
import time

import numpy as np
import pytest

from heard.rules.agreement import nominal_alpha

UNITS, CODERS, CATEGORIES = 1_000_000, 5, 6
SECONDS = 1.0


def a_million_units() -> tuple[np.ndarray, np.ndarray]:
    """Five coders, three in ten ratings missing: each coder's ratings (−1 missing), and units × categories."""
    draw = np.random.default_rng(20261122)
    truth = draw.integers(0, CATEGORIES, UNITS)
    noise = draw.integers(0, CATEGORIES, (CODERS, UNITS))
    ratings = np.where(draw.random((CODERS, UNITS)) < 0.7, truth, noise)
    ratings[draw.random((CODERS, UNITS)) < 0.3] = -1
    counts = np.zeros((UNITS, CATEGORIES), dtype=np.int64)
    for coder in ratings:
        read = coder >= 0
        counts[np.flatnonzero(read), coder[read]] += 1
    return ratings, counts


def test_a_million_units_take_less_than_a_second() -> None:
    _, counts = a_million_units()
    began = time.perf_counter()
    alpha = nominal_alpha(counts)
    took = time.perf_counter() - began
    print(f"\nα of 1,000,000 units from counts: {took:.3f} s (α = {alpha:.5f})")
    assert took < SECONDS


def test_ours_beside_the_peer_on_the_same_million() -> None:
    if importlib.util.find_spec("krippendorff") is None:
        pytest.skip("The peer `krippendorff` is not installed here: `make bench` keeps peers in .venv-bench.")
    import krippendorff

    ratings, counts = a_million_units()
    began = time.perf_counter()
    ours = nominal_alpha(counts)
    mine = time.perf_counter() - began
    plain = np.where(ratings < 0, np.nan, ratings.astype(float))
    began = time.perf_counter()
    theirs = krippendorff.alpha(reliability_data=plain, level_of_measurement="nominal")
    peer = time.perf_counter() - began
    print(f"\nours {mine:.3f} s, krippendorff {peer:.3f} s: {peer / mine:.0f} times as fast")
    assert ours == pytest.approx(theirs, abs=1e-9)
