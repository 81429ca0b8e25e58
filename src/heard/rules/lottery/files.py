"""Pool and targets from the bytes of two CSV files. Every fault is told with its line and column, all at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from heard.rules.faults import Faults
from heard.rules.lottery.pool import Person, Pool, Target, arranged

ID_COLUMNS = ("id", "nationbuilder_id")
BY_VALUE = ("feature", "value", "min", "max")
BY_CATEGORY = ("category", "feature", "min", "max")
FLEX = ("min_flex", "max_flex")
BOM = b"\xef\xbb\xbf"
MANY = 10**9
Row = tuple[int, list[str]]


def read_targets(content: bytes) -> tuple[Target, ...]:
    """Targets in the order of the file: `feature,value,min,max[,min_flex,max_flex]` or `category,feature,min,max`.

    Raises `Malformed` with every fault.
    """
    faults = Faults("targets")
    header, rows = _table(content, faults)
    wanted = next((each for each in (BY_VALUE, BY_CATEGORY) if set(each) <= set(header)), None)
    if wanted is None:
        faults.add(1, "", "the columns should be feature,value,min,max or category,feature,min,max.")
        faults.stop_if_any()
        raise AssertionError
    flex = FLEX if set(FLEX) <= set(header) else ()
    if not flex and set(FLEX) & set(header):
        faults.add(1, "", "min_flex and max_flex come together or not at all.")
    places = [header.index(name) for name in (*wanted, *flex)]
    found: dict[tuple[str, str], Target] = {}
    for line, row in rows:
        target = _target(line, [row[i] for i in places], wanted, faults)
        if target is None:
            continue
        if (target.feature, target.value) in found:
            faults.add(line, wanted[1], f"“{target.value}” of “{target.feature}” has a line already.")
        found[(target.feature, target.value)] = target
    if not found and not faults.kept:
        faults.add(0, "", "there are no targets.")
    faults.stop_if_any()
    return tuple(found.values())


def _target(line: int, cells: list[str], names: Sequence[str], faults: Faults) -> Target | None:
    before = len(faults.kept) + faults.more
    feature, value = cells[:2]
    for name, cell in zip(names[:2], cells[:2], strict=True):
        if not cell:
            faults.add(line, name, "is empty.")
    numbers: list[int] = []
    for name, cell in zip((*names[2:], *FLEX), cells[2:], strict=False):
        if cell.isascii() and cell.isdigit() and int(cell[:12]) < MANY and len(cell) < 12:
            numbers.append(int(cell))
        else:
            faults.add(line, name, f"“{cell[:40]}” is not a whole number from 0." if cell else "is empty.")
    if len(faults.kept) + faults.more > before:
        return None
    least, most, *flex = numbers
    if least > most:
        faults.add(line, names[2], f"at least {least} and at most {most} contradict each other.")
    if flex and flex[0] > least:
        faults.add(line, FLEX[0], f"{flex[0]} is more than the minimum {least}: a flexible minimum can only be lower.")
    if flex and flex[1] < most:
        faults.add(line, FLEX[1], f"{flex[1]} is less than the maximum {most}: a flexible maximum can only be higher.")
    return Target(feature, value, least, most, *flex)


def read_pool(
    content: bytes, targets: Sequence[Target], *, same_address: Sequence[str] = (), id_column: str | None = None
) -> Pool:
    """The pool: one row a person, with a column for each feature of the targets. Extra columns are not looked at.

    Raises `Malformed` with every fault.
    """
    faults = Faults("pool")
    header, rows = _table(content, faults, lower=False)
    features = list(dict.fromkeys(target.feature for target in targets))
    for name in dict.fromkeys([*features, *same_address, *([id_column] if id_column else [])]):
        if name not in header:
            faults.add(1, name, f"there is no such column. Columns: {', '.join(header)[:300]}.")
        elif header.count(name) > 1:
            faults.add(1, name, "stands twice in the header.")
    faults.stop_if_any()
    key = id_column or next((name for name in ID_COLUMNS if name in header), None)
    if key is not None and header.count(key) > 1:
        faults.add(1, key, "stands twice in the header.")
    known: dict[str, set[str]] = {name: {t.value for t in targets if t.feature == name} for name in features}
    where, homes = [header.index(name) for name in features], [header.index(name) for name in same_address]
    people: list[Person] = []
    lines: dict[str, int] = {}
    for number, (line, row) in enumerate(rows, start=1):
        name = row[header.index(key)] if key else str(number)
        if not name:
            faults.add(line, key or "", "is empty: everybody needs an id.")
        elif name in lines:
            faults.add(line, key or "", f"“{name[:40]}” is the id on line {lines[name]} too.")
        lines.setdefault(name, line)
        for feature, i in zip(features, where, strict=True):
            if row[i] not in known[feature]:
                faults.add(line, feature, _unknown(row[i], known[feature]))
        people.append(Person(name, tuple(row[i] for i in where), _address(row, homes)))
    if not people and not faults.kept:
        faults.add(0, "", "there is nobody in it.")
    faults.stop_if_any()
    return Pool(arranged(people), tuple(targets), tuple(same_address), key)


def _unknown(cell: str, known: set[str]) -> str:
    if not cell:
        return "is empty: the draw needs a value for everybody."
    return f"“{cell[:40]}” is not among the values of the targets ({', '.join(sorted(known))[:200]})."


def _address(row: list[str], places: list[int]) -> str | None:
    """What makes an address: its cells without spaces at the ends, small and large letters alike. Blank is none."""
    parts = [" ".join(row[i].split()).casefold() for i in places]
    return "\x1f".join(parts) if any(parts) else None


def _table(content: bytes, faults: Faults, *, lower: bool = True) -> tuple[list[str], Iterator[Row]]:
    """The header, and the rows to come with the line on which each begins."""
    lines = csv.reader(io.StringIO(_text(content, faults), newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(lines, [])]
    except csv.Error as error:
        faults.add(1, "", f"this is not a table of comma-separated values ({error}).")
        faults.stop_if_any()
    if not any(header):
        faults.add(1, "", "the first line should name the columns.")
    elif len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        faults.add(1, "", "the columns are not separated by commas.")
    faults.stop_if_any()
    return [cell.lower() for cell in header] if lower else header, _rows(lines, len(header), faults)


def _rows(lines: Iterator[list[str]], width: int, faults: Faults) -> Iterator[Row]:
    reader = lines
    line = _line(reader)
    while True:
        begins = line + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.add(begins, "", f"the quotes or commas cannot be read ({error}).")
            return
        line = _line(reader)
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != width:
            faults.add(begins, "", f"has {len(row)} fields where the header has {width}.")
            continue
        yield begins, [cell.strip() for cell in row]


def _line(reader: Iterator[list[str]]) -> int:
    return int(getattr(reader, "line_num", 0))


def _text(content: bytes, faults: Faults) -> str:
    if not content.removeprefix(BOM).strip():
        faults.add(0, "", "the file is empty.")
    elif (nul := content.find(b"\0")) >= 0:
        faults.add(content.count(b"\n", 0, nul) + 1, "", "holds a NUL byte: this is not a CSV file in UTF-8.")
    faults.stop_if_any()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.add(line, "", "is not UTF-8. In a spreadsheet, save it as “CSV UTF-8”.")
        faults.stop_if_any()
        raise
