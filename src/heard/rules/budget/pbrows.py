"""Rows of a `.pb` file: fields between `;`, a field in quotation marks where it holds one of `;`, `"` or a line break.

A mark within a field is text, as is a quotation that ends before the field does (`"Park" for all`). Rows are cut as
bytes: no letter of another alphabet holds a byte of `;`, `"` or a line break in UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

FIELD = re.compile(rb'"((?:[^"]++|"")*+)"(?=[;\n]|\Z)|([^;\n]*+)')
UNCLOSED = "a quotation mark opens a field, and none closes it before a “;” or the end of its line"

Row = tuple[list[str], int, str]


def _row_at(content: bytes, at: int) -> Row:
    """The fields of the row that begins at this byte, where it ends (its line break), and what is wrong with it."""
    stop = content.find(b"\n", at)
    stop = len(content) if stop < 0 else stop
    row = content[at:stop]
    return (row.decode().split(";"), stop, "") if b'"' not in row else _quoted_row(content, at)


def rows_from(content: bytes, at: int, line: int) -> Iterator[tuple[int, int, list[str], str]]:
    """All rows from this byte, which is in this line: the line of each, where it ends, its fields and what is wrong."""
    while at < len(content):
        cells, stop, why = _row_at(content, at)
        yield line, stop, cells, why
        line += 1 + (content.count(b"\n", at, stop) if b'"' in content[at:stop] else 0)
        at = stop + 1


def _quoted_row(content: bytes, at: int) -> Row:
    cells: list[str] = []
    why = ""
    while True:
        found = FIELD.match(content, at)
        if found is None:  # the second half of FIELD takes anything, even nothing
            raise AssertionError
        quoted, text = found.groups()
        if quoted is None and text.startswith(b'"') and text.count(b'"') < 2:
            why = UNCLOSED
        cells.append(text.decode() if quoted is None else quoted.replace(b'""', b'"').decode())
        at = found.end()
        if content[at : at + 1] != b";":
            return cells, at, why
        at += 1
