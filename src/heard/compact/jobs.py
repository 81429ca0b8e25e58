"""What the calendar does at the gates: it closes what is over. It archives nothing and decides nothing."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from heard.compact.actions import HeldBack, keep_pack, move
from heard.compact.queries import activities_over
from heard.ground import clock

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
    keep_pack(at=at)
    closed = 0
    for activity in activities_over(clock.day_of(at)):
        try:
            move(activity=activity, to="closed", by=None, at=at)
            closed += 1
        except HeldBack as held:
            log.warning("Activity %s was not closed: %s", activity.public_id, held.verdict.clause)
    return closed
