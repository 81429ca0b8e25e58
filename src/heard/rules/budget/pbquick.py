"""The common case of a `.pb` file's ballots, read quickly: no quotes, voter and vote first, nothing out of order.

Whatever is unusual, let alone wrong, gives None: then `pbreader` reads line by line and says what and where it is.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from heard.rules.budget.pbfile import Ballot

CHUNK = 1 << 24  # characters looked at in one go
FEW = 1_000_000  # voters whose ids are kept as they are; beyond, their hashes
PLAIN = ("voter_id", "vote")


def ballots_of(
    text: str, at: int, columns: tuple[str, ...], vote_type: str, place: Mapping[str, int], longest: int
) -> tuple[tuple[Ballot, ...], int] | None:
    """Merged ballots and how many voters there are. `place`: a project's position by id; `longest` as META names it."""
    by_points = vote_type in ("cumulative", "scoring")
    if columns[:2] != PLAIN or (by_points and columns[2:3] != ("points",)) or text.find('"', at) >= 0:
        return None
    voters = _Voters()
    counted: Counter[Any] = Counter()
    for lines in _lines(text, at):
        if {line.count(";") for line in lines} - {len(columns) - 1}:
            return None
        if by_points:
            counted.update([tuple(line.split(";", 3)[1:3]) for line in lines])
        else:
            counted.update([line.split(";", 2)[1] for line in lines])
        voters.add([line[: line.find(";")] for line in lines])
    if not voters.are_all_different():
        return None
    try:
        merged = _merged(counted, vote_type, place, longest)
    except (KeyError, ValueError):
        return None
    return tuple(Ballot(places, points, times) for (places, points), times in merged.items()), voters.number


def _lines(text: str, at: int) -> Iterator[list[str]]:
    """The lines from here on in chunks, blank ones at the end left out."""
    while at < len(text):
        stop = text.find("\n", at + CHUNK)
        stop = len(text) if stop < 0 else stop
        lines = text[at:stop].split("\n")
        while lines and not lines[-1]:
            lines.pop()
        yield lines
        at = stop + 1


def _merged(counted: Counter[Any], vote_type: str, place: Mapping[str, int], longest: int) -> dict[Any, int]:
    """Identical ballots as one. KeyError or ValueError for whatever has to be looked at more closely."""
    merged: dict[Any, int] = {}
    ones = [(1,) * number for number in range(64)]
    for key, times in counted.items():
        vote, given = (key[0], key[1]) if isinstance(key, tuple) else (key, "")
        names = vote.split(",") if vote else []
        places = [place[name] for name in names]
        if len(set(places)) != len(places) or (vote_type == "choose-1" and len(places) > 1):
            raise ValueError(vote)
        points: tuple[Fraction | int, ...]
        if vote_type == "ordinal":
            if len(places) > longest:
                raise ValueError(vote)
            found: Any = (tuple(places), tuple(longest - rank for rank in range(len(places))))
        elif vote_type in ("cumulative", "scoring"):
            if given and not (given.isascii() and given.replace(",", "").isdigit()):
                raise ValueError(given)
            numbers = [int(each) for each in given.split(",")] if given else []
            pairs = sorted(pair for pair in zip(places, numbers, strict=True) if pair[1])
            found = (tuple(each for each, _n in pairs), tuple(number for _each, number in pairs))
        else:
            places.sort()
            points = ones[len(places)] if len(places) < 64 else (1,) * len(places)
            found = (tuple(places), points)
        merged[found] = merged.get(found, 0) + times
    return merged


class _Voters:
    """Whether all ids are different: by themselves, and by their hashes beyond a million."""

    def __init__(self) -> None:
        self.number = 0
        self.seen: set[str] = set()
        self.hashes: array[int] | None = None

    def add(self, ids: list[str]) -> None:
        self.number += len(ids)
        if self.hashes is None and self.number <= FEW:
            self.seen.update(ids)
            return
        if self.hashes is None:
            self.hashes = array("q", map(hash, self.seen))
        self.hashes.extend(map(hash, ids))

    def are_all_different(self) -> bool:
        if self.hashes is None:
            return len(self.seen) == self.number
        import numpy

        return len(numpy.unique(numpy.frombuffer(self.hashes, dtype="int64"))) == self.number
