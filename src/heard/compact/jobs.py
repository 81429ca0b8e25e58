"""What happens later: the calendar closes what is over (and decides nothing); bodies with a stake are told."""

from __future__ import annotations

import logging

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heard.activities.models import Stakeholder
from heard.compact.actions import HeldBack, keep_pack, move
from heard.compact.models import Move
from heard.compact.queries import activities_over
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.notices.actions import NotSent, UnsafeMessage, send

log = logging.getLogger(__name__)


@app.periodic(cron="7 * * * *")
@app.task(name="compact.close_due", queueing_lock="compact.close_due", pass_context=False)
def close_due(timestamp: int = 0) -> int:
    """Close every open activity whose closing day is over on all channels; answers with how many it closed.

    Hourly, so that midnight in Coventry counts in summer and winter. Running it again changes nothing. Post sent in
    time may still be keyed in for three working days: that is for `found` to wait for, not for the stage.
    A refusal is kept once a day and logged; the other activities go on.
    """
    at = clock.now()
    try:
        keep_pack(at=at)
    except Refused as fault:
        log.error("The rules in force cannot be used: %s", fault.verdict.why)
    closed = 0
    for activity in activities_over(clock.day_of(at)):
        try:
            move(activity=activity, to="closed", by=None, at=at)
            closed += 1
        except HeldBack as held:
            log.warning("Activity %s was not closed: %s", activity.public_id, held.verdict.clause)
    return closed


@app.task(
    name="compact.tell_stakeholder",
    queue="mail",
    retry=RetryStrategy(max_attempts=8, exponential_wait=5, retry_exceptions={NotSent}),
)
def tell_stakeholder(move_id: int, stakeholder_id: int) -> None:
    """Tell one body with a stake of an early notice, a reopening or a withdrawal; at most once for each.

    Passed over if the body was removed, said no, or has no address any more.
    """
    made = Move.objects.select_related("activity__lead", "activity__plan").get(pk=move_id)
    told = Stakeholder.objects.filter(pk=stakeholder_id, removed_at=None, declined_at=None).exclude(email="").first()
    if told is None:
        return
    activity = made.activity
    address = settings.SITE_URL + reverse("activities:take_part", args=[activity.slug])
    subjects = {
        "notice": _("Early notice: %(title)s"),
        "reopen": _("Open again: %(title)s"),
        "withdraw": _("Withdrawn: %(title)s"),
    }
    text = render_to_string(
        f"compact/mail/{made.name}.txt",
        {"activity": activity, "plan": activity.plan, "move": made, "address": address},
    )
    subject = subjects[made.name] % {"title": activity.title}
    try:
        send(key=f"move:{made.pk}:{told.public_id}", to=told.email, subject=subject, text=text)
    except UnsafeMessage:
        log.warning("Stakeholder %s has an address that cannot be written to.", told.public_id)
