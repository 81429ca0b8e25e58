"""Erase a person: who they are and what they said goes, the explainable totals stay (I-27)."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from heard.audit.actions import record, shred
from heard.ground.refusal import Conflict, ask
from heard.people import access
from heard.people.actions.monitoring import forget_monitoring
from heard.people.models import Account, Voice, VoiceAddress

FILE = "erased.jsonl"


def erase(*, voice: Voice, by: Account, at: datetime, because: str = "") -> Voice:
    """Erase one voice for ever: every room's `erase` (settings.ERASERS), addresses, monitoring answers, private audit.

    The voice stays as an empty row with `erased_at`, so that counts still add up. The erasure is written into the
    ledger outside the backup before it is committed, and is done again when an older backup is restored.
    """
    ask(access.may_erase(by))
    with transaction.atomic():
        voice = Voice.objects.select_for_update(no_key=True).get(pk=voice.pk)
        if voice.erased_at:
            raise Conflict(_("This person has been erased already."), _("There is nothing to do."))
        _erase(voice, by, at, because)
        _write_down(voice.pk, at)
    return voice


def apply_ledger(*, at: datetime) -> int:
    """Erase again every voice of the ledger that a restored backup brought back. Run before a restored city serves.

    Returns how many were erased again. Voices that this backup never knew are passed over.
    """
    back = Voice.objects.filter(pk__in=list(ledger()), erased_at__isnull=True).values_list("pk", flat=True)
    numbers = list(back)
    for number in numbers:
        with transaction.atomic():
            voice = Voice.objects.select_for_update(no_key=True).get(pk=number)
            if voice.erased_at is None:
                _erase(voice, "system", at, "ledger")
    return len(numbers)


def ledger() -> Iterator[UUID]:
    """Every voice in the ledger, the oldest first. A last line cut short by a crash is passed over."""
    path = Path(settings.LEDGER) / FILE
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                yield UUID(json.loads(line)["voice"])
            except (ValueError, KeyError, TypeError):
                continue


def _erase(voice: Voice, by: Account | str, at: datetime, because: str) -> None:
    voice.erased_at = at
    voice.save(update_fields=["erased_at"])
    refs = import_string(settings.VOICE_REFS)(voice)
    for path in settings.ERASERS:
        import_string(path)(voice)
    VoiceAddress.objects.filter(voice=voice).delete()
    by_activity: dict[str, list[str]] = defaultdict(list)
    for activity_ref, trace_id in refs:
        by_activity[activity_ref].append(trace_id)
        shred(about=f"contribution:{trace_id}", by=by, at=at)
    for activity_ref, traces in by_activity.items():
        forget_monitoring(activity_ref=activity_ref, contribution_refs=traces)
    record(
        what="voice.erased",
        about=f"voice:{voice.pk}",
        by=by,
        at=at,
        public={"contributions": len(refs)},
        private={"because": because},
    )


def _write_down(number: UUID, at: datetime) -> None:
    """One line more in the ledger, on disk before this returns."""
    folder = Path(settings.LEDGER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps({"voice": str(number), "on": at.date().isoformat()}) + "\n"
    handle = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
