"""`policy/planning.toml`: duties to consult, core training, times before elections; every fault is named."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


class PlanningError(ValueError):
    """A planning policy that cannot be used; `problems` names each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Duty:
    """A law that asks for consultation. `minimum_days` 0: it fixes no number."""

    slug: str
    name: str
    consultees: str
    minimum_days: int
    notice_form: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Module:
    """One module of the core training."""

    slug: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class BeforeElection:
    """A time of special care, both days included."""

    name: str
    begins_on: date
    polling_on: date
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class PlanningPolicy:
    """The whole file."""

    duties: tuple[Duty, ...] = ()
    modules: tuple[Module, ...] = ()
    elections: tuple[BeforeElection, ...] = ()

    def duty(self, slug: str) -> Duty | None:
        """The duty of that slug, or None."""
        return next((each for each in self.duties if each.slug == slug), None)

    def elections_within(self, first: date, last: date) -> tuple[BeforeElection, ...]:
        """The times before elections that touch the days from `first` to `last`, in the order of the file."""
        return tuple(each for each in self.elections if each.begins_on <= last and first <= each.polling_on)


LISTS: Mapping[str, tuple[type, Mapping[str, type]]] = {
    "duties": (
        Duty,
        {
            "slug": str, "name": str, "consultees": str, "minimum_days": int, "notice_form": str, "source": str,
            "verified": bool,
        },
    ),
    "modules": (Module, {"slug": str, "name": str, "about": str}),
    "before_elections": (
        BeforeElection,
        {"name": str, "begins_on": date, "polling_on": date, "source": str, "verified": bool},
    ),
}  # fmt: skip


def read_planning(text: str | bytes) -> PlanningPolicy:
    """Read the policy. Raises PlanningError naming every fault."""
    try:
        data = tomllib.loads(text.decode("utf-8") if isinstance(text, bytes) else text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise PlanningError([f"The planning policy is not readable TOML: {fault}"]) from fault
    problems = list(_faults(data))
    if problems:
        raise PlanningError(problems)
    found = {name: tuple(kind(**each) for each in data.get(name, [])) for name, (kind, _keys) in LISTS.items()}
    return PlanningPolicy(found["duties"], found["modules"], found["before_elections"])


def _faults(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"unknown key “{key}”" for key in sorted(set(data) - {"schema", *LISTS}))
    if data.get("schema") != 1:
        yield "schema must be 1"
    for name, (_kind, keys) in LISTS.items():
        rows = data.get(name, [])
        if not isinstance(rows, list):
            yield f"{name} must be tables written [[{name}]]"
            continue
        for number, row in enumerate(rows, start=1):
            yield from _row_faults(f"{name} {number}", row, keys)
        slugs = [str(row.get("slug") or row.get("name")) for row in rows if isinstance(row, Mapping)]
        yield from (f"{name}: “{each}” stands twice" for each in sorted({s for s in slugs if slugs.count(s) > 1}))


def _row_faults(where: str, row: Any, keys: Mapping[str, type]) -> Iterator[str]:
    if not isinstance(row, Mapping):
        yield f"{where}: must be a table"
        return
    yield from (f"{where}: unknown key “{key}”" for key in sorted(set(row) - set(keys)))
    for key, kind in keys.items():
        value: Any = row.get(key)
        if type(value) is not kind or (isinstance(value, str) and not value.strip()):
            yield f"{where}: “{key}” must be {'a day' if kind is date else kind.__name__}"
        elif isinstance(value, int) and value < 0:
            yield f"{where}: “{key}” must not be negative"
    begins, polling = row.get("begins_on"), row.get("polling_on")
    if type(begins) is date and type(polling) is date and begins > polling:
        yield f"{where}: it begins after polling day"
