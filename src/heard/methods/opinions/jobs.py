"""Every night: what looks odd among the votes of what is open, for moderators to judge."""

from __future__ import annotations

from procrastinate.contrib.django import app

from heard.activities.models import Stage, Strand
from heard.ground import clock
from heard.methods.opinions.actions import look_for_odd_votes
from heard.methods.opinions.models import Opinions


@app.periodic(cron="40 3 * * *")
@app.task(name="opinions.look_for_odd_votes", queueing_lock="opinions.look_for_odd_votes")
def look_every_night(timestamp: int) -> None:
    """Look at every strand that is open, or closed and not yet worked out."""
    rows = Strand.objects.select_related("activity").filter(
        method="opinions", dropped_because="", concluded_at__isnull=True,
        activity__stage__in=[Stage.OPEN, Stage.CLOSED],
    )  # fmt: skip
    for strand in rows.filter(pk__in=Opinions.objects.values("strand")):
        look_for_odd_votes(strand=strand, at=clock.now())
