"""Questions that are no plain choice, as fields that need no script: an order, several things on a scale, a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise

from heard.ground.numbers import whole
from heard.methods.survey.queries import LONGEST, Choice
from heard.places.queries import Tile, tiles_for
from heard.ui.tiles import NOT_BOUNDARIES, tiles_of

Say = Callable[[str], str]
Parts = dict[str, str]
OWN_WORDS = "words"
PLACE_LONGEST = 200
NO_NUMBER = "“%(text)s” beside “%(option)s” is no number from 1 to %(most)d."
TIE = "“%(one)s” and “%(other)s” both have the number %(place)d. Give each a number of its own."
GAP = "There is no number %(place)d. Count from 1 and leave none out."


class PartsInput(forms.Widget):
    """A control of several parts, named by what they are for. Its value is ``{part: text}``, without empty ones."""

    use_fieldset = True
    parts: Sequence[str] = ()
    mark: Say = staticmethod(str)  # puts words into their language where the page speaks another

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Parts:
        """What was typed into each part."""
        typed = {part: data.get(f"{name}_{part}") for part in self.parts}
        return {part: text for part, value in typed.items() if (text := str(value or "").strip())}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in self.parts)

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_{self.parts[0]}" if id_ and self.parts else id_

    def shown(self, value: Any) -> Parts:
        return value if isinstance(value, dict) else {}


class RankInput(PartsInput):
    """A number to choose beside each option: works by keyboard, by touch and by voice, and needs no dragging."""

    template_name = "survey/widgets/rank.html"

    def __init__(self, choices: Sequence[Choice], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices, self.parts = choices, [str(choice.value) for choice in choices]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context, given = super().get_context(name, value, attrs), self.shown(value)
        places = [str(place) for place in range(1, len(self.choices) + 1)]
        context["widget"]["rows"] = [
            {"part": part, "words": self.mark(choice.words), "given": given.get(part, ""), "places": places}
            for part, choice in zip(self.parts, self.choices, strict=True)
        ]
        return context


class MatrixInput(PartsInput):
    """One group of buttons for each line: a screen reader says the line, and nothing is wider than a phone."""

    template_name = "survey/widgets/matrix.html"

    def __init__(self, rows: Sequence[Choice], choices: Sequence[Choice], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.rows, self.choices, self.parts = rows, choices, [str(row.value) for row in rows]

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_{self.parts[0]}_{self.choices[0].value}" if id_ and self.parts and self.choices else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context, given = super().get_context(name, value, attrs), self.shown(value)
        context["widget"]["rows"] = [
            {"part": part, "words": self.mark(row.words), "given": given.get(part, "")}
            for part, row in zip(self.parts, self.rows, strict=True)
        ]
        context["widget"]["choices"] = [(str(choice.value), self.mark(choice.words)) for choice in self.choices]
        return context


class PlaceInput(PartsInput):
    """A list of places, and a line for whoever calls it something else."""

    template_name = "survey/widgets/place.html"
    parts = ("place", OWN_WORDS)
    tiles: Mapping[str, Tile] = {}

    def __init__(self, choices: Sequence[Choice], say: Say, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices, self.say = choices, say

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context, given = super().get_context(name, value, attrs), self.shown(value)
        context["widget"] |= {
            "choices": [(str(choice.value), choice.words) for choice in self.choices],
            "place": given.get("place", ""),
            "words": given.get(OWN_WORDS, ""),
            "longest": PLACE_LONGEST,
            "from_list": self.say("From the list"),
            "in_words": self.say("Or in your own words"),
            "none": self.say("Choose one"),
        }
        if self.tiles:
            context["widget"]["tiles"] = tiles_of(
                f"{name}_place",
                [(str(one.value), one.words) for one in self.choices],
                self.tiles,
                chosen=given.get("place", ""),
                id_for=f"{context['widget']['attrs'].get('id', '')}_place",
                says=self.say(str(NOT_BOUNDARIES)),
                none=self.say("None of these"),
            )
        return context

    def lay_out(self) -> None:
        """Show the places where they lie, if all are in the diagram of the city; without a script, a list on a phone.

        Not for whoever keys in: they type the first letters in the list.
        """
        self.tiles = tiles_for([choice.words for choice in self.choices])
        if self.tiles:
            self.template_name = "survey/widgets/place_map.html"


class PartsField(forms.Field):
    """What the three fields share: the words of their refusals, in the language of the page."""

    widget: Any

    def __init__(self, *, say: Say, needs: str | Promise, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.say = say
        self.error_messages["required"] = str(needs)

    def refuse(self, words: str, **said: Any) -> forms.ValidationError:
        return forms.ValidationError(self.say(words) % said)


class RankField(PartsField):
    """Options in the order in which they were put: 1, 2, 3… as far as the person wants, without ties or gaps."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """The options, the first first. Refused: something else than a number on offer, a tie, a gap."""
        typed: Parts = value or {}
        if not typed:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"])
            return ()
        return in_order(self.widget.choices, typed, self.refuse)


def in_order(
    choices: Sequence[Choice], typed: Mapping[str, str], refuse: Callable[..., forms.ValidationError]
) -> tuple[int, ...]:
    """Options by the number written beside each, the first first. Raises what `refuse` makes of a fault."""
    words = {str(choice.value): choice.words for choice in choices}
    placed: dict[int, str] = {}
    for part, text in typed.items():
        place = whole(text, digits=3)
        if not 1 <= place <= len(words):
            raise refuse(NO_NUMBER, text=text[:20], option=words[part], most=len(words))
        if place in placed:
            raise refuse(TIE, one=words[placed[place]], other=words[part], place=place)
        placed[place] = part
    for place in range(1, len(placed) + 1):
        if place not in placed:
            raise refuse(GAP, place=place)
    return tuple(int(placed[place]) for place in sorted(placed))


class MatrixField(PartsField):
    """(row, point) for each line that was answered, in the order of the lines."""

    def clean(self, value: Any) -> tuple[tuple[int, int], ...]:
        """The cells. Refused: a point that is not on offer; a line left out where all must be answered."""
        typed: Parts = value or {}
        points = {str(choice.value) for choice in self.widget.choices}
        if any(text not in points for text in typed.values()):
            raise self.refuse("Choose one of the answers on offer.")
        if self.required and (missing := self._left_out(typed)):
            raise self.refuse("Choose an answer for “%(line)s”.", line=missing)
        return tuple((int(part), int(typed[part])) for part in self.widget.parts if part in typed)

    def _left_out(self, typed: Parts) -> str:
        lines = zip(self.widget.parts, self.widget.rows, strict=True)
        return next((row.words for part, row in lines if part not in typed), "")


class PlaceField(PartsField):
    """A place of the list, own words, or both: ``{"place": number or None, "words": text}``."""

    def clean(self, value: Any) -> dict[str, Any]:
        """Refused: a place that is not on the list; words that are too long."""
        typed: Parts = value or {}
        if not typed and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        place, words = typed.get("place", ""), typed.get(OWN_WORDS, "")
        if place and place not in {str(choice.value) for choice in self.widget.choices}:
            raise self.refuse("This place is not on the list. Choose another, or write it in your own words.")
        if "\x00" in words:
            raise self.refuse("This holds a character that cannot be kept. Please write it again.")
        if len(words) > PLACE_LONGEST:
            raise self.refuse("Please write it in %(most)d characters or fewer.", most=PLACE_LONGEST)
        return {"place": int(place) if place else None, "words": words}


def kept(value: Any) -> Any:
    """What stands in a field as plain values for a draft: text, a list, or parts; None where there is nothing."""
    if isinstance(value, dict):
        return {str(part)[:20]: _cut(text, 2 * PLACE_LONGEST) for part, text in list(value.items())[:100]} or None
    if isinstance(value, list):
        return [str(one)[:20] for one in value[:100]] or None
    return _cut(value, 2 * LONGEST) if value else None


def _cut(value: Any, longest: int) -> str:
    return str(value).replace("\x00", "")[:longest]


def spread(name: str, value: Any) -> Iterable[tuple[str, Any]]:
    """A draft's value as the entries of a sent form."""
    if isinstance(value, dict):
        return [(f"{name}_{part}", text) for part, text in value.items()]
    return [(name, value)]
