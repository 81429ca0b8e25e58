"""Each person is told once, by the way they used; where that fails, by another they left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions.noting import note
from heard.activities.models import Activity
from heard.decisions import access
from heard.decisions.models import Delivery, Interim, LetterBatch, NoMoreNews, Obligation, StepNews, TextBatch
from heard.decisions.queries.telling import text_words
from heard.decisions.queries.terms import feedback_terms
from heard.decisions.queries.ways import ways_to_tell
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account

OWED, SENT, FAILED = Delivery.State.OWED, Delivery.State.SENT, Delivery.State.FAILED


def owe_deliveries(*, activity: Activity, interim: Interim | None = None, news: StepNews | None = None) -> int:
    """A delivery to each who left an address and has none in this round; e-mails leave. Returns how many are new.

    News of a step goes to none who said that it is enough.
    """
    round_ = {"activity": activity, "interim": interim, "news": news}
    known = set(Delivery.objects.filter(**round_).values_list("voice_id", flat=True))
    if news is not None:
        known |= set(NoMoreNews.objects.filter(activity=activity).values_list("voice_id", flat=True))
    owed = [
        Delivery(**round_, voice_id=voice, kind=ways[0])
        for voice, ways in ways_to_tell(activity).items()
        if ways and voice not in known
    ]
    Delivery.objects.bulk_create(owed, ignore_conflicts=True)
    waiting = Delivery.objects.filter(**round_, kind="email", state=OWED)
    _send_emails(waiting.values_list("pk", flat=True))
    return len(owed)


def note_delivery(
    *, delivery: Delivery, sent: bool, why: str = "", final: bool = False, by: Account | None, at: datetime
) -> Delivery:
    """Keep that one delivery was made, or why it could not be. `by` is None where a job sent it.

    A call that reaches nobody is tried again, up to the number of tries in policy/feedback.toml, unless it is `final`.
    Consequence of a failure: the next address that this person left takes over.
    """
    if by is not None:
        ask(access.may_print_letters(by, delivery.activity))
    with transaction.atomic():
        held = Delivery.objects.select_for_update(no_key=True).filter(pk=delivery.pk).first()
        if held is None or held.state != OWED:  # gone where newer news says it too, or they want none
            raise Conflict(_("This delivery is settled."), _("Somebody else has noted it."))
        delivery.tries, delivery.tried_at = held.tries + 1, at
        again = delivery.kind == "phone" and not final and delivery.tries < feedback_terms().call_tries
        delivery.state = SENT if sent else OWED if again else FAILED
        delivery.sent_at, delivery.why_failed = (at, "") if sent else (None, why[:200])
        delivery.save(update_fields=["state", "tries", "tried_at", "sent_at", "why_failed"])
        what = "feedback.delivered" if sent else "feedback.tried" if again else "feedback.failed"
        note(what, delivery.activity, by, at, kind=delivery.kind, tries=delivery.tries)
        if sent:
            _given(delivery.activity, [delivery], clock.day_of(at))
        elif not again:
            fall_back([delivery])
    return delivery


def fall_back(failed: Sequence[Delivery]) -> int:
    """The next way for each of these that failed, if they left another address. Returns how many take over."""
    if not failed:
        return 0
    activity = failed[0].activity
    ways = ways_to_tell(activity)
    tried: dict[tuple[Any, ...], set[str]] = {}
    for one in Delivery.objects.filter(activity=activity, voice__in=[each.voice_id for each in failed]):
        tried.setdefault(_turn(one), set()).add(one.kind)
    rows = []
    for one in failed:
        left = [kind for kind in ways.get(one.voice_id, []) if kind not in tried[_turn(one)]]
        if left:
            rows.append(
                Delivery(
                    activity=activity,
                    interim_id=one.interim_id,
                    news_id=one.news_id,
                    voice_id=one.voice_id,
                    kind=left[0],
                )
            )
    made = Delivery.objects.bulk_create(rows)
    _send_emails(one.pk for one in made if one.kind == "email")
    return len(made)


def _turn(one: Delivery) -> tuple[Any, ...]:
    """One person in one round, whatever the way."""
    return one.voice_id, one.interim_id, one.news_id


def print_letters(
    *, activity: Activity, interim: Interim | None = None, news: StepNews | None = None, by: Account, at: datetime
) -> LetterBatch:
    """Put every letter that is owed into one batch to print. They count as sent once the batch is posted."""
    ask(access.may_print_letters(by, activity))
    with transaction.atomic():
        owed = (
            Delivery.objects.select_for_update(no_key=True)
            .filter(activity=activity, interim=interim, news=news, kind="letter", state=OWED, batch__isnull=True)
            .order_by("pk")
        )
        numbers = list(owed.values_list("pk", flat=True))
        if not numbers:
            raise Conflict(_("No letter is waiting to be printed."))
        batch = LetterBatch.objects.create(
            activity=activity, interim=interim, news=news, letters=len(numbers), printed_by=by, printed_at=at
        )
        Delivery.objects.filter(pk__in=numbers).update(batch=batch)
        note("letters.printed", activity, by, at, batch=batch.public_id, letters=len(numbers))
    return batch


def post_letters(*, batch: LetterBatch, posted_on: date, by: Account, at: datetime) -> LetterBatch:
    """Say that a batch was posted. Consequence: its letters count as sent."""
    ask(access.may_print_letters(by, batch.activity))
    _refuse_future(posted_on, at, _("They cannot have been posted in the future."))
    with transaction.atomic():
        if LetterBatch.objects.select_for_update(no_key=True).get(pk=batch.pk).posted_on is not None:
            raise Conflict(_("This batch was posted already."))
        batch.posted_on = posted_on
        batch.save(update_fields=["posted_on"])
        rows = batch.deliveries.filter(state=OWED).order_by("pk")
        _all_sent(batch.activity, list(rows.select_for_update(no_key=True)), posted_on)
        batch.asks.filter(state="owed").update(state="sent", sent_at=clock.midday(posted_on))
        note("letters.posted", batch.activity, by, at, batch=batch.public_id, letters=batch.letters)
    return batch


def make_texts(
    *, activity: Activity, interim: Interim | None = None, news: StepNews | None = None, by: Account, at: datetime
) -> TextBatch:
    """Put every text message that is owed into one file. They count as sent once the provider has taken the file."""
    ask(access.may_print_letters(by, activity))
    with transaction.atomic():
        owed = (
            Delivery.objects.select_for_update(no_key=True)
            .filter(activity=activity, interim=interim, news=news, kind="text", state=OWED, texts__isnull=True)
            .order_by("pk")
        )
        numbers = list(owed.values_list("pk", flat=True))
        if not numbers:
            raise Conflict(_("No text message is waiting to be sent."))
        batch = TextBatch.objects.create(
            activity=activity, interim=interim, news=news, words=text_words(activity, interim, news),
            messages=len(numbers), made_by=by, made_at=at,
        )  # fmt: skip
        Delivery.objects.filter(pk__in=numbers).update(texts=batch)
        note("texts.exported", activity, by, at, batch=batch.public_id, messages=len(numbers))
    return batch


def hand_over_texts(
    *, batch: TextBatch, handed_over_on: date, returned: Sequence[int] = (), by: Account, at: datetime
) -> TextBatch:
    """Say that the provider took the file, and which of its rows (1, 2, …) came back undelivered.

    Consequences: the others count as sent; for those that came back the next address takes over.
    """
    ask(access.may_print_letters(by, batch.activity))
    _refuse_future(handed_over_on, at, _("They cannot have been handed over in the future."))
    with transaction.atomic():
        if TextBatch.objects.select_for_update(no_key=True).get(pk=batch.pk).handed_over_on is not None:
            raise Conflict(_("This file was handed over already."))
        found = batch.deliveries.select_related("activity").filter(state=OWED).order_by("pk")
        rows = list(found.select_for_update(of=("self",), no_key=True))
        if wrong := [number for number in returned if not 1 <= number <= len(rows)]:
            raise Conflict(_("The file has no row %(n)d.") % {"n": wrong[0]}, _("Count from the first message."))
        back = [rows[number - 1] for number in sorted(set(returned))]
        batch.handed_over_on, batch.returned = handed_over_on, len(back)
        batch.save(update_fields=["handed_over_on", "returned"])
        lost = {one.pk for one in back}
        _all_sent(batch.activity, [one for one in rows if one.pk not in lost], handed_over_on)
        Delivery.objects.filter(pk__in=lost).update(
            state=FAILED, why_failed=_("the provider could not deliver it"), tries=F("tries") + 1, tried_at=at
        )
        fall_back(back)
        note("texts.handed_over", batch.activity, by, at, batch=batch.public_id, messages=batch.messages,
              returned=len(back))  # fmt: skip
    return batch


def _all_sent(activity: Activity, rows: Sequence[Delivery], on: date) -> None:
    numbers = [one.pk for one in rows]
    Delivery.objects.filter(pk__in=numbers).update(state=SENT, sent_at=clock.midday(on))
    _given(activity, rows, on)


def _given(activity: Activity, rows: Sequence[Delivery], on: date) -> None:
    """The reply that each of them asked for has been given, unless it was interim feedback or news."""
    voices = [one.voice_id for one in rows if one.interim_id is None and one.news_id is None]
    owed = Obligation.objects.filter(activity=activity, voice__in=voices, given_on=None)
    owed.filter(due_on__lt=on).update(given_on=on, was_late=True)
    owed.update(given_on=on)


def _send_emails(numbers: Iterable[int]) -> None:
    send = app.configure_task("decisions.send_feedback")
    for number in numbers:
        send.defer(delivery_id=number)


def _refuse_future(day: date, at: datetime, why: str) -> None:
    if day > clock.day_of(at):
        raise Conflict(why, _("Check the day."))
