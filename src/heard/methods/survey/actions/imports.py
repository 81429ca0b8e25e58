"""Responses from a file: kept, matched, tried, taken in by chunks that can be begun again, finished or undone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions import Arrival, receive_batch
from heard.activities.actions.batches import withdraw_batch
from heard.activities.actions.contributions import kept_key
from heard.activities.models import Contribution, Strand
from heard.audit.actions import record
from heard.ground.inserting import copy_values
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.turns import one_at_a_time
from heard.methods.survey import access
from heard.methods.survey.actions.answers import spoken
from heard.methods.survey.models import Chosen, Import, RefusedRow, Response, Survey
from heard.methods.survey.queries import Given, is_known_file
from heard.people.models import Account

State = Import.State
CHOSEN_COLUMNS = ("response_id", "question_id", "option_id", "point")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row of a file that reads well. `key` is the same whenever it is read again; `remarks` are (column, why)."""

    number: int
    key: str
    channel: str
    received_at: datetime
    may_quote: bool
    given: tuple[Given, ...]
    cells: tuple[str, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NotTaken:
    """One row that is refused: its number in the file, each fault as (column, why), and its cells."""

    number: int
    faults: tuple[tuple[str, str], ...]
    cells: tuple[str, ...] = ()


def take_file(
    *, strand: Strand, file_name: str, content: bytes, reading: Mapping[str, Any], by: Account, at: datetime
) -> Import:
    """Keep a file that reads well, for matching. Refused when the same file was taken in before.

    Consequence: an audit entry `import.uploaded` with the file's digest.
    """
    ask(access.may_import(by, strand))
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        _refuse_again(strand, digest)
        survey, _made = Survey.objects.get_or_create(strand=strand)
        batch = Import.objects.create(
            survey=survey,
            file_name=file_name[:200],
            file_digest=digest,
            content=content,
            reading=dict(reading),
            by=by,
            at=at,
        )
        _note(batch, strand, "import.uploaded", by, at, {"file": digest})
    return batch


def keep_matching(*, batch: Import, strand: Strand, mapping: Mapping[str, Any], by: Account, at: datetime) -> None:
    """Keep how the columns are matched and try the file without saving any answer (job `survey.try_import`).

    Consequences: what an earlier try found is deleted; an audit entry `import.matched`.
    """
    ask(access.may_import(by, strand))
    with transaction.atomic():
        _change(batch, {State.UPLOADED, State.TRIED, State.TRYING, State.FAILED}, State.TRYING, mapping=dict(mapping))
        batch.refused.all().delete()
        _note(batch, strand, "import.matched", by, at, {})
        _defer("survey.try_import", batch)


def start_trial(*, batch: Import) -> None:
    """Begin to count again: the job was started, perhaps a second time."""
    batch.refused.all().delete()
    batch.rows_seen = batch.rows_taken = batch.rows_refused = batch.rows_remarked = 0
    batch.why_failed = ""
    batch.save(update_fields=["rows_seen", "rows_taken", "rows_refused", "rows_remarked", "why_failed"])


def keep_trial(*, batch: Import, rows: Sequence[Incoming], refused: Sequence[NotTaken]) -> None:
    """Keep what a stretch of the file came to, for the report and the progress shown. Part of the job."""
    with transaction.atomic():
        _refuse_rows(batch, refused)
        _remark_rows(batch, rows)
        batch.rows_taken += len(rows)
        _count(batch, len(rows) + len(refused), len(refused))


def start_import(*, batch: Import, strand: Strand, by: Account, at: datetime) -> None:
    """Take the file in for good (job `survey.run_import`). Refused unless it was tried and some row can be taken.

    Consequence: an audit entry `import.started`.
    """
    ask(access.may_import(by, strand))
    if batch.state == State.TRIED and not batch.rows_taken:
        raise Refused(_("No row of this file can be taken."), _("Mend the matching or the file, and try it again."))
    with transaction.atomic():
        _refuse_again(strand, batch.file_digest)
        _change(batch, {State.TRIED, State.FAILED}, State.RUNNING)
        _note(batch, strand, "import.started", by, at, {})
        _defer("survey.run_import", batch)


def take_rows(
    *, batch: Import, strand: Strand, rows: Sequence[Incoming], refused: Sequence[NotTaken], by: Account, at: datetime
) -> None:
    """Keep one chunk of answers. A row that is there already from this import counts once; from another, it is refused.

    Consequences: contributions, passages and closed answers in one transaction with the progress; no receipts, and
    no audit entry: `finish_import` writes the one for the whole file.
    """
    ask(access.may_import(by, strand))
    with transaction.atomic():
        rows, doubled = _new_ones(batch, strand, rows)
        arrivals = [
            Arrival(
                key=row.key,
                channel=row.channel,
                received_at=row.received_at,
                passages=spoken(row.given),
                may_quote=row.may_quote,
                extra={"given": row.given},
            )
            for row in rows
        ]
        pairs = receive_batch(
            strand=strand, arrivals=arrivals, by=by, at=at, provenance=f"import:{batch.public_id}", audited=False
        )
        copy_values(Response, ("contribution_id", "batch_id"), ((kept.pk, batch.pk) for _row, kept in pairs))
        copy_values(Chosen, CHOSEN_COLUMNS, _chosen_values(pairs))
        _refuse_rows(batch, [*refused, *doubled])
        _remark_rows(batch, rows)
        batch.rows_taken += len(rows)
        _count(batch, len(rows) + len(refused) + len(doubled), len(refused) + len(doubled))


def _chosen_values(pairs: Sequence[tuple[Arrival, Contribution]]) -> Iterator[tuple[int | None, ...]]:
    for row, kept in pairs:
        for answer in row.extra["given"]:
            for option, point in answer.answers:
                yield kept.pk, answer.question.id, option, point


def finish_import(*, batch: Import, strand: Strand, state: str, by: Account, at: datetime) -> None:
    """End a try (`tried`) or an import (`done`). An import's file is deleted and its one audit entry written.

    The entry's digest is SHA-256 over the trace ids of all responses that came by it, in order.
    """
    with transaction.atomic():
        batch.state, batch.finished_at = state, at
        columns = ["state", "finished_at"]
        if state == State.DONE:
            batch.content = None
            columns.append("content")
            _note(batch, strand, "import.done", by, at, _totals(batch))
        batch.save(update_fields=columns)


def undo_import(*, batch: Import, strand: Strand, reason: str, by: Account, at: datetime) -> int:
    """Withdraw an import as one act: every response that came by it. Answers with how many.

    Refused without a reason, and once the answers are counted. Consequences: the responses stay in the totals as
    withdrawn and their receipts say so; one audit entry `contribution.batch_withdrawn`; the same file may be imported
    again.
    """
    ask(access.may_import(by, strand))
    reason = reason.strip()[:500]
    if not reason:
        raise Refused(_("Say why this import is taken out. The reason is kept in the record."))
    with transaction.atomic():
        changed = {"content": None, "undone_because": reason, "undone_by": by, "finished_at": at}
        _change(batch, {State.DONE, State.FAILED}, State.UNDONE, **changed)
        batch.refused.all().delete()
        return withdraw_batch(strand=strand, provenance=f"import:{batch.public_id}", reason=reason, by=by, at=at)


def fail_import(*, batch: Import, why: str, at: datetime) -> None:
    """Say why the file could not be read to its end. What was taken stays, and counts once when it is tried again."""
    batch.state, batch.why_failed, batch.finished_at = State.FAILED, why, at
    batch.save(update_fields=["state", "why_failed", "finished_at"])


def _totals(batch: Import) -> dict[str, Any]:
    whole = hashlib.sha256()
    traces = Contribution.objects.filter(pk__in=batch.responses.values("pk")).order_by("pk")
    for trace in traces.values_list("trace_id", flat=True).iterator(chunk_size=5000):
        whole.update(trace.encode())
    return {
        "file": batch.file_digest,
        "received": batch.rows_taken,
        "refused": batch.rows_refused,
        "digest": whole.hexdigest(),
    }


def _new_ones(batch: Import, strand: Strand, rows: Sequence[Incoming]) -> tuple[list[Incoming], list[NotTaken]]:
    """Rows that may come in, and those that came by another import."""
    keys = {kept_key(strand, row.key): row for row in rows}
    there = dict(Contribution.objects.filter(entry_key__in=keys).values_list("pk", "entry_key"))
    if not there:
        return list(rows), []
    ours = set(Response.objects.filter(pk__in=there, batch=batch).values_list("pk", flat=True))
    elsewhere = {key for pk, key in there.items() if pk not in ours}
    why = _("An answer with this response id is there already, from another import.")
    doubled = [NotTaken(row.number, (("", why),), row.cells) for key, row in keys.items() if key in elsewhere]
    return [row for key, row in keys.items() if key not in elsewhere], doubled


def _refuse_rows(batch: Import, refused: Iterable[NotTaken]) -> None:
    """Every fault of each row; the first holds the cells as they came."""
    RefusedRow.objects.bulk_create(
        RefusedRow(
            batch=batch,
            row=row.number,
            column=column,
            why=why,
            cells=[] if place else [cell.replace("\x00", "␀")[:12_000] for cell in row.cells],
        )
        for row in refused
        for place, (column, why) in enumerate(row.faults)
    )


def _remark_rows(batch: Import, rows: Sequence[Incoming]) -> None:
    """Say of rows that are taken what is odd about them; their cells are kept nowhere twice."""
    said = [(row.number, column, why) for row in rows for column, why in row.remarks]
    RefusedRow.objects.bulk_create(
        RefusedRow(batch=batch, row=number, column=column, why=why, taken=True) for number, column, why in said
    )
    batch.rows_remarked += len({number for number, _column, _why in said})


def _count(batch: Import, seen: int, refused: int) -> None:
    batch.rows_seen += seen
    batch.rows_refused += refused
    batch.save(update_fields=["rows_seen", "rows_taken", "rows_refused", "rows_remarked"])


def _refuse_again(strand: Strand, digest: str) -> None:
    """Refuse a file that was imported before; whoever brings the same file in the same moment waits for their turn."""
    one_at_a_time("survey.file", f"{strand.pk}:{digest}")
    if before := is_known_file(strand, digest):
        raise Refused(
            _("This very file was imported on %(day)s, so its answers are in already.") % {"day": before.at.date()},
            _("Import only the rows that are new, in a file of their own."),
        )


def _change(batch: Import, allowed: set[str], state: str, **columns: Any) -> None:
    """Step to another state under a lock, so that two clicks make one job."""
    held = Import.objects.select_for_update(no_key=True).defer("content").get(pk=batch.pk)
    if held.state not in allowed:
        raise Conflict(
            _("This import is “%(state)s” by now.") % {"state": held.get_state_display()},
            _("Open its page again to see where it stands."),
        )
    for name, value in {"state": state, **columns}.items():
        setattr(batch, name, value)
    batch.save(update_fields=["state", *columns])


def _defer(task: str, batch: Import) -> None:
    app.configure_task(task, lock=f"survey.import:{batch.pk}").defer(import_id=batch.pk)


def _note(batch: Import, strand: Strand, what: str, by: Account, at: datetime, public: dict[str, Any]) -> None:
    public = {"strand": strand.public_id, **public}
    record(what=what, about=f"import:{batch.public_id}", by=by, at=at, public=public)
