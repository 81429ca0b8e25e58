"""Snapshots as they are kept: canonical JSON with its digest and schema version, read back as the same value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from heard.rules.outcome import canonical, digest
from heard.rules.snapshot import SCHEMA, Snapshot


def snapshot_json(snapshot: Snapshot) -> str:
    """A snapshot as canonical JSON: the same text on every machine. Days are ISO dates."""
    return canonical(snapshot)


def snapshot_data(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot as the plain mapping that a `Move` keeps."""
    data: dict[str, Any] = json.loads(snapshot_json(snapshot))
    return data


def snapshot_digest(data: Mapping[str, Any] | Snapshot) -> str:
    """SHA-256 (hex) over the canonical JSON of a snapshot, or of the mapping it was kept as."""
    return digest(data)


def snapshot_from(data: Mapping[str, Any]) -> Snapshot:
    """Read a kept snapshot. Keys that later versions added take their default.

    Raises ValueError for a schema newer than this code, and for a key that it does not know.
    """
    schema = data.get("schema")
    if not isinstance(schema, int) or schema > SCHEMA:
        raise ValueError(f"This snapshot has schema {schema}; this version reads up to {SCHEMA}.")
    return _read(Snapshot, data)


def _read(kind: Any, value: Any) -> Any:
    """One value of a declared type: a day, a list, a nested record, or a plain value."""
    if value is None:
        return None
    if is_dataclass(kind):
        return _record(kind, value)
    if get_origin(kind) in (Union, UnionType):
        return _read(next(each for each in get_args(kind) if each is not type(None)), value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], each) for each in value)
    if kind is date:
        return date.fromisoformat(value)
    return value


def _record(kind: Any, value: Mapping[str, Any]) -> Any:
    types = _types(kind)
    if unknown := sorted(set(value) - set(types)):
        raise ValueError(f"{kind.__name__} has no “{unknown[0]}”.")
    return kind(**{name: _read(types[name], each) for name, each in value.items()})


@cache
def _types(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}
