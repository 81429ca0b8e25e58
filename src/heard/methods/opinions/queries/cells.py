"""The picture without a person in it: dots that stand for several people who vote alike, never for one.

Where somebody stands follows from their votes, so a dot of one person would give votes away. People are gathered into
the squares of a grid, and squares of fewer than three into the nearest fuller one of their group.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from heard.methods.opinions.queries.result import letter_of
from heard.people.queries.monitoring import disclosure_policy
from heard.ui.opinion_charts import Dot

if TYPE_CHECKING:
    from heard.rules.opinions import Map

SQUARES = 24
LEAST = 3


def cells_of(picture: Map) -> list[Dot]:
    """The dots of a picture, group by group; groups too small to describe have none, nor have people in no group."""
    smallest = disclosure_policy().ordinary.smallest
    shown = {group.id for group in picture.groups if group.size >= smallest}
    people = [each for each in picture.participants if each.group in shown]
    if not people:
        return []
    reach = max(max(abs(each.x), abs(each.y)) for each in people) or 1.0
    side = 2 * reach / SQUARES
    squares = Counter((each.group, round(each.x / side), round(each.y / side)) for each in people)
    dots: list[Dot] = []
    for group in sorted(shown):
        mine = {(x, y): n for (of, x, y), n in squares.items() if of == group}
        dots += [
            Dot(x * side, y * side, n, letter_of(group)) for (x, y), n in sorted(_gathered(mine).items())
        ]  # fmt: skip
    return dots


def _gathered(squares: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """The same people in squares of at least three: the smallest joins its nearest until none is too small."""
    left = dict(squares)
    while len(left) > 1:
        small = min(left, key=lambda place: (left[place], place))
        if left[small] >= LEAST:
            break
        n = left.pop(small)
        near = min(left, key=lambda place: ((place[0] - small[0]) ** 2 + (place[1] - small[1]) ** 2, place))
        left[near] += n
    return left
