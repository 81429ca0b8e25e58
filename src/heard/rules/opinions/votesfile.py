"""Votes from a CSV file in the format of Polis's open data: `timestamp,datetime,comment-id,voter-id,vote`.

A plain file (whole numbers, no quotes) is read eight digits at a time in numpy, a few megabytes at once; any other goes
row by row through `csv`. Either way nothing is guessed, and every fault is told with its line and column.
"""

from __future__ import annotations

import io
from array import array
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heard.rules.faults import Faults
from heard.rules.opinions.rows import BLOCK
from heard.rules.opinions.table import BOM, table
from heard.rules.opinions.votes import Votes, arranged, rank

COLUMNS = ("timestamp", "voter-id", "comment-id", "vote")
VOTES = {"1": 1, "-1": -1, "0": 0}
LONGEST = 200
CHUNK = 1 << 20
PAD = b"0" * 16
KEPT = np.array([(2**64 - 1) << (64 - 8 * width) & (2**64 - 1) for width in range(9)], np.uint64)
NOUGHTS, SIXES, HIGH = (np.uint64(word) for word in (0x3030303030303030, 0x0606060606060606, 0xF0F0F0F0F0F0F0F0))
STEPS = tuple(
    (np.uint64(ten), np.uint64(bits), np.uint64(mask))
    for ten, bits, mask in ((10, 8, 0x00FF00FF00FF00FF), (100, 16, 0x0000FFFF0000FFFF), (10_000, 32, 0xFFFFFFFF))
)
Numbers = NDArray[np.int64]


class _Irregular(Exception):
    """Something that only a careful reading can take or name."""


def read_votes(path: Path) -> Votes:
    """The votes in a file. Raises `Malformed`, or `OSError` if the file cannot be read."""
    try:
        with path.open("rb") as stream:
            columns = _quickly(stream)
    except _Irregular:
        return _carefully(path.read_bytes())
    moments, who, what, vote = columns
    voters, who = _numbered(who)
    things, what = _numbered(what)
    return arranged(moments, voters, who, things, what, vote)


def _numbered(ids: Numbers) -> tuple[list[str], NDArray[Any]]:
    """Ids in their order, as words, and the place of each row's."""
    top = int(ids.max())
    if top > 4 * len(ids) + 1000:
        known, place = np.unique(ids, return_inverse=True)
        return [str(each) for each in known.tolist()], place
    there = np.zeros(top + 1, bool)
    for start in range(0, len(ids), BLOCK):
        there[ids[start : start + BLOCK]] = True
    known = np.flatnonzero(there)
    if len(known) <= top:
        table = np.cumsum(there, dtype=np.int32) - 1
        for start in range(0, len(ids), BLOCK):
            ids[start : start + BLOCK] = table[ids[start : start + BLOCK]]
    return [str(each) for each in known.tolist()], ids


# ---- Plain files, eight digits at a time ----------------------------------------------------------------------------


def _quickly(stream: io.BufferedReader) -> list[Numbers]:
    header = stream.readline(10_000)
    names = [name.strip() for name in header.removeprefix(BOM).decode("ascii", "replace").strip().split(",")]
    if not set(COLUMNS) <= set(names) or len(set(names)) < len(names) or len(names) < 2:
        raise _Irregular
    places = [names.index(name) for name in COLUMNS]
    parts: list[list[Numbers]] = []
    rest = b""
    while block := stream.read(CHUNK):
        whole, _newline, rest = (rest + block).rpartition(b"\n")
        if whole:
            parts.append(_rows(whole + b"\n", len(names), places))
    if rest.strip(b" \r\n"):
        parts.append(_rows(rest.rstrip(b"\r\n") + b"\n", len(names), places))
    if not parts:
        raise _Irregular
    found = []
    for column in range(len(COLUMNS)):
        found.append(np.concatenate([part[column] for part in parts]))
        for part in parts:
            part[column] = found[-1][:0]
    return found


def _small(numbers: Numbers) -> NDArray[Any]:
    return numbers.astype(np.int32) if int(numbers.max()) < 2**31 else numbers


