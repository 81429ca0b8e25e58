"""Millions of rows in little memory: several whole numbers in one, sorted as one, and read again a block at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 1 << 16
Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Column:
    """A column that may lie packed in another: (packed >> shift) & mask, plus `add`. As written, its kind is `kind`."""

    packed: NDArray[Any]
    shift: int = 0
    mask: int = -1
    add: int = 0
    kind: str = "<i4"
    known: NDArray[Any] | None = None

    def __len__(self) -> int:
        return len(self.packed)

    def _read(self, found: NDArray[Any]) -> NDArray[Any]:
        if self.shift or self.mask != -1:
            found = (found >> self.shift) & self.mask
        if self.add:
            found = found + self.add
        return found if self.known is None else self.known[found]

    def part(self, start: int) -> NDArray[Any]:
        """The `BLOCK` of values from `start` on."""
        return self._read(self.packed[start : start + BLOCK])

    def at(self, places: Ints) -> NDArray[Any]:
        """The values at these places."""
        return self._read(self.packed[places])

    def parts(self) -> Iterator[NDArray[Any]]:
        """All values as they are hashed: blocks of the column's kind."""
        for start in range(0, len(self.packed), BLOCK):
            yield np.ascontiguousarray(self.part(start), self.kind)

    def whole(self, kind: Any) -> NDArray[Any]:
        """All values at once."""
        found = np.empty(len(self.packed), kind)
        for start in range(0, len(self.packed), BLOCK):
            found[start : start + BLOCK] = self.part(start)
        return found

    def minus(self, less: int) -> Column:
        """The same column, less a number."""
        return Column(self.packed, self.shift, self.mask, self.add - less, self.kind, self.known)


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows in the order of (moment, who, what, vote)."""

    moment: Column
    who: Column
    what: Column
    vote: Column


def sorted_rows(moments: NDArray[Any], who: Ints, what: Ints, vote: Ints, people: int, things: int) -> Rows:
    """Rows by (moment, who, what, vote). One number a row, where 63 bits hold it, sorts ten times faster."""
    kind = "<f8" if moments.dtype.kind == "f" else "<i8"
    sizes = [max(people, 1), max(things, 1), 3]
    if not len(moments):
        return Rows(
            *(Column(each, kind=form) for each, form in ((moments, kind), (who, "<i4"), (what, "<i4"), (vote, "i1")))
        )
    known = None
    if kind == "<f8" or bits(int(moments.max()) - int(moments.min()) + 1, *sizes) > 63:
        known, moments = _ranked(moments)
    least = int(moments.min())
    if bits(int(moments.max()) - least + 1, *sizes) > 63:
        order = np.lexsort((vote, what, who, moments))
        return Rows(
            Column(moments[order], kind=kind, known=known), Column(who[order]), Column(what[order]),
            Column(vote[order], kind="i1"),
        )  # fmt: skip
    key = np.empty(len(moments), np.int64)
    for start in range(0, len(key), BLOCK):
        some = slice(start, start + BLOCK)
        key[some] = packed([moments[some] - least, who[some], what[some], vote[some].astype(np.int64) + 1], sizes)
    key.sort()
    moment, person, thing, cast = unpacked(key, sizes)
    return Rows(
        Column(key, moment.shift, moment.mask, least, kind, known), person, thing,
        Column(key, cast.shift, cast.mask, -1, "i1"),
    )  # fmt: skip


def _ranked(moments: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The different moments in order, and the place of each row's among them."""
    order = moments.argsort()
    in_order = moments[order]
    fresh = np.append(True, in_order[1:] != in_order[:-1])
    place = np.empty(len(moments), np.int64)
    place[order] = np.cumsum(fresh) - 1
    return in_order[fresh], place


def bits(*sizes: int) -> int:
    """How many bits hold one number below each of these sizes."""
    return sum(max(size - 1, 0).bit_length() for size in sizes)


def packed(columns: Sequence[Ints], sizes: Sequence[int]) -> NDArray[np.int64]:
    """One number a row, the first column in the highest bits. `sizes` are those of the others."""
    key = columns[0].astype(np.int64)
    for column, size in zip(columns[1:], sizes, strict=True):
        key <<= bits(size)
        key |= column
    return key


def unpacked(key: NDArray[np.int64], sizes: Sequence[int]) -> list[Column]:
    """The columns that `packed` put together."""
    found, shift = [], 0
    for size in reversed(sizes):
        found.append(Column(key, shift, (1 << bits(size)) - 1))
        shift += bits(size)
    return [Column(key, shift), *reversed(found)]
