"""Everyone who took part is told, by the channel they used: page, e-mail, letter, call, poster."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions import mark
from heard.activities.models import Activity, Channel, Contribution
from heard.audit.actions import record
from heard.decisions import access, queries
from heard.decisions.models import Delivery, Feedback, FeedbackChannel, LetterBatch
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused, ask
from heard.people.actions import let_addresses_go
from heard.people.models import Account
from heard.rules.verdict import no

USUAL_DAYS = 84
FOLLOW_UP_DAYS = 42
ADDRESS_OF_CHANNEL = {Channel.WEB: "email", Channel.EMAIL: "email", Channel.LETTER: "letter", Channel.PHONE: "phone"}


def open_obligation(*, activity: Activity, by: Account | None, at: datetime) -> None:
    """Feedback is owed from opening on: by the promised day, or twelve weeks after closing. Called by the move."""
    due = activity.plan.feedback_due_on
    if due is None and activity.closes_on is not None:
        due = activity.closes_on + timedelta(days=USUAL_DAYS)
    mark(activity=activity, by=by, at=at, feedback_due_on=due)


def compose_feedback(*, activity: Activity, summary: str, not_heard: str, by: Account, at: datetime) -> Feedback:
    """Write the few plain sentences above “You said, we did”. The rest is composed from the links themselves."""
    ask(access.may_tell(by, activity))
    with transaction.atomic():
        feedback, _made = Feedback.objects.update_or_create(
            activity=activity,
            defaults={"summary": summary, "not_heard": not_heard, "composed_by": by, "composed_at": at},
        )
        _note("feedback.composed", activity, by, at)
    return feedback


def start_telling(*, activity: Activity, by: Account, at: datetime) -> int:
    """Publish “You said, we did” and begin to tell everyone who left an address. Returns how many are owed one.

    Consequences: a delivery for each voice and kind of address; e-mails are sent by jobs after commit; letters wait
    to be printed and calls to be made. Doing it again adds only those who came in since.
    """
    ask(access.may_tell(by, activity))
    feedback = queries.feedback_of(activity)
    if feedback is None or not feedback.summary.strip():
        raise Refused(no(_("There is nothing written to tell people yet."), _("Write the summary first."), "GP-k"))
    with transaction.atomic():
        owed = [
            Delivery(activity=activity, voice_id=voice, kind=kind)
            for voice, kinds in queries.voices_to_tell(activity).items()
            for kind in kinds
        ]
        Delivery.objects.bulk_create(owed, ignore_conflicts=True)
        if feedback.published_at is None:
            feedback.published_at = at
            feedback.save(update_fields=["published_at"])
        waiting = Delivery.objects.filter(activity=activity, kind="email", state=Delivery.State.OWED)
        send = app.configure_task("decisions.send_feedback")
        for number in waiting.values_list("pk", flat=True):
            send.defer(delivery_id=number)
        _note("feedback.started", activity, by, at, deliveries=len(owed))
    return len(owed)


def note_delivery(*, delivery: Delivery, sent: bool, why: str = "", by: Account | None, at: datetime) -> Delivery:
    """Keep that one delivery was made, or why it could not be. `by` is None where a job sent it."""
    if by is not None:
        ask(access.may_print_letters(by, delivery.activity))
    with transaction.atomic():
        delivery.state = Delivery.State.SENT if sent else Delivery.State.FAILED
        delivery.sent_at, delivery.why_failed = (at, "") if sent else (None, why[:200])
        delivery.save(update_fields=["state", "sent_at", "why_failed"])
        _note("feedback.delivered" if sent else "feedback.failed", delivery.activity, by, at, kind=delivery.kind)
    return delivery


def print_letters(*, activity: Activity, by: Account, at: datetime) -> LetterBatch:
    """Put every letter that is owed into one batch to print. They count as sent once the batch is posted."""
    ask(access.may_print_letters(by, activity))
    with transaction.atomic():
        owed = Delivery.objects.select_for_update().filter(
            activity=activity, kind="letter", state=Delivery.State.OWED, batch__isnull=True
        )
        numbers = list(owed.values_list("pk", flat=True))
        if not numbers:
            raise Conflict(_("No letter is waiting to be printed."))
        batch = LetterBatch.objects.create(activity=activity, letters=len(numbers), printed_by=by, printed_at=at)
        Delivery.objects.filter(pk__in=numbers).update(batch=batch)
        _note("letters.printed", activity, by, at, batch=batch.public_id, letters=len(numbers))
    return batch


def post_letters(*, batch: LetterBatch, posted_on: date, by: Account, at: datetime) -> LetterBatch:
    """Say that a batch was posted. Consequence: its letters count as sent."""
    ask(access.may_print_letters(by, batch.activity))
    if posted_on > clock.day_of(at):
        raise Conflict(_("They cannot have been posted in the future."), _("Check the day."))
    with transaction.atomic():
        batch.posted_on = posted_on
        batch.save(update_fields=["posted_on"])
        batch.deliveries.update(state=Delivery.State.SENT, sent_at=clock.midday(posted_on))
        _note("letters.posted", batch.activity, by, at, batch=batch.public_id, letters=batch.letters)
    return batch


def tell_channel(
    *, activity: Activity, channel: str, how: str, given_on: date, by: Account, at: datetime
) -> FeedbackChannel:
    """Keep how and when those who took part by one channel were told.

    Refused while a delivery to someone of that channel's kind of address is still owed (UP-a).
    """
    ask(access.may_tell(by, activity))
    _refuse_unpublished(activity)
    if given_on > clock.day_of(at):
        raise Conflict(_("People cannot have been told in the future."), _("Check the day."))
    if not how.strip():
        raise Conflict(_("Say how they were told: a poster at the library, a call, a letter."))
    still = _still_owed(activity, channel)
    if still:
        raise Refused(
            no(
                _("%(n)d people who took part this way are still to be told.") % {"n": still},
                _("Send what is waiting first; what could not be delivered is listed with its reason."),
                "UP-a",
            )
        )
    with transaction.atomic():
        told, _made = FeedbackChannel.objects.update_or_create(
            activity=activity, channel=channel, defaults={"given_on": given_on, "how": how, "by": by}
        )
        _note("feedback.channel_told", activity, by, at, channel=channel, given_on=given_on.isoformat())
    return told


def publish_feedback(*, activity: Activity, by: Account | None, at: datetime) -> None:
    """Close the obligation. Called by the move to “told”, whose gate has seen every channel told.

    Consequences: the day is kept, lateness stays for ever, addresses are deleted after the last promised follow-up.
    """
    facts = queries.feedback_facts(activity)
    given = facts.given_on or clock.day_of(at)
    late = activity.feedback_due_on is not None and given > activity.feedback_due_on
    mark(activity=activity, by=by, at=at, feedback_given_on=given, **({"feedback_was_late": True} if late else {}))
    let_addresses_go(voices=queries.voices_to_tell(activity), after_on=given + timedelta(days=FOLLOW_UP_DAYS))


def _refuse_unpublished(activity: Activity) -> None:
    feedback = queries.feedback_of(activity)
    if feedback is None or feedback.published_at is None:
        raise Refused(
            no(_("“You said, we did” is not published yet, so there is nothing to point people to."),
               _("Write the summary and start telling people first."), "GP-k")
        )  # fmt: skip


def _still_owed(activity: Activity, channel: str) -> int:
    kinds = {"letter"} if channel in (Channel.PAPER, Channel.IN_PERSON) else {ADDRESS_OF_CHANNEL.get(channel, "")}  # type: ignore[call-overload]
    return Delivery.objects.filter(
        activity=activity, kind__in=kinds, state=Delivery.State.OWED, voice__in=_voices_of(activity, channel)
    ).count()


def _voices_of(activity: Activity, channel: str) -> list[UUID]:
    rows = Contribution.objects.filter(strand__activity=activity, channel=channel).exclude(state="withdrawn")
    return list(rows.order_by().values_list("voice_id", flat=True).distinct())


def _note(what: str, activity: Activity, by: Account | None, at: datetime, **public: object) -> None:
    record(what=what, about=f"activity:{activity.public_id}", by=by, at=at, public=public)
