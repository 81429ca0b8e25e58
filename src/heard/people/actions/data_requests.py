"""Requests and complaints about somebody's own data: raised without an account, answered within the law's time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.audit.actions import record
from heard.ground import clock
from heard.ground.fields import refuse_nul
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import code_of, made_before, name_of
from heard.people import access
from heard.people.models import Account, DataReminder, DataRequest, DataStep, Partner
from heard.people.queries.data_requests import officers_for
from heard.rules import data_clock
from heard.rules.receipt import hashed

STEP = DataStep.Kind


@dataclass(frozen=True, slots=True)
class Raised:
    """A request as it was kept; `code` is shown once and kept only hashed."""

    request: DataRequest
    code: str


def raise_data_request(
    *,
    partner: Partner,
    kind: str,
    words: str,
    name: str = "",
    reach: str = "",
    channel: str = "web",
    received_on: date | None = None,
    entry_key: str = "",
    by: Account | None,
    at: datetime,
) -> Raised:
    """Keep what somebody asks or complains about. `by` is None for the person themselves, else who logged it for them.

    Consequences: the law's clock runs from the day it came in; those who answer for data at the partner are told; the
    person gets a code with which they see how it stands. Nobody's name is in the record. The same words with the same
    `entry_key` again are the same request, with the same code.
    """
    if by is not None:
        ask(access.may_log_data_request(by, partner))
    for part in (words, name, reach):
        refuse_nul(part)
    if not words.strip():
        raise Conflict(_("Say what it is about."))
    today = clock.day_of(at)
    day = received_on or today
    if day > today:
        raise Conflict(_("It cannot have come in on a day that is still to come."), _("Check the day."))
    public_id = name_of(entry_key, kind, partner.pk, words, name, reach, channel, received_on)
    code = code_of(public_id)
    complaint = kind == DataRequest.Kind.COMPLAINT
    with transaction.atomic():
        if known := made_before(DataRequest, public_id):
            return Raised(known, code)
        made = DataRequest.objects.create(
            public_id=public_id, kind=DataRequest.Kind(kind), partner=partner, channel=channel,
            name=name.strip() or None, reach=reach.strip() or None, words=words.strip(),
            code_hash=hashed(code, settings.HEARD_RECEIPT_KEY), received_on=day, due_on=data_clock.due_on(day),
            logged_by=by, at=at, acknowledge_by=data_clock.acknowledge_by(day) if complaint else None,
        )  # fmt: skip
        _step(made, STEP.RECEIVED, day, "", by, at)
        _remind(made, "received", made.due_on, at)
        _note("data_request.received", made, by or "resident", at, kind=str(kind), channel=channel)
    return Raised(made, code)


def acknowledge_data_request(*, request: DataRequest, words: str, by: Account, at: datetime) -> DataRequest:
    """Say that it was received, and what happens next."""
    with _open(request, by) as held:
        if held.acknowledged_on:
            raise Conflict(_("It is acknowledged already."))
        today = clock.day_of(at)
        held.acknowledged_on = today
        if held.acknowledge_by and today > held.acknowledge_by:
            held.was_late = True
        _keep(held, STEP.ACKNOWLEDGED, words, by, at)
    return held


def pause_data_request(*, request: DataRequest, words: str, by: Account, at: datetime) -> DataRequest:
    """Stop the clock: the person is asked who they are, or what they mean. Not for a complaint's acknowledgement."""
    with _open(request, by) as held:
        if held.paused_on:
            raise Conflict(_("The clock stands already."))
        if clock.day_of(at) > held.due_on:
            raise Conflict(_("It is overdue; stopping the clock now would hide that."), _("Answer it."))
        _ask_words(words, _("Say what you need from the person."))
        held.paused_on = clock.day_of(at)
        _keep(held, STEP.PAUSED, words, by, at)
    return held


def resume_data_request(*, request: DataRequest, words: str, by: Account, at: datetime) -> DataRequest:
    """The clock runs again; the day moves by as long as it stood."""
    with _open(request, by) as held:
        if held.paused_on is None:
            raise Conflict(_("The clock runs already."))
        _run_again(held, clock.day_of(at))
        _keep(held, STEP.RESUMED, words, by, at)
    return held


