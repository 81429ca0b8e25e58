"""What may be taken down and why (policy/moderation.toml), and what makes a moderator look.

A signal is never a verdict: it asks a person to look, and at most lets a text wait for them.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

LISTED = ("duplicate", "not_about", "unlawful", "personal", "asked", "not_eligible", "no_longer", "conduct")
ATTENTION = ("before", "trap", "fast", "unsigned", "busy", "links", "personal", "same", "flood", "reported", "returned")
MOST_REASONS = 9  # one key each
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<![\d/])(?:\+44[\s-]?|0)(?:\d[\s-]?){9,10}(?!\d)")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Reason:
    """One published reason: its slug, its title, its words, what it counts as among exclusions, what is tried first."""

    slug: str
    title: str
    words: str
    listed: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """Working days, hours and minutes, as in the policy's [times]."""

    look_before_working_days: int
    held_working_days: int
    turn_minutes: int
    handed_hours: int
    undo_minutes: int


@dataclass(frozen=True, slots=True)
class SignalTerms:
    """From where on each signal speaks, and which of them let a text wait, as in the policy's [signals]."""

    fast_seconds: int
    busy: int
    stops: int
    links: int
    same_words: int
    flood: int
    waits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportTerms:
    """Reports: how many from one address in ten minutes, and how long."""

    most_in_ten_minutes: int
    longest: int


@dataclass(frozen=True, slots=True)
class SplitTerms:
    """When removals by stance are compared (`least` of each kind) and from which chance on that is said."""

    least: int
    chance: float


@dataclass(frozen=True, slots=True)
class ModerationPolicy:
    """policy/moderation.toml."""

    times: Times
    signals: SignalTerms
    reports: ReportTerms
    split: SplitTerms
    reasons: tuple[Reason, ...]

    def reason(self, slug: str) -> Reason | None:
        """The reason of that slug, if it is published."""
        return next((each for each in self.reasons if each.slug == slug), None)


def read_moderation(text: str | bytes) -> ModerationPolicy:
    """Read policy/moderation.toml. Raises ValueError naming every fault."""
    data = tomllib.loads(text.decode("utf-8") if isinstance(text, bytes) else text)
    faults: list[str] = []
    parts = {"times": Times, "signals": SignalTerms, "reports": ReportTerms, "split": SplitTerms}
    for name in sorted(set(data) - {*parts, "reasons"}):
        faults.append(f"unknown part “{name}”")
    read = {name: _part(data.get(name, {}), kind, name, faults) for name, kind in parts.items()}
    reasons = tuple(_reason(each, number, faults) for number, each in enumerate(data.get("reasons", []), start=1))
    if not 0 < len(reasons) <= MOST_REASONS:
        faults.append(f"there are {len(reasons)} reasons; there must be 1 to {MOST_REASONS}, one key each")
    if len({each.slug for each in reasons}) < len(reasons):
        faults.append("two reasons have one slug")
    faults += [f"[signals] waits names “{one}”" for one in read["signals"].get("waits", ()) if one not in ATTENTION]
    if faults:
        raise ValueError("\n".join(f"moderation: {fault}" for fault in faults))
    return ModerationPolicy(
        Times(**read["times"]),
        SignalTerms(**read["signals"]),
        ReportTerms(**read["reports"]),
        SplitTerms(**read["split"]),
        reasons,
    )


def _part(data: Any, kind: Any, name: str, faults: list[str]) -> dict[str, Any]:
    known = {field.name: str(field.type) for field in fields(kind)}
    given = data if isinstance(data, dict) else {}
    faults += [f"[{name}] unknown key “{key}”" for key in given if key not in known]
    faults += [
        f"[{name}] “{key}” is missing or not {want}" for key, want in known.items() if not _fits(given, key, want)
    ]
    return {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}


def _fits(given: Mapping[str, Any], key: str, want: str) -> bool:
    value = given.get(key)
    if want == "int":
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if want == "float":
        return isinstance(value, float) and 0 < value < 1
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _reason(given: Any, number: int, faults: list[str]) -> Reason:
    given = given if isinstance(given, dict) else {}
    known = {field.name for field in fields(Reason)}
    faults += [f"reason {number}: unknown key “{key}”" for key in given if key not in known]
    for key in ("slug", "title", "words", "listed"):
        if not isinstance(given.get(key), str) or not given[key].strip():
            faults.append(f"reason {number}: “{key}” is missing")
    if given.get("listed") not in LISTED:
        faults.append(f"reason {number}: “{given.get('listed')}” is no listed reason of an exclusion")
    return Reason(**{key: str(given.get(key, "")) for key in known})


def digest_of(words: str, terms: SignalTerms) -> str:
    """What two texts share if they are the same but for case, accents, marks and spaces; "" for a few words."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    found = _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))
    return hashlib.sha256(" ".join(found).encode()).hexdigest() if len(found) >= terms.same_words else ""


def attention(words: str, signals: Mapping[str, Any], terms: SignalTerms) -> tuple[str, ...]:
    """Why a moderator should look, from what the text says and from what was noticed as it came in.

    `signals`: ``trap`` (the field no person sees was filled), ``seconds`` since the page was opened (None: the page's
    moment was missing or forged), ``sent`` from this address in ten minutes, ``same`` texts in the activity so far.
    Further true signals of a method pass through if they are known here.
    """
    sent, same, seconds = int(signals.get("sent") or 0), int(signals.get("same") or 0), signals.get("seconds", "")
    seen = {
        "trap": bool(signals.get("trap")),
        "fast": isinstance(seconds, int | float) and seconds < terms.fast_seconds,
        "unsigned": seconds is None,
        "busy": sent > terms.busy,
        "links": len(_LINK.findall(words)) >= terms.links,
        "personal": bool(_EMAIL.search(words) or _PHONE.search(words)),
        "same": same > 0,
        "flood": same >= terms.flood,
    }
    return tuple(slug for slug in ATTENTION if seen.get(slug))


def waits(found: tuple[str, ...], terms: SignalTerms, *, before: bool) -> bool:
    """Whether a text waits for a moderator before it is shown."""
    return before or any(slug in terms.waits for slug in found)
