"""Half-written answers are kept for later, without an account: under a return code, sealed, for four weeks at most."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.models import Channel, Strand
from heard.activities.queries.days import days_open, is_open_on
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.survey.models import SavedDraft
from heard.methods.survey.queries.drafts import box, fingerprint, saved_draft
from heard.rules.receipt import LENGTH, sayable, write

KEPT_FOR = timedelta(weeks=4)
LARGEST = 2_000_000


def save_draft(
    *, strand: Strand, answers: Mapping[str, Any], version: str, at: datetime, code: str = "", email: str = ""
) -> tuple[str, datetime]:
    """Keep what somebody has written so far; answers with the return code and when it expires.

    `code` is the one it was saved under before. Consequences: the row is sealed with a key made from the code; with
    `email` the code is sent once and the address then deleted (job `survey.send_code`). No entry of the record: nothing
    has been said yet. Refused when there is nothing to keep or it is not open on the web.
    """
    if not answers:
        raise Refused(_("There is nothing to keep yet."), _("Answer a question first."))
    if not is_open_on(strand, Channel.WEB, clock.day_of(at)):
        raise Refused(_("This has closed, so nothing can be kept for later."))
    sealed = json.dumps({"answers": answers, "version": version}).encode()
    if len(sealed) > LARGEST:
        raise Refused(_("This is more than can be kept for later."), _("Send it now, or shorten it."))
    expires_at = _end(strand, at)
    with transaction.atomic():
        known = saved_draft(strand, code, at) if code else None
        # sent and deleted in another tab meanwhile: then these words are kept under a code of their own
        held = SavedDraft.objects.select_for_update(no_key=True).filter(pk=known[0].pk).first() if known else None
        row = held or SavedDraft(survey_id=strand.pk)
        code = code if held else write(sayable(secrets.randbelow(32**LENGTH)))
        row.code_hash = fingerprint(strand, code)
        row.sealed = box(strand, code).encrypt(sealed)
        row.saved_at, row.expires_at = at, expires_at
        row.letter = json.dumps({"to": _address(email), "code": code}) if email else None
        row.save()
        if email:
            app.configure_task("survey.send_code", queue="mail").defer(draft_id=row.pk)
    return code, expires_at


def delete_draft(*, strand: Strand, code: str, at: datetime) -> bool:
    """Delete what was saved under a return code. False if there is nothing (any more)."""
    known = saved_draft(strand, code, at)
    if known is None:
        return False
    known[0].delete()
    return True


def note_code_sent(*, draft: SavedDraft) -> None:
    """The return code has been sent, or never can be: forget where to."""
    SavedDraft.objects.filter(pk=draft.pk).update(letter=None)


def _address(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("That does not look like an e-mail address: something like name@example.org.")) from error
    return email


def _end(strand: Strand, at: datetime) -> datetime:
    """The end of the last day on which it can be sent, and at the latest four weeks on."""
    closes_on = days_open(strand)[Channel.WEB][1]
    latest = at + KEPT_FOR
    return min(latest, clock.end_of(closes_on)) if closes_on else latest
