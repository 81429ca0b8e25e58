"""The reasons of a map, in sentences that a resident can check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from heard.rules.opinions.picture import Terms

NUMBERS = ("no", "one", "two", "three", "four", "five")


def reasons(
    people: int,
    votes: int,
    statements: int,
    label: NDArray[np.intp],
    sizes: list[int],
    silhouettes: Mapping[int, float],
    terms: Terms,
) -> tuple[str, ...]:
    """Why the map is as it is."""
    grouped = int((label >= 0).sum())
    found = [
        f"{_many(people, 'person')} gave {_many(votes, 'vote')} on {_many(statements, 'statement')}; "
        f"where somebody voted twice on a statement, the last vote counts.",
        f"Grouped: {grouped:,} of them, those with at least {terms.least_votes} votes, or the most active "
        f"{terms.least_people} if they are fewer.",
    ]
    if terms.left_out or terms.meta:
        found.append(
            f"Placing nobody: {_many(len(terms.zeroed), 'statement')}, declined or about the person and no opinion."
        )
    if silhouettes:
        best = ", ".join(f"{many}: {worth:.3f}" for many, worth in sorted(silhouettes.items()))
        found.append(
            f"{NUMBERS[len(sizes)].capitalize()} groups stand apart most clearly "
            f"(silhouette by number of groups: {best}). A group has at least ten people, or a twentieth of all."
        )
    elif sizes:
        found.append("There are too few different places for more than one group.")
    return tuple(found)


def _many(number: int, what: str) -> str:
    one = {"person": "people"}.get(what, f"{what}s")
    return f"{number:,} {what if number == 1 else one}"
