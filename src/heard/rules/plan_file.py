"""A plan as a TOML text: read strictly into a Snapshot, with every fault named by line and key at once.

The keys are the fields of `heard.rules.snapshot.Snapshot`. What is not set keeps its unset value. The day
on which a plan is judged is not part of it (`heard check --on`).
"""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import re
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from heard.rules.snapshot import (
    ANSWERS,
    CHANNELS,
    COMMITMENT_STATES,
    CONCERN_ENDS,
    ENQUIRY_REPLIES,
    LEVELS,
    RESPONSES,
    SCHEMA,
    SECTORS,
    STAKES,
    TIERS,
    Snapshot,
)
from heard.rules.toml_lines import Path, lines_of

METHODS = (
    "survey", "gathering", "conversation", "opinions", "document", "budget", "assets", "inquiry", "correspondence",
)  # fmt: skip
NOT_KEYS = frozenset({"today"})
WRITTEN_TWICE = "Cannot overwrite a value"  # as tomllib says it
MOST = 1_000_000_000  # of anything that is counted, in pence too
LONGEST = 1_000_000  # characters; a plan is a few pages
MOST_BYTES = 4 * LONGEST  # in UTF-8
EARLIEST, LATEST = 1900, 2199  # years

# Which words a key accepts, by its last name. An empty text means that it is not set.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "level": LEVELS,
    "level_at_opening": LEVELS,
    "tier": TIERS,
    "method": METHODS,
    "channel": CHANNELS,
    "channels": CHANNELS,
    "feedback_channels": CHANNELS,
    "channels_owed": CHANNELS,
    "channels_given": CHANNELS,
    "stake": STAKES,
    "sector": tuple(each for each in SECTORS if each),
    "answer": ANSWERS,
    "ruling": ("go_on", "wait"),
    "state": COMMITMENT_STATES,
    "response": RESPONSES,
    "reply": ENQUIRY_REPLIES,
    "ended": CONCERN_ENDS,
}
SAID: Mapping[type, str] = {
    str: "a text", bool: "true or false", int: "a number", float: "a number with a point", dict: "a table",
    list: "a list", date: "a day",
}  # fmt: skip
KINDS = {str: "a text in quotes", int: "a whole number", bool: "true or false", date: "a day like 2027-01-18"}


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a plan file: the line (0 when unknown), the key, and what is wrong."""

    line: int
    key: str
    why: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.key}: {self.why}" if self.key else f"{place}{self.why}"


TOO_LONG = Fault(0, "", f"The file has more than {LONGEST:,} characters: this is no plan.")


class PlanError(ValueError):
    """A plan that cannot be read; `faults` names each place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def read_plan(text: str | bytes, today: date | None = None) -> Snapshot:
    """Read a plan from TOML, to be judged on `today`. Raises PlanError naming every fault."""
    data, lines = _parsed(_decoded(text))
    reader = _Reader(lines)
    values = reader.fields(Snapshot, data, ())
    if reader.faults:
        raise PlanError(sorted(reader.faults, key=lambda fault: fault.line))
    return Snapshot(**{**values, "today": today})


def _decoded(text: str | bytes) -> str:
    if isinstance(text, bytes):
        if len(text) > MOST_BYTES:
            raise PlanError([TOO_LONG])
        if text.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise PlanError([Fault(0, "", "The file is UTF-16. Save it as UTF-8.")])
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as fault:
            line = bytes(fault.object[: fault.start]).count(b"\n") + 1
            raise PlanError([Fault(line, "", "A letter here is not UTF-8. Save the file as UTF-8.")]) from fault
    if len(text) > LONGEST:
        raise PlanError([TOO_LONG])
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise PlanError([Fault(line, "", "There is a NUL character here. Take it out.")])
    return text


def _parsed(text: str) -> tuple[dict[str, Any], Mapping[Path, int]]:
    try:
        return tomllib.loads(text), lines_of(text)
    except tomllib.TOMLDecodeError as fault:
        where = re.search(r"\(at line (\d+), column (\d+)\)", str(fault))
        line = int(where[1]) if where else text.count("\n") + 1
        why = re.sub(r" \(at .*\)$", "", str(fault))
        said = "is written twice" if why == WRITTEN_TWICE else f"This is not readable TOML: {why}."
        raise PlanError([Fault(line, _key_on(text, line), said)]) from fault
    except RecursionError as fault:
        raise PlanError([Fault(0, "", "Lists stand too deep inside one another.")]) from fault
    except ValueError as fault:  # a number or a day that Python cannot hold
        raise PlanError([Fault(0, "", f"This is not readable TOML: {fault}.")]) from fault


