"""Imports run here, away from the page that started them. Begun again after a crash, nothing is taken twice."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heard.activities.models import Activity, Strand
from heard.activities.queries.days import days_open
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.survey.actions import (
    Incoming,
    NotTaken,
    fail_import,
    finish_import,
    keep_trial,
    note_code_sent,
    start_trial,
    take_rows,
)
from heard.methods.survey.actions.rendering import keep_renderings
from heard.methods.survey.forms.matching import Matching
from heard.methods.survey.forms.rows import RowReader
from heard.methods.survey.forms.sheets import Unreadable, read_sheet
from heard.methods.survey.models import Import, SavedDraft
from heard.methods.survey.queries import questionnaire
from heard.notices.actions import MAIL, UnsafeMessage, Unsure, forget, send

log = logging.getLogger(__name__)
CHUNK = 2000
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.task(name="survey.try_import", retry=AGAIN)
def try_import(import_id: int) -> None:
    """Read the whole file without keeping an answer: how many rows are good, and why the others are not."""
    batch, strand = _found(import_id)
    if batch.state != Import.State.TRYING:
        return
    start_trial(batch=batch)
    _run(batch, strand, clock.now(), trial=True)


@app.task(name="survey.run_import", retry=AGAIN)
def run_import(import_id: int) -> None:
    """Take the good rows in, chunk by chunk, and list the others."""
    batch, strand = _found(import_id)
    if batch.state != Import.State.RUNNING:
        return
    start_trial(batch=batch)
    _run(batch, strand, clock.now(), trial=False)


@app.task(name="survey.send_code", **MAIL)
def send_code(draft_id: int) -> None:
    """Send a return code to who asked for it, once, and forget the address: also where it can never be sent."""
    draft = SavedDraft.objects.select_related("survey__strand__activity").filter(pk=draft_id).first()
    if draft is None or not draft.letter:
        return
    letter, strand = json.loads(str(draft.letter)), draft.survey.strand
    key = f"survey.code:{draft.pk}:{draft.saved_at.isoformat()}"
    path = reverse("survey:come_back", args=[strand.activity.slug, strand.public_id])
    slots = {"code": letter["code"], "address": f"{settings.SITE_URL}{path}", "until": draft.expires_at}
    with suppress(UnsafeMessage, Unsure):
        send(
            key=key,
            to=letter["to"],
            subject=_("Your return code: %(title)s") % {"title": strand.activity.title},
            text=render_to_string("survey/mail/code.txt", {"activity": strand.activity, **slots}),
        )
    note_code_sent(draft=draft)
    forget(keys=[key])


@app.task(name="survey.keep_renderings", retry=AGAIN)
def keep_what_is_shown(activity_id: int) -> None:
    """Keep what every way of taking part shows at the point of answering (GP-h)."""
    activity = Activity.objects.select_related("lead", "plan").get(pk=activity_id)
    keep_renderings(activity=activity, at=clock.now())


def _run(batch: Import, strand: Strand, at: datetime, *, trial: bool) -> None:
    try:
        for good, refused in _chunks(_reader(batch, strand, at)):
            if trial:
                keep_trial(batch=batch, rows=good, refused=refused)
            else:
                take_rows(batch=batch, strand=strand, rows=good, refused=refused, by=batch.by, at=at)
    except (Unreadable, Refused) as refusal:
        log.warning("Import %s stopped: %s", batch.public_id, type(refusal).__name__)
        fail_import(batch=batch, why=str(refusal), at=clock.now())
        return
    state = Import.State.TRIED if trial else Import.State.DONE
    finish_import(batch=batch, strand=strand, state=state, by=batch.by, at=clock.now())


def _found(import_id: int) -> tuple[Import, Strand]:
    batch = Import.objects.select_related("by", "survey__strand__activity").get(pk=import_id)
    return batch, batch.survey.strand


def _reader(batch: Import, strand: Strand, at: datetime) -> RowReader:
    content = bytes(batch.content or b"")
    batch.content = None
    return RowReader(
        sheet=read_sheet(content, batch.file_name),
        matching=Matching.from_json(batch.mapping),
        asked=questionnaire(strand),
        days=days_open(strand),
        today=clock.day_of(at),
        file_digest=hashlib.sha256(content).hexdigest(),
    )


def _chunks(reader: RowReader) -> Iterator[tuple[list[Incoming], list[NotTaken]]]:
    good: list[Incoming] = []
    refused: list[NotTaken] = []
    for row in reader.read():
        if isinstance(row, Incoming):
            good.append(row)
        else:
            refused.append(row)
        if len(good) + len(refused) >= CHUNK:
            yield good, refused
            good, refused = [], []
    yield good, refused
