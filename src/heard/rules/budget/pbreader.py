"""Reading a `.pb` file: everything that is wrong is gathered and said at once.

META and PROJECTS are read row by row; the rows of VOTES by the compiled loop where there is one (kernel.py), else by
pbquick.py, and by pbvotes.py wherever these find something unusual.
"""

from __future__ import annotations

from codecs import BOM_UTF8, getincrementaldecoder
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from heard.rules.budget import kernel
from heard.rules.budget.ballots import Ballots
from heard.rules.budget.pbfile import (
    POINTS,
    VOTE_TYPES,
    PbError,
    PbFile,
    Problem,
    Project,
    fit,
    number,
    short,
)
from heard.rules.budget.pblimits import Limits
from heard.rules.budget.pbrows import rows_from

CHUNK = 1 << 24  # bytes decoded in one go
SECTIONS = ("META", "PROJECTS", "VOTES")


def read_pb(content: bytes, *, keep_votes: bool = False) -> PbFile:
    """Read a file. `keep_votes` keeps every ballot's own row, to write it again. PbError lists all that is wrong."""
    content = _checked(content)
    return _Reader(content, keep_votes).read()


def _checked(content: bytes) -> bytes:
    """The same without byte-order mark, with plain line ends. PbError if it is not UTF-8 or holds a NUL character."""
    content = content.removeprefix(BOM_UTF8)
    if not content or content.isspace():
        raise PbError([Problem(0, "", "it is empty")])
    if not content.isascii():
        _decoded(content)
    if b"\0" in content:
        raise PbError([Problem(content.count(b"\n", 0, content.index(b"\0")) + 1, "", "it holds a NUL character")])
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    return content.replace(b"\r", b"\n") if b"\r" in content else content


def _decoded(content: bytes) -> None:
    """PbError if it is not UTF-8. In chunks, so that a large file is not held twice."""
    decoder, view = getincrementaldecoder("utf-8")(), memoryview(content)
    for at in range(0, len(content), CHUNK):
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(view[at : at + CHUNK], final=at + CHUNK >= len(content))
        except UnicodeDecodeError as error:
            byte = at - waiting + error.start
            line = content.count(b"\n", 0, byte) + 1
            why = f"it is not UTF-8 (byte {byte}); save it as UTF-8"
            raise PbError([Problem(line, "", why)]) from error


