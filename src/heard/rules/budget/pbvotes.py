"""The ballots of a `.pb` file, line by line: everything that is wrong is gathered with its line."""

from __future__ import annotations

import csv
import io
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from heard.rules.budget.ballots import Ballots, merged
from heard.rules.budget.pbfile import POINTS, Problem, fit, max_length, number, short

Chunks = Iterator[tuple[Sequence[int], list[list[str]]]]
CHUNK = 1 << 24  # bytes of ballots looked at in one go, so that ten million of them do not fill the memory
FEW = 1_000_000  # voters who are compared without numpy


class Votes:
    """Reads the rows of VOTES. What it found is in `problems`, `notes`, `rows` (with `keep_votes`) and `voters`."""

    def __init__(
        self, place: Mapping[str, int], columns: tuple[str, ...], vote_type: str, meta: Mapping[str, str],
        keep_votes: bool,
    ) -> None:  # fmt: skip
        self.place, self.columns, self.vote_type, self.meta = place, columns, vote_type, meta
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.rows: list[tuple[str, ...]] | None = [] if keep_votes else None
        self.voters = Voters()
        self.counted: dict[tuple[str, str], int] = {}
        self.first_line: dict[tuple[str, str], int] = {}

    def read(self, content: bytes, begin: int, line: int) -> Ballots | None:
        """Merged ballots; None if something is wrong. The rows begin at this byte, in this line."""
        for lines, table in _chunks(content, begin, line):
            self._chunk(lines, table)
        voter = self.columns.index("voter_id")
        for again, before, who in self.voters.repeated(lambda: _chunks(content, begin, line), voter):
            self._wrong(again, "voter_id", f"“{short(who)}” stands in line {before} as well")
        found = self._ballots()
        if self.problems:
            return None
        try:
            return merged(found)
        except ValueError as error:
            self._wrong(0, "points", str(error))
            return None

    def _wrong(self, line: int, name: str, why: str) -> None:
        self.problems.append(Problem(line, name, why))

    def _chunk(self, lines: Sequence[int], table: list[list[str]]) -> None:
        if set(map(len, table)) != {len(self.columns)}:
            kept = [(line, cells) for line, cells in zip(lines, table, strict=True) if self._fits(line, cells)]
            lines, table = [line for line, _cells in kept], [cells for _line, cells in kept]
        if self.rows is not None:
            self.rows.extend(map(tuple, table))
        voter, vote = self.columns.index("voter_id"), self.columns.index("vote")
        self.voters.add([cells[voter] for cells in table])
        points = self.columns.index("points") if self.vote_type in POINTS else None
        keys = [(cells[vote], "" if points is None else cells[points]) for cells in table]
        for key, times in Counter(keys).items():
            self.counted[key] = self.counted.get(key, 0) + times
        fresh = [key for key in self.counted if key not in self.first_line]
        if fresh:
            seen = dict(zip(reversed(keys), reversed(lines), strict=True))
            self.first_line.update((key, seen[key]) for key in fresh)

    def _fits(self, line: int, cells: list[str]) -> bool:
        why = fit(cells, self.columns)
        if why:
            self._wrong(line, "", why)
        return not why

    def _ballots(self) -> dict[tuple[tuple[int, ...], tuple[Fraction | int, ...]], int]:
        longest = self._longest()
        ballots: dict[tuple[tuple[int, ...], tuple[Fraction | int, ...]], int] = {}
        for (vote, points), times in self.counted.items():
            found = self._ballot(vote, points, self.first_line[vote, points], longest)
            if found is not None:
                ballots[found] = ballots.get(found, 0) + times
        return ballots

    def _longest(self) -> int:
        """Rank points of an ordinal ballot count down from META's max_length; without it, from the longest ballot."""
        if self.vote_type != "ordinal":
            return 0
        if said := max_length(self.meta):
            return said
        longest = max((len(vote.split(",")) for vote, _points in self.counted), default=0)
        self.notes.append(f"META names no max_length: a first place counts {longest}, as on the longest ballot.")
        return longest

    def _ballot(
        self, vote: str, points: str, line: int, longest: int
    ) -> tuple[tuple[int, ...], tuple[Fraction | int, ...]] | None:
        names = [name.strip() for name in vote.split(",")] if vote.strip() else []
        unknown = [name for name in names if name not in self.place]
        if unknown:
            self._wrong(line, "vote", f"no project has the id “{short(unknown[0])}”")
            return None
        places = [self.place[name] for name in names]
        if len(set(places)) != len(places):
            self._wrong(line, "vote", "a project stands in it twice")
            return None
        if self.vote_type == "choose-1" and len(places) > 1:
            self._wrong(line, "vote", f"{len(places)} projects are chosen where one may be")
            return None
        if self.vote_type in POINTS:
            return self._with_points(places, points, line)
        if self.vote_type == "ordinal":
            if len(places) > longest:
                self._wrong(line, "vote", f"{len(places)} projects are ranked where {longest} may be")
                return None
            return tuple(places), tuple(longest - rank for rank in range(len(places)))
        ordered = tuple(sorted(places))
        return ordered, (1,) * len(ordered)

    def _with_points(
        self, places: list[int], points: str, line: int
    ) -> tuple[tuple[int, ...], tuple[Fraction | int, ...]] | None:
        given = points.split(",") if points.strip() else []
        if len(given) != len(places):
            self._wrong(line, "points", f"{len(given)} numbers for {len(places)} projects")
            return None
        try:
            amounts = [_whole(number(one)) for one in given]
        except ValueError as error:
            self._wrong(line, "points", str(error))
            return None
        pairs = sorted((place, amount) for place, amount in zip(places, amounts, strict=True) if amount)
        return tuple(place for place, _amount in pairs), tuple(amount for _place, amount in pairs)


