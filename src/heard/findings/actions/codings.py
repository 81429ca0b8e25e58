"""Reading: a passage is put to themes and marked read; a reader is handed the next one; many at once from a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Passage
from heard.audit.actions import record
from heard.findings import access
from heard.findings.actions.frames import newest_frame
from heard.findings.actions.holding import hold, hold_themes
from heard.findings.models import Coding, Reading, Theme, Turn
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.turns import one_at_a_time
from heard.people.models import Account
from heard.rules.outcome import digest

STANCES = ("", "for", "against", "mixed", "none")
TURN = timedelta(minutes=15)
READER = "findings.reader"  # one at a time (ground/turns): first what a reader does, then what is done to a passage
PASSAGE = "findings.passage"
MANY = 1000  # from so many rows on, PostgreSQL is told at once what its tables hold now


def code_passage(*, passage: Passage, themes: Mapping[Theme, str], by: Account, at: datetime) -> Reading:
    """Put a passage to `themes` (each with its stance, "" if none was noted) and mark it read.

    This reader's codings of the passage become exactly these; other readers' codings stay. No theme at all is a
    reading too: it was read and carries none. Its turn ends.
    """
    activity = passage.contribution.strand.activity
    ask(access.may_code(by, activity))
    _check(activity, themes)
    with transaction.atomic():
        hold(activity)
        one_at_a_time(READER, by.pk)
        one_at_a_time(PASSAGE, passage.pk)
        hold_themes(themes)
        frame = newest_frame(activity)
        Coding.objects.filter(passage=passage, by=by).exclude(theme__in=list(themes)).delete()
        Coding.objects.bulk_create(
            [
                Coding(passage=passage, theme=theme, stance=stance, frame=frame, by=by, at=at)
                for theme, stance in sorted(themes.items(), key=lambda each: each[0].pk)
            ],
            update_conflicts=True,
            unique_fields=["passage", "theme", "by"],
            update_fields=["stance", "frame", "at"],
        )
        reading, _new = Reading.objects.get_or_create(passage=passage, defaults={"by": by, "at": at})
        Turn.objects.filter(activity=activity, by=by, passage=passage).delete()
        record(
            what="passage.read",
            about=f"contribution:{passage.contribution.trace_id}",
            by=by,
            at=at,
            public={"activity": activity.public_id, "passage": passage.ordinal, "themes": _refs(themes)},
        )
    return reading


def undo_reading(*, activity: Activity, by: Account, at: datetime) -> Passage:
    """Take back this reader's newest reading in an activity: their codings of it go, and it is unread again.

    It stays read if someone else has coded it too. Conflict if there is nothing to take back.
    """
    ask(access.may_code(by, activity))
    with transaction.atomic():
        hold(activity)
        one_at_a_time(READER, by.pk)
        mine = Reading.objects.filter(by=by, passage__contribution__strand__activity=activity)
        newest = mine.select_related("passage__contribution__strand").order_by("-at", "-passage_id").first()
        if newest is None:
            raise Conflict(_("You have read nothing here that could be taken back."))
        passage = newest.passage
        one_at_a_time(PASSAGE, passage.pk)
        Coding.objects.filter(passage=passage, by=by).delete()
        other = Coding.objects.filter(passage=passage).first()
        if other:
            Reading.objects.filter(pk=newest.pk).update(by=other.by, at=other.at)
        else:
            newest.delete()
        record(
            what="passage.unread",
            about=f"contribution:{passage.contribution.trace_id}",
            by=by,
            at=at,
            public={"activity": activity.public_id, "passage": passage.ordinal},
        )
    return passage


def take_turn(
    *, activity: Activity, queue: QuerySet[Passage], by: Account, at: datetime, after: int = 0
) -> Passage | None:
    """Hand a reader the next passage of `queue` (unread ones, by key) that nobody else has in hand.

    Going on from the key `after`, then from the start. None when there is nothing left to read. A turn lapses after
    15 minutes. Nothing of the record changes, so nothing is audited.
    """
    ask(access.may_code(by, activity))
    held = Turn.objects.filter(passage=OuterRef("pk"), at__gt=at - TURN).exclude(by=by)
    free = queue.filter(~Exists(held)).order_by("pk")
    with transaction.atomic():
        passage = _first(free.filter(pk__gt=after)) or (_first(free) if after else None)
        if passage is None:
            Turn.objects.filter(activity=activity, by=by).delete()
            return None
        Turn.objects.bulk_create(
            [Turn(activity=activity, by=by, passage=passage, at=at)],
            update_conflicts=True,
            unique_fields=["activity", "by"],
            update_fields=["passage", "at"],
        )
    return passage


def _first(rows: QuerySet[Passage]) -> Passage | None:
    return rows.select_for_update(skip_locked=True, of=("self",), no_key=True).first()


@dataclass(frozen=True, slots=True)
class RefusedCoding:
    """One fault of a row of an import that was not taken, by its number in the file."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One row of an import: the contribution's trace id, which passage of it, the theme's name, and the stance."""

    row: int
    trace_id: str
    ordinal: int
    theme: str
    stance: str = ""


