"""The wards as squares that lie as they do: a diagram of names, never of boundaries."""

from __future__ import annotations

import tomllib

from django.conf import settings

from heard.places.queries import tiles_for

WARDS = "wards 2004–2026"


def wards() -> list[str]:
    city = tomllib.loads((settings.POLICY / "city.toml").read_text("utf-8"))
    return [each["name"] for area in city["areas"] if area["version"] == WARDS for each in area["places"]]


def test_every_ward_has_a_square_of_its_own() -> None:
    tiles = tiles_for(wards())
    assert sorted(tiles) == sorted(wards())
    assert len(set(tiles.values())) == 18
    assert all(1 <= tile.row <= 8 and 1 <= tile.column <= 5 for tile in tiles.values())


def test_north_is_up_and_east_is_right() -> None:
    tiles = tiles_for(wards())
    assert tiles["Longford"].row < tiles["St Michael's"].row < tiles["Wainbody"].row
    assert tiles["Woodlands"].column < tiles["St Michael's"].column < tiles["Wyken"].column


def test_places_that_are_not_all_known_or_only_a_few_are_shown_as_a_list() -> None:
    assert tiles_for([*wards(), "Example Village"]) == {}
    assert tiles_for(["Radford", "Wyken"]) == {}
    assert tiles_for([]) == {}
