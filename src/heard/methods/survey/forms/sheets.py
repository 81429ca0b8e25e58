"""Spreadsheets as they come: CSV, XLSX and ODS, read row by row, refused with a reason before they can do harm.

A sheet is read from bytes that are already at hand (10 MB at most). A CSV is read as a stream. An XLSX is weighed
first: its cells' places and repeated texts are counted in one pass, because a small file can unfold into a huge one
(a cell at XFD1048576, one long text used a million times), and only then given to calamine. An ODS is weighed likewise.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from heard.ground.sheets import unguarded
from heard.methods.survey.forms.ods import Extent

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
LONGEST_PIECE = 1024 * 1024  # a tag or a remark in one piece: expat reads such a piece anew with every block
MOST_COLUMNS = 200
MOST_ROWS = 250_000
MOST_CELLS = 5_000_000
MOST_TEXT = 300 * 1024 * 1024
LONGEST_CELL = 40_000
_PLACE = re.compile(r"([A-Z]{1,4})(\d{1,8})$")


class Unreadable(Exception):
    """The file cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a file was read, with its column names. `rows` yields (row number as in the file, cells as text)."""

    kind: str
    columns: tuple[str, ...]
    content: bytes
    encoding: str = ""
    separator: str = ""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row below the header that holds something."""
        source = _filled(_csv_rows(self) if self.kind == "csv" else _book_rows(self.content))
        next(source, None)
        yield from source

    @property
    def said(self) -> str:
        """How it was read, in a sentence."""
        if self.kind == "xlsx":
            return _("An Excel workbook (XLSX); the first sheet was read.")
        if self.kind == "ods":
            return _("An OpenDocument spreadsheet (ODS); the first sheet was read.")
        return _("A CSV file in %(encoding)s, separated by %(separator)s.") % {
            "encoding": ENCODINGS[self.encoding],
            "separator": SEPARATORS[self.separator],
        }


ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 (with a byte-order mark)", "cp1252": "Windows-1252"}
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def read_sheet(content: bytes, file_name: str) -> Sheet:
    """Read the header of a file. Unreadable if it is too large, no spreadsheet, or not what its name says."""
    if not content:
        raise Unreadable(_("This file is empty."))
    if len(content) > LARGEST_FILE:
        raise Unreadable(
            _("This file is larger than 10 MB. Split it into several files, or save it as CSV, and import each.")
        )
    ending = file_name.rpartition(".")[2].lower()
    if ending not in ("csv", "xlsx", "ods"):
        raise Unreadable(_("Only .csv, .xlsx and .ods files can be read. Save the spreadsheet as one of these."))
    if ending != "csv":
        _weigh(content, ending)
    sheet = _read_header(content, ending)
    _refuse_header(sheet.columns)
    return sheet


def _read_header(content: bytes, ending: str) -> Sheet:
    if ending != "csv":
        first = next(_filled(_book_rows(content)), (0, []))[1]
        return Sheet(ending, _names(first), content)
    encoding = _encoding_of(content)
    separator = _separator_of(content, encoding)
    sheet = Sheet("csv", (), content, encoding, separator)
    return Sheet("csv", _names(next(_filled(_csv_rows(sheet)), (0, []))[1]), content, encoding, separator)