def _key_on(text: str, line: int) -> str:
    rows = text.split("\n")
    match = re.match(r"\s*([\w.-]+)\s*=", rows[line - 1]) if line <= len(rows) else None
    return match[1] if match else ""


class _Reader:
    """Walks plain TOML values beside the dataclasses they must become, and gathers what does not fit."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self.lines = lines
        self.faults: list[Fault] = []

    def fields(self, kind: type, raw: Mapping[str, Any], path: Path) -> dict[str, Any]:
        known = _types_of(kind)
        values = {}
        for key, value in raw.items():
            if key not in known or key in NOT_KEYS:
                self._fault((*path, key), _unknown(key, known))
            else:
                values[key] = self._value(known[key], value, (*path, key))
        return values

    def _value(self, kind: Any, raw: Any, path: Path) -> Any:
        if typing.get_origin(kind) is tuple:
            return self._many(typing.get_args(kind)[0], raw, path)
        if dataclasses.is_dataclass(kind):
            if not isinstance(raw, dict):
                self._fault(path, f"must be a table, written [{path[-1]}]")
                return None
            build = typing.cast(type, kind)
            return build(**self.fields(build, raw, path))
        return self._one(kind, raw, path)

    def _many(self, kind: Any, raw: Any, path: Path) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            written = f"[[{path[-1]}]] tables" if dataclasses.is_dataclass(kind) else 'a list like ["a", "b"]'
            self._fault(path, f"must be {written}")
            return ()
        return tuple(self._value(kind, each, (*path, number)) for number, each in enumerate(raw))

    def _one(self, kind: Any, raw: Any, path: Path) -> Any:
        plain = next(each for each in (typing.get_args(kind) or (kind,)) if each is not types.NoneType)
        if plain is date:
            return self._day(raw, path)
        if not isinstance(raw, plain) or (plain is int and isinstance(raw, bool)):
            self._fault(path, f"must be {KINDS[plain]}, not {_said(raw)}")
            return None
        for why in _value_faults(path, raw):
            self._fault(path, why)
        return raw

    def _day(self, raw: Any, path: Path) -> date | None:
        if raw == "":
            return None
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return self._likely(raw, path)
        if isinstance(raw, str):
            if re.fullmatch(r"\d{4}-\d\d-\d\d", raw, re.ASCII):
                with contextlib.suppress(ValueError):
                    return self._likely(date.fromisoformat(raw), path)
            self._fault(path, f"“{raw[:40]}” is not a day of the calendar, written like 2027-01-18")
        else:
            self._fault(path, f"must be {KINDS[date]}, not {_said(raw)}")
        return None

    def _likely(self, day: date, path: Path) -> date:
        if not EARLIEST <= day.year <= LATEST:
            self._fault(path, f"lies in the year {day.year}: a slip of the keys?")
        return day

    def _fault(self, path: Path, why: str) -> None:
        line = next((self.lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.lines), 0)
        self.faults.append(Fault(line, name_of(path), why))


def name_of(path: Path) -> str:
    """A path as it is written beside a check: ``strands[0].channels``."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return words.removeprefix(".")


def _value_faults(path: Path, raw: Any) -> Iterator[str]:
    names = [part for part in path if isinstance(part, str)]
    if isinstance(raw, str):
        if "\0" in raw:
            yield "holds a NUL character; take it out"
        choices = CHOICES.get(names[-1])
        is_listed = isinstance(path[-1], int)
        if choices and raw not in choices and (raw or is_listed):
            yield f"“{raw[:40]}” is not known; choose from {', '.join(choices)}{_nearest(raw, choices)}"
    elif isinstance(raw, int) and not isinstance(raw, bool):
        if names == ["schema"] and raw != SCHEMA:
            yield f"must be {SCHEMA}"
        elif raw < 0:
            yield "must be a count: 0 or more"
        elif raw > MOST:
            yield f"must be {MOST:,} at most: a slip of the keys?"


def _unknown(key: str, known: Mapping[str, Any]) -> str:
    if key in NOT_KEYS:
        return "unknown key (the day on which a plan is judged is given by --on)"
    return f"unknown key{_nearest(key, [each for each in known if each not in NOT_KEYS])}"


def _nearest(word: str, known: Any) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f" (did you mean “{near[0]}”?)" if near else ""


def _said(raw: Any) -> str:
    return SAID.get(type(raw), "a moment")


@cache
def _types_of(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
