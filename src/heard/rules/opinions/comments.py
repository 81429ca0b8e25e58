"""Statements from a CSV file in the format of Polis's open data: their words, and which of them place nobody."""

from __future__ import annotations

from dataclasses import dataclass

from heard.rules.faults import Faults
from heard.rules.opinions.table import table

COLUMNS = ("comment-id", "comment-body")
MODERATED = ("-1", "0", "1", "")
TRUE, FALSE = ("true", "t", "1"), ("false", "f", "0", "")


@dataclass(frozen=True, slots=True)
class Comment:
    """A statement: its words, whether it was declined, whether it is about the person who votes."""

    words: str
    left_out: bool = False
    meta: bool = False


def read_comments(content: bytes) -> dict[str, Comment]:
    """Statements by id. Raises `Malformed` with every fault."""
    faults = Faults()
    names, rows = table(content, COLUMNS, faults)
    place = {name: names.index(name) for name in (*COLUMNS, "moderated", "is-meta") if name in names}
    found: dict[str, Comment] = {}
    for line, row in rows:
        cell = {name: row[at].strip() for name, at in place.items()}
        name, moderated, meta = cell["comment-id"], cell.get("moderated", ""), cell.get("is-meta", "").lower()
        if not name:
            faults.add(line, "comment-id", "is empty.")
        if name in found:
            faults.add(line, "comment-id", f"“{name}” has a line already.")
        if moderated not in MODERATED:
            faults.add(line, "moderated", f"“{moderated[:40]}” is not -1 (declined), 0 (not looked at) or 1 (shown).")
        if meta not in (*TRUE, *FALSE):
            faults.add(line, "is-meta", f"“{meta[:40]}” is neither true nor false.")
        found[name] = Comment(cell["comment-body"], moderated == "-1", meta in TRUE)
    faults.stop_if_any()
    return found
