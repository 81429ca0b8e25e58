"""What may be asked of the record: whether it holds, what was published, what happened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _

from heard.audit.models import DailyHead, Entry
from heard.ground import clock
from heard.rules import seal
from heard.rules.outcome import canonical

AT_A_TIME = 2000


@dataclass(frozen=True, slots=True)
class Chain:
    """What walking the chain found. `broken` is the place of the first entry that does not hold, `entry` names it."""

    ok: bool
    sealed: int
    last: str
    unsealed: int
    oldest_unsealed_at: datetime | None = None
    payloads: int = 0
    heads: int = 0
    broken: int | None = None
    entry: str = ""
    why: str = ""

    def __str__(self) -> str:
        lines = []
        if self.ok:
            lines.append(_("The chain holds: %(n)s sealed entries, head %(h)s.") % {"n": self.sealed, "h": self.last})
        else:
            lines.append(_("The chain is BROKEN: %(why)s") % {"why": self.why})
            if self.entry:
                lines.append(_("First broken entry: %(entry)s.") % {"entry": self.entry})
            lines.append(_("%(n)s entries before it hold.") % {"n": self.sealed})
        lines.append(_("%(p)s private parts and %(h)s published heads agree.") % {"p": self.payloads, "h": self.heads})
        tail = _("Unsealed tail: %(n)s entries.") % {"n": self.unsealed}
        if self.oldest_unsealed_at:
            tail += " " + _("The oldest waits since %(at)s.") % {
                "at": self.oldest_unsealed_at.isoformat(timespec="seconds")
            }
        return "\n".join([*lines, tail])


def full_header(entry: Entry, place: int) -> dict[str, Any]:
    """Everything the seal answers for about one entry at its place in the chain, as plain values."""
    return {
        "sequence": place,
        "entry": entry.pk,
        "what": entry.what,
        "about": entry.about,
        "by": entry.by,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "public": entry.header,
    }


def chain_header(entry: Entry, place: int) -> dict[str, Any]:
    """The header that is hashed and published: in full, or for an entry about a person its salted digest."""
    full = full_header(entry, place)
    if entry.cover is None:
        return full
    digest = hashlib.sha256(bytes(entry.cover) + canonical(full).encode("utf-8", "surrogatepass")).hexdigest()
    return {"sequence": place, "covered": digest}


def head_of_chain() -> tuple[int, str]:
    """Place and hash of the newest sealed entry; (0, seal.GENESIS) while there is none."""
    newest = Entry.objects.filter(sequence__isnull=False).order_by("-sequence").only("sequence", "hash").first()
    return (newest.sequence or 0, newest.hash) if newest else (0, seal.GENESIS)


def verify_chain(head: str | None = None) -> Chain:
    """Walk the sealed chain in constant memory: every link, every private part that is left, every published head.

    `head` is a hash that somebody wrote down; it must stand in the chain. Names the first entry that does not hold.
    """
    walk = _Walk()
    found = seal.verify(walk.entries(), head=head.strip().lower() if head else None)
    broken, why = found.broken, walk.why if found.broken is not None and walk.why else found.why
    if found and (cut := walk.heads_beyond(found.count)):
        broken, why = found.count + 1, _("a head of %(n)s entries was published on %(day)s: the chain was cut.") % cut
    tail = Entry.objects.filter(sequence__isnull=True)
    return Chain(
        ok=not why,
        sealed=found.count,
        last=found.last,
        unsealed=tail.count(),
        oldest_unsealed_at=tail.aggregate(oldest=Min("at"))["oldest"],
        payloads=walk.payloads,
        heads=walk.heads_met,
        broken=broken,
        entry=walk.name if broken is not None else "",
        why=why,
    )


class _Walk:
    """Reads the chain in order and checks, entry by entry, what the links alone do not cover."""

    def __init__(self) -> None:
        self.published = dict(DailyHead.objects.values_list("sequence", "hash"))
        self.days: dict[int, date] = dict(DailyHead.objects.order_by("-on").values_list("sequence", "on"))
        self.payloads = self.heads_met = 0
        self.name = self.why = ""

    def entries(self) -> Iterator[seal.Sealed]:
        rows = Entry.objects.filter(sequence__isnull=False).select_related("payload").order_by("sequence")
        for entry in rows.iterator(chunk_size=AT_A_TIME):
            place = entry.sequence or 0
            self.name = f"{place} ({entry.what} {entry.about}, row {entry.pk})"
            self.why = self._fault(entry)
            yield seal.Sealed(
                sequence=place,
                header=chain_header(entry, place),
                payload_hash=entry.payload_hash,
                hash="" if self.why else entry.hash,
            )

    def heads_beyond(self, count: int) -> dict[str, Any]:
        """The first published head that lies after the end of the chain, if any."""
        place = min((place for place in self.published if place > count), default=0)
        if not place:
            return {}
        self.name = ""
        return {"n": place, "day": self.days[place].isoformat()}

    def _fault(self, entry: Entry) -> str:
        payload = getattr(entry, "payload", None)
        if payload is not None:
            if not seal.is_payload_of(entry.payload_hash, bytes(payload.salt), payload.body):
                return _("the private part of entry %(n)s was changed.") % {"n": entry.sequence}
            self.payloads += 1
        expected = self.published.get(entry.sequence or 0)
        if expected is not None:
            if expected != entry.hash:
                return _("entry %(n)s is not the one whose hash was published.") % {"n": entry.sequence}
            self.heads_met += 1
        return ""


def heads() -> QuerySet[DailyHead]:
    """Every published head."""
    return DailyHead.objects.all()


def published_chain(after: int = 0, size: int = AT_A_TIME) -> Iterator[dict[str, Any]]:
    """The sealed chain after a place, as anyone may have it: header (covered where it is about a person) and hashes."""
    rows = Entry.objects.filter(sequence__gt=after).order_by("sequence")[:size]
    for entry in rows.iterator(chunk_size=500):
        yield {
            "header": chain_header(entry, entry.sequence or 0),
            "payload": entry.payload_hash,
            "hash": entry.hash,
        }


def entries(
    *, what: str = "", about: str = "", by: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Entry]:
    """Entries by beginning of `what` and exact `about` and `by`, between two days, with their private part."""
    rows = Entry.objects.select_related("payload")
    chosen = Q()
    if what:
        chosen &= Q(what__startswith=what)
    if about:
        chosen &= Q(about=about)
    if by:
        chosen &= Q(by=by)
    if since:
        chosen &= Q(at__gte=clock.start_of(since))
    if until:
        chosen &= Q(at__lt=clock.end_of(until))
    return rows.filter(chosen)
