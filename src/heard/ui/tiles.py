"""Places to choose where they lie, as squares; on a narrow screen, and to a screen reader, they are a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy

NOT_BOUNDARIES = gettext_lazy("A diagram of how they lie, north at the top. It shows no boundaries.")


class Spot(Protocol):
    """Where a place stands: row and column from 1, north up."""

    @property
    def row(self) -> int: ...

    @property
    def column(self) -> int: ...


def tiles_of(
    name: str,
    choices: Sequence[tuple[str, str]],
    spots: Mapping[str, Spot],
    *,
    chosen: str,
    id_for: str,
    says: Any,
    none: Any,
) -> dict[str, Any]:
    """The slots of `ui/widgets/tiles.html`: (value, words) each at its spot, found by its words; `none` for no place.

    The first has the id `id_for` itself, so that an error at the top of the page leads there.
    """
    return {
        "name": name,
        "chosen": chosen,
        "says": says,
        "none": none,
        "none_id": f"{id_for}_none",
        "places": [
            {
                "value": value,
                "words": words,
                "id": f"{id_for}_{value}" if number else id_for,
                "row": spots[words].row,
                "column": spots[words].column,
            }
            for number, (value, words) in enumerate(choices)
        ],
    }


class TileRadios(forms.RadioSelect):
    """One of a field's choices, each at its spot. A choice without a value stands below the squares."""

    template_name = "ui/widgets/tile_radios.html"

    def __init__(self, spots: Mapping[str, Spot], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.spots = spots

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        choices = [(str(each or ""), str(words)) for each, words in self.choices]
        context["widget"]["tiles"] = tiles_of(
            name,
            [(each, words) for each, words in choices if each],
            self.spots,
            chosen=next(iter(context["widget"]["value"]), ""),
            id_for=f"{context['widget']['attrs'].get('id', '')}_0",
            says=NOT_BOUNDARIES,
            none=next((words for each, words in choices if not each), gettext_lazy("None of these")),
        )
        return context
