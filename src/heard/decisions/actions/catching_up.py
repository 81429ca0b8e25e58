"""Replies that were asked for before each was an obligation of its own are kept as owed, or as given when they were."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from heard.activities.actions.holding import hold_activity
from heard.activities.actions.noting import note
from heard.decisions.models import Delivery, Obligation
from heard.decisions.queries.owing import replies_not_kept
from heard.ground import clock


def owe_replies_to_date(*, at: datetime) -> int:
    """Keep an obligation for each voice that asked for a reply and has none. Returns how many. Run by a command.

    Each has the days and the ladder of its activity's own obligation. One that was sent an answer has its day, and was
    late if that day was; nothing that is kept already is changed. One audit entry for each activity.
    """
    made = 0
    for owed in Obligation.objects.filter(voice=None).select_related("activity").order_by("pk"):
        with transaction.atomic():
            hold_activity(owed.activity)
            Obligation.objects.select_for_update(of=("self",), no_key=True).get(pk=owed.pk)
            since = replies_not_kept(owed.activity)
            sent = _sent(owed, list(since))
            rows = Obligation.objects.bulk_create(
                Obligation(
                    activity=owed.activity, voice_id=voice, created_at=came_at, due_on=owed.due_on,
                    interim_due_on=owed.interim_due_on, interim_given_on=owed.interim_given_on, ladder=owed.ladder,
                    given_on=sent.get(voice),
                    was_late=bool(owed.due_on and (sent.get(voice) or clock.day_of(at)) > owed.due_on),
                )
                for voice, came_at in since.items()
            )  # fmt: skip
            if rows:
                note("feedback.replies_kept", owed.activity, None, at, people=len(rows))
            made += len(rows)
    return made


def _sent(owed: Obligation, voices: list[UUID]) -> dict[UUID, date]:
    """The first day on which each of these voices was sent the answer itself."""
    rows = Delivery.objects.filter(
        activity=owed.activity, interim=None, news=None, voice__in=voices, state="sent", sent_at__isnull=False
    )
    return {row.voice_id: clock.day_of(row.sent_at) for row in rows.order_by("-sent_at") if row.sent_at}
