"""What the city decided about comparing: policy/representation.toml and policy/missing.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Part:
    """One group that is shown: the answers that belong to it, and the published table's categories."""

    slug: str
    name: str
    answers: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """How one question about people goes with one published table, in which version."""

    question: str
    title: str
    standard: str
    version: str
    since: date
    profile: str
    as_of: date | None
    note: str
    parts: tuple[Part, ...]

    def names(self) -> dict[str, str]:
        """The name of each part, by its slug."""
        return {part.slug: part.name for part in self.parts}


@dataclass(frozen=True, slots=True)
class Comparing:
    """The lookups, which are crossed, and the thresholds."""

    lookups: tuple[Lookup, ...]
    pairs: tuple[tuple[str, ...], ...]
    least: int
    least_new: int
    low_percent: int
    high_percent: int

    def of(self, question: str) -> Lookup | None:
        """The lookup of one question."""
        return next((each for each in self.lookups if each.question == question), None)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be done about somebody missing. `fits`: keys like ``age:under-25``, ``word:carer``."""

    slug: str
    fits: tuple[str, ...]
    words: str
    where: str


@dataclass(frozen=True, slots=True)
class MissingPolicy:
    """The published table of suggestions, and what share off-line may be expected."""

    suggestions: tuple[Suggestion, ...]
    non_digital_percent: int
    least: int


@cache
def comparing() -> Comparing:
    """policy/representation.toml as it is read."""
    read = _read("representation.toml")
    pairs = tuple(tuple(each) for each in read["crossing"]["pairs"])
    return Comparing(
        lookups=tuple(_lookup(one) for one in read["dimensions"]),
        pairs=pairs,
        least=read["crossing"]["least"],
        least_new=read["releases"]["least_new"],
        low_percent=read["parity"]["low_percent"],
        high_percent=read["parity"]["high_percent"],
    )


@cache
def missing_policy() -> MissingPolicy:
    """policy/missing.toml as it is read."""
    read = _read("missing.toml")
    return MissingPolicy(
        suggestions=tuple(
            Suggestion(one["slug"], tuple(one["for"]), one["words"], one.get("where", ""))
            for one in read["suggestions"]
        ),
        non_digital_percent=read["expected"]["non_digital_percent"],
        least=read["expected"]["least"],
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((settings.POLICY / name).read_text("utf-8"))


def _lookup(one: Mapping[str, Any]) -> Lookup:
    return Lookup(
        question=one["question"],
        title=one["title"],
        standard=one["standard"],
        version=one["version"],
        since=one["since"],
        profile=one.get("profile", ""),
        as_of=one.get("as_of"),
        note=one.get("note", ""),
        parts=tuple(
            Part(each["slug"], each["name"], tuple(each["answers"]), tuple(each["categories"]))
            for each in one["groups"]
        ),
    )
