"""Feedback is owed from opening on; while it is late, one after another is told, once each, and everyone sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions import mark
from heard.activities.actions.holding import hold_activity
from heard.activities.actions.noting import note
from heard.activities.models import Activity
from heard.audit.actions import record
from heard.decisions import access
from heard.decisions.actions.delivering import owe_deliveries
from heard.decisions.models import Escalation, Interim, InterimStep, Obligation
from heard.decisions.queries.terms import feedback_terms
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import made_before, name_of
from heard.people.access import role_pack
from heard.people.models import Account, Role, Voice
from heard.rules.calendar import add_working_days
from heard.rules.feedback import due_once_decided, first_due, ladder_days, levels_reached

TO = (Escalation.To.LEAD, Escalation.To.ENGAGEMENT_LEAD, Escalation.To.CABINET, Escalation.To.EVERYONE)
CABINET_ROLES = ("elected_member", "senior_lead", "decision_owner")


def open_obligation(*, activity: Activity, by: Account | None, at: datetime) -> Obligation:
    """Feedback is owed from opening on: by the promised day, or twelve weeks after closing. Called by the move."""
    terms = feedback_terms()
    due = first_due(activity.closes_on, activity.plan.feedback_due_on, terms)
    with transaction.atomic():
        mark(activity=activity, by=by, at=at, feedback_due_on=due)
        owed, _new = Obligation.objects.get_or_create(
            activity=activity,
            voice=None,
            defaults={
                "created_at": at,
                "due_on": due,
                "interim_due_on": due,
                "ladder": list(terms.escalated_after_working_days),
            },
        )
    return owed


def owe_reply(*, activity: Activity, voice: Voice, at: datetime) -> None:
    """Somebody asked for a reply: it is owed to them by the same day. Called by the action that receives them."""
    Obligation.objects.get_or_create(
        activity=activity,
        voice=voice,
        defaults={
            "created_at": at,
            "due_on": activity.feedback_due_on,
            "interim_due_on": activity.feedback_due_on,
            "ladder": list(feedback_terms().escalated_after_working_days),
        },
    )


def hurry_obligation(*, activity: Activity, by: Account | None, at: datetime) -> None:
    """A published decision brings the due day forward, and never puts it off. Called when the decision is published."""
    due = due_once_decided(activity.feedback_due_on, clock.day_of(at), feedback_terms())
    if activity.feedback_due_on is None or due < activity.feedback_due_on:
        mark(activity=activity, by=by, at=at, feedback_due_on=due)
        Obligation.objects.filter(activity=activity, given_on=None).update(due_on=due)


def follow_closing(*, activity: Activity, at: datetime) -> None:
    """People got longer to answer, so the answer is due as much later; not once it is late."""
    owed = Obligation.objects.filter(activity=activity, voice=None, given_on=None).first()
    today, first = clock.day_of(at), activity.closes_on_at_opening
    if owed is None or owed.due_on is None or owed.due_on < today or not (first and activity.closes_on):
        return
    planned = first_due(first, activity.plan.feedback_due_on, feedback_terms())
    later = planned + (activity.closes_on - first) if planned else None
    if later is not None and later > owed.due_on:
        mark(activity=activity, by=None, at=at, feedback_due_on=later)
        Obligation.objects.filter(activity=activity, given_on=None).update(due_on=later, interim_due_on=later)


def escalate(*, obligation: Obligation, at: datetime) -> list[Escalation]:
    """Take every step of the ladder that lies behind and was not taken. Called by the scheduled job; runs again safely.

    Consequences: each step is kept once and for ever, with who was told; they get one e-mail each, by jobs after this
    transaction; from the first step on the activity counts as late, for ever. A level that nobody holds is kept so,
    and told to the level above.
    """
    today = clock.day_of(at)
    with transaction.atomic():
        hold_activity(obligation.activity)
        owed = (
            Obligation.objects.select_for_update(of=("self",), no_key=True)
            .select_related("activity")
            .get(pk=obligation.pk)
        )
        if owed.given_on is not None or owed.voice_id is not None or owed.due_on is None:
            return []
        reached = levels_reached(owed.due_on, today, owed.ladder)
        taken = set(owed.escalations.values_list("level", flat=True))
        made = [
            _step(owed.escalations, owed.activity, owed.due_on, owed.ladder, level, at)
            for level in reached
            if level not in taken
        ]
        if made:
            owed.level, owed.was_late = max(reached), True
            owed.save(update_fields=["level", "was_late"])
            mark(activity=owed.activity, by=None, at=at, feedback_was_late=True)
    return made


def escalate_interim(*, interim: Interim, at: datetime) -> list[InterimStep]:
    """Take every step that lies behind because people did not hear again by the day they were told. By the job.

    The same ladder as for the answer itself, from a day of its own. Consequences: as `escalate`; the answer's own due
    day, its steps and its lateness are not touched. Runs again safely: each step is kept once, and for ever.
    """
    with transaction.atomic():
        one = Interim.objects.select_for_update(of=("self",), no_key=True).select_related("activity").get(pk=interim.pk)
        if one.kept_on is not None or one.next_due_on is None:
            return []
        taken = set(one.steps.values_list("level", flat=True))
        reached = levels_reached(one.next_due_on, clock.day_of(at), one.ladder)
        return [
            _step(one.steps, one.activity, one.next_due_on, one.ladder, level, at)
            for level in reached
            if level not in taken
        ]


def _step(kept: Any, activity: Activity, due_on: date, ladder: Sequence[int], level: int, at: datetime) -> Any:
    """Keep one step among `kept` (those of one late answer, or of one interim promise), and tell its people."""
    to = TO[min(level, len(TO)) - 1]
    people = _people(activity, to)
    step = kept.create(level=level, to=to, fell_on=ladder_days(due_on, ladder)[level - 1], people=len(people), at=at)
    step.told.set(people)
    is_interim = isinstance(step, InterimStep)
    tell = app.configure_task("decisions.tell_interim_step" if is_interim else "decisions.tell_escalation")
    for account in people:
        tell.defer(account_id=account.pk, **{"step_id" if is_interim else "escalation_id": step.pk})
    record(
        what="feedback.interim_escalated" if is_interim else "feedback.escalated",
        about=f"activity:{activity.public_id}", by="system", at=at,
        public={"level": level, "to": str(to), "people": len(people), "due_on": due_on.isoformat()},
    )  # fmt: skip
    return step


def _people(activity: Activity, to: str) -> list[Account]:
    if to == Escalation.To.EVERYONE:
        return []
    if to == Escalation.To.LEAD:
        owner = activity.owner
        return [owner] if owner.is_active else _holding(activity, role_pack().roles_that_may("send_feedback"))
    roles = ("engagement_lead",) if to == Escalation.To.ENGAGEMENT_LEAD else CABINET_ROLES
    return _holding(activity, roles) or (
        _holding(activity, CABINET_ROLES) if to == Escalation.To.ENGAGEMENT_LEAD else []
    )


def _holding(activity: Activity, roles: Iterable[str]) -> list[Account]:
    live = Role.objects.filter(
        Q(partner=activity.lead_id, activity_ref="") | Q(activity_ref=activity.public_id),
        role__in=roles, ended_at=None,
    )  # fmt: skip
    return list(Account.objects.filter(pk__in=live.values("account"), is_active=True).order_by("pk")[:20])


def give_interim(
    *, activity: Activity, heard: str, because: str, delayed_until: date, entry_key: str = "", by: Account, at: datetime
) -> Interim:
    """Say what was heard so far and why the decision is delayed, to everyone who took part, each by their own way.

    Consequences: public at once; a delivery to each who left an address; the interim clock runs anew, to so many
    working days after the promised decision, with a ladder of its own; what was promised before is kept as kept today,
    late or not. The due day and its lateness stay as they are. The same words with the same `entry_key` again are told
    to nobody twice.
    """
    ask(access.may_give_interim(by, activity))
    today = clock.day_of(at)
    if not (heard.strip() and because.strip()):
        raise Conflict(_("Say what you heard so far, and why the decision is delayed."))
    if delayed_until <= today:
        raise Conflict(_("The decision is put off to a day that is still to come."), _("Check the day."))
    public_id = name_of(entry_key, activity.pk, heard, because, delayed_until, by.pk)
    with transaction.atomic():
        hold_activity(activity)
        if known := made_before(Interim, public_id):
            return known
        owed = Obligation.objects.select_for_update(no_key=True).filter(activity=activity, voice=None).first()
        late = max(0, (today - owed.interim_due_on).days) if owed and owed.interim_due_on else 0
        terms = feedback_terms()
        again = add_working_days(delayed_until, terms.working_days_after_delayed_decision)
        _heard_again(activity, today)
        made = Interim.objects.create(
            public_id=public_id, activity=activity, heard=heard, because=because, delayed_until=delayed_until,
            given_on=today, late_by=late, next_due_on=again, ladder=list(terms.escalated_after_working_days), by=by,
            at=at,
        )  # fmt: skip
        Obligation.objects.filter(activity=activity, given_on=None).update(interim_given_on=today, interim_due_on=again)
        number = owe_deliveries(activity=activity, interim=made)
        note(
            "feedback.interim", activity, by, at, delayed_until=delayed_until.isoformat(), late_by=late,
            deliveries=number,
        )  # fmt: skip
    return made


def close_obligation(*, activity: Activity, given_on: date) -> None:
    """It was given. What was late stays late; each who asked and was reached has their own day."""
    rows = Obligation.objects.filter(activity=activity, voice=None, given_on=None)
    rows.update(given_on=given_on)
    _heard_again(activity, given_on)
    Obligation.objects.filter(activity=activity, voice=None, due_on__lt=F("given_on")).update(was_late=True)


def _heard_again(activity: Activity, on: date) -> None:
    """People hear again on this day, as the interim feedback before told them that they would."""
    Interim.objects.filter(activity=activity, kept_on=None, next_due_on__isnull=False).update(kept_on=on)
