"""News: put down once in plain values, told by the jobs; and the sheet that goes by post."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.network import access, queries
from heard.network.models import Announcement, SheetBatch
from heard.people.models import Account, Partner


def announce(*, activity_ref: str, what: str, key: str = "", at: datetime, **said: Any) -> Announcement | None:
    """Put down a piece of news in the transaction that makes it true. None if it was put down before.

    `said`: title, summary, path, partners (slugs), asked_by, places (slugs), city_wide, topics, opens_on, closes_on.
    Whoever follows any of it is told the next morning, on Monday, or at once, as they chose.
    """
    found, is_new = Announcement.objects.get_or_create(
        activity_ref=activity_ref, what=what, key=key, defaults={**said, "at": at}
    )
    if is_new:
        app.configure_task("network.send_at_once").defer(announcement_id=found.pk)
    return found if is_new else None


def print_sheets(*, partner: Partner, quarter: str, by: Account, at: datetime) -> SheetBatch:
    """Make one batch of the quarter's sheet for everyone whom this partner posts it to."""
    ask(access.may_keep_followers(by, partner))
    with transaction.atomic():
        number = queries.post_followers(partner).exclude(confirmed_at=None).order_by().count()
        if not number:
            raise Conflict(_("Nobody has asked this partner for the printed sheet yet."))
        batch = SheetBatch.objects.create(
            partner=partner, quarter=quarter, letters=number, printed_by=by, printed_at=at
        )  # fmt: skip
        _note("sheet.printed", batch, by, at)
    return batch


def post_sheets(*, batch: SheetBatch, posted_on: date, by: Account, at: datetime) -> SheetBatch:
    """Say that a batch was posted, once."""
    ask(access.may_keep_followers(by, batch.partner))
    if not clock.day_of(batch.printed_at) <= posted_on <= clock.day_of(at):
        raise Conflict(_("They were posted between the day they were printed and today."), _("Check the day."))
    with transaction.atomic():
        stored = SheetBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
        if stored.posted_on is not None:
            raise Conflict(_("This batch was posted already."))
        stored.posted_on = posted_on
        stored.save(update_fields=["posted_on"])
        _note("sheet.posted", stored, by, at)
    return stored


def _note(what: str, batch: SheetBatch, by: Account, at: datetime) -> None:
    public = {"quarter": batch.quarter, "letters": batch.letters}
    record(what=what, about=f"partner:{batch.partner.slug}", by=by, at=at, public=public)
