"""Every night: are critical words taken down more than others? If so, somebody independent is asked to look."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions.noting import note
from heard.activities.models import Activity
from heard.ground.refusal import Conflict, ask
from heard.moderation import access
from heard.moderation.models import Alert
from heard.moderation.queries import activities_to_compare, last_alert, reviewers_of, split_of
from heard.people.access import role_pack
from heard.people.models import Account
from heard.rules.removals import Split


def compare_removals(*, at: datetime) -> list[Alert]:
    """Compare removals by stance in every activity that has any, and alert its independent reviewers of a split.

    Consequences: an alert stands on “How this was run” at once; reviewers are told by e-mail. One at a time for an
    activity, and after a review only if more critical words were taken down since.
    """
    made = [_compare(activity, at) for activity in activities_to_compare()]
    return [alert for alert in made if alert is not None]


def review_alert(*, alert: Alert, words: str, by: Account, at: datetime) -> Alert:
    """An independent reviewer says in public what they found. Refused to who took anything down here themselves."""
    ask(access.may_review(by, alert.activity))
    if not words.strip():
        raise Conflict(_("Say what you found, in words that everyone may read."))
    with transaction.atomic():
        held = Alert.objects.select_for_update(of=("self",), no_key=True).select_related("activity").get(pk=alert.pk)
        if held.reviewed_at:
            raise Conflict(_("Somebody has looked into this already."))
        held.reviewed_by, held.reviewed_at, held.words = by, at, words.strip()
        held.save(update_fields=["reviewed_by", "reviewed_at", "words"])
        note("moderation.split_reviewed", held.activity, by, at, alert=held.public_id)
    return held


def note_alerted(*, alert: Alert, at: datetime) -> None:
    """A reviewer was told."""
    Alert.objects.filter(pk=alert.pk, told_at=None).update(told_at=at)


def _compare(activity: Activity, at: datetime) -> Alert | None:
    split = split_of(activity)
    with transaction.atomic():
        Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        if not split.speaks or not _is_news(split, last_alert(activity)):
            return None
        alert = Alert.objects.create(
            activity=activity,
            critical_removed=split.critical_removed,
            critical=split.critical,
            others_removed=split.others_removed,
            others=split.others,
            unknown=split.unknown,
            chance=split.chance,
            found_at=at,
        )
        figures = {"critical": [split.critical_removed, split.critical], "others": [split.others_removed, split.others]}
        note("moderation.split", activity, None, at, alert=alert.public_id, **figures)
        tell = app.configure_task("moderation.tell_reviewer")
        for account in reviewers_of(activity, role_pack().roles_that_may("review_moderation")):
            tell.defer(alert_id=alert.pk, account_id=account.pk)
    return alert


def _is_news(split: Split, known: Alert | None) -> bool:
    if known is None:
        return True
    return known.reviewed_at is not None and split.critical_removed > known.critical_removed
