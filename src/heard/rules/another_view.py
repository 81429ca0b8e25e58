"""In which order posts are shown: new, little noticed, supported and dissenting ones in turn, never popularity alone.

Four lanes take turns, each handing over its next post that is not placed yet. Which lane begins, and every tie, comes
from the seed, so that the same posts, seed and view give the same order on any machine, and anyone can check it.
“Show me another view” is the next view: what the earlier ones began with is put last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

RULE = "another-view/1"
LANES = ("new", "unseen", "supported", "dissenting")
MOST_VIEWS = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """A post as the order sees it. `differs` counts those who said that they see it differently."""

    ref: str
    at: datetime
    supports: int = 0
    replies: int = 0
    differs: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A post at its place, and the lane that put it there (one of `LANES`)."""

    ref: str
    lane: str


def view(entries: Iterable[Entry], *, seed: str, number: int = 0, size: int = 12) -> tuple[Placed, ...]:
    """Every post once, in the order of view `number` (0 is the first). `size` posts are what one page shows.

    Views beyond the number of pages begin again.
    """
    all_of_them = tuple(entries)
    pages = max(1, -(-len(all_of_them) // size))
    shown: set[str] = set()
    for turn in range(min(number, MOST_VIEWS) % pages):
        shown |= {one.ref for one in _mixed(all_of_them, shown, f"{seed}:{turn}")[:size]}
    return tuple(_mixed(all_of_them, shown, f"{seed}:{number}"))


def _mixed(entries: Sequence[Entry], shown: set[str], seed: str) -> list[Placed]:
    """What was not shown before, lane by lane in turn; then, in the same way, what was."""
    fresh = [one for one in entries if one.ref not in shown]
    return _in_turn(fresh, seed) + _in_turn([one for one in entries if one.ref in shown], seed)


def _in_turn(entries: Sequence[Entry], seed: str) -> list[Placed]:
    lot = {one.ref: _lot(seed, one.ref) for one in entries}
    lanes = {
        "new": sorted(entries, key=lambda one: (-one.at.timestamp(), lot[one.ref])),
        "unseen": sorted(entries, key=lambda one: (one.supports + one.replies, lot[one.ref])),
        "supported": sorted((e for e in entries if e.supports), key=lambda one: (-one.supports, lot[one.ref])),
        "dissenting": sorted((e for e in entries if e.differs), key=lambda one: (-one.differs, lot[one.ref])),
    }
    order = sorted(LANES, key=lambda lane: _lot(seed, lane))
    waiting = {lane: iter(lanes[lane]) for lane in order}
    placed: list[Placed] = []
    done: set[str] = set()
    while len(done) < len(entries):
        for lane in order:
            following = next((one for one in waiting[lane] if one.ref not in done), None)
            if following is not None:
                done.add(following.ref)
                placed.append(Placed(following.ref, lane))
    return placed


def _lot(seed: str, ref: str) -> bytes:
    return hashlib.sha256(f"{seed}|{ref}".encode()).digest()
