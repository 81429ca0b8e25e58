"""How benchmarks measure: interleaved rounds, medians, ratios. Speeds of one machine at one hour mean nothing alone."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable


def seconds_each(act: Callable[[int], object], times: int, start: int = 0) -> float:
    """Seconds for one act, over `times` of them. Each is given a different number."""
    gc.collect()
    began = time.perf_counter()
    for number in range(start, start + times):
        act(number)
    return (time.perf_counter() - began) / times


def interleaved(
    acts: dict[str, Callable[[int], object]], *, rounds: int = 7, times: int = 100, warm: int = 20
) -> dict[str, float]:
    """Median seconds of each act. Every round measures every act, so that a slow hour slows them all."""
    for act in acts.values():
        seconds_each(act, warm, start=-warm)
    found: dict[str, list[float]] = {name: [] for name in acts}
    for number in range(rounds):
        for name, act in acts.items():
            found[name].append(seconds_each(act, times, start=number * times))
    return {name: statistics.median(each) for name, each in found.items()}


def told(title: str, medians: dict[str, float], base: str) -> dict[str, float]:
    """Print the medians and each one's rate against the base's; the ratios come back."""
    ratios = {name: medians[base] / seconds for name, seconds in medians.items()}
    print(f"\n{title}")
    for name, seconds in medians.items():
        print(f"  {name:44s} {seconds * 1000:9.3f} ms   {1 / seconds:9.1f} /s   {ratios[name] * 100:6.1f} % of {base}")
    return ratios
