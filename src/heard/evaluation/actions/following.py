"""People are asked how it was, once, and reminded once; what they answer goes with nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions.noting import note
from heard.activities.models import Activity
from heard.evaluation import access
from heard.evaluation.models import FollowUp, FollowUpAnswer, FollowUpAsk, FollowUpBatch
from heard.evaluation.queries import following as asked
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.sending import made_before, name_of, uuid_of
from heard.people.actions import let_addresses_go
from heard.people.models import Account, Voice


def start_follow_up(*, activity: Activity, by: Account | None, at: datetime) -> FollowUp:
    """Ask everyone who left an address, two to six weeks after they were told. `by` is None for the daily job.

    Consequences: one ask a voice, by one way it left; e-mails leave by jobs after commit; letters wait to be printed,
    text messages to be put into a file and calls to be made; hosts may print cards. The addresses go when it ends.
    """
    if by is not None:
        ask(access.may_follow_up(by, activity))
    today, told = clock.day_of(at), activity.feedback_given_on
    if told is None or not asked.FIRST_DAY <= (today - told).days <= asked.LAST_DAY:
        raise Refused(
            _("People are asked two to six weeks after they were told what happened."),
            _("It starts by itself two weeks after; later than six weeks their addresses are deleted."),
        )
    with transaction.atomic():
        begun, new = FollowUp.objects.get_or_create(
            activity=activity,
            defaults={
                "wording": asked.WORDING, "starts_on": today, "closes_on": told + timedelta(days=asked.LAST_DAY),
                "started_at": at,
            },
        )  # fmt: skip
        if not new:
            raise Conflict(_("People have been asked already."))
        rows = FollowUpAsk.objects.bulk_create(
            FollowUpAsk(
                follow_up=begun, voice_id=voice, kind=kind,
                secret_hash=asked.hash_of(asked.secret_for(activity.public_id, voice)),
            )
            for voice, kind in asked.voices_to_ask(activity).items()
        )  # fmt: skip
        _send(row.pk for row in rows if row.kind == "email")
        note("follow_up.started", activity, by, at, asked=len(rows))
    return begun


def remind(*, follow_up: FollowUp, at: datetime) -> int:
    """Remind, once, those who were asked and have not answered. Returns how many. Called by the daily job.

    Consequences: e-mails leave by jobs after commit; letters wait for their batch, and so do text messages to those
    who were rung and not reached. Whoever was reached is left alone: a call is asked and answered at once.
    """
    with transaction.atomic():
        held = FollowUp.objects.select_for_update(no_key=True).get(pk=follow_up.pk)
        if held.reminded_at is not None:
            return 0
        waiting = held.asks.filter(state=FollowUpAsk.State.SENT, answered=False)
        numbers = list(waiting.filter(kind="email").values_list("pk", flat=True))
        missed = held.asks.filter(kind="phone", state=FollowUpAsk.State.FAILED, answered=False)
        owed = waiting.filter(kind__in=["letter", "text"]).update(reminder=FollowUpAsk.Reminder.OWED)
        owed += missed.update(reminder=FollowUpAsk.Reminder.OWED)
        held.reminded_at = at
        held.save(update_fields=["reminded_at"])
        FollowUpAsk.objects.filter(pk__in=numbers).update(reminder=FollowUpAsk.Reminder.SENT)
        _send(numbers, reminder=True)
        note("follow_up.reminded", held.activity, None, at, people=len(numbers) + owed)
    return len(numbers) + owed


def end_follow_up(*, follow_up: FollowUp, at: datetime) -> FollowUp:
    """Its last day is over: the answers stand, the addresses go. Called by the daily job."""
    with transaction.atomic():
        follow_up.ended_at = at
        follow_up.save(update_fields=["ended_at"])
        voices = list(follow_up.asks.values_list("voice_id", flat=True))
        let_addresses_go(voices=voices, after_on=clock.day_of(at))
        note("follow_up.ended", follow_up.activity, None, at, answers=follow_up.answers.count())
    return follow_up


def note_asked(*, ask_made: FollowUpAsk, sent: bool, why: str = "", by: Account | None, at: datetime) -> FollowUpAsk:
    """Keep that one person was asked, or why they could not be. `by` is None where a job sent it."""
    if by is not None:
        ask(access.may_print(by, ask_made.follow_up.activity))
    with transaction.atomic():
        ask_made.state = FollowUpAsk.State.SENT if sent else FollowUpAsk.State.FAILED
        ask_made.sent_at, ask_made.why_failed = (at, "") if sent else (None, why[:200])
        ask_made.save(update_fields=["state", "sent_at", "why_failed"])
        note("follow_up.asked" if sent else "follow_up.failed", ask_made.follow_up.activity, by, at, kind=ask_made.kind)
    return ask_made


def print_follow_up(
    *, follow_up: FollowUp, kind: str = "letter", reminder: bool = False, by: Account, at: datetime
) -> FollowUpBatch:
    """Put every letter or text message that is owed into one batch. They count as sent once it is posted or taken.

    Who asked for a message at a number that takes none any more is to be rung; none reminds them. Refused: nothing
    waits; a reminder after the last day.
    """
    ask(access.may_print(by, follow_up.activity))
    if reminder:
        _refuse_late(follow_up, at)
    if kind == FollowUpBatch.Kind.TEXT:
        _ring_instead(follow_up, reminder=reminder)
    with transaction.atomic():
        waiting = asked.waiting_in(follow_up, kind, reminder=reminder).order_by("pk")
        rows = list(waiting.select_for_update(no_key=True))
        numbers = [row.pk for row in rows]
        if not numbers:
            raise Conflict(_("Nothing of this kind is waiting."))
        batch = FollowUpBatch.objects.create(
            follow_up=follow_up, kind=kind, is_reminder=reminder, letters=len(numbers), printed_by=by, printed_at=at
        )
        FollowUpAsk.objects.filter(pk__in=numbers).update(**{"reminder_batch" if reminder else "batch": batch})
        note(
            "follow_up.printed", follow_up.activity, by, at, batch=batch.public_id, letters=len(numbers), kind=kind,
            reminder=reminder,
        )  # fmt: skip
    return batch


def _ring_instead(follow_up: FollowUp, *, reminder: bool) -> None:
    """Nobody waits for a text message that would not arrive. Stands also where no message is left to be sent."""
    with transaction.atomic():
        rows = list(
            asked.waiting_in(follow_up, "text", reminder=reminder).select_for_update(no_key=True).order_by("pk")
        )
        lost = FollowUpAsk.objects.filter(pk__in={row.pk for row in rows} - set(asked.with_mobiles(rows)))
        lost.update(reminder="") if reminder else lost.update(kind="phone")


def post_follow_up(*, batch: FollowUpBatch, posted_on: date, by: Account, at: datetime) -> FollowUpBatch:
    """Say that a batch was posted, or that the provider took its file. Consequence: it counts as sent."""
    activity = batch.follow_up.activity
    ask(access.may_print(by, activity))
    if posted_on > clock.day_of(at):
        raise Conflict(_("They cannot have been posted in the future."), _("Check the day."))
    with transaction.atomic():
        if FollowUpBatch.objects.select_for_update(no_key=True).get(pk=batch.pk).posted_on is not None:
            raise Conflict(_("This batch was posted already."))
        batch.posted_on = posted_on
        batch.save(update_fields=["posted_on"])
        if batch.is_reminder:
            batch.reminders.update(reminder=FollowUpAsk.Reminder.SENT)
        else:
            batch.asks.update(state=FollowUpAsk.State.SENT, sent_at=clock.midday(posted_on))
        note("follow_up.posted", activity, by, at, batch=batch.public_id, letters=batch.letters)
    return batch


def count_cards(*, follow_up: FollowUp, cards: int, by: Account, at: datetime) -> FollowUp:
    """Say how many cards hosts handed out where people met: they count among those who were asked."""
    ask(access.may_key(by, follow_up.activity))
    with transaction.atomic():
        follow_up.cards = cards
        follow_up.save(update_fields=["cards"])
        note("follow_up.cards", follow_up.activity, by, at, cards=cards)
    return follow_up


def answer_follow_up(*, secret: str, said: Mapping[str, int | None], words: str, at: datetime) -> None:
    """Keep what one person answers by their link. Refused: a second time; after the last day.

    The answer is kept with the activity and with nothing else: no voice, no moment. There is no audit entry, whose time
    would link it.
    """
    made = asked.ask_by_secret(secret)
    _refuse_late(made.follow_up, at)
    with transaction.atomic():
        _spend(made)
        _keep(made.follow_up, "web", said, words)


def key_follow_up(
    *, follow_up: FollowUp, channel: str, said: Mapping[str, int | None], words: str, code: str = "",
    entry_key: str = "", by: Account, at: datetime,
) -> None:  # fmt: skip
    """Key in a slip, a call or a card. A slip's code is spent with it, so nobody counts twice. Late slips count.

    The same answers with the same `entry_key` again are kept once.
    """
    ask(access.may_key(by, follow_up.activity))
    kept_as = uuid_of(name_of(entry_key, follow_up.pk, channel, sorted(said.items()), words, code, by.pk))
    with transaction.atomic():
        if made_before(FollowUpAnswer, kept_as):
            return
        if code.strip():
            made = FollowUpAsk.objects.filter(follow_up=follow_up, secret_hash=asked.hash_of(code)).first()
            if made is None:
                raise Conflict(_("No slip of this activity has this code."), _("Check it letter by letter."))
            _spend(made)
        _keep(follow_up, channel, said, words, kept_as)
        note("follow_up.keyed", follow_up.activity, by, at, channel=channel)


def erase(voice: Voice) -> None:
    """Forget that this voice was asked. What it answered is nobody's and stays."""
    FollowUpAsk.objects.filter(voice=voice).delete()


