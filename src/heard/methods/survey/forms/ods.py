"""An OpenDocument spreadsheet, weighed before it is opened: a few letters can stand for millions of cells.

A row, a cell and a run of spaces may each say how often they are repeated, and calamine writes them all out.
"""

from __future__ import annotations

from collections.abc import Callable

from heard.ground.numbers import whole

VERY_OFTEN = 10**11


class Extent:
    """How far a sheet of content.xml reaches and how much text it holds when every repetition is written out.

    Handlers for expat. `check(columns, rows, cells, letters)` is asked after each row and raises what it likes.
    """

    def __init__(self, check: Callable[[int, int, int, int], None]) -> None:
        self.check, self.rows, self.cells, self.letters = check, 0, 0, 0
        self._waiting = self._repeated = self._columns = self._gap = self._own = 0
        self._in_row, self._text, self._times, self._filled = False, 0, 1, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A table begins anew; a row and a cell say how often they are repeated; `text:s` stands for many spaces."""
        if name == "table:table":
            self.rows = self._waiting = 0
        elif name == "table:table-row":
            self._repeated = _number(attributes, "table:number-rows-repeated")
            self._in_row, self._columns, self._gap, self._own = True, 0, 0, 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._times = _number(attributes, "table:number-columns-repeated")
            self._text, self._filled = 0, any(key.startswith("office:value") for key in attributes)
            self._text += sum(len(value) for key, value in attributes.items() if key.startswith("office:"))
        elif name == "text:s":
            self._text += _number(attributes, "text:c")

    def text(self, words: str) -> None:
        """Letters in a cell."""
        self._text += len(words)

    def end(self, name: str) -> None:
        """A cell is added to its row, a row to its table: empty ones only where something comes after them."""
        if name in ("table:table-cell", "table:covered-table-cell"):
            if self._text or self._filled:
                self._columns += self._gap + self._times
                self._own += self._text * self._times
                self._gap = 0
            else:
                self._gap += self._times
        elif name == "table:table-row" and self._in_row:
            self._end_row()

    def _end_row(self) -> None:
        self._in_row = False
        if not self._columns:
            self._waiting += self._repeated
            return
        self.rows += self._waiting + self._repeated
        self.cells += self._columns * self._repeated
        self.letters += self._own * self._repeated
        self._waiting = 0
        self.check(self._columns, self.rows, self.cells, self.letters)


def _number(attributes: dict[str, str], name: str) -> int:
    """How often, as calamine reads it: a sign and noughts before it are allowed; too long a number is very often."""
    said = attributes.get(name, "1").removeprefix("+").lstrip("0") or "0"
    return whole(said, digits=11, otherwise=VERY_OFTEN if said.isascii() and said.isdigit() else 1)