def _filled(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    return ((number, cells) for number, cells in rows if any(cell.strip() for cell in cells))


def _names(cells: list[str]) -> tuple[str, ...]:
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _refuse_header(columns: tuple[str, ...]) -> None:
    if not columns:
        raise Unreadable(_("Nothing stands in this file. Its first row must hold the names of the columns."))
    if len(columns) > MOST_COLUMNS:
        raise Unreadable(
            _("This file has %(n)d columns; at most %(most)d can be read. Delete those that are not needed.")
            % {"n": len(columns), "most": MOST_COLUMNS}
        )
    if any("\x00" in name for name in columns):
        raise Unreadable(_("A column's name holds a NUL character, which cannot be stored. Save the file again."))


def _encoding_of(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Unreadable(_("This is named .csv but is another kind of file. Open it and save it as CSV UTF-8."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_("This CSV is in UTF-16. Save it as “CSV UTF-8” and try again."))
    if content[:4096].count(b"\x00") > 40:
        raise Unreadable(_("This is not a text file: it holds NUL characters. Save it as CSV UTF-8 and try again."))
    for encoding in ("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Unreadable(_("The letters in this file cannot be read: it is neither UTF-8 nor Windows-1252."))


def _separator_of(content: bytes, encoding: str) -> str:
    """The mark that occurs most often in the first row outside quotation marks."""
    head = content[:20_000].decode(encoding, "ignore").lstrip("\ufeff")
    quoted, counts = False, dict.fromkeys(SEPARATORS, 0)
    for character in head:
        if character == '"':
            quoted = not quoted
        elif character in "\r\n" and not quoted:
            break
        elif character in counts and not quoted:
            counts[character] += 1
    return max(counts, key=lambda mark: counts[mark])


def _csv_rows(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """(number of the row, cells). A guard against formulas (`'=`) is taken off again."""
    text = io.TextIOWrapper(io.BytesIO(sheet.content), encoding=sheet.encoding, newline="")
    csv.field_size_limit(LARGEST_FILE)
    reader = csv.reader(text, delimiter=sheet.separator)
    for number, cells in enumerate(reader, start=1):
        if number > MOST_ROWS + 1:
            raise Unreadable(_too_many_rows())
        yield number, [unguarded(cell) for cell in cells]


def _book_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        start = sheet.start
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Unreadable(_("This spreadsheet is damaged and cannot be read. Open it, and save it again.")) from error
    if start is None:
        return
    for offset, cells in enumerate(sheet.iter_rows()):
        yield offset + 1, [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)


def _too_many_rows() -> str:
    return _("This file has more than %(most)d rows. Split it into several files and import each.") % {
        "most": MOST_ROWS
    }


MUST_HOLD = {"xlsx": {"xl/workbook.xml", "[Content_Types].xml"}, "ods": {"content.xml", "mimetype"}}


def _weigh(content: bytes, ending: str) -> None:
    """Refuse a workbook that is none, or that would unfold into more than a machine should hold."""
    named = {"ending": ending}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
            if not names >= MUST_HOLD[ending]:
                raise Unreadable(
                    _("This is named .%(ending)s but is another kind of file. Save it again in that format.") % named
                )
            if len(names) > 2000 or sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise Unreadable(_("This workbook unpacks to more than 200 MB. Save the sheet as CSV and import that."))
            _weigh_parts(packed, names)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable(
            _("This is named .%(ending)s but is another kind of file, or it is protected by a password.") % named
        ) from error
    except expat.ExpatError as error:
        raise Unreadable(
            _("This workbook is damaged and cannot be read. Open it in Excel and save it again.")
        ) from error


def _weigh_parts(packed: zipfile.ZipFile, names: set[str]) -> None:
    if "content.xml" in names:
        _parse(packed, "content.xml", Extent(_refuse_extent))
    texts = _Lengths()
    for name in sorted(names):
        if name.lower().endswith("sharedstrings.xml"):
            _parse(packed, name, texts)
    for name in sorted(names):
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            _parse(packed, name, _Extent(texts.lengths))


def _parse(packed: zipfile.ZipFile, name: str, seen: _Lengths | _Extent | Extent) -> None:
    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = _no_doctype
    reader.StartElementHandler, reader.EndElementHandler = seen.start, seen.end
    reader.CharacterDataHandler = seen.text
    reader.buffer_text = True
    unpacked = 0
    with packed.open(name) as part:
        while block := part.read(1 << 16):
            unpacked += len(block)
            if unpacked > LARGEST_UNPACKED:
                raise Unreadable(_("This workbook unpacks to more than 200 MB. Save the sheet as CSV and import that."))
            reader.Parse(block, False)
            if unpacked - reader.CurrentByteIndex > LONGEST_PIECE:
                raise Unreadable(
                    _("This workbook holds a single piece of more than 1 MB. No spreadsheet needs one; save it again.")
                )
        reader.Parse(b"", True)


def _no_doctype(*_args: Any) -> None:
    raise Unreadable(_("This workbook holds a document type, which no spreadsheet needs. Save it again in Excel."))


class _Lengths:
    """How long each shared text is."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            self.lengths.append(0)

    def text(self, words: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(words)

    def end(self, name: str) -> None:
        pass


class _Extent:
    """How far a sheet reaches and how much text it holds when every shared text is written out."""

    def __init__(self, lengths: list[int]) -> None:
        self.lengths, self.columns, self.rows, self.cells, self.total = lengths, 0, 0, 0, 0
        self._shared, self._value = False, ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.cells += 1
            self._shared, self._value = attributes.get("t") == "s", ""
            self._reach(attributes.get("r", ""))
        elif name == "row":
            self.rows = max(self.rows + 1, int(attributes["r"]) if attributes.get("r", "").isdecimal() else 0)
            self._check()

    def text(self, words: str) -> None:
        self.total += len(words)
        if self._shared:
            self._value += words[:12]

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c" and self._shared and self._value.strip().isdecimal():
            number = int(self._value)
            self.total += self.lengths[number] if number < len(self.lengths) else 0
            self._check()

    def _reach(self, place: str) -> None:
        if match := _PLACE.match(place):
            column = 0
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
            self.columns, self.rows = max(self.columns, column), max(self.rows, int(match[2]))
        self._check()

    def _check(self) -> None:
        _refuse_extent(self.columns, self.rows, self.cells, self.total)


def _refuse_extent(columns: int, rows: int, cells: int, letters: int) -> None:
    if columns > 2 * MOST_COLUMNS or rows * max(columns, 1) > 4 * MOST_CELLS:
        raise Unreadable(
            _("This workbook reaches to column %(columns)d and row %(rows)d, most of it empty. Copy the answers "
              "into a new sheet and save that.") % {"columns": columns, "rows": rows}
        )  # fmt: skip
    if cells > MOST_CELLS or letters > MOST_TEXT:
        raise Unreadable(_("This workbook holds more text than can be read at once. Split it into several files."))
