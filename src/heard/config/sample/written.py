"""What the sample city's record says of itself: reports, partners' records, and who follows by post."""

from __future__ import annotations

from heard.activities.models import Activity
from heard.config.sample import cast as people
from heard.ground import clock
from heard.network.actions import enter_follower
from heard.people.models import Partner
from heard.reports import actions
from heard.reports.access import PUBLIC_FROM
from heard.reports.models import Record
from heard.reports.queries import years_of


def write_it_up() -> None:
    """Write every report that everyone may read, and make each partner's records."""
    for activity in Activity.objects.filter(stage__in=PUBLIC_FROM).select_related("plan", "lead"):
        actions.write_report(activity=activity, by=None, at=clock.now())
    for partner in Partner.objects.all():
        for year in years_of(partner):
            made = Record.objects.create(partner=partner, year=year, asked_at=clock.now())
            actions.make_record(made=made, at=clock.now())


def follow_by_post(cast: people.Cast) -> None:
    """Two invented people without a computer get the printed calendar."""
    for name, street in (("Nell Sample", "3 Loom Lane"), ("Abdi Sample", "17 Ribbon Street")):
        enter_follower(
            partner=cast.partners[people.COUNCIL], channel="letter", name=name, address=f"{street}\nExampletown",
            choices=[("everything", "", "Everything in the city")], evidence="by phone to the contact centre",
            by=cast["priya"], at=clock.now(),
        )  # fmt: skip
