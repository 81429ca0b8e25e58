"""GP-n: a reviewer of another body says whether the reason for a shorter period is good enough."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions import mark
from heard.activities.actions.noting import note
from heard.activities.models import Activity
from heard.compact import access, queries
from heard.compact.models import RationaleReview
from heard.ground.refusal import Conflict, Refused, ask
from heard.people.models import Account


def review_rationale(*, activity: Activity, adequate: bool, why: str, by: Account, at: datetime) -> RationaleReview:
    """Say whether the published reason is adequate, and why. Said again, the newest counts and the older stay.

    Consequences: public under the body's name in the banner of every page, on “How this was run”, in the report and in
    the lead's record of the year; the lead is told by e-mail; one audit entry. Refused: no shorter period, no published
    reason, no why, or the very same said twice running.
    """
    ask(access.may_review_rationale(by, activity))
    said = why.strip()
    if len(said.split()) < 3:
        raise Refused(_("Say in a sentence why. It is published."))
    if not queries.is_short_with_reason(activity):
        raise Conflict(
            _("Only the published reason for a shorter period than usual is looked at."),
            _("This activity has the usual time, or has not opened yet."),
        )
    body = access.body_reviewing(by, activity, access.RATIONALE)
    assert body is not None
    with transaction.atomic():
        Activity.objects.select_for_update(of=("self",), no_key=True).get(pk=activity.pk)
        newest = RationaleReview.objects.filter(activity=activity).first()
        if newest and (newest.by_id, newest.adequate, newest.why) == (by.pk, adequate, said):
            raise Conflict(_("You have said just this already. It is published."))
        row = RationaleReview.objects.create(activity=activity, adequate=adequate, why=said, body=body, by=by, at=at)
        mark(activity=activity, by=by, at=at, short_period_adequate=adequate, short_period_judged_by=body.name)
        app.configure_task("compact.tell_rationale").defer(review_id=row.pk)
        note("activity.rationale_reviewed", activity, by, at, adequate=adequate, body=body.slug)
    return row
