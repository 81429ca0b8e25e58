"""The rule packs: the one in force, the one that governs an activity, and what changed between two."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count

from heard.activities.models import Activity
from heard.compact.models import Governing, PackVersion
from heard.rules.compact import CheckTerms, Pack, parse_pack


def pack_file() -> Path:
    """Where the city keeps its pack."""
    return Path(settings.POLICY) / "compact.toml"


def pack_in_force() -> Pack:
    """The pack of policy/compact.toml, read again whenever the file changes. Raises PackError, naming every fault."""
    path = pack_file()
    stat = path.stat()
    return _read(path, stat.st_mtime_ns, stat.st_size)[0]


def text_in_force() -> str:
    """The words of policy/compact.toml, exactly."""
    path = pack_file()
    stat = path.stat()
    return _read(path, stat.st_mtime_ns, stat.st_size)[1]


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


def pack_versions(limit: int = 50) -> list[PackVersion]:
    """The newest versions of the pack, newest first, each with how many activities it governs."""
    return list(PackVersion.objects.select_related("signed_by").annotate(governs=Count("governed"))[:limit])


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


def _changes_of(old: CheckTerms, new: CheckTerms) -> Iterator[str]:
    for key in sorted({*old.parameters, *new.parameters}):
        a, b = old.parameters.get(key), new.parameters.get(key)
        if a != b:
            yield f"{new.id}: {key.replace('_', ' ')} was {_said(a)}, is {_said(b)}."
    for key, words in (
        ("severity", "severity"), ("before", "asked before"), ("acts", "asked of acts"), ("tiers", "tiers"),
        ("from_level", "from level"), ("summary", "words"),
    ):  # fmt: skip
        a, b = getattr(old, key), getattr(new, key)
        if a != b:
            yield f"{new.id}: {words} was {_said(a)}, is {_said(b)}."


def _said(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(str(each) for each in value) or "nothing"
    return "nothing" if value is None else str(value)


@cache
def _read(path: Path, mtime: int, size: int) -> tuple[Pack, str]:
    text = path.read_text("utf-8")
    return parse_pack(text), text
