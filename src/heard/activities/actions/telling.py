"""When people get longer, everyone who was told or took part is told (handbook §4.2): e-mail, letter, text, call."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities import access, queries
from heard.activities.actions.noting import note
from heard.activities.models import Activity, DateChange, DateNotice, NoticeBatch
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account
from heard.people.queries import mobile_of

OWED, SENT, FAILED, OVERTAKEN = (DateNotice.State(name) for name in ("owed", "sent", "failed", "overtaken"))


def owe_notices(*, change: DateChange, bodies: bool = True) -> int:
    """Owe news of a change to everyone who took part and left an address, and to every body with an e-mail address.

    Part of the transaction that made the change, which asks and is recorded. Consequences: one notice a person and kind
    of address (again: none more); what still waited about an earlier change is overtaken; e-mails leave by jobs after
    commit. `bodies=False` where bodies with a stake are told in another way. Returns how many are owed.
    """
    DateNotice.objects.filter(change__activity=change.activity, state=OWED, batch__isnull=True).exclude(
        change=change
    ).update(state=OVERTAKEN)
    owed = [
        DateNotice(change=change, voice_id=voice, kind=kind)
        for voice, kinds in queries.ways_to_say_longer(change.activity).items()
        for kind in kinds
    ]
    if bodies:
        numbers = queries.bodies_to_tell(change.activity).values_list("pk", flat=True)
        owed += [DateNotice(change=change, stakeholder_id=number, kind="email") for number in numbers]
    DateNotice.objects.bulk_create(owed, ignore_conflicts=True, batch_size=2000)
    app.configure_task("activities.tell_longer").defer(change_id=change.pk)
    return len(owed)


def note_notice(*, notice: DateNotice, sent: bool, why: str = "", by: Account | None, at: datetime) -> DateNotice:
    """Keep that somebody was told, or why not. `by` is None where a job sent it. What is settled stays as it is."""
    activity = notice.change.activity
    if by is not None:
        ask(access.may_print_letters(by, activity))
    with transaction.atomic():
        stored = DateNotice.objects.select_for_update(no_key=True).get(pk=notice.pk)
        if stored.state != OWED:
            return stored
        stored.state = SENT if sent else FAILED
        stored.sent_at, stored.why_failed = (at, "") if sent else (None, why[:200])
        stored.save(update_fields=["state", "sent_at", "why_failed"])
        note("dates.told" if sent else "dates.not_told", activity, by, at, kind=stored.kind)
    return stored


def print_notices(*, activity: Activity, kind: str = "letter", by: Account, at: datetime) -> NoticeBatch:
    """Put every letter or text message that waits into one batch. They count as told once it is posted or taken.

    Who asked for a message at a number that takes none any more is to be rung. Refused: nothing of this kind waits.
    """
    ask(access.may_print_letters(by, activity))
    if kind == NoticeBatch.Kind.TEXT:
        _ring_instead(activity)
    with transaction.atomic():
        numbers = list(_waiting(activity, kind).values_list("pk", flat=True))
        if not numbers:
            is_text = kind == NoticeBatch.Kind.TEXT
            raise Conflict(
                _("No text message is waiting to be sent.") if is_text else _("No letter is waiting to be printed.")
            )
        batch = NoticeBatch.objects.create(
            activity=activity, kind=kind, letters=len(numbers), printed_by=by, printed_at=at
        )
        DateNotice.objects.filter(pk__in=numbers).update(batch=batch)
        note("dates.letters_printed", activity, by, at, batch=batch.public_id, letters=len(numbers), kind=kind)
    return batch


def _waiting(activity: Activity, kind: str) -> QuerySet[DateNotice]:
    rows = DateNotice.objects.select_for_update(no_key=True).order_by("pk")
    return rows.filter(change__activity=activity, kind=kind, state=OWED, batch__isnull=True)


def _ring_instead(activity: Activity) -> None:
    """Nobody waits for a text message that would not arrive. Stands also where no message is left to be sent."""
    with transaction.atomic():
        lost = [
            one.pk for one, kept in queries.numbers_to_ring(list(_waiting(activity, "text"))) if not mobile_of(kept)
        ]
        DateNotice.objects.filter(pk__in=lost).update(kind="phone")


def post_notices(*, batch: NoticeBatch, posted_on: date, by: Account, at: datetime) -> NoticeBatch:
    """Say that a batch was posted, once. Consequence: its letters count as told."""
    ask(access.may_print_letters(by, batch.activity))
    if not clock.day_of(batch.printed_at) <= posted_on <= clock.day_of(at):
        raise Conflict(_("They were posted between the day they were printed and today."), _("Check the day."))
    with transaction.atomic():
        stored = NoticeBatch.objects.select_for_update(no_key=True).select_related("activity").get(pk=batch.pk)
        if stored.posted_on is not None:
            raise Conflict(_("This batch was posted already."))
        stored.posted_on = posted_on
        stored.save(update_fields=["posted_on"])
        stored.notices.filter(state=OWED).update(state=SENT, sent_at=clock.midday(posted_on))
        note("dates.letters_posted", stored.activity, by, at, batch=stored.public_id, letters=stored.letters)
    return stored
