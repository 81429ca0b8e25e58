"""What is done about a concern: acknowledged, looked into by another body, answered, decided, mended, taken further."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions import mark
from heard.activities.models import Level
from heard.ground import clock
from heard.ground.fields import refuse_nul
from heard.ground.refusal import Conflict, Refused, ask
from heard.moderation import access
from heard.moderation.actions.concerns.mending import forget_confirmation
from heard.moderation.actions.concerns.steps import (
    held_concern,
    is_late,
    keep_step,
    note_concern,
    remind_once,
    tell_followers,
    wanted,
)
from heard.moderation.models import Concern, ConcernStep
from heard.moderation.queries.concerns import concern_policy, level_found, lower_levels
from heard.people.models import Account, Voice
from heard.rules.concerns import remedy_by
from heard.rules.revealing import flags_in
from heard.rules.verdict import no

STEP, OUTCOME = ConcernStep.Kind, Concern.Outcome


def acknowledge_concern(*, concern: Concern, words: str, by: Account, at: datetime) -> Concern:
    """Say in public: we have it, and this happens now. Consequences: the person is told; lateness stays."""
    ask(access.may_answer_concern(by, concern.activity))
    words = wanted(words, _("Say what happens now: the person reads it."))
    with _open(concern) as held:
        if held.acknowledged_on:
            raise Conflict(_("It is acknowledged already."))
        held.acknowledged_on = clock.day_of(at)
        late = is_late(held, "acknowledge", held.acknowledge_by, at)
        keep_step(held, STEP.ACKNOWLEDGED, words, by, at, late=late)
    return held


def assign_reviewer(*, concern: Concern, reviewer: Account, by: Account, at: datetime) -> Concern:
    """Somebody from another body takes it on, or is asked to by those who answer. The steps say who had it before."""
    if by.pk != reviewer.pk:
        ask(access.may_answer_concern(by, concern.activity))
    ask(access.may_review_concern(reviewer, concern))
    body = access.body_reviewing(reviewer, concern.activity)
    with _open(concern) as held:
        if held.reviewer_id == reviewer.pk:
            raise Conflict(_("They look into it already."))
        if held.reviewer_id is not None and by.pk != held.reviewer_id:
            raise Conflict(
                _("Somebody looks into it already."), _("Only they can hand it on, so that nobody picks a reviewer.")
            )
        held.reviewer, held.reviewer_partner, held.assigned_on = reviewer, body, clock.day_of(at)
        said = _("%(body)s looks into it.") % {"body": body.name if body else ""}
        keep_step(held, STEP.ASSIGNED, said, by, at, reviewer_body=body.slug if body else "")
    return held


def answer_evidence(*, concern: Concern, words: str, by: Account, at: datetime) -> Concern:
    """Whoever decides the activity answers, in public and by name, evidence that it was decided already (UP-d)."""
    ask(access.may_answer_evidence(by, concern.activity))
    words = wanted(words, _("Write the answer: everyone reads it."))
    refuse_nul(words)
    with transaction.atomic():
        held = held_concern(concern)
        if not held.contradicts:
            raise Conflict(_("This concern does not say that it was decided already."))
        if held.answered_on:
            raise Conflict(_("It is answered, and the answer stays as it is."))
        held.answer, held.answered_on, held.answered_by = words, clock.day_of(at), by
        keep_step(held, STEP.ANSWERED, words, by, at)
    return held


def decide_concern(
    *, concern: Concern, outcome: str, finding: str, clause: str = "", remedy: str = "",
    remedy_due_on: date | None = None, real_level: str = "", by: Account, at: datetime,
) -> Concern:  # fmt: skip
    """The reviewer decides: what was found, which clause was breached, what is to be done by when. All of it is public.

    Consequences: the person is told, and whoever follows the activity; upheld, it blocks archiving until it is mended
    and somebody independent has confirmed that; evidence that it was decided already labels the activity so for ever.
    `real_level`: people were told more than was on offer. Every page then shows the real level with the old one struck
    through; what the activity owes stays as it was told.
    """
    with _open(concern) as held:
        ask(access.may_decide_concern(by, held))
        late = is_late(held, "outcome", held.outcome_by, at)
        _settle(held, outcome, finding, clause, remedy, remedy_due_on, real_level, at)
        keep_step(held, STEP.DECIDED, held.finding, by, at, late=late, outcome=outcome, clause=held.clause_breached)
        _publish(held, by, at)
    return held


def escalate_concern(*, concern: Concern, by: Account | None, at: datetime) -> Concern:
    """The person (by their code) or whoever wrote it down takes it to the Compact group, once: a third body looks.

    Only when the outcome is late, or within the time in policy/concerns.toml after it.
    """
    if by is not None:
        ask(access.may_log_concern(by, concern.activity))
    today = clock.day_of(at)
    with transaction.atomic():
        held = held_concern(concern)
        if held.escalated_on:
            raise Conflict(_("It is with the Compact group already."))
        if held.outcome == OUTCOME.WITHDRAWN or (not held.outcome and today <= held.outcome_by):
            raise Conflict(_("It can be taken further once there is an outcome, or once the outcome is late."))
        last = held.decided_on and held.decided_on + timedelta(days=concern_policy().times.escalate_days)
        if last and today > last:
            raise Conflict(
                _("The time to take it to the Compact group is over."),
                _("You can go to the Local Government and Social Care Ombudsman."),
            )
        held.escalated_on = today
        keep_step(held, STEP.ESCALATED, "", by, at, tell="")
        remind_once(concern=held, what="escalated", due_on=today, at=at)
    return held


def answer_escalation(
    *, concern: Concern, outcome: str, finding: str, clause: str = "", remedy: str = "",
    remedy_due_on: date | None = None, real_level: str = "", by: Account, at: datetime,
) -> Concern:  # fmt: skip
    """A third body answers for the Compact group. Its finding counts from now on; the first one stays to read."""
    with transaction.atomic():
        held = held_concern(concern)
        ask(access.may_answer_escalation(by, held))
        if held.escalated_on is None or held.group_answered_on is not None:
            raise Conflict(_("Nobody has taken it to the Compact group, or it is answered."))
        if not held.outcome:
            is_late(held, "outcome", held.outcome_by, at)
        held.group_member, held.group_partner = by, access.body_reviewing(by, held.activity)
        held.group_answered_on = clock.day_of(at)
        _settle(held, outcome, finding, clause, remedy, remedy_due_on, real_level, at)
        keep_step(held, STEP.GROUP, held.finding, by, at, outcome=outcome, clause=held.clause_breached)
        _publish(held, by, at)
    return held


def show_words(*, concern: Concern, words: str, looked: bool = False, by: Account, at: datetime) -> Concern:
    """Put the person's words on the public page, as somebody has read and, where need be, covered them.

    Only with their consent. Empty words take them off again. Refused while a place could tell who it was, unless
    somebody `looked` at it and says that nobody can be picked out (scenario 22).
    """
    refuse_nul(words)
    if (flags := flags_in(words)) and not looked:
        raise Conflict(
            _("“%(words)s” could tell who it was. %(why)s") % {"words": flags[0].words, "why": flags[0].why},
            _("Cover it with […], or say that you looked and nobody can be picked out."),
        )
    with transaction.atomic():
        held = held_concern(concern)
        ask(access.may_answer_concern(by, held.activity) or access.may_decide_concern(by, held))
        if not held.may_show:
            raise Refused(no(_("The person did not agree to have their words shown."), _("Use your own words.")))
        held.shown_words, held.shown_by = words.strip(), by if words.strip() else None
        held.save(update_fields=["shown_words", "shown_by"])
        note_concern("concern.words_shown" if words.strip() else "concern.words_hidden", held, by, at)
    return held


def erase_concerns(voice: Voice) -> None:
    """What goes when somebody asks to be erased: words, evidence, code. That a concern was raised and found stays."""
    mine = Concern.objects.filter(voice=voice, erased_at=None).order_by("pk")
    for one in mine.select_for_update(no_key=True):
        one.words, one.link, one.dispute, one.shown_words, one.shown_by = None, None, None, "", None
        one.signals, one.erased_at = {}, clock.now()
        one.save()
        one.files.all().delete()
        one.steps.filter(told_on=None, not_told_because="").exclude(tell="").update(not_told_because="erased")


@contextmanager
def _open(concern: Concern) -> Iterator[Concern]:
    """The concern under a lock; refused once it has an outcome."""
    with transaction.atomic():
        held = held_concern(concern)
        if held.outcome:
            raise Conflict(_("It has an outcome, and that stays as it is."), _("The person can take it further."))
        yield held


def _settle(
    held: Concern, outcome: str, finding: str, clause: str, remedy: str, due: date | None, real_level: str,
    at: datetime,
) -> None:  # fmt: skip
    """Write an outcome into the row. Upheld, it needs the clause, a remedy and a day that policy allows."""
    if outcome not in (OUTCOME.UPHELD, OUTCOME.NOT_UPHELD):
        raise Conflict(_("A concern is upheld or it is not."))
    held.finding = wanted(finding, _("Say what you found: everyone reads it."))
    today = clock.day_of(at)
    held.outcome, held.decided_on = outcome, today
    held.clause_breached, held.remedy, held.remedy_due_on = "", "", None
    held.remedy_done_on, held.remedy_evidence, held.real_level = None, "", ""
    forget_confirmation(held)
    if outcome == OUTCOME.NOT_UPHELD:
        return
    last = remedy_by(today, concern_policy().times)
    if due is None or not today <= due <= last:
        raise Conflict(_("Give the remedy a day within %(n)d days.") % {"n": (last - today).days})
    held.clause_breached = wanted(clause, _("Say which clause was breached."))
    held.remedy, held.remedy_due_on = wanted(remedy, _("Say what has to be done.")), due
    if real_level and real_level not in lower_levels(held.activity):
        raise Conflict(_("A level is corrected downwards: to what people were really offered."))
    held.real_level = real_level


def _publish(held: Concern, by: Account, at: datetime) -> None:
    """What an outcome does to the activity: followers hear; upheld evidence labels it as decided before."""
    upheld = held.outcome == OUTCOME.UPHELD
    if upheld and held.contradicts and (held.activity.level_at_opening or held.activity.level) != "inform":
        mark(activity=held.activity, by=by, at=at, pre_decided=True)
    _show_level(held, by, at)
    word = _("A concern was upheld: %(what)s") if upheld else _("A concern was not upheld: %(what)s")
    said = word % {"what": held.finding}
    if held.real_level:
        said += " " + _("The level of influence was corrected to “%(real)s”.") % {"real": held.get_real_level_display()}
    tell_followers(held, "group" if held.group_answered_on else "decided", said, at)


def _show_level(held: Concern, by: Account, at: datetime) -> None:
    """The level that upheld concerns say, on every page beside the old one; a line in the steps whenever it changes."""
    activity, found = held.activity, level_found(held.activity)
    changed = mark(
        activity=activity, by=by, at=at,
        relabelled=found.real_level if found else "",
        relabelled_on=found.decided_on if found else None,
        relabelled_for=found.public_id if found else "",
    )  # fmt: skip
    if "relabelled" not in changed:
        return
    told, real = Level(activity.level), Level(activity.relabelled or activity.level)
    said = _("People were told “%(told)s”. What was really on offer: “%(real)s”.")
    back = _("The level stands again as people were told: “%(told)s”.")
    words = (said if activity.relabelled else back) % {"told": told.label, "real": real.label}
    keep_step(held, STEP.RELABELLED, words, by, at, tell="", was=told.value, level=real.value)
