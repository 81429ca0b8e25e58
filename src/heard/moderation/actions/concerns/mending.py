"""How what was found wrong is mended: said by those who lead, looked at by another body, disputed by the person."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.models import Stage
from heard.ground import clock
from heard.ground.fields import refuse_nul
from heard.ground.refusal import Conflict, ask
from heard.moderation import access
from heard.moderation.actions.concerns.steps import (
    held_concern,
    is_late,
    keep_step,
    remind_once,
    tell_followers,
    wanted,
)
from heard.moderation.models import Concern, ConcernStep
from heard.moderation.queries.concerns import concern_policy
from heard.people.models import Account
from heard.rules.concerns import confirm_by, remedy_by

STEP = ConcernStep.Kind
DISPUTE_LENGTH = 4000


def finish_remedy(*, concern: Concern, evidence: str, by: Account, at: datetime) -> Concern:
    """Say that it is mended, and where anyone can see that. It counts once somebody of another body confirms it.

    Consequences: the person is told and may say that it is not so; reviewers are asked to look, by a day.
    """
    ask(access.may_answer_concern(by, concern.activity))
    evidence = wanted(evidence, _("Say where anyone can see that it is mended."))
    with transaction.atomic():
        held = held_concern(concern)
        if held.outcome != Concern.Outcome.UPHELD:
            raise Conflict(_("There is no remedy to do: it was not upheld."))
        if held.remedy_done_on:
            raise Conflict(_("It is said to be mended already."))
        assert held.remedy_due_on
        late = is_late(held, "remedy", held.remedy_due_on, at)
        held.remedy_done_on, held.remedy_evidence = clock.day_of(at), evidence
        held.dispute, held.disputed_on = None, None
        keep_step(held, STEP.REMEDY_DONE, evidence, by, at, late=late)
        _ask_to_look(held, at)
    return held


def confirm_remedy(*, concern: Concern, words: str, by: Account, at: datetime) -> Concern:
    """Somebody of another body has looked: it is mended. What they looked at is public.

    Consequences: it no longer blocks archiving; the person is told, and whoever follows the activity.
    """
    words = wanted(words, _("Say what you looked at: everyone reads it."))
    with transaction.atomic():
        held = _said_to_be_mended(concern, by)
        late = held.confirm_by is not None and is_late(held, "confirm", held.confirm_by, at)
        held.confirmed_on, held.confirmed_by, held.confirmed_words = clock.day_of(at), by, words
        held.confirmed_partner = access.body_reviewing(by, held.activity)
        keep_step(held, STEP.CONFIRMED, words, by, at, late=late)
        said = _("What was wrong has been mended: %(what)s") % {"what": held.remedy_evidence}
        tell_followers(held, f"mended:{held.remedy_done_on}", said, at)
    return held


def refuse_remedy(*, concern: Concern, words: str, due_on: date, by: Account, at: datetime) -> Concern:
    """Somebody of another body has looked: it is not mended. It is owed again, by a new day; why is public."""
    words = wanted(words, _("Say what is still wrong: everyone reads it."))
    with transaction.atomic():
        held = _said_to_be_mended(concern, by)
        today = clock.day_of(at)
        last = remedy_by(today, concern_policy().times)
        if not today <= due_on <= last:
            raise Conflict(_("Give the remedy a day within %(n)d days.") % {"n": (last - today).days})
        late = held.confirm_by is not None and is_late(held, "confirm", held.confirm_by, at)
        held.remedy_done_on, held.remedy_evidence, held.remedy_due_on = None, "", due_on
        held.confirm_by = None
        keep_step(held, STEP.NOT_MENDED, words, by, at, late=late, due_on=due_on.isoformat())
    return held


def dispute_remedy(*, concern: Concern, words: str, by: Account | None, at: datetime) -> Concern:
    """The person (by their code), or whoever writes it down for them, says that it is not mended; once for each time.

    Consequences: a confirmation no longer counts, archiving is blocked again, and a reviewer looks anew and reads why.
    That it was disputed is public, their words are not. Refused once the activity is archived or the time is over.
    """
    if by is not None:
        ask(access.may_log_concern(by, concern.activity))
    words = wanted(words, _("Say what is not mended."))
    refuse_nul(words)
    if len(words) > DISPUTE_LENGTH:
        raise Conflict(_("These are more than 4,000 characters."), _("Say what matters most."))
    with transaction.atomic():
        held = held_concern(concern)
        if why := why_no_dispute(held, clock.day_of(at)):
            raise Conflict(*why)
        held.dispute, held.disputed_on = words, clock.day_of(at)
        forget_confirmation(held, keep_dispute=True)
        keep_step(held, STEP.DISPUTED, "", by, at, tell="")
        _ask_to_look(held, at)
    return held


def why_no_dispute(concern: Concern, today: date) -> tuple[str, str] | None:
    """Why nobody can say now that it is not mended, and what they can do instead; None if they can."""
    if concern.remedy_done_on is None:
        return _("Nobody says that it is mended."), _("You can take it to the Compact group.")
    if concern.disputed_on is not None:
        return _("You have said so. Somebody from another body looks at it."), ""
    if concern.activity.stage == Stage.ARCHIVED:
        return _("The activity is closed for good."), _("Raise a new concern, or go to the Ombudsman.")
    if today > concern.remedy_done_on + timedelta(days=concern_policy().times.escalate_days):
        return _("The time to say so is over."), _("Raise a new concern, or go to the Ombudsman.")
    return None


def forget_confirmation(held: Concern, *, keep_dispute: bool = False) -> None:
    """Nobody has confirmed it (any more); the steps say who did. Not saved here."""
    held.confirmed_on, held.confirmed_by, held.confirmed_partner, held.confirmed_words = None, None, None, ""
    held.confirm_by = None
    if not keep_dispute:
        held.dispute, held.disputed_on = None, None


def _said_to_be_mended(concern: Concern, by: Account) -> Concern:
    held = held_concern(concern)
    ask(access.may_confirm_remedy(by, held))
    if held.remedy_done_on is None or held.confirmed_on is not None:
        raise Conflict(_("Nobody says that it is mended, or it is confirmed already."))
    return held


def _ask_to_look(held: Concern, at: datetime) -> None:
    held.confirm_by = confirm_by(clock.day_of(at), concern_policy().times)
    held.save(update_fields=["confirm_by"])
    remind_once(concern=held, what="confirm_wanted", due_on=held.confirm_by, at=at)
