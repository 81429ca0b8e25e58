"""On which line of a TOML text each key stands, so that an error can point at it.

`tomllib` reads values but forgets lines. This walks a text that `tomllib` has already accepted, so it
need not judge syntax: it only has to step over strings, arrays and tables without losing its place.
"""

from __future__ import annotations

from collections.abc import Mapping

Path = tuple[str | int, ...]

_STOPS = " \t\r\n,]}#="
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


def lines_of(text: str) -> Mapping[Path, int]:
    """The line (from 1) of every key, table and array element, by its path: ``("groups", 1, "name")``.

    `text` must be TOML that `tomllib` accepts, with line ends as ``\\n``.
    """
    return _Walk(text).lines


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counted_to, self.line = 0, 1
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}
        self.table: Path = ()
        self._document()

    def _document(self) -> None:
        while self._skip(" \t\n") and self.at < len(self.text):
            if self._looking_at("["):
                self._header()
            else:
                self._pair(self.table)

    def _header(self) -> None:
        line = self._line()
        is_array = self._looking_at("[[")
        self.at += 2 if is_array else 1
        names = self._key()
        self.at += 2 if is_array else 1
        path = self._within_last(names[:-1])
        if is_array:
            base = (*path, names[-1])
            self.counts[base] = self.counts.get(base, -1) + 1
            self.lines.setdefault(base, line)
            self.table = (*base, self.counts[base])
        else:
            self.table = self._within_last(names)
        self.lines[self.table] = line

    def _within_last(self, names: list[str]) -> Path:
        """A path of names, with the number of the newest element after each array of tables."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def _pair(self, base: Path) -> None:
        line = self._line()
        path = base
        for name in self._key():
            path = (*path, name)
            self.lines.setdefault(path, line)
        self._skip(" \t=")
        self._value(path)

    def _key(self) -> list[str]:
        names = []
        while True:
            self._skip(" \t")
            names.append(self._string() if self._looking_at('"', "'") else self._bare())
            self._skip(" \t")
            if not self._looking_at("."):
                return names
            self.at += 1

    def _bare(self) -> str:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in _STOPS + ".":
            self.at += 1
        return self.text[start : self.at]

    def _value(self, path: Path) -> None:
        if self._looking_at('"', "'"):
            self._string()
        elif self._looking_at("["):
            self._array(path)
        elif self._looking_at("{"):
            self._inline_table(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in _STOPS.replace(" ", ""):
                self.at += 1

    def _array(self, path: Path) -> None:
        self.at += 1
        number = 0
        while self._skip(" \t\n,") and not self._looking_at("]"):
            self.lines[*path, number] = self._line()
            self._value((*path, number))
            number += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self._skip(" \t\n,") and not self._looking_at("}"):
            self._pair(path)
        self.at += 1

    def _string(self) -> str:
        quote = self.text[self.at]
        if self._looking_at(quote * 3):
            self._long_string(quote)
            return ""
        self.at += 1
        letters: list[str] = []
        while self.text[self.at] != quote:
            if quote == '"' and self.text[self.at] == "\\":
                letters.append(self._escape())
            else:
                letters.append(self.text[self.at])
                self.at += 1
        self.at += 1
        return "".join(letters)

    def _long_string(self, quote: str) -> None:
        self.at += 3
        while not self._looking_at(quote * 3):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += 3
        while self._looking_at(quote):  # a long string may end in one or two quotes of its own
            self.at += 1

    def _escape(self) -> str:
        letter = self.text[self.at + 1]
        digits = {"u": 4, "U": 8}.get(letter, 0)
        code = self.text[self.at + 2 : self.at + 2 + digits]
        self.at += 2 + digits
        return chr(int(code, 16)) if digits else _ESCAPES[letter]

    def _skip(self, letters: str) -> bool:
        while self.at < len(self.text) and (self.text[self.at] in letters or self.text[self.at] == "#"):
            if self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                self.at += 1
        return True

    def _looking_at(self, *starts: str) -> bool:
        return self.text.startswith(starts, self.at)

    def _line(self) -> int:
        """The line of the present place; counted on from the last one asked, as the walk never goes back."""
        self.line += self.text.count("\n", self.counted_to, self.at)
        self.counted_to = self.at
        return self.line
