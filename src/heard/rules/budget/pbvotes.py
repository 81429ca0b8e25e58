"""The ballots of a `.pb` file, line by line: everything that is wrong is gathered with its line."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from heard.rules.budget.ballots import Ballots, merged
from heard.rules.budget.pbballots import Malformed, Meant, meant
from heard.rules.budget.pbfile import POINTS, Problem, fit, short
from heard.rules.budget.pblimits import Limits
from heard.rules.budget.pbrows import rows_from

Written = tuple[str, str]  # vote and points
Chunks = Iterator[tuple[Sequence[int], list[list[str]]]]
CHUNK = 1 << 24  # bytes of ballots looked at in one go, so that ten million of them do not fill the memory
NOTHING = re.compile(r"^[^\S\n]*(?:;[^\S\n]*)*$", re.MULTILINE)
ROWS = 50_000  # likewise, where there are quotation marks
FEW = 1_000_000  # voters who are compared without numpy
MOST_NAMED = 100_000  # malformed lines of one file


class Votes:
    """Reads the rows of VOTES. What it found is in `problems`, `notes`, `rows` (with `keep_votes`) and `voters`."""

    def __init__(
        self, place: Mapping[str, int], columns: tuple[str, ...], vote_type: str, limits: Limits, keep_votes: bool
    ) -> None:
        self.place, self.columns, self.vote_type, self.limits = place, columns, vote_type, limits
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.rows: list[tuple[str, ...]] | None = [] if keep_votes else None
        self.voters = Voters()
        self.counted: dict[Written, int] = {}
        self.meant: dict[Written, Meant] = {}
        self.malformed: dict[Written, Malformed] = {}
        self.twice: dict[Written, int] = {}  # the first line of each ballot that names a project more than once

    def read(self, content: bytes, begin: int, line: int) -> Ballots | None:
        """Merged ballots; None if something is wrong. The rows begin at this byte, in this line."""
        for lines, table in _chunks(content, begin, line, self._wrong):
            self._chunk(lines, table)
        voter = self.columns.index("voter_id")
        for at, before, who in self.voters.repeated(lambda: _chunks(content, begin, line), voter):
            self._wrong(at, "voter_id", f"“{short(who)}” stands in line {before} as well")
        found = self._ballots()
        if self.problems:
            return None
        try:
            return merged(found)
        except ValueError as error:
            self._wrong(0, "points", str(error))
            return None

    def _wrong(self, line: int, name: str, why: str) -> None:
        if len(self.problems) < MOST_NAMED:
            self.problems.append(Problem(line, name, why))

    def _chunk(self, lines: Sequence[int], table: list[list[str]]) -> None:
        if set(map(len, table)) != {len(self.columns)}:
            kept = [(line, cells) for line, cells in zip(lines, table, strict=True) if self._fits(line, cells)]
            lines, table = [line for line, _cells in kept], [cells for _line, cells in kept]
        if self.rows is not None:
            self.rows.extend(map(tuple, table))
        voter = self.columns.index("voter_id")
        ids = [cells[voter] for cells in table]
        self.voters.add(ids)
        if "" in ids:
            for line in [line for line, who in zip(lines, ids, strict=True) if not who]:
                self._wrong(line, "voter_id", "it is empty")
        keys = self._keys(table)
        counted = Counter(keys)
        for key in counted.keys() - self.counted.keys():
            self._understand(key, lines, keys)
        for key, times in counted.items():
            self.counted[key] = self.counted.get(key, 0) + times
        if not self.malformed.keys().isdisjoint(counted):
            for line, key in zip(lines, keys, strict=True):
                if error := self.malformed.get(key):
                    self._wrong(line, error.field, error.why)

    def _understand(self, key: Written, lines: Sequence[int], keys: list[Written]) -> None:
        try:
            self.meant[key], twice = meant(*key, self.vote_type, self.place, self.limits)
        except Malformed as error:
            self.malformed[key] = error
            return
        if twice:
            self.twice[key] = lines[keys.index(key)]

    def _keys(self, table: list[list[str]]) -> list[Written]:
        """Vote and points of each row as they are written."""
        vote = self.columns.index("vote")
        points = self.columns.index("points") if self.vote_type in POINTS else None
        return [(cells[vote], "" if points is None else cells[points]) for cells in table]

    def _fits(self, line: int, cells: list[str]) -> bool:
        why = fit(cells, self.columns)
        if why:
            self._wrong(line, "", why)
        return not why

    def _ballots(self) -> dict[Meant, int]:
        if self.vote_type == "ordinal" and not self.limits.most:
            self.notes.append("META names no max_length: on each ballot a first place counts as many as it ranks.")
        if self.twice:
            many, first = sum(self.counted[key] for key in self.twice), min(self.twice.values())
            how = "its points were added up" if self.vote_type in POINTS else "it was counted once on each"
            self.notes.append(
                f"Ballots that name a project more than once: {many:,}, the first in line {first}; {how}."
            )
        ballots: dict[Meant, int] = {}
        for key, found in self.meant.items():
            ballots[found] = ballots.get(found, 0) + self.counted[key]
        return ballots


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
                if who and hash(who) in suspects and first.setdefault(who, line) != line:
                    yield line, first[who], who


def pieces(content: bytes, begin: int) -> Iterator[str]:
    """The text from here on in pieces of whole lines, each without its last line break."""
    while begin < len(content):
        stop = content.find(b"\n", begin + CHUNK)
        stop = len(content) if stop < 0 else stop
        yield content[begin:stop].decode()
        begin = stop + 1


def _chunks(
    content: bytes, begin: int, line: int, wrong: Callable[[int, str, str], None] | None = None
) -> Chunks:  # fmt: skip
    """The rows of the ballots in chunks: the line of each and its fields. Rows of nothing are passed over.

    `wrong` is told of rows whose quotation marks cannot be read.
    """
    if content.find(b'"', begin) >= 0:
        yield from _quoted(content, begin, line, wrong)
        return
    for piece in pieces(content, begin):
        raw = piece.split("\n")
        if NOTHING.search(piece):
            numbered = [(line + n, one) for n, one in enumerate(raw) if not NOTHING.match(one)]
            yield [n for n, _one in numbered], [one.split(";") for _n, one in numbered]
        else:
            yield range(line, line + len(raw)), [one.split(";") for one in raw]
        line += len(raw)


def _quoted(content: bytes, begin: int, line: int, wrong: Callable[[int, str, str], None] | None) -> Chunks:
    lines, table = list[int](), list[list[str]]()
    for at, _stop, cells, why in rows_from(content, begin, line):
        if why and wrong:
            wrong(at, "", why)
        elif any(map(str.strip, cells)) and not why:
            lines.append(at)
            table.append(cells)
        if len(table) == ROWS:
            yield lines, table
            lines, table = [], []
    yield lines, table
