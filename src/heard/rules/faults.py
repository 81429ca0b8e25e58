"""What is wrong with a file: every fault with its line and its column, all at once."""

from __future__ import annotations

from dataclasses import dataclass

FAULTS_TOLD = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: which line (0: the file as a whole), which column, and which file of several."""

    line: int
    field: str
    why: str
    file: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line else ""
        place = ", ".join(part for part in (where, f"column “{self.field}”" if self.field else "") if part)
        return f"{place}: {self.why}" if place else self.why


class Malformed(Exception):
    """A file cannot be used as it stands. `faults` are the first `FAULTS_TOLD`, `more` counts the others."""

    def __init__(self, faults: list[Fault], more: int = 0) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults, self.more, self.file = faults, more, ""


class Faults:
    """Faults of one file; the first `FAULTS_TOLD` are kept, the rest counted."""

    def __init__(self, file: str = "") -> None:
        self.file, self.kept, self.more = file, list[Fault](), 0

    def add(self, line: int, field: str, why: str) -> None:
        """Note one."""
        if len(self.kept) < FAULTS_TOLD:
            self.kept.append(Fault(line, field, why, self.file))
        else:
            self.more += 1

    def stop_if_any(self) -> None:
        """Raise what was noted, if anything."""
        if self.kept:
            raise Malformed(self.kept, self.more)
