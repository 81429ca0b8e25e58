"""Reports and records are written by night, and records when somebody asks."""

from __future__ import annotations

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heard.activities.models import Activity, Stage
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.people.models import Partner
from heard.reports import actions, queries
from heard.reports.models import Record

LIVING = (Stage.FOUND, Stage.DECIDED, Stage.TOLD, Stage.EVALUATED)
TOO_LONG = timedelta(hours=1)


@app.task(name="reports.write", queueing_lock=None, retry=RetryStrategy(max_attempts=4, exponential_wait=5))
def write(activity_id: int) -> None:
    """Write one activity's report anew."""
    activity = Activity.objects.select_related("plan", "lead").filter(pk=activity_id).first()
    if activity is not None:
        actions.write_report(activity=activity, by=None, at=clock.now())


@app.task(name="reports.make_record", retry=RetryStrategy(max_attempts=3, exponential_wait=5))
def make_record(record_id: int) -> None:
    """Make one record."""
    made = Record.objects.select_related("partner", "asked_by").filter(pk=record_id, state="making").first()
    if made is not None:
        actions.make_record(made=made, at=clock.now())


@app.periodic(cron="10 3 * * *")
@app.task(name="reports.every_night", queueing_lock="reports.every_night")
def every_night(timestamp: int) -> None:
    """Reports of what is not archived yet, and every partner's record of this year and the last."""
    for stuck in Record.objects.filter(state="making", asked_at__lt=clock.now() - TOO_LONG):
        actions.give_up_record(made=stuck)
    tell = app.configure_task("reports.write")
    for number in Activity.objects.filter(stage__in=LIVING).values_list("pk", flat=True).iterator():
        tell.defer(activity_id=number)
    for partner in Partner.objects.all():
        for year in queries.years_of(partner)[:2]:
            try:
                actions.ask_for_record(partner=partner, year=year, by=None, at=clock.now())
            except Conflict:
                continue
