"""Votes as they are counted: the last vote of each person on each statement, in an order that no file can change.

Rows are sorted by (time, voter, statement, vote), so that the last of two votes is the same whatever the order of the
file. People and statements stand in the order of their first vote, then by id. Ids that are whole numbers come before
words and by their size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

AGREE, DISAGREE, PASS = 1, -1, 0
Ints = NDArray[np.integer[Any]]
BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, eq=False)
class Votes:
    """The last vote of each pair, sorted by (who, what).

    `who` and `what` (int32) point into `participants` and `statements`; `vote` (int8) is 1 agree, -1 disagree, 0 pass.
    `source` is a SHA-256 over all rows that came in, overruled votes too; `rows` how many they were.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    who: NDArray[np.int32]
    what: NDArray[np.int32]
    vote: NDArray[np.int8]
    source: str = ""
    rows: int = 0

    def __len__(self) -> int:
        return len(self.vote)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over what is counted: ids in their order and every last vote."""
        found = hashlib.sha256(b"heard-votes/1\n")
        for names in (self.participants, self.statements):
            found.update("\n".join(names).encode("utf-8", "surrogatepass") + b"\n\n")
        for numbers, kind in ((self.who, "<i4"), (self.what, "<i4"), (self.vote, "i1")):
            found.update(np.ascontiguousarray(numbers, kind).data)
        found.update(self.source.encode())
        return found.hexdigest()

    @cached_property
    def many(self) -> NDArray[np.int64]:
        """How many statements each person voted on."""
        return np.bincount(self.who, minlength=len(self.participants))

    def with_more(self, fresh: Votes) -> Votes:
        """These votes and fresh ones, which count where both have one. New people and statements come last."""
        people, who = _joined(self.participants, fresh.participants)
        things, what = _joined(self.statements, fresh.statements)
        all_who = np.concatenate([self.who, who[fresh.who]])
        all_what = np.concatenate([self.what, what[fresh.what]])
        return _last_only(people, things, all_who, all_what, np.concatenate([self.vote, fresh.vote]))

    def without(self, people: Iterable[str]) -> Votes:
        """The same votes without these people's; statements that nobody else voted on stay, with no votes."""
        gone = set(people)
        stays = np.array([name not in gone for name in self.participants], bool)
        place = np.cumsum(stays) - 1
        kept = stays[self.who] if len(stays) else np.zeros(0, bool)
        return Votes(
            tuple(name for name, stay in zip(self.participants, stays, strict=True) if stay),
            self.statements,
            place[self.who[kept]].astype(np.int32),
            self.what[kept],
            self.vote[kept],
        )


def rank(name: str) -> tuple[int, int, str]:
    """The order of ids: whole numbers by their size, then words by their letters."""
    return (0, int(name), name) if name.isascii() and name.isdigit() and len(name) < 19 else (1, 0, name)


def votes_from(rows: Iterable[tuple[Any, str, str, int]]) -> Votes:
    """Votes from rows of (moment, voter, statement, vote), in any order.

    A moment is a number or an aware datetime, the same kind in every row. Raises `ValueError` for another vote than
    1, 0 or -1.
    """
    listed = list(rows)
    moments = np.array([_number(row[0]) for row in listed], np.float64 if _has_floats(listed) else np.int64)
    voters, who = _numbered([str(row[1]) for row in listed])
    statements, what = _numbered([str(row[2]) for row in listed])
    vote = np.array([row[3] for row in listed], np.int64)
    if np.any((vote < -1) | (vote > 1)):
        raise ValueError("A vote is 1 (agree), 0 (pass) or -1 (disagree).")
    return arranged(moments, voters, who, statements, what, vote.astype(np.int8))


def arranged(
    moments: NDArray[Any],
    voters: Sequence[str],
    who: Ints,
    statements: Sequence[str],
    what: Ints,
    vote: NDArray[np.int8],
) -> Votes:
    """Votes from columns. `voters` and `statements` are sorted by `rank`; `who` and `what` point into them."""
    moments, who, what, vote = _sorted(moments, who, what, vote, len(voters), len(statements))
    source = hashlib.sha256(b"heard-vote-rows/1\n")
    for names in (voters, statements):
        source.update("\n".join(names).encode("utf-8", "surrogatepass") + b"\n\n")
    for column, kind in ((moments, "<f8" if moments.dtype.kind == "f" else "<i8"), (who, "<i4"), (what, "<i4")):
        source.update(np.ascontiguousarray(column, kind).data)
    source.update(np.ascontiguousarray(vote, "i1").data)
    people, person = _by_first(moments, who, len(voters))
    things, thing = _by_first(moments, what, len(statements))
    return _last_only(
        tuple(voters[i] for i in people), tuple(statements[i] for i in things), person[who], thing[what], vote,
        source.hexdigest(), len(vote),
    )  # fmt: skip


