"""The rule pack: `policy/compact.toml` read strictly into a value.

Another city can bring its own pack. A pack is refused, with every fault named, when a check has no
function, a function no check, a clause no source, or a key is unknown.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from heard.rules.compact.registry import REGISTRY
from heard.rules.lifecycle import GUARDS
from heard.rules.outcome import digest
from heard.rules.snapshot import LEVELS, TIERS
from heard.rules.toml_lines import Path, lines_of

SEVERITIES = ("block", "override", "warn", "advise")
ACTS = ("dates_changed", "level_changed", "commitment_done", "decision_recorded")

PACK_KEYS = {"name": str, "schema": int, "clauses": list}
CLAUSE_KEYS = {"id": str, "title": str, "words": str, "source": str, "note": str, "checks": list}
CHECK_KEYS = {
    "id": str, "summary": str, "severity": str, "before": list, "acts": list, "tiers": list,
    "from_level": str, "parameters": dict,
}  # fmt: skip


class PackError(ValueError):
    """A pack that cannot be used; `problems` names each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class CheckTerms:
    """One check as the city set it: which moves and acts it guards, how hard, for which tiers and levels."""

    id: str
    clause: str
    summary: str
    severity: str
    before: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    tiers: tuple[str, ...] = TIERS
    from_level: str = "inform"
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def reaches(self, level: str) -> bool:
        """Whether the check asks anything at `level`; an unset level counts as one that asks."""
        return LEVELS.index(level or "consult") >= LEVELS.index(self.from_level)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the code: its id, its own words, where they stand, and its checks (none: not yet checked)."""

    id: str
    title: str
    words: str
    source: str
    note: str = ""
    checks: tuple[CheckTerms, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule pack. `version` is a digest of its content; `data` the plain mapping it was read from."""

    name: str
    version: str
    clauses: tuple[Clause, ...]
    data: Mapping[str, Any]

    @property
    def checks(self) -> tuple[CheckTerms, ...]:
        """Every check, in the order of the clauses."""
        return tuple(check for clause in self.clauses for check in clause.checks)

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id (or of a check's id). Raises KeyError."""
        wanted = clause_id.split(".")[0]
        for clause in self.clauses:
            if clause.id == wanted:
                return clause
        raise KeyError(clause_id)

    def guarding(self, guard: str, tier: str) -> tuple[CheckTerms, ...]:
        """The checks asked before a move (its guard word) or an act, for a tier."""
        return tuple(check for check in self.checks if guard in (*check.before, *check.acts) and tier in check.tiers)

    def never_had(self, guard: str, tier: str) -> tuple[CheckTerms, ...]:
        """The checks that a standard activity has and this tier is spared."""
        spared = {check.id for check in self.guarding(guard, tier)}
        return tuple(check for check in self.guarding(guard, "standard") if check.id not in spared)


def parse_pack(text: str | bytes, complete: bool = True) -> Pack:
    """Read a pack from TOML. Raises PackError naming every fault.

    `complete=False` reads a stored older pack, which may lack checks that were written since.
    """
    try:
        plain = (text.decode("utf-8") if isinstance(text, bytes) else text).replace("\r\n", "\n")
        data = tomllib.loads(plain)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise PackError([f"The pack is not readable TOML: {fault}"]) from fault
    try:
        return pack_from(data, complete)
    except PackError as fault:
        raise PackError(_with_lines(fault.problems, data, lines_of(plain))) from fault


def _with_lines(problems: Iterable[str], data: Mapping[str, Any], lines: Mapping[Path, int]) -> list[str]:
    """Each fault with the line of the key that it names, else of its check or clause: “line 12: check GP-n.1: …”."""
    places = _places(data)
    said = []
    for problem in problems:
        where = places.get(problem.split(":")[0], ())
        named = re.findall(r"“([^”]+)”", problem)
        tried = [(*where, *inside, key) for key in named for inside in ((), ("parameters",))]
        line = next((lines[path] for path in (*tried, where) if path in lines), 0)
        said.append((line, f"line {line}: {problem}" if line else problem))
    return [words for _line, words in sorted(said, key=lambda each: each[0])]


def _places(data: Mapping[str, Any]) -> dict[str, Path]:
    """Where each clause and check stands in the file, by the words that a fault begins with."""
    found: dict[str, Path] = {"pack": ()}
    clauses = data.get("clauses")
    for number, clause in enumerate(clauses if isinstance(clauses, list) else ()):
        if not isinstance(clause, Mapping):
            continue
        found.setdefault(f"clause {clause.get('id') or '(without id)'}", ("clauses", number))
        checks = clause.get("checks")
        for place, check in enumerate(checks if isinstance(checks, list) else ()):
            if isinstance(check, Mapping):
                name = check.get("id") or f"(without id) in {clause.get('id')}"
                found.setdefault(f"check {name}", ("clauses", number, "checks", place))
    return found


def pack_from(data: Mapping[str, Any], complete: bool = True) -> Pack:
    """Build a pack from its plain mapping, as parsed from TOML or stored as JSON. Raises PackError."""
    problems = [*_key_faults("pack", data, PACK_KEYS, {"name", "schema", "clauses"})]
    clauses = data.get("clauses")
    if not isinstance(clauses, list) or not all(isinstance(each, Mapping) for each in clauses):
        raise PackError([*problems, "pack: clauses must be tables written [[clauses]]"])
    for clause in clauses:
        problems += _clause_faults(clause)
    if not problems:
        problems += _id_faults(clauses, complete)
    if problems:
        raise PackError(problems)
    return Pack(data["name"], digest(data), tuple(_clause(each) for each in clauses), data)


def _clause(raw: Mapping[str, Any]) -> Clause:
    checks = tuple(_check(each, raw["id"]) for each in raw.get("checks", []))
    words = " ".join(raw["words"].split())
    return Clause(raw["id"], raw["title"], words, raw["source"], raw.get("note", ""), checks)


def _check(raw: Mapping[str, Any], clause: str) -> CheckTerms:
    lists: dict[str, Any] = {key: tuple(raw[key]) for key in ("before", "acts", "tiers") if key in raw}
    plain = {key: raw[key] for key in ("id", "summary", "severity", "from_level", "parameters") if key in raw}
    return CheckTerms(clause=clause, **plain, **lists)


def _key_faults(where: str, raw: Mapping[str, Any], known: Mapping[str, type], needed: set[str]) -> Iterator[str]:
    for key in sorted(set(raw) - set(known)):
        yield f"{where}: unknown key “{key}”"
    for key in sorted(needed - set(raw)):
        yield f"{where}: “{key}” is missing"
    for key in sorted(set(raw) & set(known)):
        value = raw[key]
        if not isinstance(value, known[key]) or (known[key] is int and isinstance(value, bool)):
            yield f"{where}: “{key}” must be {known[key].__name__}"
        elif key in needed and isinstance(value, str) and not value.strip():
            yield f"{where}: “{key}” is blank"


def _clause_faults(raw: Mapping[str, Any]) -> Iterator[str]:
    where = f"clause {raw.get('id') or '(without id)'}"
    faults = list(_key_faults(where, raw, CLAUSE_KEYS, {"id", "title", "words", "source"}))
    yield from faults
    checks = raw.get("checks", [])
    if not isinstance(checks, list):
        return
    for check in checks:
        if isinstance(check, Mapping):
            yield from _check_faults(check, str(raw.get("id")))
        else:
            yield f"{where}: checks must be tables written [[clauses.checks]]"


def _check_faults(raw: Mapping[str, Any], clause: str) -> Iterator[str]:
    where = f"check {raw.get('id') or f'(without id) in {clause}'}"
    faults = list(_key_faults(where, raw, CHECK_KEYS, {"id", "summary", "severity"}))
    yield from faults
    if faults:
        return
    if not raw["id"].startswith(f"{clause}."):
        yield f"{where}: its id must begin with “{clause}.”"
    if not raw.get("before") and not raw.get("acts"):
        yield f"{where}: it guards no move and no act (“before” or “acts”)"
    choices = {
        "severity": ([raw["severity"]], SEVERITIES),
        "before": (raw.get("before", []), GUARDS),
        "acts": (raw.get("acts", []), ACTS),
        "tiers": (raw.get("tiers", []), TIERS),
        "from_level": ([raw.get("from_level", "inform")], LEVELS),
    }
    for key, (given, allowed) in choices.items():
        for value in given:
            if value not in allowed:
                yield f"{where}: “{key}” has “{value}”; choose from {', '.join(allowed)}"
    yield from _parameter_faults(where, raw)


def _parameter_faults(where: str, raw: Mapping[str, Any]) -> Iterator[str]:
    registered = REGISTRY.get(raw["id"])
    if registered is None:
        return
    given, known = raw.get("parameters", {}), registered.parameters
    yield from (f"{where}: unknown parameter “{key}”" for key in sorted(set(given) - set(known)))
    yield from (f"{where}: parameter “{key}” is missing" for key in sorted(set(known) - set(given)))
    for key in sorted(set(given) & set(known)):
        if not isinstance(given[key], known[key]) or isinstance(given[key], bool):
            yield f"{where}: parameter “{key}” must be {known[key].__name__}"


def _id_faults(clauses: list[Mapping[str, Any]], complete: bool) -> Iterator[str]:
    clause_ids = [each["id"] for each in clauses]
    check_ids = [check["id"] for each in clauses for check in each.get("checks", [])]
    for kind, ids in (("clause", clause_ids), ("check", check_ids)):
        yield from (f"{kind} {each}: stands twice" for each in sorted({i for i in ids if ids.count(i) > 1}))
    yield from (f"check {each}: there is no function for it" for each in check_ids if each not in REGISTRY)
    if complete:
        yield from (
            f"check {each}: there is a function, but no clause names it"
            for each in sorted(set(REGISTRY) - set(check_ids))
        )
