"""What every step of a concern does: it is put down, the person is told by the way they chose, and it is recorded."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions import announce_activity
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.fields import refuse_nul
from heard.ground.refusal import Conflict, ask
from heard.moderation import access
from heard.moderation.models import Concern, ConcernReminder, ConcernStep
from heard.moderation.queries.concerns import answerers_for, concern_policy, late_on, reviewers_for, way_to_tell
from heard.people.actions import let_addresses_go
from heard.people.models import Account
from heard.rules.calendar import add_working_days


def put_down(
    *, concern: Concern, kind: str, words: str = "", late: bool = False, by: Account | None, at: datetime,
    tell: str | None = None,
) -> ConcernStep:  # fmt: skip
    """One step. Consequence: an e-mail leaves if the person left an address for one; else somebody writes or rings.

    `tell` is "" where the person needs not be told (they did it themselves). Once it is closed their address goes after
    the time in which they may take it further.
    """
    refuse_nul(words)
    way = way_to_tell(concern.voice) if tell is None else tell
    step = ConcernStep.objects.create(
        concern=concern, kind=kind, on=clock.day_of(at), words=words.strip(), late=late, by=by, at=at, tell=way
    )
    if way == "email":
        app.configure_task("moderation.tell_concern").defer(step_id=step.pk)
    if concern.state == "closed":
        keep = timedelta(days=concern_policy().times.escalate_days)
        let_addresses_go(voices=[concern.voice_id], after_on=clock.day_of(at) + keep)
    return step


def note_told(*, step: ConcernStep, sent: bool, why: str = "", by: Account | None, at: datetime) -> ConcernStep:
    """Keep that the person was told of a step, or why not. `by` is None where a job sent it."""
    if by is not None:
        ask(access.may_reach_person(by, step.concern))
    with transaction.atomic():
        held = ConcernStep.objects.select_for_update(no_key=True).get(pk=step.pk)
        if held.told_on or held.not_told_because:
            return held
        held.told_on, held.not_told_because = (clock.day_of(at), "") if sent else (None, why[:200] or _("not reached"))
        held.save(update_fields=["told_on", "not_told_because"])
        note_concern(
            "concern.told" if sent else "concern.not_told", step.concern, by, at, step=held.kind, way=held.tell
        )
    return held


def remind_once(*, concern: Concern, what: str, due_on: date, at: datetime) -> int:
    """Tell those who owe the next step of one day, once. Returns 1 if it is new. See `watch_concerns` for `what`."""
    made, is_new = ConcernReminder.objects.get_or_create(concern=concern, what=what, due_on=due_on, defaults={"at": at})
    if is_new:
        people = people_to_remind(concern, what)
        made.people = len(people)
        made.save(update_fields=["people"])
        for account in people:
            app.configure_task("moderation.remind_of_concern").defer(reminder_id=made.pk, account_id=account.pk)
    return int(is_new)


def people_to_remind(concern: Concern, what: str) -> list[Account]:
    """Who owes it: the reviewer their outcome; reviewers elsewhere that somebody takes it on; the lead all else."""
    if what.startswith("outcome") and concern.reviewer is not None:
        return [concern.reviewer]
    if what.startswith("confirm") and (looked := concern.reviewer) is not None and looked.is_active:
        return [looked]
    if what.startswith(("reviewer_wanted", "outcome", "escalated", "confirm")):
        third = [account for account, body in reviewers_for(concern.activity) if body.pk != concern.reviewer_partner_id]
        return [account for account in third if account.pk != concern.logged_by_id]
    return answerers_for(concern)


def watch_concerns(*, at: datetime) -> int:
    """Every morning: whoever owes a step is told that its day is near, and again once it is past. Each once.

    Consequence: what is late is written into the concern for ever. Returns how many reminders are new.
    """
    today = clock.day_of(at)
    ahead = add_working_days(today, concern_policy().times.soon_working_days) + timedelta(days=1)
    rows = Concern.objects.exclude(outcome__in=["withdrawn", "not_upheld"]).exclude(confirmed_on__isnull=False)
    made = 0
    for one in rows.filter(late_on(ahead)).select_related("activity", "reviewer").iterator():
        late = dict(one.late_days(today))
        for what, due in one.late_days(ahead):
            made += remind_once(concern=one, what=f"{what}_late" if what in late else what, due_on=due, at=at)
        if fresh := [what for what in late if what not in one.was_late]:
            _note_late(one, fresh, at)
    return made


def _note_late(concern: Concern, what: list[str], at: datetime) -> None:
    with transaction.atomic():
        held = Concern.objects.select_for_update(no_key=True).get(pk=concern.pk)
        held.was_late = sorted({*held.was_late, *what})
        held.save(update_fields=["was_late"])
        note_concern("concern.late", held, "system", at, late=what)


def held_concern(concern: Concern) -> Concern:
    """The concern under a lock, with its activity and voice."""
    rows = Concern.objects.select_for_update(of=("self",), no_key=True).select_related(
        "activity__lead", "activity__plan", "voice"
    )
    return rows.get(pk=concern.pk)


def is_late(held: Concern, what: str, due: date, at: datetime) -> bool:
    """Whether a step comes after its day; then that is written into the concern for ever."""
    late = clock.day_of(at) > due
    if late:
        held.was_late = sorted({*held.was_late, what})
    return late


def keep_step(
    held: Concern, kind: str, words: str, by: Account | None, at: datetime, *, late: bool = False,
    tell: str | None = None, **public: Any,
) -> None:  # fmt: skip
    """Save the concern with one step more: put down, told to the person, recorded. `public` goes on the record."""
    refuse_nul(words)
    held.save()
    put_down(concern=held, kind=kind, words=words, late=late, by=by, at=at, tell=tell)
    note_concern(f"concern.{kind}", held, by or "resident", at, **({"late": True} if late else {}), **public)


def tell_followers(held: Concern, key: str, said: str, at: datetime) -> None:
    """Whoever follows the activity hears it, once for each `key`."""
    path = reverse("moderation:concern", args=[held.public_id])
    announce_activity(
        activity=held.activity, what="concern", key=f"{held.public_id}:{key}", summary=said, path=path, at=at
    )


def wanted(words: str, missing: str) -> str:
    """The words, or a refusal that says what is missing."""
    if not words.strip():
        raise Conflict(missing)
    return words.strip()


def note_concern(what: str, concern: Concern, by: Account | str | None, at: datetime, **public: object) -> None:
    """One entry of the record: about the activity, with the concern's public id, and nothing of the person."""
    about = f"activity:{concern.activity.public_id}"
    record(what=what, about=about, by=by or "system", at=at, public={"concern": concern.public_id, **public})
