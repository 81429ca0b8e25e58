"""Which areas there are, and how who took part compares with who lives there, or why that cannot be said."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.ground.refusal import Refused
from heard.places.models import Place, Profile, Venue
from heard.rules.verdict import Verdict, no


@dataclass(frozen=True, slots=True)
class Comparator:
    """A published table to compare with: each category's share of the base in per cent, and where it comes from."""

    place: str
    version: str
    dimension: str
    title: str
    unit: str
    base: int | None
    as_of: date
    source: str
    limits: str
    shares: Mapping[str, Decimal]

    @property
    def says(self) -> str:
        """Base and source in one line, for under a picture."""
        base = _("base %(n)s; ") % {"n": f"{self.base:,}"} if self.base else ""
        return f"{self.place}: {base}{self.source}"


def public_places(kind: str = "", on: date | None = None) -> QuerySet[Place]:
    """Areas for a list or a choice, by name; of one `kind`, and in force on a day if one is given."""
    rows = Place.objects.select_related("parent")
    if kind:
        rows = rows.filter(kind=kind)
    if on:
        began, ended = Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        rows = rows.filter(began & ended)
    return rows.order_by("name", "version")


def place_by_slug(slug: str) -> Place:
    """One area; 404 with a sentence."""
    place = Place.objects.select_related("parent").filter(slug=slug).first()
    if place is None:
        raise Http404(_("There is no place of this name here."))
    return place


def profiles_of(place: Place) -> QuerySet[Profile]:
    """Every published table about an area, the newest of each dimension first, with its figures."""
    return place.profiles.prefetch_related("figures").order_by("dimension", "-as_of")


def venues(kind: str = "") -> QuerySet[Venue]:
    """Buildings where people can be met, by name."""
    return Venue.objects.filter(kind=kind) if kind else Venue.objects.all()


def compare(
    place: Place, dimension: str, *, version: str = "", as_of: date | None = None, categories: tuple[str, ...] = ()
) -> Comparator:
    """The published table to compare with. Raises Refused, with a sentence, where an honest comparison lacks (I-29).

    `version` is the set of boundaries that the other side was counted in (an activity's wards), `as_of` the day of the
    census it was built for, `categories` those it was counted in: each must match, if given.
    """
    verdict, profile = _comparable(place, dimension, version, as_of, categories)
    if profile is None:
        raise Refused(verdict)
    return Comparator(
        place=place.name,
        version=place.version,
        dimension=dimension,
        title=profile.title,
        unit=profile.unit,
        base=profile.base,
        as_of=profile.as_of,
        source=profile.source,
        limits=profile.limits,
        shares={figure.category: _share(profile, figure) for figure in profile.figures.all()},
    )


def may_compare(place: Place, dimension: str, **asked: Any) -> Verdict:
    """Whether `compare` would answer, or the sentence why not: to show in the place of a picture."""
    return _comparable(
        place, dimension, asked.get("version", ""), asked.get("as_of"), tuple(asked.get("categories", ()))
    )[0]


def _comparable(
    place: Place, dimension: str, version: str, as_of: date | None, categories: tuple[str, ...]
) -> tuple[Verdict, Profile | None]:
    if version and version != place.version:
        return _refuse(
            _("%(place)s is described by “%(ours)s”, and the other side was counted by “%(theirs)s”.")
            % {"place": place.name, "ours": place.version, "theirs": version},
            _("Compare areas of the same boundaries, or use a published lookup between them."),
        )
    rows = place.profiles.filter(dimension=dimension).prefetch_related("figures").order_by("-as_of")
    profile = (rows.filter(as_of=as_of) if as_of else rows).first()
    if profile is None:
        return _refuse(
            _("No verified figures about “%(dimension)s” are loaded for %(place)s%(day)s.")
            % {"dimension": dimension, "place": place.name, "day": f" ({as_of.isoformat()})" if as_of else ""},
            lacking().get(dimension) or _("Load them, with their source, into policy/city.toml first."),
        )
    if not profile.verified:
        return _refuse(
            _("The figures about “%(dimension)s” for %(place)s have not been verified, so none are compared.")
            % {"dimension": dimension, "place": place.name},
            profile.limits or _("Verify them against their source first."),
        )
    return _whole(place, profile, categories)


def _whole(place: Place, profile: Profile, categories: tuple[str, ...]) -> tuple[Verdict, Profile | None]:
    """Refuses a table that does not cover everyone, or is cut into other categories."""
    figures = list(profile.figures.all())
    shares = [_share(profile, figure) for figure in figures]
    if not figures or abs(sum(shares, Decimal(0)) - 100) > Decimal("0.5"):
        return _refuse(
            _("The figures about “%(dimension)s” for %(place)s are a selection and do not cover everyone.")
            % {"dimension": profile.dimension, "place": place.name},
            _("Load the whole table first."),
        )
    listed = {figure.category for figure in figures}
    if categories and set(categories) != listed:
        strange = sorted(set(categories) ^ listed)
        return _refuse(
            _("The categories do not match: %(which)s.") % {"which": ", ".join(strange)},
            _("Group the answers into the categories of the published table first."),
        )
    return Verdict(True), profile


def _refuse(why: str, way: str) -> tuple[Verdict, None]:
    return no(why, way, "I-29"), None


def _share(profile: Profile, figure: Any) -> Decimal:
    if figure.percent is not None:
        return Decimal(figure.percent)
    if figure.count is None or not profile.base:
        return Decimal(0)
    return Decimal(figure.count) * 100 / profile.base


@cache
def lacking() -> dict[str, str]:
    """What policy/city.toml says is missing, by dimension, and what to load."""
    path = settings.POLICY / "city.toml"
    return dict(tomllib.loads(path.read_text("utf-8")).get("lacking", {})) if path.exists() else {}


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a place stands in the diagram of the city: row and column from 1, north up."""

    row: int
    column: int


@cache
def _diagram() -> Mapping[str, Tile]:
    """The tiles of policy/city.toml by the name of the place. Raises ValueError for one that is among no areas."""
    city = tomllib.loads((settings.POLICY / "city.toml").read_text("utf-8"))
    names = {each["slug"]: each["name"] for area in city["areas"] for each in area["places"]}
    found: dict[str, Tile] = {}
    for diagram in city.get("diagrams", ()):
        for row, line in enumerate(diagram["rows"], start=1):
            for column, slug in enumerate(line, start=1):
                if slug and slug not in names:
                    raise ValueError(f"city.toml: “{slug}” in the diagram is none of the areas")
                if slug:
                    found[names[slug].casefold()] = Tile(row, column)
    return found


def tiles_for(names: Sequence[str]) -> dict[str, Tile]:
    """Where these places stand in the diagram of the city, by name; empty unless every one of at least four does.

    A diagram, not a map of boundaries: none are known here, and none are invented.
    """
    known = _diagram()
    if len(names) < 4 or any(name.casefold() not in known for name in names):
        return {}
    return {name: known[name.casefold()] for name in names}
