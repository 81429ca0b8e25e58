"""The compiled loops of reading and of equal shares; see kernel.c, votes.c and docs/decisions/0005.

They were built when Heard was installed on a machine with a C compiler. `load` gives None where they were not: then the
same steps are taken in Python and numpy, many times more slowly and with the same result.
"""

from __future__ import annotations

import ctypes
import os
from array import array
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from heard.rules.budget.ballots import EXACT, Ballots

TIE, AFFORDABLE = -1, -2
KINDS = {"approval": 0, "choose-1": 1, "cumulative": 2, "scoring": 2, "ordinal": 3}
NEAR = 1e-11  # relative; sums of up to 1e7 terms in extended precision err by less
MOST_RUNS = 10_000  # in one go, so that somebody who waits can end it
_Pointer, _Int, _Long, _Double = ctypes.c_void_p, ctypes.c_int32, ctypes.c_int64, ctypes.c_double


class _Votes(ctypes.Structure):
    _fields_ = [
        ("text", ctypes.c_char_p), ("begin", _Long), ("length", _Long), ("columns", _Int), ("voter", _Int),
        ("vote", _Int),
        ("points", _Int), ("kind", _Int), ("longest", _Int), ("projects", _Int), ("ids", ctypes.c_char_p),
        ("id_ends", _Pointer), ("seed", ctypes.c_uint64), ("rows", _Long), ("classes", _Long), ("entries", _Long),
        ("first", _Pointer), ("given", _Pointer), ("times", _Pointer), ("place", _Pointer),
    ]  # fmt: skip


class _Shares(ctypes.Structure):
    _fields_ = [
        ("projects", _Int), ("classes", _Int), ("first", ctypes.c_char_p), ("place", ctypes.c_char_p),
        ("points", ctypes.c_char_p), ("voters", ctypes.c_char_p), ("cost", _Pointer), ("factor", _Pointer),
        ("rank", _Pointer), ("out", ctypes.c_char_p), ("near", _Double),
        ("start", _Pointer), ("who", _Pointer), ("given", _Pointer), ("many", _Pointer), ("weight", _Pointer),
        ("slack", _Double), ("money", _Pointer), ("ratio", _Pointer), ("price", ctypes.POINTER(_Double)),
        ("band", _Pointer), ("binding", ctypes.POINTER(_Int)), ("stamp", _Pointer), ("bought", ctypes.POINTER(_Int)),
        ("question", ctypes.POINTER(_Int)), ("number", _Int), ("asked", _Int),
        ("held", _Pointer), ("empty", ctypes.POINTER(ctypes.c_uint8)), ("forced", ctypes.POINTER(ctypes.c_uint8)),
        ("had", _Pointer), ("owed", _Pointer), ("some", ctypes.POINTER(_Int)), ("close", ctypes.POINTER(_Int)),
    ]  # fmt: skip


@cache
def load() -> Any:
    """The library, or None. `HEARD_PLAIN=1` in the environment leaves it aside."""
    spec = None if os.environ.get("HEARD_PLAIN") == "1" else find_spec("heard.rules.budget._kernel")
    if spec is None or spec.origin is None:
        return None
    try:
        library = ctypes.CDLL(spec.origin)
        library.heard_totals.argtypes = [_Int, _Int, *[ctypes.c_char_p] * 4, *[_Pointer] * 2]
        library.heard_read_votes.argtypes = library.heard_forget_votes.argtypes = [ctypes.POINTER(_Votes)]
        for name, more in SIGNATURES.items():
            getattr(library, name).argtypes = [_Pointer, *more]
    except (OSError, AttributeError):
        return None
    return library


SIGNATURES: dict[str, list[Any]] = {
    "heard_open": [], "heard_close": [], "heard_begin": [_Double], "heard_run": [_Int, _Int], "heard_again": [_Double],
    "heard_climb": [_Double, _Double, _Int, _Double, _Int, _Int, _Pointer],
    "heard_row": [_Int, _Double, _Pointer], "heard_pay": [_Int, _Double],
}  # fmt: skip


