"""Comma-separated files that people open in a spreadsheet: with a byte-order mark, and no cell that runs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence

MARK = "\ufeff"  # without it, spreadsheets take the file for a western European one
_FORMULA = frozenset("=+-@|%")


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The rows, the heads first, as lines of a CSV file for a spreadsheet. Text is made harmless; numbers stay."""
    writer = csv.writer(_Echo())
    for number, row in enumerate(rows):
        yield (MARK if not number else "") + writer.writerow([harmless(cell) for cell in row])


def csv_of(records: Sequence[Mapping[str, object]]) -> str:
    """Records with the same keys, at least one, as one such text; the keys of the first are the heads."""
    return "".join(csv_lines([records[0].keys(), *(record.values() for record in records)]))


def harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: an apostrophe in front of what could start one (CWE-1236)."""
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell[:1] in ("\t", "\r") or cell.lstrip()[:1] in _FORMULA else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `harmless` put an apostrophe in front: for what comes back from a spreadsheet."""
    return cell[1:] if cell[:1] == "'" and harmless(cell[1:]) == cell else cell


class _Echo:
    """A file that hands each line back as it is written, so that a long export is never held whole."""

    def write(self, line: str) -> str:
        return line
