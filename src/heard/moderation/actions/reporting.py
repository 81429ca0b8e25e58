"""Somebody asks for a look. However many do, a moderator decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from heard.ground.refusal import Conflict
from heard.ground.sending import made_before, name_of
from heard.moderation.actions.deciding import noted, reason_of
from heard.moderation.models import Item, Report
from heard.moderation.queries import moderation_policy


def report(*, item: Item, reason: str, words: str, at: datetime, entry_key: str = "") -> Report:
    """Keep a report of something that is shown. Anyone may, without an account.

    Consequences: it comes before a moderator; nothing is taken down by it, however many there are. Only the first
    report after each look is recorded in the log, so that a flood leaves no trace of its own there. The same words with
    the same `entry_key` again are one report.
    """
    reason_of(reason)
    words = words.strip()[: moderation_policy().reports.longest]
    if "\x00" in words:
        raise Conflict(_("This text holds a NUL character, which cannot be stored. Remove it and try again."))
    public_id = name_of(entry_key, item.pk, reason, words)
    with transaction.atomic():
        if known := made_before(Report, public_id):
            return known
        held = (
            Item.objects.select_for_update(of=("self",), no_key=True)
            .select_related("activity", "contribution")
            .get(pk=item.pk)
        )
        if held.state != Item.State.SHOWN:
            raise Conflict(_("This is not shown any more, so there is nothing to report."))
        is_first = not Report.objects.filter(item=held, settled_at=None).exists()
        made = Report.objects.create(public_id=public_id, item=held, reason=reason, words=words, reported_at=at)
        attention = held.attention if "reported" in held.attention else [*held.attention, "reported"]
        Item.objects.filter(pk=held.pk).update(reports=F("reports") + 1, attention=attention, to_look_at=True)
        if is_first:
            noted("moderation.reported", held, "resident", at, reason=reason)
    return made
