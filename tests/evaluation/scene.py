"""People who answer the questions about themselves, in numbers that are easy to count by hand."""

from __future__ import annotations

from datetime import date, timedelta

from tests.factories import a_contribution

from heard.activities.models import Activity, Contribution, Strand
from heard.ground import clock
from heard.people.actions import keep_address, keep_monitoring
from heard.places.actions import load_city
from heard.places.models import Place


def the_city() -> Place:
    """Coventry with its published figures."""
    load_city()
    return Place.objects.get(kind="city")


def people(strand: Strand, number: int, channel: str = "web", **answers: str) -> list[Contribution]:
    """So many different voices, each giving the same answers about themselves."""
    came = []
    for _ in range(number):
        one = a_contribution(strand, "Something", channel=channel)
        keep_monitoring(
            activity_ref=strand.activity.public_id, contribution_ref=one.trace_id,
            answers={question.replace("_", "-"): answer for question, answer in answers.items()},
        )  # fmt: skip
        came.append(one)
    return came


def told(activity: Activity, days_ago: int) -> date:
    """Put an activity where people were told what happened so many days ago."""
    day = clock.today() - timedelta(days=days_ago)
    Activity.objects.filter(pk=activity.pk).update(stage="told", feedback_given_on=day)
    activity.refresh_from_db()
    return day


def left(one: Contribution, kind: str, address: str, name: str = "Rosa Example") -> None:
    """Somebody left where to be told."""
    keep_address(voice=one.voice, kind=kind, address=address, name=name)
