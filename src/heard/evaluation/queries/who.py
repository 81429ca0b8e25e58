"""Who said it, by filters: every number is read from the newest release of who took part, and from nowhere else.

So the filters cannot be played against one another, nor against the tables that everyone reads beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from heard.evaluation.models import Reading


@dataclass(frozen=True, slots=True)
class About:
    """One question about people: its title, and the parts in which it is published by their slugs."""

    slug: str
    title: str
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a release shows under any combination of filters. `counts` by part of each question, "" for all."""

    asked: tuple[About, ...]
    counts: Mapping[tuple[str, ...], int | None]
    smallest: int

    def count(self, chosen: Mapping[str, str]) -> int | None:
        """The number under these filters; None where it is hidden."""
        return self.counts[tuple(chosen.get(each.slug, "") for each in self.asked)]


def filters_of(reading: Reading | None) -> Filters | None:
    """The questions that may be filtered by, in the release; None where it crosses none."""
    cubes = reading.body.get("cubes") if reading else None
    if not cubes:
        return None
    cube = max(cubes, key=lambda each: len(each["questions"]))
    asked = tuple(About(each["slug"], each["title"], dict(each["parts"])) for each in cube["questions"])
    return Filters(asked, {tuple(key): number for key, number in cube["counts"]}, cube["smallest"])


def breakdowns(found: Filters, chosen: Mapping[str, str]) -> list[tuple[About, list[tuple[str, int | None]]]]:
    """Under the chosen filters, the counts of every part of each question that is not chosen."""
    return [
        (each, [(words, found.count({**chosen, each.slug: slug})) for slug, words in each.parts.items()])
        for each in found.asked
        if each.slug not in chosen
    ]


def rows_of_who(found: Filters) -> Iterator[dict[str, Any]]:
    """Every count of the release, one row each: "" stands for all, and an empty number for a hidden one."""
    for key in product(*(["", *each.parts] for each in found.asked)):
        number = found.counts[key]
        names = {each.slug: each.parts.get(part, "") for each, part in zip(found.asked, key, strict=True)}
        yield {**names, "people": "" if number is None else number}
