"""The rule packs: the one in force, the one that governs an activity, and what changed between two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Tier
from heard.compact.models import Governing, PackVersion
from heard.compact.queries import words
from heard.ground.policy import from_policy
from heard.ground.refusal import Conflict
from heard.rules.compact import CheckTerms, Clause, Pack, PackError, parse_pack
from heard.rules.snapshot import LEVELS, TIERS
from heard.ui.words import LEVELS as LEVEL_WORDS


def pack_file() -> Path:
    """Where the city keeps its pack."""
    return Path(settings.POLICY) / "compact.toml"


def pack_in_force() -> Pack:
    """The pack of policy/compact.toml, read again whenever the file changes. Conflict, naming the first faults, if it
    cannot be used: then nothing opens, and what has opened goes on under the pack it opened with."""
    return _in_force()[0]


def text_in_force() -> str:
    """The words of policy/compact.toml, exactly."""
    return _in_force()[1]


def _in_force() -> tuple[Pack, str]:
    try:
        return from_policy("compact.toml", _read)
    except PackError as fault:
        raise Conflict(
            _("The city’s rules cannot be used as they are written: %(faults)s")
            % {"faults": "; ".join(fault.problems[:5])},
            _("Ask whoever keeps policy/compact.toml to mend it. “heard check” names every fault."),
        ) from fault


def governing_digest(activity: Activity) -> str:
    """The digest of the pack that governs an activity for life, or "" before it has opened."""
    found = Governing.objects.filter(activity=activity).values_list("pack__digest", flat=True).first()
    return found or ""


def pack_for(activity: Activity) -> Pack:
    """The pack by which an activity is judged: the one it opened under; before that, the one in force."""
    digest = governing_digest(activity)
    return kept_pack(digest) if digest else pack_in_force()


@lru_cache(maxsize=32)
def kept_pack(digest: str) -> Pack:
    """A pack as it was kept, by its digest. An old one may lack checks that were written since."""
    return parse_pack(PackVersion.objects.values_list("text", flat=True).get(digest=digest), complete=False)


def unsigned_change(version: str) -> bool:
    """Whether the rules of this version took the place of others, and nobody has said who changed them and why."""
    rows = list(PackVersion.objects.order_by("id").values_list("digest", "signed_at")[:200])
    signed = {digest for digest, signed_at in rows if signed_at}
    return bool(rows) and version != rows[0][0] and version not in signed


def pack_versions(limit: int = 50) -> list[PackVersion]:
    """The newest versions of the pack, newest first, each with how many activities it governs."""
    rows = PackVersion.objects.select_related("signed_by").annotate(governs=Count("governed"))
    return list(rows.order_by("-seen_at", "-id")[:limit])


def changes_between(old: Pack, new: Pack) -> tuple[str, ...]:
    """What a new pack changes, one sentence each: checks added and dropped, severities, moves, parameters, words."""
    return tuple(_changes(old, new))


def _changes(old: Pack, new: Pack) -> Iterator[str]:
    before = {clause.id: clause for clause in old.clauses}
    after = {clause.id: clause for clause in new.clauses}
    yield from (f"{each}: the clause was added." for each in after if each not in before)
    yield from (f"{each}: the clause was dropped." for each in before if each not in after)
    for each in after:
        if each in before and (before[each].words, before[each].title) != (after[each].words, after[each].title):
            yield f"{each}: the words of the clause changed."
    was = {terms.id: terms for terms in old.checks}
    now = {terms.id: terms for terms in new.checks}
    yield from (f"{each}: the check was added." for each in now if each not in was)
    yield from (f"{each}: the check was dropped." for each in was if each not in now)
    for each in now:
        if each in was:
            yield from _changes_of(was[each], now[each])


def term_changes(old: Pack, new: Pack) -> Iterator[tuple[str, str, str, str]]:
    """Each term of a check that differs: ``(check id, what, was, is)``; a check added or dropped is one of them."""
    was, now = {terms.id: terms for terms in old.checks}, {terms.id: terms for terms in new.checks}
    yield from ((each, _("the check"), _("not asked"), _("asked")) for each in now if each not in was)
    yield from ((each, _("the check"), _("asked"), _("not asked")) for each in was if each not in now)
    for each in now:
        if each in was:
            yield from ((each, what, a, b) for what, a, b in _differences(was[each], now[each]))


def _changes_of(old: CheckTerms, new: CheckTerms) -> Iterator[str]:
    yield from (f"{new.id}: {what} was {was}, is {now}." for what, was, now in _differences(old, new))


def _differences(old: CheckTerms, new: CheckTerms) -> Iterator[tuple[str, str, str]]:
    for key in sorted({*old.parameters, *new.parameters}):
        a, b = old.parameters.get(key), new.parameters.get(key)
        if a != b:
            yield key.replace("_", " "), _said(a), _said(b)
    for key, said in (
        ("severity", "severity"), ("before", "asked before"), ("acts", "asked of acts"), ("tiers", "tiers"),
        ("from_level", "from level"), ("summary", "words"),
    ):  # fmt: skip
        a, b = getattr(old, key), getattr(new, key)
        if a != b:
            yield said, _said(a), _said(b)


def _said(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(str(each) for each in value) or "nothing"
    return "nothing" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class CheckTold:
    """One check in words: how hard, before what, from which level, for which tiers, with which numbers."""

    terms: CheckTerms
    severity: Any
    before: tuple[Any, ...]
    parameters: tuple[tuple[str, str], ...]
    level: Any
    tiers: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ClauseTold:
    """One clause with its checks in words; without any it is “not yet checked”."""

    clause: Clause
    checks: tuple[CheckTold, ...]


@dataclass(frozen=True, slots=True)
class VersionTold:
    """One version of the pack, and what it changed against the one before it."""

    row: PackVersion
    changes: tuple[str, ...]
    is_first: bool
    in_force: bool


def clause_told(pack: Pack, clause_id: str) -> ClauseTold:
    """A clause in words. Raises KeyError for an id that is not in the pack."""
    return _clause(pack.clause(clause_id))


def parts_of(pack: Pack) -> list[tuple[str, Any, list[ClauseTold]]]:
    """Every clause, under the part of the code it stands in: ``(anchor, title, clauses)``."""
    parts: dict[str, list[ClauseTold]] = {}
    for clause in pack.clauses:
        parts.setdefault(words.part_of(clause.id), []).append(_clause(clause))
    return [(part, words.PARTS.get(part, part), clauses) for part, clauses in parts.items()]


def version_told() -> list[VersionTold]:
    """The history of the pack, newest first: when each version came into force, what changed, who says why."""
    rows = pack_versions()
    now = pack_in_force().version
    told = []
    for row, older in zip_longest(rows, rows[1:]):
        changes = changes_between(kept_pack(older.digest), kept_pack(row.digest)) if older else ()
        told.append(VersionTold(row, changes, older is None, row.digest == now))
    return told


def _clause(clause: Clause) -> ClauseTold:
    return ClauseTold(clause, tuple(_check(terms) for terms in clause.checks))


def _check(terms: CheckTerms) -> CheckTold:
    return CheckTold(
        terms=terms,
        severity=words.SEVERITIES[terms.severity],
        before=tuple(words.BEFORE[each] for each in (*terms.before, *terms.acts)),
        parameters=tuple((key.replace("_", " "), _said(value)) for key, value in terms.parameters.items()),
        level="" if terms.from_level == LEVELS[0] else LEVEL_WORDS[terms.from_level],
        tiers=tuple(str(Tier(each).label).split(":")[0] for each in terms.tiers)
        if set(terms.tiers) != set(TIERS)
        else (),
    )


def _short(tier: str) -> str:
    """“Light”, of “Light: listening, no decision linked”."""
    return str(Tier(tier).label).split(":")[0]


def _read(raw: bytes) -> tuple[Pack, str]:
    text = raw.decode("utf-8")
    return parse_pack(text), text
