"""A CSV file as a header and numbered rows: UTF-8, commas, no NUL; whatever is not so is named with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from heard.rules.faults import Fault, Faults, Malformed

BOM = b"\xef\xbb\xbf"


def table(content: bytes, wanted: tuple[str, ...], faults: Faults) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Header and numbered rows of a CSV file with these columns. Raises `Malformed` where it is none."""
    _check(content)
    # Read as it goes: a whole large file as one text would take four times its size.
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline=""), strict=True)
    try:
        names = [name.strip() for name in next(lines, [])]
    except csv.Error as error:
        raise Malformed([Fault(1, "", f"the quotes or commas cannot be read ({error}).")]) from error
    if len(names) == 1 and len(names[0].split(";")) > 1:
        raise Malformed([Fault(1, "", "the columns are not separated by commas.")])
    for name in wanted:
        if names.count(name) != 1:
            why = "stands twice in the header." if name in names else "there is no such column."
            faults.add(1, name, f"{why} Columns: {', '.join(names)[:200]}." if name not in names else why)
    faults.stop_if_any()
    return names, _numbered_rows(lines, len(names), faults)


def _numbered_rows(lines: Any, wide: int, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    ended = lines.line_num
    while True:
        line, row = ended + 1, None
        try:
            row = next(lines, None)
        except csv.Error as error:
            faults.add(line, "", f"the quotes or commas cannot be read ({error}).")
            return
        ended = lines.line_num
        if row is None:
            return
        if len(row) == wide:
            yield line, row
        elif any(cell.strip() for cell in row):
            faults.add(line, "", f"has {len(row)} fields where the header has {wide}.")


def _check(content: bytes) -> None:
    if not content.removeprefix(BOM).strip():
        raise Malformed([Fault(0, "", "the file is empty.")])
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        why = "holds a NUL byte: the file is UTF-16. Save it as UTF-8." if wide else "holds a NUL byte."
        raise Malformed([Fault(line, "", why)])
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Malformed([Fault(line, "", "is not UTF-8. Save the file as UTF-8.")]) from error
