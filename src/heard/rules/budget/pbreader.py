"""Reading a `.pb` file: everything that is wrong is gathered and said at once."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from heard.rules.budget.pbfile import VOTE_TYPES, Ballot, PbError, PbFile, Problem, Project, number, short
from heard.rules.budget.pbquick import ballots_of

POINTS = ("cumulative", "scoring")
Chunks = Iterator[tuple[Sequence[int], list[list[str]]]]
CHUNK = 1 << 24  # characters of ballots looked at in one go, so that ten million of them do not fill the memory


def read_pb(content: bytes, *, keep_votes: bool = False) -> PbFile:
    """Read a file. `keep_votes` keeps every ballot's own row, to write it again. PbError lists all that is wrong."""
    return _Reader(_text(content), keep_votes).read()


def _text(content: bytes) -> str:
    if not content.strip():
        raise PbError([Problem(0, "", "it is empty")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PbError([Problem(line, "", f"it is not UTF-8 (byte {error.start}); save it as UTF-8")]) from error
    if "\x00" in text:
        raise PbError([Problem(text.count("\n", 0, text.index("\x00")) + 1, "", "it holds a NUL character")])
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class _Reader:
    """Reads one text, gathering problems; `read` raises them together."""

    def __init__(self, text: str, keep_votes: bool) -> None:
        self.text, self.keep_votes = text, keep_votes
        self.problems: list[Problem] = []
        self.notes: list[str] = []

    def wrong(self, line: int, name: str, why: str) -> None:
        self.problems.append(Problem(line, name, why))

    def read(self) -> PbFile:
        sections, start, votes_line = self._sections()
        meta = self._meta(sections.get("META", []))
        columns, projects = self._projects(sections.get("PROJECTS", []))
        self.place = {project.id: number for number, project in enumerate(projects)}
        vote_type = meta.get("vote_type", "").strip().lower()
        self._needed(meta, vote_type, sections, start)
        if start is None or any(problem.field == "vote_type" for problem in self.problems):
            raise PbError(self.problems)
        vote_columns, ballots, voters, rows = self._votes(start, votes_line, vote_type, meta)
        if self.problems:
            raise PbError(self.problems)
        self._compare(meta, len(projects), voters)
        return PbFile(
            meta, columns, projects, vote_columns, ballots, voters, number(meta["budget"]), vote_type,
            tuple(self.notes), rows,
        )  # fmt: skip

    def _sections(self) -> tuple[dict[str, list[tuple[int, list[str]]]], int | None, int]:
        """The rows of META and PROJECTS with their lines, where the ballots begin, and in which line."""
        found: dict[str, list[tuple[int, list[str]]]] = {}
        end, name, at, line = len(self.text), "", 0, 1
        while at < end:
            stop = _row_end(self.text, at)
            raw = self.text[at:stop]
            head = raw.strip().rstrip(";").strip().upper()
            if head in ("META", "PROJECTS", "VOTES"):
                name = head
                if name in found:
                    self.wrong(line, "", f"a second section {name}")
                if name == "VOTES":
                    return found, stop + 1, line + 1
                found[name] = []
            elif raw.strip():
                if not name:
                    self.wrong(line, "", "it stands before the section META")
                    return found, None, line
                found[name].append((line, _fields(raw)))
            line += raw.count("\n") + 1
            at = stop + 1
        return found, None, line

    def _meta(self, rows: list[tuple[int, list[str]]]) -> dict[str, str]:
        meta: dict[str, str] = {}
        for line, cells in rows:
            key, *values = cells
            key = key.strip()
            if line == rows[0][0] and key.lower() == "key":
                continue
            if len(values) != 1 and any(values[1:]):
                self.wrong(line, key, "a line of META needs a key and one value (quote a value that holds “;”)")
            elif key in meta:
                self.wrong(line, key, "it stands in META twice")
            else:
                meta[key] = values[0] if values else ""
        self.meta_lines = {cells[0].strip(): line for line, cells in rows}
        return meta

    def _needed(self, meta: dict[str, str], vote_type: str, sections: Any, start: int | None) -> None:
        for name, there in (("META", "META" in sections), ("PROJECTS", "PROJECTS" in sections), ("VOTES", start)):
            if there is None or there is False:
                self.wrong(0, "", f"there is no section {name}")
        if "META" not in sections:
            return
        for key in ("budget", "vote_type"):
            if not meta.get(key, "").strip():
                self.wrong(self.meta_lines.get(key, 0), key, "META does not say it")
        if meta.get("budget", "").strip():
            try:
                if number(meta["budget"]) < 0:
                    self.wrong(self.meta_lines["budget"], "budget", "it is negative")
            except ValueError as error:
                self.wrong(self.meta_lines["budget"], "budget", str(error))
        if vote_type and vote_type not in VOTE_TYPES:
            line = self.meta_lines.get("vote_type", 0)
            self.wrong(line, "vote_type", f"“{short(vote_type)}” is none of {', '.join(VOTE_TYPES)}")

    def _projects(self, rows: list[tuple[int, list[str]]]) -> tuple[tuple[str, ...], tuple[Project, ...]]:
        if not rows:
            return (), ()
        columns = self._columns(*rows[0], needed=("project_id", "cost"))
        if not {"project_id", "cost"} <= set(columns):
            return columns, ()
        place = {name: columns.index(name) for name in ("project_id", "cost")}
        named = columns.index("name") if "name" in columns else place["project_id"]
        found: dict[str, Project] = {}
        for line, cells in rows[1:]:
            if not self._fits(line, cells, columns):
                continue
            key = cells[place["project_id"]].strip()
            if not key:
                self.wrong(line, "project_id", "it is empty")
            elif key in found:
                self.wrong(line, "project_id", f"“{short(key)}” stands in line {found[key].line} as well")
            else:
                cost = self._amount(line, "cost", cells[place["cost"]])
                found[key] = Project(key, cost, cells[named].strip() or key, tuple(cells), line)
        return columns, tuple(found.values())

    def _columns(self, line: int, cells: list[str], needed: Sequence[str]) -> tuple[str, ...]:
        columns = tuple(cell.strip().lower() if cell.strip().lower() in needed else cell.strip() for cell in cells)
        for name in needed:
            if name not in columns:
                self.wrong(line, name, "the header has no such column")
        for name, times in Counter(columns).items():
            if times > 1 and name:
                self.wrong(line, name, "the header has this column twice")
        return columns

    def _fits(self, line: int, cells: list[str], columns: tuple[str, ...]) -> bool:
        if len(cells) == len(columns) or (len(cells) > len(columns) and not any(cells[len(columns) :])):
            del cells[len(columns) :]
            return True
        self.wrong(line, "", f"it has {len(cells)} fields; the header has {len(columns)}")
        return False

    def _amount(self, line: int, name: str, text: str) -> Fraction:
        try:
            found = number(text)
        except ValueError as error:
            self.wrong(line, name, str(error))
            return Fraction(0)
        if found < 0:
            self.wrong(line, name, "it is negative")
        return found

    def _votes(
        self, start: int, line: int, vote_type: str, meta: dict[str, str]
    ) -> tuple[tuple[str, ...], tuple[Ballot, ...], int, tuple[tuple[str, ...], ...] | None]:
        stop = _row_end(self.text, start)
        while start < len(self.text) and not self.text[start:stop].strip():
            line, start = line + 1, stop + 1
            stop = _row_end(self.text, start)
        if start >= len(self.text):
            self.wrong(line, "", "the section VOTES has no header")
            return (), (), 0, None
        needed = ("voter_id", "vote", *(("points",) if vote_type in POINTS else ()))
        columns = self._columns(line, _fields(self.text[start:stop]), needed)
        if not set(needed) <= set(columns):
            return columns, (), 0, None
        if quick := self._quickly(stop + 1, columns, vote_type, meta):
            return columns, *quick, None
        places = [columns.index(name) for name in needed]
        self.counted: dict[tuple[str, str], int] = {}
        self.first_line: dict[tuple[str, str], int] = {}
        self.voter_ids = _Unique()
        rows: list[tuple[str, ...]] | None = [] if self.keep_votes else None
        for first, cells in _chunks(self.text, stop + 1, line + 1):
            self._chunk(first, cells, columns, places, rows)
        for again, before, who in self.voter_ids.repeated(lambda: _chunks(self.text, stop + 1, line + 1), places[0]):
            self.wrong(again, "voter_id", f"“{short(who)}” stands in line {before} as well")
        ballots = self._ballots(vote_type, meta)
        return columns, ballots, self.voter_ids.number, None if rows is None else tuple(rows)

    def _quickly(
        self, at: int, columns: tuple[str, ...], vote_type: str, meta: dict[str, str]
    ) -> tuple[tuple[Ballot, ...], int] | None:
        """The common case; None where anything has to be looked at line by line."""
        said = meta.get("max_length", "").strip()
        if self.keep_votes or self.problems or (vote_type == "ordinal" and not said.isdecimal()):
            return None
        return ballots_of(self.text, at, columns, vote_type, self.place, int(said) if said.isdecimal() else 0)

    def _chunk(
        self, lines: Sequence[int], table: list[list[str]], columns: tuple[str, ...], places: list[int],
        rows: list[tuple[str, ...]] | None,
    ) -> None:  # fmt: skip
        if set(map(len, table)) != {len(columns)}:
            kept = [(line, cells) for line, cells in zip(lines, table, strict=True) if self._fits(line, cells, columns)]
            lines, table = [line for line, _cells in kept], [cells for _line, cells in kept]
        if rows is not None:
            rows.extend(map(tuple, table))
        voter, vote = places[0], places[1]
        self.voter_ids.add([cells[voter] for cells in table], lines)
        points = places[2] if len(places) > 2 else None
        keys = [(cells[vote], cells[points] if points is not None else "") for cells in table]
        for key, times in Counter(keys).items():
            self.counted[key] = self.counted.get(key, 0) + times
        fresh = [key for key in self.counted if key not in self.first_line]
        if fresh:
            seen = dict(zip(reversed(keys), reversed(lines), strict=True))
            self.first_line.update((key, seen[key]) for key in fresh)

    def _ballots(self, vote_type: str, meta: dict[str, str]) -> tuple[Ballot, ...]:
        longest = self._longest(vote_type, meta)
        merged: dict[tuple[tuple[int, ...], tuple[Fraction | int, ...]], int] = {}
        for (vote, points), times in self.counted.items():
            found = self._ballot(vote, points, self.first_line[vote, points], vote_type, longest)
            if found is not None:
                merged[found] = merged.get(found, 0) + times
        return tuple(Ballot(projects, points, times) for (projects, points), times in merged.items())

    def _longest(self, vote_type: str, meta: dict[str, str]) -> int:
        """Rank points of an ordinal ballot count down from META's max_length; without it, from the longest ballot."""
        if vote_type != "ordinal":
            return 0
        if meta.get("max_length", "").strip().isdecimal():
            return int(meta["max_length"])
        longest = max((len(vote.split(",")) for vote, _points in self.counted), default=0)
        self.notes.append(f"META names no max_length: a first place counts {longest}, as on the longest ballot.")
        return longest

    def _ballot(
        self, vote: str, points: str, line: int, vote_type: str, longest: int
    ) -> tuple[tuple[int, ...], tuple[Fraction | int, ...]] | None:
        names = [name.strip() for name in vote.split(",")] if vote.strip() else []
        unknown = [name for name in names if name not in self.place]
        if unknown:
            self.wrong(line, "vote", f"no project has the id “{short(unknown[0])}”")
            return None
        places = [self.place[name] for name in names]
        if len(set(places)) != len(places):
            self.wrong(line, "vote", "a project stands in it twice")
            return None
        if vote_type == "choose-1" and len(places) > 1:
            self.wrong(line, "vote", f"{len(places)} projects are chosen where one may be")
            return None
        if vote_type in POINTS:
            return self._with_points(places, points, line)
        if vote_type == "ordinal":
            if len(places) > longest:
                self.wrong(line, "vote", f"{len(places)} projects are ranked where {longest} may be")
                return None
            return tuple(places), tuple(longest - rank for rank in range(len(places)))
        ordered = tuple(sorted(places))
        return ordered, (1,) * len(ordered)

    def _with_points(
        self, places: list[int], points: str, line: int
    ) -> tuple[tuple[int, ...], tuple[Fraction | int, ...]] | None:
        given = points.split(",") if points.strip() else []
        if len(given) != len(places):
            self.wrong(line, "points", f"{len(given)} numbers for {len(places)} projects")
            return None
        try:
            amounts = [_whole(number(one)) for one in given]
        except ValueError as error:
            self.wrong(line, "points", str(error))
            return None
        pairs = sorted((place, amount) for place, amount in zip(places, amounts, strict=True) if amount)
        return tuple(place for place, _amount in pairs), tuple(amount for _place, amount in pairs)

    def _compare(self, meta: dict[str, str], projects: int, voters: int) -> None:
        for key, found in (("num_projects", projects), ("num_votes", voters)):
            said = meta.get(key, "").strip()
            if said and said != str(found):
                self.notes.append(f"META says {key} {said}; the file has {found}, and {found} is what was counted.")


class _Unique:
    """Voters' ids: how many there are, and which stand twice. Keeps numbers, not names, beyond a million."""

    FEW = 1_000_000

    def __init__(self) -> None:
        self.number = 0
        self.lines: dict[str, int] = {}
        self.twice: list[tuple[int, int, str]] = []
        self.many: Any = None

    def add(self, ids: list[str], lines: Sequence[int]) -> None:
        """Take the ids of one chunk with their lines."""
        self.number += len(ids)
        if self.number > self.FEW:
            self._add_to_many(ids)
            return
        before = len(self.lines)
        fresh = dict(zip(reversed(ids), reversed(lines), strict=True))
        if len(fresh) == len(ids) and not (before and fresh.keys() & self.lines.keys()):
            self.lines.update(fresh)
            return
        for who, line in zip(ids, lines, strict=True):
            if who in self.lines:
                self.twice.append((line, self.lines[who], who))
            else:
                self.lines[who] = line

    def _add_to_many(self, ids: list[str]) -> None:
        from array import array

        if self.many is None:
            self.many = array("q", map(hash, self.lines))
        self.many.extend(map(hash, ids))

    def repeated(self, again: Callable[[], Chunks], voter: int) -> Iterator[tuple[int, int, str]]:
        """Line, earlier line and id of each that stands twice; beyond a million by reading the file `again`."""
        if self.many is None:
            yield from self.twice
            return
        import numpy

        ordered = numpy.sort(numpy.frombuffer(self.many, dtype="int64"))
        suspects = set(ordered[1:][ordered[1:] == ordered[:-1]].tolist())
        first: dict[str, int] = {}
        for lines, table in again() if suspects else ():
            for line, cells in zip(lines, table, strict=True):
                who = cells[voter] if len(cells) > voter else ""
                if who and hash(who) in suspects and first.setdefault(who, line) != line:
                    yield line, first[who], who


def _chunks(text: str, at: int, line: int) -> Chunks:
    """The rows of the ballots in chunks: the line of each and its fields. Blank lines are passed over."""
    plain = text.find('"', at) < 0
    while at < len(text):
        stop = len(text) if at + CHUNK >= len(text) else _row_end(text, at + CHUNK) if plain else len(text)
        if plain:
            raw = text[at:stop].split("\n")
            if raw and not raw[-1]:
                raw.pop()
            if "" in raw or any(map(str.isspace, raw)):
                numbered = [(line + n, one) for n, one in enumerate(raw) if one.strip()]
                yield [n for n, _one in numbered], [one.split(";") for _n, one in numbered]
            else:
                yield range(line, line + len(raw)), [one.split(";") for one in raw]
            line += len(raw)
        else:
            yield from _quoted(text[at:], line)
        at = stop + 1


def _quoted(text: str, line: int) -> Chunks:
    reader = csv.reader(io.StringIO(text), delimiter=";")
    lines, table, before = [], [], 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            lines.append(line + before)
            table.append(cells)
        before = reader.line_num
    yield lines, table


def _row_end(text: str, at: int) -> int:
    """Where the row that begins at `at` ends: at a line break outside quotes."""
    stop = text.find("\n", at)
    while stop >= 0 and text.count('"', at, stop) % 2:
        after = text.find("\n", stop + 1)
        if after < 0:
            break
        stop = after
    return len(text) if stop < 0 else stop


def _fields(raw: str) -> list[str]:
    return next(csv.reader([raw], delimiter=";"), []) if '"' in raw else raw.split(";")


def _whole(amount: Fraction) -> Fraction | int:
    return amount.numerator if amount.denominator == 1 else amount
