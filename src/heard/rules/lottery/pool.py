"""What a draw is made from: who may be drawn, what a panel must look like, and what is wrong with the files.

The pool is a table with one row a person; the targets say, for each value of each feature, the least and the most
people on the panel. Nothing is guessed: a value that the targets do not name, an empty cell or a number given twice
is a fault with its line and its column, and all faults are told at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from heard.rules.outcome import digest


@dataclass(frozen=True, slots=True)
class Target:
    """How many of the panel have this value of this feature, from `least` to `most`.

    `least_flex` and `most_flex` are the bounds that may be offered when the targets cannot be met together.
    """

    feature: str
    value: str
    least: int
    most: int
    least_flex: int | None = None
    most_flex: int | None = None

    def __str__(self) -> str:
        return f"{self.feature}: {self.value}"


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the pool: an id, a value for each feature in the order of the targets, an address if one counts."""

    id: str
    values: tuple[str, ...]
    address: str | None = None


@dataclass(frozen=True)
class Pool:
    """Everyone who may be drawn (sorted by id) and the targets in their order in the file."""

    people: tuple[Person, ...]
    targets: tuple[Target, ...]
    same_address: tuple[str, ...] = ()
    id_column: str | None = None

    @cached_property
    def features(self) -> tuple[str, ...]:
        """The features, in the order in which the targets first name them."""
        return tuple(dict.fromkeys(target.feature for target in self.targets))

    @cached_property
    def pool_hash(self) -> str:
        """SHA-256 over what the draw looks at: ids, values and shared addresses. The order of rows changes nothing."""
        rows = [[person.id, list(person.values), person.address] for person in self.people]
        return digest({"features": list(self.features), "people": rows})

    @cached_property
    def targets_hash(self) -> str:
        """SHA-256 over the targets; the order of their lines changes nothing."""
        return digest(sorted([each.feature, each.value, each.least, each.most] for each in self.targets))


def arranged(people: list[Person]) -> tuple[Person, ...]:
    """People in the order of the rule: by id, numbers before words and by their size."""
    return tuple(sorted(people, key=lambda person: _rank(person.id)))


def _rank(name: str) -> tuple[int, int, str]:
    return (0, int(name), name) if name.isascii() and name.isdigit() and len(name) < 19 else (1, 0, name)
