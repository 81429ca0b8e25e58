"""A map that follows votes as they come, from where it stood a moment ago.

What is kept: the votes as a table; sums over people (`Gram`), which a vote changes in a few cells; and the rows of
people who voted since the table was made. Axes come from the sums, however many people there are; places are one pass
over the votes. Places are those of a map drawn from nothing, to rounding. Groups may differ from it: base groups carry
on from a moment ago, names too, and the number of groups changes only when another was better four times in a row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from heard.rules.opinions.axes import leading, turned
from heard.rules.opinions.drawing import Stood, axes_before, drawn, grouped, in_conversation
from heard.rules.opinions.gram import Gram
from heard.rules.opinions.grouping import how_many
from heard.rules.opinions.matrix import Table, table_of
from heard.rules.opinions.picture import Map, Terms
from heard.rules.opinions.votes import Votes

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
STEADY = 4
# Above so many statements the sums take more room than they save; axes are then found from the votes.
WIDEST = 2500
CHANGED = 5000
FEWER = 8
STARTS = 32


@dataclass(frozen=True, eq=False)
class Split:
    """The table's people by group (-1: in none), and how each group voted: (groups, statements, 3)."""

    label: Ints
    counts: Ints


class Live:
    """Votes that grow. `map()` draws what stands; group names and directions carry on from one map to the next."""

    def __init__(self, votes: Votes, *, terms: Terms | None = None, seed: int = 0, before: Map | None = None) -> None:
        self.terms, self.seed, self._last = terms or Terms(), seed, before
        self._gram: Gram | None = None
        self._split: Split | None = None
        self._wish, self._times = 0, 0
        self._keep(votes)

    @property
    def votes(self) -> Votes:
        """Every last vote so far."""
        if self._rows:
            self._keep(self._base.with_more(self._changed_votes()))
        return self._base

    def add(self, votes: Votes) -> None:
        """Take in new votes; a vote on the same statement by the same person replaces the old one."""
        fresh: dict[int, dict[int, int]] = {}
        people = [self._person.setdefault(name, len(self._person)) for name in votes.participants]
        things = [self._thing.setdefault(name, len(self._thing)) for name in votes.statements]
        for who, what, vote in zip(votes.who.tolist(), votes.what.tolist(), votes.vote.tolist(), strict=True):
            fresh.setdefault(people[who], {})[things[what]] = vote
        self._widen()
        for person, said in fresh.items():
            before = self._row(person)
            after = before | said
            if after != before:
                self._change(person, before, after)
        if len(self._rows) > max(CHANGED, len(self._person) // 20):
            self._keep(self._base.with_more(self._changed_votes()))

    def map(self) -> Map:
        """The map of all votes so far. It has no digest: only a map drawn from nothing has."""
        if self._rows and self._gram is None:
            self._keep(self.votes)
        base, changed, where = self._tables()
        axes = self._axes(base)
        place, many = np.zeros((len(self._person), 2)), np.zeros(len(self._person), np.intp)
        place[: base.people], many[: base.people] = base.project(axes), base.many
        place[where], many[where] = changed.project(axes), changed.many
        start = self._last.base[:, :2] if self._last is not None and len(self._last.base) > 1 else None
        inside = in_conversation(many, self.terms, base.things)
        stay = len(self._last.groups) if self._last is not None and self._last.silhouettes else 0
        found = grouped(place, inside, self.terms, self.seed, start, stay, STARTS)
        if stay and self._switches(how_many(found.fits) if found.fits else 0, stay):
            found = grouped(place, inside, self.terms, self.seed, start, 0, STARTS)
        label = found.label[: base.people].copy()
        label[where[where < base.people]] = -1
        self._split = _split_anew(base, label, found.groups, self._split)
        by_group = self._split.counts + changed.by_group(found.label[where], found.groups)
        stood = Stood(
            tuple(self._person), tuple(self._thing), int(self._counts.sum()), axes, place, base.centre, self._counts,
            by_group,
        )  # fmt: skip
        self._last = drawn(stood, found, self.terms, self.seed, self._last)
        return self._last

    def _switches(self, best: int, stay: int) -> bool:
        """Whether another number of groups has been better for long enough."""
        self._times = self._times + 1 if best == self._wish and best != stay else int(best != stay)
        self._wish = best
        if self._times >= STEADY:
            self._times = 0
            return True
        return False

    def _axes(self, base: Table) -> Floats:
        near = axes_before(tuple(self._thing), self._last)
        if self._gram is None:
            return turned(leading(base.there_and_back, base.things, near), near)
        whole = self._gram.centred(base.centre, base.zeroed)
        return turned(leading(lambda axis: whole @ axis, base.things, near), near)

    def _keep(self, votes: Votes) -> None:
        """Make the table anew; nobody has changed since. The sums stay as they are."""
        self._base, self._table = votes, table_of(votes, self.terms.zeroed)
        self._counts = self._table.counts.copy()
        self._split = None
        self._person: dict[str, int] = {name: place for place, name in enumerate(votes.participants)}
        self._thing: dict[str, int] = {name: place for place, name in enumerate(votes.statements)}
        self._rows: dict[int, Ints] = {}  # as in the table: 3 * statement + vote + 1

    def _widen(self) -> None:
        more = len(self._thing) - len(self._counts)
        if more:
            self._counts = np.pad(self._counts, ((0, more), (0, 0)))
        if len(self._thing) > WIDEST:
            self._gram = None
        elif self._gram is None:
            self._gram = Gram(self._table)
        if self._gram is not None:
            self._gram.widen(len(self._thing))

    def _row(self, person: int) -> dict[int, int]:
        """One person's votes, by place of the statement."""
        table, code = self._table, self._rows.get(person, np.zeros(0, np.intp))
        if person not in self._rows and person < table.people:
            code = table.code[table.start[person] : table.start[person + 1]]
        return dict(zip((code // 3).tolist(), (code % 3 - 1).tolist(), strict=True))

    def _change(self, person: int, before: dict[int, int], after: dict[int, int]) -> None:
        if self._gram is not None:
            self._gram.change(before, after)
        for place, vote in after.items():
            if before.get(place) != vote:
                self._counts[place, vote + 1] += 1
                if place in before:
                    self._counts[place, before[place] + 1] -= 1
        self._rows[person] = np.array([3 * place + vote + 1 for place, vote in after.items()], np.intp)

    def _tables(self) -> tuple[Table, Table, Ints]:
        """The table that was made once, the rows that changed since, and whose they are."""
        zeroed = np.array([name in self.terms.zeroed for name in self._thing], bool)
        base = replace(self._table, things=len(zeroed), zeroed=zeroed, counts=self._counts)
        where, start, code = self._changed()
        return base, Table(len(where), len(zeroed), code, start, zeroed, self._counts), where

    def _changed(self) -> tuple[Ints, Ints, Ints]:
        """Whose rows changed, where each begins, and the rows one after another."""
        start = np.zeros(len(self._rows) + 1, np.intp)
        np.cumsum([len(code) for code in self._rows.values()], out=start[1:])
        code = np.concatenate([*self._rows.values(), np.zeros(0, np.intp)])
        return np.fromiter(self._rows, np.intp, len(self._rows)), start, code

    def _changed_votes(self) -> Votes:
        where, start, code = self._changed()
        who, what, vote = np.repeat(where, np.diff(start)), code // 3, code % 3 - 1
        return Votes(
            tuple(self._person), tuple(self._thing), who.astype(np.int32), what.astype(np.int32), vote.astype(np.int8)
        )


def _split_anew(base: Table, label: Ints, groups: int, before: Split | None) -> Split:
    """How these groups voted: counted anew only for those who changed their group, where they are few."""
    if before is not None and before.counts.shape == (groups, base.things, 3):
        moved = np.flatnonzero(label != before.label)
        if len(moved) * FEWER < base.people:
            some = base.some(moved)
            more = some.by_group(label[moved], groups) - some.by_group(before.label[moved], groups)
            return Split(label, before.counts + more)
    return Split(label, base.by_group(label, groups))
