"""Where each check function is found by its id, and the words in which it answers.

A check function is pure: `(Snapshot, parameters) → Found`. It reports what it saw; what a failure
means (refused, override, warn, advise) is the pack's severity, applied in `judge`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any

from heard.rules.snapshot import Snapshot

Parameters = Mapping[str, Any]

WORD_LIMIT = 40  # handbook §4.6: a plain explanation of at most 40 words


@dataclass(frozen=True, slots=True)
class Found:
    """What a check function saw. `result` is ``pass``, ``fail``, ``warn`` or ``advise``."""

    result: str
    why: str
    field: str = ""
    evidence: Mapping[str, Any] = made_by(default_factory=dict)


CheckFunction = Callable[[Snapshot, Parameters], Found]


@dataclass(frozen=True, slots=True)
class Registered:
    """A check function with the parameters it needs, by name and type."""

    function: CheckFunction
    parameters: Mapping[str, type]


REGISTRY: dict[str, Registered] = {}


def check(check_id: str, **parameters: type) -> Callable[[CheckFunction], CheckFunction]:
    """Register a function under a check id, with the names and types of the parameters it reads."""

    def register(function: CheckFunction) -> CheckFunction:
        if check_id in REGISTRY:
            raise ValueError(f"Two functions claim the check {check_id}.")
        REGISTRY[check_id] = Registered(function, parameters)
        return function

    return register


def fine(why: str, /, **evidence: Any) -> Found:
    """The clause is kept."""
    return Found("pass", why, "", evidence)


def fails(why: str, where: str, /, **evidence: Any) -> Found:
    """The clause is not kept: the pack's severity says what follows."""
    return Found("fail", why, where, evidence)


def warns(why: str, where: str, /, **evidence: Any) -> Found:
    """It may go on, with a warning that the public sees."""
    return Found("warn", why, where, evidence)


def advises(why: str, where: str, /, **evidence: Any) -> Found:
    """Worth knowing; shown and kept."""
    return Found("advise", why, where, evidence)


def short(text: str, limit: int = 4) -> str:
    """The first words of a name, so that a long one cannot crowd out the reason."""
    words = text.split()
    cut = " ".join(words[:limit])[:60]
    return cut if cut == " ".join(words) else f"{cut}…"


def listed(names: Iterable[str], most: int = 3) -> str:
    """Names in a sentence: “a”, “a and b”, “a, b, c and 4 more”."""
    shown = [short(name) or "(unnamed)" for name in names]
    if len(shown) > most:
        shown, rest = shown[:most], len(shown) - most
        return f"{', '.join(shown)} and {rest} more"
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def way_in(channel: str) -> str:
    """A channel in words: “face to face”."""
    return {
        "web": "the web", "in_person": "face to face", "text_message": "text message", "email": "e-mail",
    }.get(channel, channel)  # fmt: skip


def plural(number: int, one: str, many: str = "") -> str:
    """“1 day”, “3 days”."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def is_blank(text: str) -> bool:
    """Whether a text says nothing: empty, spaces, or only punctuation."""
    return not any(letter.isalnum() for letter in text)
