"""The opinion map of a strand as it stands: kept in this process, and carried on when votes come."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from heard.activities.models import Strand
from heard.methods.opinions.models import Participant
from heard.methods.opinions.queries.turns import hash_of
from heard.methods.opinions.queries.votes import marks_of, votes_of

if TYPE_CHECKING:
    from heard.rules.opinions import Live, Map

FRESH = 0.5  # seconds for which a picture is good enough, whatever came meanwhile
WHOLE = 900.0  # seconds after which everything is read again, so that votes taken back leave the picture too
OVERLAP = 2_000  # votes read again each time: a number may be taken before another one and stored after it
MOST = 40  # strands kept at once in one process


@dataclass(slots=True)
class Kept:
    """A live map and how far it has read."""

    live: Live
    newest: int
    marks: str
    picture: Map
    read_at: float
    asked_at: float


_kept: dict[tuple[str, int], Kept] = {}
_turns: dict[tuple[str, int], threading.Lock] = {}
_final: dict[tuple[str, int], tuple[str, Map]] = {}


def picture_of(strand: Strand) -> Map:
    """The map of all votes so far, at most half a second old. Groups keep their names from one picture to the next.

    While somebody else's request makes the next one, the last one is shown: nobody waits for votes to be read again.
    """
    name, now = (str(connection.settings_dict["NAME"]), strand.pk), time.monotonic()
    fresh = 0.0 if getattr(settings, "KEEP_PAGES_SECONDS", 1) == 0 else FRESH
    kept, turn = _kept.get(name), _turns.setdefault(name, threading.Lock())
    if kept and now - kept.asked_at < fresh:
        return kept.picture
    if not turn.acquire(blocking=kept is None):
        assert kept is not None  # whoever has none waits
        return kept.picture
    try:
        return _made(strand, name, now)
    finally:
        turn.release()


def _made(strand: Strand, name: tuple[str, int], now: float) -> Map:
    """The map as it stands now, kept; for whoever has the turn."""
    kept, marks = _kept.get(name), marks_of(strand)
    if kept is None or now - kept.read_at > WHOLE or not _grew(kept.marks, marks):
        kept = _kept[name] = _whole(strand, marks, now)
    elif marks != kept.marks:
        _carry_on(kept, strand, marks)
    kept.asked_at = now
    for other in list(_kept)[:-MOST]:
        _kept.pop(other, None)
    return kept.picture


def cold_picture(strand: Strand) -> Map:
    """The map drawn from nothing, on one thread, with a fixed seed: what the result is worked out with."""
    from heard.rules.opinions import run

    return run(votes_of(strand)[0])


def final_picture(strand: Strand) -> Map:
    """The map of a result, drawn once and kept as long as the votes behind it are the same (they can be taken back)."""
    name, marks = (str(connection.settings_dict["NAME"]), strand.pk), f"{strand.outcome_digest} {marks_of(strand)}"
    kept, picture = _final.get(name, ("", None))
    if picture is None or kept != marks:
        picture = cold_picture(strand)
        _final[name] = marks, picture
    for other in list(_final)[:-MOST]:
        _final.pop(other, None)
    return picture


def place_of(strand: Strand, key: str) -> str:
    """The number under which somebody stands in the picture, for themselves alone; "" before their first vote."""
    rows = Participant.objects.filter(opinions=strand.pk, key_hash=hash_of(key)) if key else Participant.objects.none()
    found = rows.values_list("pk", flat=True).first()
    return str(found) if found else ""


def _whole(strand: Strand, marks: str, now: float) -> Kept:
    from heard.rules.opinions import Live

    votes, newest = votes_of(strand)
    live = Live(votes)
    return Kept(live, newest, marks, live.map(), now, now)


def _carry_on(kept: Kept, strand: Strand, marks: str) -> None:
    votes, newest = votes_of(strand, after=max(kept.newest - OVERLAP, 0))
    kept.live.add(votes)
    kept.picture, kept.newest, kept.marks = kept.live.map(), max(newest, kept.newest), marks


def _grew(before: str, after: str) -> bool:
    """Whether only votes can have come: the same statements, none with fewer votes than before."""
    old = {row.split(",")[0]: sum(map(int, row.split(",")[1:])) for row in before.split(";") if row}
    new = {row.split(",")[0]: sum(map(int, row.split(",")[1:])) for row in after.split(";") if row}
    return old.keys() <= new.keys() and all(new[number] >= votes for number, votes in old.items())
