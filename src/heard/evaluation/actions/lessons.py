"""Lessons go to every partner, and whoever uses one says so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.models import Activity
from heard.audit.actions import record
from heard.evaluation import access, queries
from heard.evaluation.models import Lesson, LessonShare, LessonUse
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account


def share_lesson(*, lesson: Lesson, by: Account, at: datetime) -> int:
    """Put a lesson on the list that everyone reads, and send it to the engagement leads of every other partner.

    Answers with how many partners it goes to. Sharing it again sends it to partners that joined since.
    """
    ask(access.may_add_lesson(by, lesson.activity))
    with transaction.atomic():
        lesson.refresh_from_db(from_queryset=Lesson.objects.select_for_update(no_key=True))
        if lesson.shared_at is None:
            lesson.shared_at, lesson.shared_by = at, by
            lesson.save(update_fields=["shared_at", "shared_by"])
        shares = [
            LessonShare(lesson=lesson, partner=partner, people=len(queries.leads_of(partner)), at=at)
            for partner in queries.partners_to_share_with(lesson)
        ]
        tell = app.configure_task("evaluation.tell_lesson")
        for share in LessonShare.objects.bulk_create(shares):
            for lead in queries.leads_of(share.partner):
                tell.defer(lesson_id=lesson.pk, account_id=lead.pk)
        record(what="lesson.shared", about=f"activity:{lesson.activity.public_id}", by=by, at=at,
               public={"lesson": lesson.public_id, "partners": len(shares)})  # fmt: skip
    return len(shares)


def use_lesson(*, lesson: Lesson, activity: Activity, how: str, by: Account, at: datetime) -> LessonUse:
    """Say that a plan used a lesson, and what was done differently because of it. Reuse is counted (P-6, GP-l)."""
    ask(access.may_use_lesson(by, activity))
    if lesson.activity_id == activity.pk:
        raise Conflict(_("This lesson comes from this very activity."))
    if lesson.shared_at is None:
        raise Conflict(_("This lesson has not been shared yet."))
    with transaction.atomic():
        used, new = LessonUse.objects.get_or_create(
            lesson=lesson, activity=activity, defaults={"how": how, "by": by, "at": at}
        )
        if not new:
            raise Conflict(_("Your plan says already that it used this lesson."))
        record(what="lesson.used", about=f"activity:{activity.public_id}", by=by, at=at,
               public={"lesson": lesson.public_id})  # fmt: skip
    return used
