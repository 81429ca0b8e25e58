"""The picture as everyone may see it: dots of several people who vote alike, in groups large enough to describe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heard.methods.opinions.queries.result import described, letter_of
from heard.ui.opinion_charts import Dot

if TYPE_CHECKING:
    from heard.rules.opinions import Map


def cells_of(picture: Map) -> list[Dot]:
    """The dots of a picture, group by group; groups too small to describe have none, nor have people in no group."""
    from heard.rules.opinions.cells import cells_of as gathered  # numpy, only where a picture is drawn

    shown = [group.id for group in described(picture)]
    return [Dot(cell.x, cell.y, cell.people, letter_of(cell.group)) for cell in gathered(picture, shown)]
