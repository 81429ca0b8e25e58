"""How long each column and file store is kept: `policy/retention.toml`, read strictly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

RULES = ("keep", "erase", "delete", "personal")
EVENTS = ("made", "received", "sent", "used", "ended", "closed", "told", "archived", "withdrawn")
DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}  # never shorter than promised
EVERY_COLUMN = "*"
FOR_EVER = "for ever"
STORE = "store:"
_KEEP = re.compile(r"(?P<number>[1-9]\d*) (?P<unit>day|week|month|year)s? after (?P<event>\w+)")
_KEYS = {"rule", "keep", "why"}


@dataclass(frozen=True, slots=True)
class Term:
    """The rule for one column or store. `after` is None when it is kept for ever; else a time after `event`."""

    table: str
    column: str
    rule: str
    keep: str
    why: str
    after: timedelta | None
    event: str


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """Every rule, by table and column."""

    terms: Mapping[tuple[str, str], Term]

    def of(self, table: str, column: str = EVERY_COLUMN) -> Term | None:
        """The rule for a column: its own row, else its table's ``*``."""
        return self.terms.get((table, column)) or self.terms.get((table, EVERY_COLUMN))

    def store(self, name: str) -> Term | None:
        """The rule for a file store."""
        return self.terms.get((STORE + name, EVERY_COLUMN))

    def missing(self, columns: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Those of `columns` (table, column) that no rule reaches, as ``table.column``."""
        return tuple(sorted(f"{table}.{column}" for table, column in columns if self.of(table, column) is None))

    def stale(self, columns: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Rules for tables or columns that are not among `columns`, as ``table.column``; stores are left alone."""
        known = set(columns)
        tables = {table for table, _ in known}
        return tuple(
            sorted(
                f"{table}.{column}"
                for table, column in self.terms
                if not table.startswith(STORE)
                and (table not in tables if column == EVERY_COLUMN else (table, column) not in known)
            )
        )


def read_retention(text: str | bytes) -> RetentionPolicy:
    """Read policy/retention.toml. Raises ValueError naming every fault."""
    data = tomllib.loads(text.decode("utf-8") if isinstance(text, bytes) else text)
    faults: list[str] = []
    terms: dict[tuple[str, str], Term] = {}
    for table, columns in data.items():
        if not isinstance(columns, Mapping):
            faults.append(f'{table}: must be a table of columns, written ["{table}"]')
            continue
        for column, row in columns.items():
            odd = list(_faults(table, column, row))
            faults += odd
            if not odd:
                terms[table, column] = _term(table, column, row)
    if faults:
        raise ValueError("\n".join(faults))
    return RetentionPolicy(terms)


def _faults(table: str, column: str, row: Any) -> Iterator[str]:
    where = f"{table}.{column}"
    if not isinstance(row, Mapping):
        yield f"{where}: must have rule, keep and why"
        return
    yield from (f"{where}: unknown key “{key}”" for key in row if key not in _KEYS)
    yield from (f"{where}: “{key}” is missing" for key in sorted(_KEYS - set(row)))
    if any(not isinstance(row.get(key), str) or not row[key].strip() for key in _KEYS if key in row):
        yield f"{where}: rule, keep and why are texts, and none is blank"
    elif set(row) >= _KEYS:
        if row["rule"] not in RULES:
            yield f"{where}: rule “{row['rule']}” is not one of {', '.join(RULES)}"
        yield from _time_faults(where, row)
    if table.startswith(STORE) and column != EVERY_COLUMN:
        yield f'{where}: a store has one rule, written "*"'


def _time_faults(where: str, row: Mapping[str, Any]) -> Iterator[str]:
    if row["keep"] == FOR_EVER:
        if row["rule"] != "keep":
            yield f"{where}: what is kept for ever cannot have the rule “{row['rule']}”"
        return
    match = _KEEP.fullmatch(row["keep"])
    if match is None:
        yield f"{where}: keep “{row['keep']}” must read like “2 years after archived”, or “for ever”"
    elif match["event"] not in EVENTS:
        yield f"{where}: “{match['event']}” is not an event; choose from {', '.join(EVENTS)}"


def _term(table: str, column: str, row: Mapping[str, str]) -> Term:
    match = _KEEP.fullmatch(row["keep"])
    after = timedelta(days=int(match["number"]) * DAYS[match["unit"]]) if match else None
    return Term(table, column, row["rule"], row["keep"], row["why"], after, match["event"] if match else "")