def _rows(text: bytes, wide: int, places: list[int]) -> list[Numbers]:
    if b'"' in text or b"\0" in text or not text.isascii():
        raise _Irregular
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    letters = np.frombuffer(PAD + text, np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    commas = np.flatnonzero(letters == ord(","))
    if len(commas) != len(ends) * (wide - 1):
        raise _Irregular
    edges = np.empty((len(ends), wide + 1), np.int64)
    edges[:, 0] = np.append(len(PAD) - 1, ends[:-1])
    edges[:, 1:-1] = commas.reshape(len(ends), wide - 1)
    edges[:, -1] = ends
    if np.any(edges[:, 1] <= edges[:, 0]) or np.any(edges[:, -2] >= edges[:, -1]):
        raise _Irregular
    moment, voter, thing, vote = (np.ascontiguousarray(edges[:, place]) + 1 for place in places)
    stops = [np.ascontiguousarray(edges[:, place + 1]) for place in places]
    return [
        _whole(letters, moment, stops[0]),
        _small(_whole(letters, voter, stops[1], plain=True)),
        _small(_whole(letters, thing, stops[2], plain=True)),
        _vote(letters, vote, stops[3]),
    ]


def _vote(letters: NDArray[np.uint8], start: Numbers, stop: Numbers) -> Numbers:
    last, width = letters[stop - 1], stop - start
    minus = (width == 2) & (letters[start] == ord("-")) & (last == ord("1"))
    if np.any(~minus & ((width != 1) | (last < ord("0")) | (last > ord("1")))):
        raise _Irregular
    return np.where(minus, -1, last.astype(np.int8) - ord("0")).astype(np.int8)


def _whole(letters: NDArray[np.uint8], start: Numbers, stop: Numbers, *, plain: bool = False) -> Numbers:
    """Whole numbers of up to 16 digits; `plain` ones have no leading noughts, as they are names."""
    width = stop - start
    if np.any(width < 1) or np.any(width > 16):
        raise _Irregular
    if plain and np.any((letters[start] == ord("0")) & (width > 1)):
        raise _Irregular
    found = _eight(letters, stop, np.minimum(width, 8))
    if int(width.max()) > 8:
        found += 10**8 * _eight(letters, stop - 8, np.maximum(width - 8, 0))
    return found


def _eight(letters: NDArray[np.uint8], stop: Numbers, width: Numbers) -> Numbers:
    """The number in the last `width` (0 to 8) letters before `stop`: all eight digits in three multiplications."""
    words: NDArray[np.uint64] = np.ndarray((len(letters) - 7,), "<u8", letters, strides=(1,))
    word = words[stop - 8]
    kept = KEPT[width]
    word &= kept
    word |= NOUGHTS & ~kept
    if np.any((word & HIGH) != NOUGHTS) or np.any(((word + SIXES) & HIGH) != NOUGHTS):
        raise _Irregular
    word -= NOUGHTS
    for ten, bits, mask in STEPS:
        word = word * ten + (word >> bits)
        word &= mask
    return word.astype(np.int64)


# ---- Any other file, row by row --------------------------------------------------------------------------------------


def _carefully(content: bytes) -> Votes:
    faults = Faults()
    names, rows = table(content, COLUMNS, faults)
    places = [names.index(name) for name in COLUMNS]
    moments: list[Any] = []
    voters: dict[str, int] = {}
    things: dict[str, int] = {}
    who, what, vote = array("q"), array("q"), array("b")
    for line, row in rows:
        moment, voter, thing, cast = (row[place].strip() for place in places)
        number = _moment(moment)
        if number is None:
            faults.add(line, "timestamp", _said(moment, "a number (milliseconds since 1970)"))
        for name, field in ((voter, "voter-id"), (thing, "comment-id")):
            if not name:
                faults.add(line, field, "is empty.")
            elif len(name) > LONGEST:
                faults.add(line, field, f"is longer than {LONGEST} letters.")
        if cast not in VOTES:
            faults.add(line, "vote", _said(cast, "1 (agree), 0 (pass) or -1 (disagree)"))
        if faults.kept:
            continue
        moments.append(number)
        who.append(voters.setdefault(voter, len(voters)))
        what.append(things.setdefault(thing, len(things)))
        vote.append(VOTES[cast])
    if not len(vote) and not faults.kept:
        faults.add(0, "", "there are no votes in it.")
    faults.stop_if_any()
    people, person = _in_order(voters)
    statements, statement = _in_order(things)
    return arranged(
        _moments(moments), people, person[np.array(who)], statements, statement[np.array(what)],
        np.array(vote, np.int8),
    )  # fmt: skip


def _in_order(known: dict[str, int]) -> tuple[list[str], Numbers]:
    names = sorted(known, key=rank)
    place = np.empty(len(names), np.int64)
    place[[known[name] for name in names]] = np.arange(len(names))
    return names, place


def _moment(text: str) -> int | Decimal | None:
    """A whole number as one, so that it is never rounded; any other number in decimals."""
    if len(text) < 19 and text.isascii() and text.removeprefix("-").isdigit():
        return int(text)
    try:
        found = Decimal(text) if text.isascii() and len(text) < 40 and "_" not in text else Decimal("NaN")
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**18 else None


def _moments(found: list[Any]) -> NDArray[Any]:
    """Whole numbers, or places in the order of the decimals (1.50 is 1.5): only the order of moments counts."""
    if all(type(each) is int for each in found):
        return np.array(found, np.int64)
    return np.array([float(each) for each in found], np.float64)


def _said(text: str, wanted: str) -> str:
    shown = text if len(text) <= 40 else text[:39] + "…"
    return f"“{shown}” is not {wanted}." if text else f"is empty, where {wanted} should be."
