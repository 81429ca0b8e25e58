"""One ballot of a `.pb` file as it is written, and what it means; what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from heard.rules.budget.pbfile import POINTS, number, short
from heard.rules.budget.pblimits import Limits

Meant = tuple[tuple[int, ...], tuple[Fraction | int, ...]]  # the positions of projects, and the points of each


class Malformed(ValueError):
    """A ballot that cannot be counted: the field, and why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why = field, why


def meant(vote: str, points: str, vote_type: str, place: Mapping[str, int], limits: Limits) -> tuple[Meant, bool]:
    """What a ballot means, and whether it names a project more than once (counted once; its points are added up).

    Only points above nothing are kept, in order of the file (ranks: as ranked). Malformed if it cannot be counted.
    """
    places = [_place_of(name.strip(), place) for name in vote.split(",")] if vote.strip() else []
    different = len(set(places))
    given = _given(places, points, vote_type, limits)
    if vote_type == "choose-1" and len(places) > 1:
        raise Malformed("vote", f"{len(places)} projects are chosen where one may be")
    if vote_type == "ordinal" and different < len(places):
        raise Malformed("vote", "a project stands in it twice")
    if why := limits.why_not(different, sum(given)):
        raise Malformed("vote", why)
    if vote_type == "ordinal":
        return (tuple(places), tuple(given)), False
    return _merged(places, given, vote_type in POINTS), different < len(places)


def _place_of(name: str, place: Mapping[str, int]) -> int:
    if name not in place:
        raise Malformed("vote", f"no project has the id “{short(name)}”")
    return place[name]


def _given(places: Sequence[int], points: str, vote_type: str, limits: Limits) -> Sequence[Fraction | int]:
    """What it gives each project that it names. A first place counts as many as may be ranked, or as it ranks."""
    if vote_type == "ordinal":
        first = limits.most or len(places)
        return range(first, first - len(places), -1)
    if vote_type not in POINTS:
        return (1,) * len(places)
    said = points.split(",") if points.strip() else []
    if len(said) != len(places):
        raise Malformed("points", f"{len(said)} numbers for {len(places)} projects")
    try:
        given = [number(one) for one in said]
    except ValueError as error:
        raise Malformed("points", str(error)) from error
    if min(given, default=0) < 0:
        raise Malformed("points", f"“{short(points)}” holds a number below nothing")
    return given


def _merged(places: Sequence[int], given: Sequence[Fraction | int], by_points: bool) -> Meant:
    together: dict[int, Fraction | int] = {}
    for place, amount in zip(places, given, strict=True):
        together[place] = together.get(place, 0) + amount if by_points else 1
    kept = sorted((place, amount) for place, amount in together.items() if amount)
    return tuple(place for place, _amount in kept), tuple(_whole(amount) for _place, amount in kept)


def _whole(amount: Fraction | int) -> Fraction | int:
    return amount.numerator if amount.denominator == 1 else amount