class Voters:
    """Voters' ids, kept as hashes: whether all are different, and which are not."""

    def __init__(self) -> None:
        self.hashes = array("q")

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.hashes)

    def add(self, ids: Iterable[str]) -> None:
        """Take the ids of one chunk."""
        self.hashes.extend(map(hash, ids))

    def suspects(self) -> set[int]:
        """Hashes that stand more than once: of ids that do, or (hardly ever) of different ones."""
        if self.number <= FEW:
            if len(set(self.hashes)) == self.number:
                return set()
            return {one for one, times in Counter(self.hashes).items() if times > 1}
        import numpy

        ordered = numpy.sort(numpy.frombuffer(self.hashes, dtype="int64"))
        return set(ordered[1:][ordered[1:] == ordered[:-1]].tolist())

    def repeated(self, again: Callable[[], Chunks], voter: int) -> Iterator[tuple[int, int, str]]:
        """Line, earlier line and id of each that stands twice, by reading the rows `again`."""
        suspects = self.suspects()
        first: dict[str, int] = {}
        for lines, table in again() if suspects else ():
            for line, cells in zip(lines, table, strict=True):
                who = cells[voter] if len(cells) > voter else ""
                if hash(who) in suspects and first.setdefault(who, line) != line:
                    yield line, first[who], who


def pieces(content: bytes, begin: int) -> Iterator[str]:
    """The text from here on in pieces of whole lines, each without its last line break."""
    while begin < len(content):
        stop = content.find(b"\n", begin + CHUNK)
        stop = len(content) if stop < 0 else stop
        yield content[begin:stop].decode()
        begin = stop + 1


def _chunks(content: bytes, begin: int, line: int) -> Chunks:
    """The rows of the ballots in chunks: the line of each and its fields. Blank lines are passed over."""
    if content.find(b'"', begin) >= 0:
        yield from _quoted(content[begin:].decode(), line)
        return
    for piece in pieces(content, begin):
        raw = piece.split("\n")
        if "" in raw or any(map(str.isspace, raw)):
            numbered = [(line + n, one) for n, one in enumerate(raw) if one.strip()]
            yield [n for n, _one in numbered], [one.split(";") for _n, one in numbered]
        else:
            yield range(line, line + len(raw)), [one.split(";") for one in raw]
        line += len(raw)


def _quoted(text: str, line: int) -> Chunks:
    reader = csv.reader(io.StringIO(text), delimiter=";")
    lines, table, before = [], [], 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            lines.append(line + before)
            table.append(cells)
        before = reader.line_num
    yield lines, table


def _whole(amount: Fraction) -> Fraction | int:
    return amount.numerator if amount.denominator == 1 else amount
