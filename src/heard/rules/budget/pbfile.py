"""Pabulib's `.pb` files, read and written: every META field and every column kept, every malformed line named.

A file is UTF-8 text (a byte-order mark is allowed) with the sections META, PROJECTS and VOTES, each with a header,
`;` between fields, and CSV quoting. Numbers are decimals with a point or a comma and are kept exactly. Nothing is
guessed: what cannot be read is reported with its line, field and reason, all at once.
Source: Faliszewski et al., "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023; pabulib.org/format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from heard.rules.budget.ballots import Ballots

VOTE_TYPES = ("approval", "choose-1", "cumulative", "scoring", "ordinal")
POINTS = ("cumulative", "scoring")  # vote types whose ballots give points
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)\Z", re.ASCII)
MOST_PROBLEMS = 200
MOST_DIGITS = 40
MOST = 10**15  # nothing that is voted on costs more in any currency; beyond it doubles cannot tell one from the next


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong in one line (from 1; 0 stands for the whole file), in which field, and why."""

    line: int
    field: str
    why: str

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line else "the file"
        return f"{where}, {self.field}: {self.why}" if self.field else f"{where}: {self.why}"


class PbError(ValueError):
    """A file that cannot be counted; `problems` are all that were found, in order of their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        shown = "\n".join(str(one) for one in self.problems[:MOST_PROBLEMS])
        more = len(self.problems) - MOST_PROBLEMS
        super().__init__(f"{shown}\n… and {more} more" if more > 0 else shown)


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its id, exact cost in the file's currency, name, and every column as it stood."""

    id: str
    cost: Fraction
    name: str
    row: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True)
class PbFile:
    """One election. `ballots` are merged; `vote_rows` are all rows as they stood, if they were asked for."""

    meta: dict[str, str]
    project_columns: tuple[str, ...]
    projects: tuple[Project, ...]
    vote_columns: tuple[str, ...]
    ballots: Ballots
    voters: int
    pot: Fraction
    vote_type: str
    notes: tuple[str, ...] = ()
    vote_rows: tuple[tuple[str, ...], ...] | None = field(default=None, repr=False)

    def column(self, name: str) -> dict[str, str] | None:
        """One column of the projects by project id; None if there is no such column."""
        if name not in self.project_columns:
            return None
        place = self.project_columns.index(name)
        return {project.id: project.row[place] for project in self.projects}


def number(text: str) -> Fraction:
    """An exact number with a decimal point or comma. ValueError if it is none, too long or too large."""
    words = text.strip()
    if words.isascii() and words.isdigit() and len(words) < MOST_DIGITS:
        found = Fraction(int(words))
    elif not NUMBER.match(words):
        raise ValueError(f"“{short(text)}” is not a number")
    elif len(words) > MOST_DIGITS:
        raise ValueError(f"“{short(text)}” has more than {MOST_DIGITS} digits")
    else:
        found = Fraction(words.replace(",", "."))
    if abs(found.numerator) > MOST * found.denominator:
        raise ValueError(f"it is more than {MOST:,}")
    return found


def fit(cells: list[str], columns: Sequence[str]) -> str:
    """Why a row has not as many fields as the header ("": it has; empty ones too many are taken away)."""
    if len(cells) == len(columns) or (len(cells) > len(columns) and not any(cells[len(columns) :])):
        del cells[len(columns) :]
        return ""
    return f"it has {len(cells)} fields; the header has {len(columns)}"


def write_pb(file: PbFile) -> bytes:
    """Write a file that was read with `keep_votes`: the same fields, columns and rows in the same order."""
    import csv
    import io

    if file.vote_rows is None:
        raise ValueError("This file was read without its ballots' own rows: read it with keep_votes=True.")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    sections: list[tuple[str, Sequence[str], Iterable[Sequence[str]]]] = [
        ("META", ("key", "value"), file.meta.items()),
        ("PROJECTS", file.project_columns, (project.row for project in file.projects)),
        ("VOTES", file.vote_columns, file.vote_rows),
    ]
    for name, columns, rows in sections:
        out.write(name + "\n")
        writer.writerow(columns)
        writer.writerows(rows)
    return out.getvalue().encode()


def short(text: str) -> str:
    """A text cut to what fits into a message."""
    return text if len(text) <= 60 else text[:57] + "…"
