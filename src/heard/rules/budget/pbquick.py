"""Ballots of a `.pb` file without a compiled loop: no quotes, voter and vote first, nothing out of order.

Whatever is unusual, let alone wrong, gives None: then `pbreader` reads line by line and says what and where it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from heard.rules.budget.ballots import Ballots, merged
from heard.rules.budget.pbfile import POINTS
from heard.rules.budget.pbvotes import Voters, pieces

PLAIN = ("voter_id", "vote")


def ballots_of(
    content: bytes, begin: int, columns: tuple[str, ...], vote_type: str, place: Mapping[str, int], longest: int
) -> tuple[Ballots, int] | None:
    """Merged ballots and how many voters there are; None for what has to be looked at line by line.

    The rows begin at byte `begin`. `place`: a project's position by id; `longest`: the rank points of a first place.
    """
    by_points = vote_type in POINTS
    if columns[:2] != PLAIN or (by_points and columns[2:3] != ("points",)) or content.find(b'"', begin) >= 0:
        return None
    voters = Voters()
    counted: Counter[Any] = Counter()
    for piece in pieces(content, begin):
        lines = [line for line in piece.split("\n") if line]
        if {line.count(";") for line in lines} - {len(columns) - 1}:
            return None
        if by_points:
            counted.update([tuple(line.split(";", 3)[1:3]) for line in lines])
        else:
            counted.update([line.split(";", 2)[1] for line in lines])
        voters.add([line[: line.find(";")] for line in lines])
    if voters.suspects():
        return None
    try:
        return merged(_ballots(counted, vote_type, place, longest)), voters.number
    except (KeyError, ValueError):
        return None


def _ballots(counted: Counter[Any], vote_type: str, place: Mapping[str, int], longest: int) -> dict[Any, int]:
    """Identical ballots as one. KeyError or ValueError for whatever has to be looked at more closely."""
    ballots: dict[Any, int] = {}
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
        ballots[found] = ballots.get(found, 0) + times
    return ballots