def _refuse_late(follow_up: FollowUp, at: datetime) -> None:
    if follow_up.ended_at is not None or clock.day_of(at) > follow_up.closes_on:
        raise Conflict(_("The time to answer is over."), _("You can still write to the body that asked you."))


def _spend(made: FollowUpAsk) -> None:
    if not FollowUpAsk.objects.filter(pk=made.pk, answered=False).update(answered=True):
        raise Conflict(_("This has been answered already. Thank you."), _("Each person answers once."))


def _keep(
    follow_up: FollowUp, channel: str, said: Mapping[str, int | None], words: str, kept_as: UUID | None = None
) -> None:
    if not words.strip() and not any(said.get(name) for name in asked.STATEMENTS):
        raise Conflict(_("Nothing was answered."), _("Choose an answer to one of the questions, or write something."))
    FollowUpAnswer.objects.create(
        pk=kept_as or uuid4(), follow_up=follow_up, channel=channel, words=words.strip(),
        **{name: said.get(name) for name in asked.STATEMENTS},
    )  # fmt: skip


def _send(numbers: object, *, reminder: bool = False) -> None:
    task = app.configure_task("evaluation.send_follow_up")
    for number in numbers:  # type: ignore[attr-defined]
        task.defer(ask_id=number, reminder=reminder)
