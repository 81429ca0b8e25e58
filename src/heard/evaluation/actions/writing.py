"""What may happen to evaluations: written, published, lessons added. Every write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions.noting import note
from heard.activities.models import Activity
from heard.evaluation import access, queries
from heard.evaluation.models import Evaluation, Lesson
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import made_before, name_of
from heard.people.models import Account

WRITTEN = ("learned", "representative", "what_changed", "better_informed_or_able")


def write_evaluation(
    *,
    activity: Activity,
    learned: str,
    representative: str,
    what_changed: str,
    better_informed_or_able: str,
    how_many: int | None = None,
    how_many_because: str = "",
    reach: int | None = None,
    reach_because: str = "",
    adjustments_asked: int | None = None,
    adjustments_met: int | None = None,
    adjustments_words: str = "",
    follow_up_sent_on: date | None = None,
    by: Account,
    at: datetime,
) -> Evaluation:
    """Answer the five questions of GP-j. The counts come from the record and are kept as they stand now.

    `how_many` is an estimate of different people, where the officer knows better than the count of voices
    (people at a session are one voice); left out, the record's count is kept. `reach` is people told, with how it was
    counted; `adjustments_met` is at most `adjustments_asked`, both counts of people.
    """
    ask(access.may_evaluate(by, activity))
    if adjustments_met is not None and adjustments_met > (adjustments_asked or 0):
        raise Conflict(_("More people got what they needed than asked for it. Check the two numbers."))
    counts = queries.counts_from_the_record(activity)
    with transaction.atomic():
        evaluation, _made = Evaluation.objects.update_or_create(
            activity=activity,
            defaults={
                "learned": learned,
                "representative": representative,
                "what_changed": what_changed,
                "better_informed_or_able": better_informed_or_able,
                "how_many": counts["voices"] if how_many is None else how_many,
                "how_many_because": how_many_because,
                "reach": reach,
                "reach_because": reach_because,
                "adjustments_asked": adjustments_asked,
                "adjustments_met": adjustments_met,
                "adjustments_words": adjustments_words,
                "counts": counts,
                "follow_up_sent_on": follow_up_sent_on,
                "written_by": by,
                "written_at": at,
            },
        )
        note("evaluation.written", activity, by, at, voices=counts["voices"])
    return evaluation


def add_lesson(
    *, activity: Activity, words: str, by: Account, at: datetime, tags: Mapping[str, Sequence[str]] | None = None,
    entry_key: str = "",
) -> Lesson:  # fmt: skip
    """Write down one thing for whoever asks next.

    `tags` (``methods groups places themes``) say what it is about; left out, those of the activity itself. The same
    words with the same `entry_key` again are one lesson.
    """
    ask(access.may_add_lesson(by, activity))
    if not words.strip():
        raise Conflict(_("Write the lesson first."))
    public_id = name_of(entry_key, activity.pk, words, tags, by.pk)
    with transaction.atomic():
        if known := made_before(Lesson, public_id):
            return known
        about = {name: list(tags) for name, tags in (tags or queries.plain_tags(activity)).items()}
        lesson = Lesson.objects.create(public_id=public_id, activity=activity, words=words, by=by, at=at, **about)
        note("lesson.added", activity, by, at)
    return lesson


def publish(*, activity: Activity, by: Account | None, at: datetime) -> Evaluation:
    """Publish the evaluation. Called by the move to “evaluated”, whose gate has seen the five answers."""
    evaluation = Evaluation.objects.filter(activity=activity).first()
    if evaluation is None or not all(getattr(evaluation, name).strip() for name in WRITTEN):
        raise Conflict(_("One of the five questions has no answer yet."), _("Answer all five on “Evaluation” (GP-j)."))
    with transaction.atomic():
        evaluation.counts = queries.counts_from_the_record(activity)
        evaluation.published_at = at
        evaluation.save(update_fields=["counts", "published_at"])
        note("evaluation.published", activity, by, at)
    return evaluation
