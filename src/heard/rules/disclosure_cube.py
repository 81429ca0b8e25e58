"""Counts of people by several things at once, so published that no sequence of filters tells on a person.

A cube holds every count that any combination of filters can ask for: each dimension is either one category or all of
them (None). Which counts are hidden is decided once for all of these together, so whoever asks one filter after
another, in whatever order, sees parts of one and the same release.

A small count is safe when there is another table of whole numbers, true to everything shown, in which it differs by
the threshold. Such a table is written down for each: move t people round a box. Take the cell's categories and one
other for each of them; add t where an even number of them is exchanged and take t away where it is odd. Every sum over
a dimension stays as it is; what changes is hidden. So the proof of safety is a table, not a search.

Source: ONS guidance on disclosure control; the moves are the “switches” of Diaconis and Sturmfels (1998).
Limits: it does not weigh what a reader knows from elsewhere; another release of the same people must come from the
same cube.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from heard.rules.disclosure import Terms

Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Cube:
    """A release. `shown` has every combination of filters: the count as published, or None where it is hidden.

    `withheld`: sets of dimensions (by place) of which no count could be shown.
    """

    dimensions: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    shown: Mapping[Key, int | None]
    smallest: int
    withheld: frozenset[frozenset[int]] = field(default=frozenset())

    def count(self, **chosen: str) -> int | None:
        """What a filter shows: one category for each named dimension, all for the others. KeyError if unknown."""
        if unknown := set(chosen) - set(self.dimensions):
            raise KeyError(f"There is no “{sorted(unknown)[0]}” to filter by.")
        return self.shown[tuple(chosen.get(name) for name in self.dimensions)]


def publish_cube(
    counts: Mapping[tuple[str, ...], int],
    dimensions: Sequence[str],
    categories: Sequence[Sequence[str]],
    terms: Terms,
    *,
    known: int = -1,
) -> Cube:
    """Decide what may be shown of counts by several dimensions, every filter included.

    `counts` by one category of each dimension (missing: nobody). With `known` = 1 the total and each dimension's own
    counts stand in another table already: they are shown, and whatever could be behind the hidden counts leaves them as
    they are. Raises ValueError for a negative count, an unknown category or a dimension that is named twice.
    """
    names, listed = tuple(dimensions), tuple(tuple(each) for each in categories)
    if len(set(names)) != len(names) or len(listed) != len(names):
        raise ValueError("Name each dimension once, with its categories.")
    for place, number in counts.items():
        if number < 0:
            raise ValueError("A count of people cannot be negative.")
        if len(place) != len(names) or any(one not in known for one, known in zip(place, listed, strict=True)):
            raise ValueError(f"There is no cell {place}.")
    work = _Work(names, listed, _sums(counts, listed), terms, known)
    work.hide()
    shown = {
        key: None if key in work.hidden else terms.shown(number) for key, number in work.sums.items()
    }  # fmt: skip
    return Cube(names, listed, shown, terms.smallest, frozenset(work.withheld))


def _sums(counts: Mapping[tuple[str, ...], int], categories: tuple[tuple[str, ...], ...]) -> dict[Key, int]:
    sums: dict[Key, int] = dict.fromkeys(product(*((None, *each) for each in categories)), 0)
    for place, number in counts.items():
        for key in product(*((None, one) for one in place)):
            sums[key] += number
    return sums


@dataclass(slots=True)
class _Work:
    """The hidden counts as they grow until each small one is safe."""

    names: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    sums: dict[Key, int]
    terms: Terms
    known: int = -1
    hidden: set[Key] = field(default_factory=set)
    withheld: set[frozenset[int]] = field(default_factory=set)

    def hide(self) -> None:
        total: Key = (None,) * len(self.names)
        if self.known < 0 and self.terms.is_small(self.sums[total]):
            self._withhold(frozenset())
            return
        small = {key for key, number in self.sums.items() if self.terms.is_small(number) and self._may_hide(key)}
        guarded = sorted(small | self._telling(), key=self._order)
        self.hidden |= set(guarded)
        for key in guarded:
            if not (self._held(key) or self._protect(key)):
                self._withhold(_fixed(key))
        while self._withhold_coarser(guarded):
            pass

    def _withhold_coarser(self, guarded: Sequence[Key]) -> bool:
        """Where a withheld count could be told all the same, withhold the tables above it too. False when settled."""
        pinned = [key for key in guarded if self.sums[key] and self._held(key) and not self._could_differ(key)]
        above = {_fixed(key) - {place} for key in pinned for place in _fixed(key)} - self.withheld
        above = {fixed for fixed in above if len(fixed) > max(0, self.known)}
        for fixed in above:
            self._withhold(fixed)
        return bool(above)

    def _order(self, key: Key) -> tuple[int, int, tuple[str, ...]]:
        return (-len(_fixed(key)), self.sums[key], tuple(each or "" for each in key))

    def _telling(self) -> set[Key]:
        """Where everybody of a group is in one cell, that cell says of each of them what they are."""
        found: set[Key] = set()
        for key, number in self.sums.items():
            for place in range(len(key)):
                if key[place] is None and number and len(self.categories[place]) > 1 and _fixed(key):
                    children = [_with(key, place, one) for one in self.categories[place]]
                    if sum(self.sums[child] > 0 for child in children) == 1:
                        found |= {child for child in children if self.sums[child] or self.terms.round_to > 1}
        return {key for key in found if self._may_hide(key)}

    def _may_hide(self, key: Key) -> bool:
        return len(_fixed(key)) > self.known

    def _protect(self, key: Key) -> bool:
        """Hide what lets this count be larger, or smaller, by the threshold in all. False if nothing does.

        The cheapest single box that is wide enough; failing that, the cheapest ones together.
        """
        priced = []
        for box in self._boxes(key):
            more = [each for each in box.touched if each not in self.hidden]
            if all(self.sums[each] and _fixed(each) and self._may_hide(each) for each in more):
                priced.append((sum(1 + self.sums[each] for each in more), box))
        priced.sort(key=lambda each: each[0])  # an empty cell that is shown stays shown: it may be known to be so
        wide = next((box for _, box in priced if box.room_up + box.room_down >= self.terms.smallest), None)
        used = [wide] if wide else self._together([box for _, box in priced], self.terms.smallest)
        self.hidden |= {each for box in used for each in box.touched}
        return bool(used)

    def _could_differ(self, key: Key) -> bool:
        """Whether a hidden count could be another number, all that is shown being as it is.

        Beside known counts, tables that are withheld whole do not even say which of their cells are empty.
        """
        boxes = (box for box in self._wider_boxes(key) if self.hidden.issuperset(box.touched))
        if self.known < 0:
            return any(box.room_up + box.room_down for box in boxes)
        return any(all(self.sums[cell] for cell in cells) for box in boxes for cells in box.falling)

    def _wider_boxes(self, key: Key) -> Iterator[_Box]:
        """Boxes that change this count and, where they leave one of its categories as it is, coarser counts with it."""
        choices = [
            [(one, other) for other in (*names, None) if other != one]
            if one is not None
            else [(each, None) for each in names]
            for one, names in zip(key, self.categories, strict=True)
        ]
        for chosen in product(*choices):
            if sum(other is not None for _one, other in chosen) > max(0, self.known):
                yield self._box(chosen)

    def _together(self, boxes: Sequence[_Box], needed: int) -> list[_Box]:
        """Boxes that move a count by `needed` in all, up and down, one after another; none if they do not reach it."""
        used: list[_Box] = []
        for odd in (1, 0):
            left: dict[Key, int] = {}
            for box in boxes:
                falling = box.falling[odd]
                step = min(needed, *(left.get(cell, _room(self.sums[cell])) for cell in falling))
                if step > 0:
                    left |= {cell: left.get(cell, _room(self.sums[cell])) - step for cell in falling}
                    needed -= step
                    used.append(box)
                if not needed:
                    return used
        return []

    def _boxes(self, key: Key) -> Iterator[_Box]:
        """Every box with this count at a corner: other categories for what is fixed, one for what is not."""
        choices = [
            [(one, other) for other in names if other != one] if one is not None else [(base, None) for base in names]
            for one, names in zip(key, self.categories, strict=True)
        ]
        for chosen in product(*choices):
            yield self._box(chosen)

    def _box(self, chosen: Sequence[tuple[str, str | None]]) -> _Box:
        falling: tuple[list[Key], list[Key]] = ([], [])
        corners = [((one, 0), (other, 1)) if other is not None else ((one, 0),) for one, other in chosen]
        for corner in product(*corners):
            falling[sum(odd for _, odd in corner) % 2].append(tuple(one for one, _ in corner))
        down, up = (min(_room(self.sums[cell]) for cell in cells) for cells in falling)
        touched = product(*((one, other) if other is not None else (one, None) for one, other in chosen))
        return _Box(up, down, (tuple(falling[0]), tuple(falling[1])), tuple(touched))

    def _withhold(self, fixed: frozenset[int]) -> None:
        """Show nothing of these dimensions together, with whatever further ones."""
        self.withheld.add(fixed)
        self.hidden |= {key for key in self.sums if fixed <= _fixed(key)}

    def _held(self, key: Key) -> bool:
        return any(fixed <= _fixed(key) for fixed in self.withheld)


@dataclass(frozen=True, slots=True)
class _Box:
    """How far a count may rise and fall by people moved round a box, and every count that this changes.

    `falling`: the smallest cells that lose people when it falls, and those that do when it rises.
    """

    room_up: int
    room_down: int
    falling: tuple[tuple[Key, ...], tuple[Key, ...]]
    touched: tuple[Key, ...]


def _room(count: int) -> int:
    """How far a cell could fall for somebody who knows that it is not empty."""
    return max(0, count - 1)


def _fixed(key: Key) -> frozenset[int]:
    return frozenset(place for place, one in enumerate(key) if one is not None)


def _with(key: Key, place: int, one: str) -> Key:
    return (*key[:place], one, *key[place + 1 :])