class _Reader:
    """Reads one file, gathering problems; `read` raises them together."""

    def __init__(self, content: bytes, keep_votes: bool) -> None:
        self.content, self.keep_votes = content, keep_votes
        self.problems: list[Problem] = []
        self.notes: list[str] = []

    def wrong(self, line: int, name: str, why: str) -> None:
        self.problems.append(Problem(line, name, why))

    def read(self) -> PbFile:
        sections, start, votes_line = self._sections()
        meta = self._meta(sections.get("META", []))
        columns, projects = self._projects(sections.get("PROJECTS", []))
        self.place = {project.id: number for number, project in enumerate(projects)}
        self.costs = [project.cost for project in projects]
        vote_type = meta.get("vote_type", "").strip().lower()
        self._needed(meta, vote_type, sections, start)
        if start is None or any(problem.field == "vote_type" for problem in self.problems):
            raise PbError(self.problems)
        vote_columns, ballots, voters, rows = self._votes(start, votes_line, vote_type, meta)
        if self.problems or ballots is None:
            raise PbError(self.problems)
        self._compare(meta, len(projects), voters)
        return PbFile(
            meta, columns, projects, vote_columns, ballots, voters, number(meta["budget"]), vote_type,
            tuple(self.notes), rows,
        )  # fmt: skip

    def _sections(self) -> tuple[dict[str, list[tuple[int, list[str]]]], int | None, int]:
        """The rows of META and PROJECTS with their lines, where the ballots begin, and in which line."""
        found: dict[str, list[tuple[int, list[str]]]] = {}
        name, line = "", 0
        for line, stop, cells, why in rows_from(self.content, 0, 1):
            words = cells[0].strip().upper()
            if words in SECTIONS and not any(map(str.strip, cells[1:])):
                name = words
                if name in found:
                    self.wrong(line, "", f"a second section {name}")
                if name == "VOTES":
                    return found, stop + 1, line + 1
                found[name] = []
            elif any(map(str.strip, cells)):
                if not name:
                    self.wrong(line, "", "it stands before the section META")
                    return found, None, line
                if why:
                    self.wrong(line, "", why)
                found[name].append((line, cells))
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
        for name in dict.fromkeys(columns):
            if name and columns.count(name) > 1:
                self.wrong(line, name, "the header has this column twice")
        return columns

    def _fits(self, line: int, cells: list[str], columns: tuple[str, ...]) -> bool:
        if why := fit(cells, columns):
            self.wrong(line, "", why)
        return not why

    def _amount(self, line: int, name: str, text: str) -> Fraction:
        try:
            found = number(text)
        except ValueError as error:
            self.wrong(line, name, str(error))
            return Fraction(0)
        if found.numerator < 0:
            self.wrong(line, name, "it is negative")
        return found

    def _votes(
        self, start: int, line: int, vote_type: str, meta: dict[str, str]
    ) -> tuple[tuple[str, ...], Ballots | None, int, tuple[tuple[str, ...], ...] | None]:
        header = next((row for row in rows_from(self.content, start, line) if any(map(str.strip, row[2]))), None)
        if header is None:
            self.wrong(line, "", "the section VOTES has no header")
            return (), None, 0, None
        line, stop, cells, why = header
        if why:
            self.wrong(line, "", why)
        needed = ("voter_id", "vote", *(("points",) if vote_type in POINTS else ()))
        columns = self._columns(line, cells, needed)
        if not set(needed) <= set(columns):
            return columns, None, 0, None
        limits = self._limits(meta)
        start, line = stop + 1, 1 + self.content.count(b"\n", 0, stop) + 1
        if not self.keep_votes and not self.problems and (limits.most or vote_type != "ordinal"):
            quick = self._quickly(start, columns, vote_type, limits)
            if quick:
                self.notes += limits.notes_on(quick[0], self.costs)
                return columns, *quick, None
        from heard.rules.budget.pbvotes import Votes

        votes = Votes(self.place, columns, vote_type, limits, self.keep_votes)
        ballots = votes.read(self.content, start, line)
        self.problems += votes.problems
        self.notes += votes.notes
        if ballots:
            self.notes += limits.notes_on(ballots, self.costs)
        return columns, ballots, votes.voters.number, None if votes.rows is None else tuple(votes.rows)

    def _limits(self, meta: dict[str, str]) -> Limits:
        limits = Limits(meta)
        for key, why in limits.wrong:
            self.wrong(self.meta_lines.get(key, 0), key, why)
        return limits

    def _quickly(
        self, start: int, columns: tuple[str, ...], vote_type: str, limits: Limits
    ) -> tuple[Ballots, int] | None:  # fmt: skip
        """The common case; None where anything has to be looked at line by line."""
        content = self.content
        if columns[0] != "voter_id" or content[start : start + 1] == b";" or content.find(b"\n;", start) >= 0:
            return None
        if library := kernel.load():
            ids = tuple(self.place)
            found = kernel.votes_of(library, content, start, columns, vote_type, ids, limits.most)
        else:
            from heard.rules.budget.pbquick import ballots_of

            found = ballots_of(content, start, columns, vote_type, self.place, limits.most)
        return found if found and limits.are_kept(found[0]) else None

    def _compare(self, meta: dict[str, str], projects: int, voters: int) -> None:
        for key, found in (("num_projects", projects), ("num_votes", voters)):
            said = meta.get(key, "").strip()
            if said and said != str(found):
                self.notes.append(f"META says {key} {said}; the file has {found}, and {found} is what was counted.")
