"""Whoever took part is told each step by the way they chose: at most once a day, and nothing while nothing happens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from heard.activities.actions import announce_activity
from heard.activities.actions.noting import note
from heard.activities.models import Activity
from heard.decisions.actions.delivering import owe_deliveries
from heard.decisions.models import Commitment, Delivery, NoMoreNews, StepNews
from heard.decisions.queries.steps import announcements_untold, lines_of
from heard.ground import clock


def tell_steps(*, at: datetime) -> int:
    """One round of news for each activity where something happened since its last. Returns how many rounds.

    Consequences: an e-mail, a letter to print, a message or a call for each who left an address and did not say that it
    is enough; letters and calls that still waited are overtaken, for the next ones say all that happened so far.
    """
    by_activity: dict[str, list[int]] = {}
    for ref, number in announcements_untold().values_list("activity_ref", "pk"):
        by_activity.setdefault(ref, []).append(number)
    made = 0
    for activity in Activity.objects.filter(public_id__in=by_activity):
        with transaction.atomic():
            made += _tell(Activity.objects.select_for_update(no_key=True).get(pk=activity.pk), at)
    return made


def _tell(activity: Activity, at: datetime) -> int:
    rows = list(announcements_untold().filter(activity_ref=activity.public_id))
    today = clock.day_of(at)
    if not rows or StepNews.objects.filter(activity=activity, made_on=today).exists():
        return 0
    news = StepNews.objects.create(activity=activity, made_on=today, lines=lines_of(rows), up_to=rows[-1].pk)
    waiting = Delivery.objects.filter(activity=activity, news__isnull=False, state="owed", batch=None, texts=None)
    waiting.exclude(kind="email").delete()
    number = owe_deliveries(activity=activity, news=news)
    note("news.told", activity, None, at, steps=len(rows), people=number)
    return 1


def stop_news(*, activity: Activity, voice: UUID, at: datetime) -> None:
    """Somebody wants no news of the steps of this activity. The answer they were promised still comes."""
    with transaction.atomic():
        _row, is_new = NoMoreNews.objects.get_or_create(activity=activity, voice_id=voice, defaults={"at": at})
        Delivery.objects.filter(activity=activity, voice=voice, news__isnull=False, state="owed", batch=None).delete()
        if is_new:
            note("news.stopped", activity, "resident", at)


def announce_promise(*, commitment: Commitment, key: str, said: str, at: datetime) -> None:
    """Put down news of a promise, once its decision is published: for followers and for those who took part."""
    if commitment.decision.published_at and commitment.decision.activity.is_public:
        announce_activity(
            activity=commitment.decision.activity, what="promise", key=f"{commitment.public_id}:{key}", summary=said,
            path=reverse("decisions:commitment", args=[commitment.public_id]), at=at,
        )  # fmt: skip
