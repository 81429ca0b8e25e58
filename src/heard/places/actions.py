"""Load the city from policy/city.toml: areas with their versions, figures with their sources, libraries."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import ask
from heard.places import access
from heard.places.models import Place, Profile, ProfileFigure, Venue


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each stand in the file, and whether anything was new or changed."""

    places: int
    profiles: int
    venues: int
    changed: int


def load_city(*, path: Path | None = None, by: str = "system", at: datetime | None = None) -> Loaded:
    """Bring places, profiles and venues to what the file says. Run again, it changes nothing.

    What the file no longer names stays: activities may refer to it. Raises KeyError or ValueError for a faulty file.
    """
    ask(access.may_load(by))
    raw = (path or settings.POLICY / "city.toml").read_bytes()
    data = tomllib.loads(raw.decode("utf-8"))
    with transaction.atomic():
        changed = _place({**data["city"], "kind": Place.Kind.CITY})
        for area in data.get("areas", []):
            parent = Place.objects.get(slug=area["parent"])
            shared = {"kind": area["kind"], "version": area["version"], "note": area.get("note", "")}
            changed += sum(_place({**shared, **one}, parent) for one in area["places"])
        changed += sum(_profile(one) for one in data.get("profiles", []))
        changed += sum(_venue(name, one["kind"]) for one in data.get("venues", []) for name in one["names"])
        done = Loaded(
            places=1 + sum(len(area["places"]) for area in data.get("areas", [])),
            profiles=len(data.get("profiles", [])),
            venues=sum(len(one["names"]) for one in data.get("venues", [])),
            changed=changed,
        )
        if changed:
            record(
                what="city.loaded",
                about=f"city:{data['city']['slug']}",
                by=by,
                at=at or clock.now(),
                public={"changed": changed, "digest": hashlib.sha256(raw).hexdigest()},
            )
    return done


def _place(row: Mapping[str, Any], parent: Place | None = None) -> int:
    known = {"slug", "name", "kind", "code", "version", "note", "valid_from", "valid_to"}
    if unknown := set(row) - known:
        raise ValueError(f"{row['slug']}: unknown key {sorted(unknown)[0]}")
    wanted = {
        "name": row["name"],
        "kind": row["kind"],
        "code": row.get("code", ""),
        "version": row["version"],
        "note": row.get("note", "").strip(),
        "valid_from": row.get("valid_from"),
        "valid_to": row.get("valid_to"),
        "parent": parent,
    }
    return _bring(Place, {"slug": row["slug"]}, wanted)[1]


def _profile(row: Mapping[str, Any]) -> int:
    place = Place.objects.get(slug=row["place"])
    wanted = {name: row.get(name, default) for name, default in _PROFILE.items()}
    profile, changed = _bring(Profile, {"place": place, "dimension": row["dimension"], "as_of": row["as_of"]}, wanted)
    figures = [
        (number, one["category"], one.get("count"), _percent(one), one.get("note", ""))
        for number, one in enumerate(row["figures"], start=1)
    ]
    kept = list(profile.figures.values_list("ordinal", "category", "count", "percent", "note"))
    if kept != figures:
        profile.figures.all().delete()
        ProfileFigure.objects.bulk_create(
            ProfileFigure(profile=profile, ordinal=n, category=category, count=count, percent=percent, note=note)
            for n, category, count, percent, note in figures
        )
        changed = 1
    return changed


_PROFILE: dict[str, Any] = {
    "title": "", "unit": "", "base": None, "source": "", "verified": False, "limits": "",
}  # fmt: skip


def _percent(figure: Mapping[str, Any]) -> Decimal | None:
    return Decimal(figure["percent"]).quantize(Decimal("0.01")) if "percent" in figure else None


def _venue(name: str, kind: str) -> int:
    return _bring(Venue, {"slug": slugify(name)}, {"name": name, "kind": kind})[1]


def _bring(model: Any, key: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[Any, int]:
    """The row of this key with these values, and whether that took a change."""
    row = model.objects.filter(**key).first()
    if row is None:
        return model.objects.create(**key, **wanted), 1
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return row, 0
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save()
    return row, 1