def _sorted(
    moments: NDArray[Any], who: Ints, what: Ints, vote: NDArray[np.int8], people: int, things: int
) -> tuple[NDArray[Any], Ints, Ints, NDArray[np.int8]]:
    """Rows by (moment, who, what, vote). One number a row, where 63 bits hold it, sorts ten times faster."""
    if not len(moments):
        return moments, who, what, vote
    known, place = None, moments
    if moments.dtype.kind != "i" or _bits(int(moments.max()) - int(moments.min()) + 1, people, things, 3) > 63:
        known, place = _ranked(moments)
    least = place.min()
    if _bits(int(place.max() - least) + 1, people, things, 3) > 63:
        order = np.lexsort((vote, what, who, place))
        return moments[order], who[order], what[order], vote[order]
    key = _packed([place - least, who, what, vote.astype(np.int64) + 1], [people, things, 3])
    key.sort()
    place, who, what, cast = _unpacked(key, [people, things, 3])
    place += least
    return place if known is None else known[place], who, what, (cast - 1).astype(np.int8)


def _ranked(moments: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The different moments in order, and the place of each row's among them."""
    order = moments.argsort()
    in_order = moments[order]
    fresh = np.append(True, in_order[1:] != in_order[:-1])
    place = np.empty(len(moments), np.int64)
    place[order] = np.cumsum(fresh) - 1
    return in_order[fresh], place


def _bits(*sizes: int) -> int:
    return sum(max(size - 1, 0).bit_length() for size in sizes)


def _packed(columns: list[NDArray[np.int64]], sizes: list[int]) -> NDArray[np.int64]:
    """One number a row: the first column in the highest bits. `sizes` are those of the other columns."""
    key = columns[0].astype(np.int64)
    for column, size in zip(columns[1:], sizes, strict=True):
        key <<= _bits(size)
        key |= column
    return key


def _unpacked(key: NDArray[np.int64], sizes: list[int]) -> list[NDArray[np.int64]]:
    found = []
    for size in reversed(sizes):
        bits = _bits(size)
        found.append(key & ((1 << bits) - 1))
        key = key >> bits
    return [key, *reversed(found)]


def _last_only(
    people: tuple[str, ...],
    things: tuple[str, ...],
    who: Ints,
    what: Ints,
    vote: NDArray[np.int8],
    source: str = "",
    rows: int = 0,
) -> Votes:
    """The last of equal pairs, by (who, what)."""
    wide, many = max(len(things), 1), max(len(vote), 1)
    place = np.arange(len(vote))
    if _bits(len(people), wide, many, 3) <= 63:
        key = _packed([who, what, place, vote.astype(np.int64) + 1], [wide, many, 3])
        key.sort()
        who, what, place, cast = _unpacked(key, [wide, many, 3])
        vote = (cast - 1).astype(np.int8)
    else:
        order = np.lexsort((place, what, who))
        who, what, vote = who[order], what[order], vote[order]
    last = np.append((who[1:] != who[:-1]) | (what[1:] != what[:-1]), True)[: len(vote)]
    return Votes(people, things, who[last].astype(np.int32), what[last].astype(np.int32), vote[last], source, rows)


def _joined(names: tuple[str, ...], fresh: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    place = {name: i for i, name in enumerate(names)}
    for name in fresh:
        place.setdefault(name, len(place))
    return tuple(place), np.array([place[name] for name in fresh], np.int64)


def _by_first(moments: NDArray[Any], which: Ints, many: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Order by first moment, then by place among the sorted ids; and each one's place in that order."""
    first = np.zeros(many, np.intp)
    first[which[::-1]] = np.arange(len(which) - 1, -1, -1)
    order = np.lexsort((np.arange(many), moments[first] if len(which) else first))
    place = np.empty(many, np.intp)
    place[order] = np.arange(many)
    return order, place


def _numbered(names: list[str]) -> tuple[list[str], NDArray[np.int64]]:
    known = sorted(set(names), key=rank)
    place = {name: i for i, name in enumerate(known)}
    return known, np.array([place[name] for name in names], np.int64)


def _number(moment: Any) -> Any:
    """Microseconds since 1970 for a datetime; a number as it is."""
    return (moment - BEGAN) // MICROSECOND if isinstance(moment, datetime) else moment


def _has_floats(rows: list[tuple[Any, str, str, int]]) -> bool:
    return any(isinstance(row[0], float) for row in rows)