def votes_of(
    library: Any, content: bytes, begin: int, columns: Sequence[str], vote_type: str, ids: Sequence[str], longest: int
) -> tuple[Ballots, int] | None:
    """Merged ballots and how many voters there are; None where a row has to be looked at more closely.

    `begin`: where the rows of VOTES begin in `content`. `longest`: the rank points of a first place.
    """
    kind, names = KINDS[vote_type], [one.encode() for one in ids]
    ends = array("q")
    end = 0
    for name in names:
        end += len(name)
        ends.append(end)
    votes = _Votes(
        text=content, begin=begin, length=len(content), columns=len(columns),
        voter=columns.index("voter_id"), vote=columns.index("vote"),
        points=columns.index("points") if kind == 2 else -1, kind=kind, longest=longest, projects=len(ids),
        ids=b"".join(names), id_ends=ends.buffer_info()[0], seed=int.from_bytes(os.urandom(8), "little"),
    )  # fmt: skip
    if library.heard_read_votes(ctypes.byref(votes)):
        return None
    take = ctypes.string_at
    found = Ballots(
        take(votes.first, 8 * votes.classes + 8), take(votes.place, 4 * votes.entries) if votes.entries else b"",
        take(votes.given, 8 * votes.entries) if kind > 1 and votes.entries else None,
        take(votes.times, 8 * votes.classes),
    )  # fmt: skip
    number = votes.rows
    library.heard_forget_votes(ctypes.byref(votes))
    return None if kind > 1 and sum(found.totals(len(ids))[0]) >= EXACT else (found, number)


def totals(library: Any, ballots: Ballots, projects: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """All points of each project, and how many voters gave it any."""
    points, supporters = array("q", bytes(8 * projects)), array("q", bytes(8 * projects))
    library.heard_totals(
        projects, len(ballots), ballots.first, ballots.places, ballots.given, ballots.voters,
        points.buffer_info()[0], supporters.buffer_info()[0],
    )  # fmt: skip
    return tuple(points), tuple(supporters)


class Kernel:
    """One election laid out for the library: a run of equal shares, and the rows of its replay in exact numbers.

    `factors`: what the price of a point is divided by; `ranks`: the order of projects that nobody is too poor for;
    `out`: a byte for each project, 1 for those that are not counted. MemoryError if there is too little.
    """

    def __init__(
        self, library: Any, ballots: Ballots, costs: Sequence[int], factors: Sequence[int], ranks: Sequence[int],
        out: bytes,
    ) -> None:  # fmt: skip
        self.library = library
        cost, factor, rank = array("d", costs), array("d", factors), array("i", ranks)
        self.found = array("q", bytes(8 * (len(costs) + 5)))
        self.kept = ballots, cost, factor, rank
        self.counted, self.small = out.count(0), sum(costs) < EXACT
        self.tried = array("i", [0])
        self.set = _Shares(
            projects=len(costs), classes=len(ballots), first=ballots.first, place=ballots.places, points=ballots.given,
            voters=ballots.voters, cost=cost.buffer_info()[0], factor=factor.buffer_info()[0],
            rank=rank.buffer_info()[0], out=out, near=NEAR,
        )  # fmt: skip
        self.at, self.row_at = ctypes.addressof(self.set), self.found.buffer_info()[0]
        self._row, self._pay = library.heard_row, library.heard_pay
        if not library.heard_open(self.at):
            raise MemoryError

    def __del__(self) -> None:
        self.library.heard_close(self.at)

    def begin(self, endowment: float) -> int:
        """Begin a run and go on as far as floating point can: how many are bought, or TIE or AFFORDABLE."""
        self.library.heard_begin(self.at, endowment)
        return int(self.library.heard_run(self.at, 0, 0))

    def climb(self, first: int, step: int, pot: int, *, full: bool) -> tuple[int, int]:
        """See `runs.Engine.climb`."""
        most = MOST_RUNS if self.small else 1
        found = self.library.heard_climb(
            self.at, first, step, most, pot, self.counted, full, self.tried.buffer_info()[0]
        )
        return self.tried[0], int(found)

    def go_on(self, before: int, answer: int) -> int:
        """Go on after a question: with the project that is first, or 1 or 0 for affordable or not."""
        return int(self.library.heard_run(self.at, before, answer))

    @property
    def asked(self) -> list[int]:
        """What is asked about."""
        return self.set.question[: self.set.asked]

    @property
    def bought(self) -> list[int]:
        """What was bought so far, in order."""
        return self.set.bought[: self.set.number]

    def near_price(self, place: int) -> float:
        """The price of a point when it was last looked at."""
        return float(self.set.price[place])

    def again(self, endowment: float) -> None:
        """Begin a replay."""
        self.library.heard_again(self.at, endowment)

    def row(self, place: int, price: float) -> tuple[Sequence[int], list[int], list[int]]:
        """See `Rows.row` in exact.py."""
        found = self.found
        self._row(self.at, place, price, self.row_at)
        return found, self.set.some[: found[4]] if found[4] else [], self.set.close[: found[3]] if found[3] else []

    def is_empty(self, who: int) -> bool:
        """Whether a class has spent all it had."""
        return bool(self.set.empty[who])

    def force(self, who: Sequence[int]) -> None:
        """These classes have too little for what is bought next, though floating point cannot tell."""
        for one in who:
            self.set.forced[one] = 1

    def pay(self, place: int, price: float) -> None:
        """Buy a project in the replay."""
        self._pay(self.at, place, price)
