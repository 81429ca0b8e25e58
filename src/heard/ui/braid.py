"""The signature of an activity: a ribbon for each way in, woven into one cloth with the golden thread through it.

A drawing only: the same ways always stand in words on the same page. Lengths are units of the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LOOM, APART, CLOSE, MARGIN = 460, 232, 62, 29, 40
WARPS = tuple(range(LOOM + 18, WIDTH - 18, 34))


@dataclass(frozen=True, slots=True)
class Strip:
    """One ribbon: its channel, the line along its middle, the height of its loose end, the warps that cross over it."""

    channel: str
    path: str
    end: float
    over: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Braid:
    """The ribbons from the top, the height of the picture, the warps from `top` for `length`, the thread's height."""

    strips: tuple[Strip, ...]
    height: float
    top: float
    length: float
    middle: float


def braided(channels: Sequence[str]) -> Braid:
    """The drawing for these channels, in their order."""
    middle = MARGIN + (len(channels) - 1) * APART / 2
    first = middle - (len(channels) - 1) * CLOSE / 2
    strips = tuple(_strip(place, channel, first) for place, channel in enumerate(channels))
    length = (len(channels) - 1) * CLOSE + 50
    return Braid(strips, middle * 2, first - 25, length, middle)


def _strip(place: int, channel: str, first: float) -> Strip:
    loose, woven = float(MARGIN + place * APART), first + place * CLOSE
    path = f"M0 {loose:g}H104C170 {loose:g} 160 {woven:g} {LOOM} {woven:g}H{WIDTH}"
    over = tuple((x, woven - 13) for k, x in enumerate(WARPS) if (k + place) % 2)
    return Strip(channel, path, loose - 17, over)
