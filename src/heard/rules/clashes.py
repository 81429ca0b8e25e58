"""What stands in the way of a period: holidays and feasts in it, and others who ask the same people at the same time.

A clash refuses nothing. It is shown to whoever plans, with what could be done about it (P-4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from heard.rules.observances import Observance

LONG_FAST = 20  # days from which an observance is a season rather than a day


@dataclass(frozen=True, slots=True)
class Asked:
    """An activity as the calendar sees it: who asks whom, where and when. Names of groups and topics in any case."""

    ref: str
    title: str
    partner: str
    first: date
    last: date
    places: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    general_public: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that overlaps, by how many days, and why it matters. `kind`: an observance's kind, or ``activity``."""

    kind: str
    name: str
    first: date
    last: date
    days: int
    because: tuple[str, ...]
    ref: str = ""
    sure: bool = True
    source: str = ""


def clashes(draft: Asked, others: Iterable[Asked], days_to_mind: Iterable[Observance]) -> tuple[Clash, ...]:
    """Everything that overlaps the draft's period and matters, in order of the first shared day.

    Another activity matters if it shares a place, a group or a topic, or if both ask everyone in the same place.
    An observance matters if it falls on the first or last day, is polling day, or takes at least 5 days of the period.
    """
    found = [clash for other in others if other.ref != draft.ref and (clash := _with_activity(draft, other))]
    found += [clash for one in days_to_mind if (clash := _with_observance(draft, one))]
    return tuple(sorted(found, key=lambda clash: (clash.first, clash.last, clash.name)))


def shared_days(draft: Asked, first: date, last: date) -> tuple[date, date, int] | None:
    """The days that two periods share (first, last, how many), or None."""
    begins, ends = max(draft.first, first), min(draft.last, last)
    return (begins, ends, (ends - begins).days + 1) if begins <= ends else None


def _with_activity(draft: Asked, other: Asked) -> Clash | None:
    shared = shared_days(draft, other.first, other.last)
    because = _alike(draft, other)
    if shared is None or not because:
        return None
    return Clash("activity", other.title, *shared, because, other.ref)


def _alike(draft: Asked, other: Asked) -> tuple[str, ...]:
    places, groups, topics = (
        _both(getattr(draft, name), getattr(other, name)) for name in ("places", "groups", "topics")
    )
    said = []
    if groups:
        said.append(f"asks the same people: {', '.join(groups)}")
    if topics:
        said.append(f"is about the same: {', '.join(topics)}")
    if places:
        said.append(f"is in the same place: {', '.join(places)}")
    elif draft.general_public and other.general_public and not (draft.places and other.places):
        said.append("asks everyone in the city")
    return tuple(said)


def _both(ours: frozenset[str], theirs: frozenset[str]) -> list[str]:
    known = {name.casefold() for name in theirs}
    return sorted(name for name in ours if name.casefold() in known)


def _with_observance(draft: Asked, one: Observance) -> Clash | None:
    shared = shared_days(draft, one.first, one.last)
    if shared is None:
        return None
    because = []
    if one.first <= draft.first <= one.last:
        because.append("it would open then")
    if one.first <= draft.last <= one.last:
        because.append("it would close then")
    if one.kind == "election":
        because.append("special care is needed in the weeks before a poll")
    if shared[2] >= 5:
        because.append(f"{shared[2]} of its days are taken up")
    if one.days >= LONG_FAST and one.kind == "faith":
        because.append("evenings and shared meals are hard for those who fast")
    return Clash(one.kind, one.name, *shared, tuple(because), sure=one.sure, source=one.source) if because else None