@dataclass(frozen=True, slots=True)
class CodedMany:
    """What became of an import. `refused` holds every fault of every row that was not taken."""

    codings: int
    readings: int
    refused: tuple[RefusedCoding, ...]

    @property
    def rows_refused(self) -> int:
        return len({fault.row for fault in self.refused})


def code_many(
    *, activity: Activity, rows: Iterable[CodingRow], by: Account, at: datetime, provenance: str, dry: bool = False
) -> CodedMany:
    """Take over codings made elsewhere: one audit entry with a digest.

    Rows that cannot be taken are named with a reason. A blank theme only marks the passage read. The same row twice
    counts once. With `dry` nothing is stored.
    """
    ask(access.may_code(by, activity))
    with transaction.atomic():
        hold(activity)
        one_at_a_time(READER, by.pk)
        pairs, refused = _matched(activity, list(rows))
        frame = newest_frame(activity)
        codings = {
            (passage, theme): Coding(passage_id=passage, theme_id=theme, stance=row.stance, frame=frame, by=by, at=at)
            for row, passage, theme in pairs
            if theme is not None
        }
        hold_themes(theme for _passage, theme in codings)
        passages = dict.fromkeys(passage for _row, passage, _theme in pairs)
        if not dry:
            Coding.objects.bulk_create(
                [codings[key] for key in sorted(codings)],
                batch_size=5000,
                update_conflicts=True,
                unique_fields=["passage", "theme", "by"],
                update_fields=["stance", "frame", "at"],
            )
            Reading.objects.bulk_create(
                [Reading(passage_id=passage, by=by, at=at) for passage in passages],
                batch_size=5000,
                ignore_conflicts=True,
            )
            if len(codings) + len(passages) >= MANY:
                _tell_planner()
            record(
                what="passage.batch",
                about=f"activity:{activity.public_id}",
                by=by,
                at=at,
                public={
                    "provenance": provenance,
                    "codings": len(codings),
                    "readings": len(passages),
                    "refused": len({fault.row for fault in refused}),
                    "digest": digest([[r.trace_id, r.ordinal, r.theme, r.stance] for r, _passage, _theme in pairs]),
                },
            )
    return CodedMany(len(codings), len(passages), tuple(refused))


def _tell_planner() -> None:
    """Queries right after a large import would else be planned for nearly empty tables: minutes for a second."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE activities_contribution, activities_passage, findings_coding, findings_reading")


Pair = tuple[CodingRow, int, int | None]


def _matched(activity: Activity, rows: Sequence[CodingRow]) -> tuple[list[Pair], list[RefusedCoding]]:
    themes = dict(Theme.objects.filter(activity=activity).values_list("name", "pk"))
    wanted = {row.trace_id for row in rows}
    passages = {
        (trace_id, ordinal): pk
        for trace_id, ordinal, pk in Passage.objects.filter(contribution__strand__activity=activity)
        .order_by()
        .values_list("contribution__trace_id", "ordinal", "pk")
        .iterator(chunk_size=10_000)
        if trace_id in wanted
    }
    pairs: list[Pair] = []
    refused = []
    for row in rows:
        if faults := list(_faults_of(row, passages, themes)):
            refused += [RefusedCoding(row.row, why) for why in faults]
        else:
            pairs.append((row, passages[row.trace_id, row.ordinal], themes.get(row.theme)))
    return pairs, refused


def _faults_of(row: CodingRow, passages: Mapping[tuple[str, int], int], themes: Mapping[str, int]) -> Iterator[str]:
    if "\x00" in f"{row.trace_id}{row.theme}{row.stance}":
        yield _("It holds a NUL character, which cannot be stored.")
        return
    if (row.trace_id, row.ordinal) not in passages:
        yield _("There is no passage %(ordinal)s of a contribution “%(trace)s” in this activity.") % {
            "ordinal": row.ordinal,
            "trace": row.trace_id[:40],
        }
    if row.theme and row.theme not in themes:
        yield _("There is no theme called “%(name)s”.") % {"name": row.theme[:80]}
    if row.stance not in STANCES:
        yield _("“%(stance)s” is not a stance; use for, against, mixed or none.") % {"stance": row.stance[:20]}


def _check(activity: Activity, themes: Mapping[Theme, str]) -> None:
    if any(theme.activity_id != activity.pk for theme in themes):
        raise Refused(_("A passage can only be put to themes of its own activity."))
    if any(stance not in STANCES for stance in themes.values()):
        raise Refused(_("A stance is for, against, mixed or none."))


def _refs(themes: Mapping[Theme, str]) -> list[str]:
    return sorted(theme.public_id for theme in themes)
