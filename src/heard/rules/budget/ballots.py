"""Ballots as they are counted: identical ones are one class with the number of its voters, in flat arrays.

The arrays are bytes of the machine's own whole numbers: compiled loops, numpy and Python read them as they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import overload

EXACT = 1 << 53  # every whole number below it is one in double precision, too


@dataclass(frozen=True, slots=True)
class Ballot:
    """Identical ballots, counted: the projects' positions in the file, whole points for each, how many voters."""

    projects: tuple[int, ...]
    points: tuple[int, ...]
    voters: int


@dataclass(frozen=True)
class Ballots(Sequence[Ballot]):
    """Class c holds the entries first[c] to first[c + 1] of `places` (int32) and `given` (int64; None: 1 each).

    `first` and `voters` are int64. `scale`: by how much points were multiplied to make them whole.
    """

    first: bytes = field(repr=False)
    places: bytes = field(repr=False)
    given: bytes | None = field(repr=False)
    voters: bytes = field(repr=False)
    scale: int = 1

    def __len__(self) -> int:
        return len(self.voters) // 8

    @overload
    def __getitem__(self, at: int) -> Ballot: ...
    @overload
    def __getitem__(self, at: slice) -> list[Ballot]: ...
    def __getitem__(self, at: int | slice) -> Ballot | list[Ballot]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        first, places, given, voters = self.arrays
        begin, end = first[at % len(self)], first[at % len(self) + 1]
        points = (1,) * (end - begin) if given is None else tuple(given[begin:end])
        return Ballot(tuple(places[begin:end]), points, voters[at])

    def __iter__(self) -> Iterator[Ballot]:
        return map(self.__getitem__, range(len(self)))

    @cached_property
    def arrays(self) -> tuple[memoryview, memoryview, memoryview | None, memoryview]:
        """first, places, given, voters as whole numbers."""
        given = None if self.given is None else memoryview(self.given).cast("q")
        return (
            memoryview(self.first).cast("q"), memoryview(self.places).cast("i"), given,
            memoryview(self.voters).cast("q"),
        )  # fmt: skip

    def totals(self, projects: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """All points of each project, and how many voters gave it any."""
        from heard.rules.budget import kernel

        if library := kernel.load():
            return kernel.totals(library, self, projects)
        points, supporters = [0] * projects, [0] * projects
        for ballot in self:
            for place, given in zip(ballot.projects, ballot.points, strict=True):
                points[place] += given * ballot.voters
                supporters[place] += ballot.voters
        return tuple(points), tuple(supporters)


def merged(counted: Mapping[tuple[tuple[int, ...], tuple[Fraction | int, ...]], int]) -> Ballots:
    """Ballots from how often each (projects, points) was cast; points above nothing only.

    ValueError if the points are too large, or have too many decimals, to be counted exactly.
    """
    scale = lcm(*{one.denominator for _places, points in counted for one in points})
    first, places, given = array("q", [0]), array("i"), list[int]()
    for projects, points in counted:
        places.extend(projects)
        given.extend(int(one * scale) for one in points)
        first.append(len(places))
    if sum(sum(points) * times for (_places, points), times in counted.items()) * scale >= EXACT:
        raise ValueError("the points are too large, or have too many decimals, to be counted exactly")
    ones = all(one == 1 for one in given)
    return Ballots(
        first.tobytes(), places.tobytes(), None if ones else array("q", given).tobytes(),
        array("q", counted.values()).tobytes(), scale,
    )  # fmt: skip
