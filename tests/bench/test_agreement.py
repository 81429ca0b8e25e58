"""Krippendorff's α over a million units: alone, and beside the `krippendorff` package in an environment of its own.

Seconds are of the processor, so that other work on the machine does not count.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from heard.rules.agreement import nominal_alpha

UNITS, CODERS, CATEGORIES = 1_000_000, 5, 6
SECONDS = 1.0
PEER = Path(__file__).resolve().parents[2] / ".venv-bench" / "bin" / "python"
PEERS_PART = """
import sys, time
import numpy as np
import krippendorff
ratings = np.load(sys.argv[1])
plain = np.where(ratings < 0, np.nan, ratings.astype(float))
began = time.process_time()
alpha = krippendorff.alpha(reliability_data=plain, level_of_measurement="nominal")
print(repr(float(alpha)), time.process_time() - began)
"""


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
    began = time.process_time()
    alpha = nominal_alpha(counts)
    took = time.process_time() - began
    print(f"\nα of 1,000,000 units from counts: {took:.3f} s (α = {alpha:.5f})")
    assert took < SECONDS


def test_ours_beside_the_peer_on_the_same_million(tmp_path: Path) -> None:
    if not PEER.exists():
        pytest.skip("The peer `krippendorff` is not installed here: `make bench` installs it in .venv-bench.")
    ratings, counts = a_million_units()
    began = time.process_time()
    ours = nominal_alpha(counts)
    mine = time.process_time() - began
    path = tmp_path / "ratings.npy"
    np.save(path, ratings)
    said = subprocess.run([PEER, "-c", PEERS_PART, path], capture_output=True, text=True, check=True).stdout
    theirs, peer = map(float, said.split())
    print(f"\nours {mine:.3f} s, krippendorff {peer:.3f} s of the processor: {peer / mine:.0f} times as fast")
    assert ours == pytest.approx(theirs, abs=1e-9)