def extend_data_request(*, request: DataRequest, because: str, by: Account, at: datetime) -> DataRequest:
    """Take two months more, once, with the reason told to the person within the first month."""
    with _open(request, by) as held:
        if held.extended_on:
            raise Conflict(_("It has been extended once, and that is all the law allows."), _("Answer it."))
        _ask_words(because, _("Say why it is complex: the person is told."))
        if not data_clock.may_extend(held.received_on, clock.day_of(at), paused_days=held.paused_days):
            raise Conflict(_("More time is told within the first month, and that is over."), _("Answer it."))
        held.extended_on, held.extended_because = clock.day_of(at), because
        held.due_on = data_clock.due_on(held.received_on, paused_days=held.paused_days, extended=True)
        _keep(held, STEP.EXTENDED, because, by, at)
    return held


def close_data_request(*, request: DataRequest, outcome: str, words: str, by: Account, at: datetime) -> DataRequest:
    """Answer it, with the outcome and where to turn next. Lateness stays on the record."""
    with _open(request, by) as held:
        ends = DataRequest.COMPLAINT_ENDS if held.is_complaint else DataRequest.REQUEST_ENDS
        if outcome not in ends:
            raise Conflict(_("A complaint is upheld or not; a request is done, done in part or refused."))
        _ask_words(words, _("Write what the person is told."))
        today = clock.day_of(at)
        if held.paused_on is not None:
            _run_again(held, today)
        held.outcome, held.closed_on = DataRequest.Outcome(outcome), today
        held.was_late = held.was_late or today > held.due_on or held.acknowledgement_is_overdue(today)
        _keep(held, STEP.CLOSED, words, by, at, outcome=outcome, late=held.was_late)
    return held


def remind_of_data_requests(*, at: datetime) -> int:
    """Tell those who answer for data of every day that is near or past, each once. Called by the scheduled job."""
    today, made = clock.day_of(at), 0
    waiting = DataRequest.objects.filter(closed_on=None).select_related("partner").order_by("due_on", "pk")
    for one in waiting.iterator(chunk_size=200):
        days = [("due", one.due_on)] if not one.paused_on else []
        if one.acknowledge_by and not one.acknowledged_on:
            days.append(("ack", one.acknowledge_by))
        for what, day in days:
            if data_clock.is_reminder_due(day, today):
                made += _remind(one, what, day, at)
            if day < today:
                made += _remind(one, f"{what}_late", day, at)
    return made


def _remind(request: DataRequest, what: str, due: date, at: datetime) -> int:
    with transaction.atomic():
        people = officers_for(request.partner_id)
        made, new = DataReminder.objects.get_or_create(
            request=request, what=what, due_on=due, defaults={"people": len(people), "at": at}
        )
        if new:
            for account in people:
                app.configure_task("people.remind_of_data").defer(reminder_id=made.pk, account_id=account.pk)
            _note("data_request.reminded", request, "system", at, about=what, people=len(people))
    return int(new)


@contextmanager
def _open(request: DataRequest, by: Account) -> Iterator[DataRequest]:
    """The request under a lock, for whoever answers for data at its partner; refused once it is answered."""
    ask(access.may_handle_data(by, request.partner_id))
    with transaction.atomic():
        held = (
            DataRequest.objects.select_for_update(of=("self",), no_key=True)
            .select_related("partner")
            .get(pk=request.pk)
        )
        if held.closed_on:
            raise Conflict(_("It is answered, and the answer stays as it is."), _("A new request can be raised."))
        yield held


def _run_again(held: DataRequest, today: date) -> None:
    assert held.paused_on
    held.paused_days += (today - held.paused_on).days
    held.paused_on = None
    held.due_on = data_clock.due_on(
        held.received_on, paused_days=held.paused_days, extended=held.extended_on is not None
    )


def _ask_words(words: str, missing: str) -> None:
    if not words.strip():
        raise Conflict(missing)


def _keep(held: DataRequest, kind: str, words: str, by: Account, at: datetime, **public: object) -> None:
    refuse_nul(words)
    held.save()
    _step(held, kind, clock.day_of(at), words, by, at)
    _note(f"data_request.{kind}", held, by, at, due_on=held.due_on.isoformat(), **public)


def _step(held: DataRequest, kind: str, on: date, words: str, by: Account | None, at: datetime) -> None:
    DataStep.objects.create(request=held, kind=kind, on=on, words=words.strip() or None, by=by, at=at)


def _note(what: str, held: DataRequest, by: Account | str, at: datetime, **public: object) -> None:
    record(what=what, about=f"data_request:{held.public_id}", by=by, at=at, public=public)
