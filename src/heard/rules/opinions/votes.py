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

from heard.rules.opinions.rows import BLOCK, Column, Ints, Rows, bits, packed, sorted_rows, unpacked

AGREE, DISAGREE, PASS = 1, -1, 0
BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, eq=False)
class Votes:
    """The last vote of each pair, sorted by (who, what).

    `who` and `what` (int32) point into `participants` and `statements`; `vote` (int8) is 1 agree, -1 disagree, 0 pass.
    `source` is a SHA-256 over all rows that came in, overruled votes too; `rows` how many they were; `began` the moment
    of each person's first vote, where it is known.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    who: NDArray[np.int32]
    what: NDArray[np.int32]
    vote: NDArray[np.int8]
    source: str = ""
    rows: int = 0
    began: NDArray[Any] | None = None

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
        votes = np.concatenate([self.vote, fresh.vote])
        columns = [Column(each) for each in (all_who, all_what, votes)]
        return Votes(people, things, *_last_only(len(people), len(things), None, columns[0], None, *columns[1:]))

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
            began=None if self.began is None else self.began[stays],
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
    moments: NDArray[Any], voters: Sequence[str], who: Ints, statements: Sequence[str], what: Ints, vote: Ints
) -> Votes:
    """Votes from columns. `voters` and `statements` are sorted by `rank`; `who` and `what` point into them."""
    source = hashlib.sha256(b"heard-vote-rows/1\n")
    for names in (voters, statements):
        source.update("\n".join(names).encode("utf-8", "surrogatepass") + b"\n\n")
    rows = sorted_rows(moments, who, what, vote, len(voters), len(statements))
    for column in (rows.moment, rows.who, rows.what, rows.vote):
        for part in column.parts():
            source.update(part.data)
    people, person, began = _by_first(rows, rows.who, len(voters))
    things, thing, _began = _by_first(rows, rows.what, len(statements))
    found = _last_only(len(voters), len(statements), person, rows.who, thing, rows.what, rows.vote)
    return Votes(
        tuple(voters[i] for i in people.tolist()), tuple(statements[i] for i in things.tolist()), *found,
        source.hexdigest(), len(vote), began,
    )  # fmt: skip


def _by_first(rows: Rows, which: Column, many: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[Any]]:
    """Order by first moment, then by place among the sorted ids; each one's place in that order; the first moments."""
    first = np.zeros(many, np.intp)
    for start in range((len(which) - 1) // BLOCK * BLOCK, -1, -BLOCK):
        part = which.part(start)
        first[part[::-1]] = np.arange(start + len(part) - 1, start - 1, -1)
    began = rows.moment.at(first) if len(which) else first
    order = np.lexsort((np.arange(many), began))
    place = np.empty(many, np.intp)
    place[order] = np.arange(many)
    return order, place, began[order]


def _last_only(
    people: int, things: int, person: Ints | None, who: Column, thing: Ints | None, what: Column, vote: Column
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8]]:
    """The last of equal pairs, by (who, what). `person` and `thing` give who and what their places, if they change."""
    many = len(vote)
    sizes = [max(things, 1), max(many, 1), 3]
    if bits(people, *sizes) > 63:
        whole = [each.whole(np.int64) for each in (who, what, vote)]
        columns = [
            table[each] if table is not None else each for table, each in zip((person, thing), whole[:2], strict=True)
        ]
        order = np.lexsort((np.arange(many), columns[1], columns[0]))
        a, b, c = (
            columns[0][order].astype(np.int32),
            columns[1][order].astype(np.int32),
            whole[2][order].astype(np.int8),
        )
    else:
        key = np.empty(many, np.int64)
        for start in range(0, many, BLOCK):
            part = who.part(start)
            other = what.part(start)
            key[start : start + BLOCK] = packed(
                [
                    part if person is None else person[part],
                    other if thing is None else thing[other],
                    np.arange(start, start + len(part)),
                    vote.part(start).astype(np.int64) + 1,
                ],
                sizes,
            )
        key.sort()
        found = unpacked(key, sizes)
        a, b, c = found[0].whole(np.int32), found[1].whole(np.int32), found[3].minus(1).whole(np.int8)
    if not many:
        return a, b, c
    last = np.append((a[1:] != a[:-1]) | (b[1:] != b[:-1]), True)
    return (a, b, c) if last.all() else (a[last], b[last], c[last])


def _joined(names: tuple[str, ...], fresh: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    place = {name: i for i, name in enumerate(names)}
    for name in fresh:
        place.setdefault(name, len(place))
    return tuple(place), np.array([place[name] for name in fresh], np.int64)


def _numbered(names: list[str]) -> tuple[list[str], NDArray[np.int64]]:
    known = sorted(set(names), key=rank)
    place = {name: i for i, name in enumerate(known)}
    return known, np.array([place[name] for name in names], np.int64)


def _number(moment: Any) -> Any:
    """Microseconds since 1970 for a datetime; a number as it is."""
    return (moment - BEGAN) // MICROSECOND if isinstance(moment, datetime) else moment


def _has_floats(rows: list[tuple[Any, str, str, int]]) -> bool:
    return any(isinstance(row[0], float) for row in rows)
