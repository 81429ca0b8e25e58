"""Every way of taking part beside every other: what people are told, asked, given and promised (UP-e, I-5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Way:
    """One way of answering: a channel, or one language, format or print of it. `questions` are references.

    `feedback` are the channels by which the result comes back to those who came this way.
    """

    strand: str
    channel: str
    label: str
    questions: tuple[str, ...]
    opens_on: date | None = None
    closes_on: date | None = None
    information: bool = True
    influence: bool = True
    receipt: bool = True
    feedback: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which one way of taking part is worse off: what about it, the clause, which way, what is missing."""

    what: str
    clause: str
    way: Way
    missing: tuple[str, ...] = ()


def differences(ways: Sequence[Way]) -> tuple[Difference, ...]:
    """Everything that one way lacks and another of the same strand has, in the order of the ways.

    Dates: a way that opens later or closes earlier than the widest. Permuting the ways changes no difference.
    """
    found: list[Difference] = []
    for way in ways:
        found += _of(way, [other for other in ways if other.strand == way.strand])
    return tuple(found)


def _of(way: Way, all_ways: Iterable[Way]) -> list[Difference]:
    others = tuple(all_ways)
    asked = dict.fromkeys(ref for other in others for ref in other.questions)
    missing = tuple(ref for ref in asked if ref not in way.questions)
    found = [Difference("questions", "UP-e", way, missing)] if missing else []
    opens = min((other.opens_on for other in others if other.opens_on), default=None)
    closes = max((other.closes_on for other in others if other.closes_on), default=None)
    if opens and way.opens_on and way.opens_on > opens:
        found.append(Difference("opens", "UP-e", way, (opens.isoformat(),)))
    if closes and way.closes_on and way.closes_on < closes:
        found.append(Difference("closes", "UP-e", way, (closes.isoformat(),)))
    for what, clause in (("information", "UP-e"), ("influence", "GP-h"), ("receipt", "UP-e")):
        if not getattr(way, what) and any(getattr(other, what) for other in others):
            found.append(Difference(what, clause, way))
    if not way.feedback and any(other.feedback for other in others):
        found.append(Difference("feedback", "GP-c", way))
    return found
