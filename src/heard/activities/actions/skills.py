"""Practitioners improve their skills and exchange practice (P-6): training on record, and a question to a colleague."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities import access
from heard.activities.models import Activity, ColleagueQuestion, TrainingRecord
from heard.activities.queries import planning_policy
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import made_before, name_of
from heard.people.models import Account


def note_training(
    *, account: Account, module: str, completed_on: date, given_by: str, by: Account, at: datetime
) -> TrainingRecord:
    """Keep that somebody completed a module of the core training: one's own, or that of a colleague one leads.

    The same module again is the same record with the later day. Refused: a module that the city does not name, a day
    that lies ahead.
    """
    ask(access.may_note_training(by, account))
    if module not in {each.slug for each in planning_policy().modules}:
        raise Conflict(_("The core training has no such module."), _("See policy/planning.toml."))
    if completed_on > clock.day_of(at):
        raise Conflict(_("That day lies ahead."), _("Note it once it is completed."))
    with transaction.atomic():
        row, _new = TrainingRecord.objects.update_or_create(
            account=account,
            module=module,
            defaults={"completed_on": completed_on, "given_by": given_by.strip(), "noted_by": by, "noted_at": at},
        )
        record(
            what="training.noted",
            about=f"account:{account.pk}",
            by=by,
            at=at,
            public={"module": module, "completed_on": completed_on.isoformat()},
        )
    return row


def ask_colleague(
    *, activity: Activity, colleague: Account, question: str, entry_key: str = "", by: Account, at: datetime
) -> ColleagueQuestion:
    """Ask a colleague in another partner about a plan. They get it by e-mail and answer on the plan's page.

    Refused: a colleague of the same partner (turn round and ask them), no question. The same question with the same
    `entry_key` again reaches them once.
    """
    ask(access.may_ask_colleague(by, activity, colleague))
    if not question.strip():
        raise Conflict(_("Write your question."))
    public_id = name_of(entry_key, activity.pk, colleague.pk, question, by.pk)
    with transaction.atomic():
        if known := made_before(ColleagueQuestion, public_id):
            return known
        row = ColleagueQuestion.objects.create(
            public_id=public_id, activity=activity, colleague=colleague, question=question.strip(), asked_by=by,
            asked_at=at,
        )  # fmt: skip
        app.configure_task("activities.tell_colleague").defer(question_id=row.pk)
        _record("colleague.asked", row, by, at)
    return row


def answer_colleague(*, question: ColleagueQuestion, answer: str, by: Account, at: datetime) -> ColleagueQuestion:
    """The colleague answers; staff of every partner may read it. Answered once."""
    ask(access.may_answer_colleague(by, question))
    if not answer.strip():
        raise Conflict(_("Write your answer."))
    with transaction.atomic():
        held = (
            ColleagueQuestion.objects.select_for_update(of=("self",), no_key=True)
            .select_related("activity")
            .get(pk=question.pk)
        )
        if held.answered_at:
            raise Conflict(_("This question was answered already."))
        held.answer, held.answered_at = answer.strip(), at
        held.save(update_fields=["answer", "answered_at"])
        app.configure_task("activities.tell_answer").defer(question_id=held.pk)
        _record("colleague.answered", held, by, at)
    return held


def _record(what: str, row: ColleagueQuestion, by: Account, at: datetime) -> None:
    record(
        what=what, about=f"activity:{row.activity.public_id}", by=by, at=at, public={"question": row.public_id}
    )  # fmt: skip
