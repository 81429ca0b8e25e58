"""An activity whose findings are published, and who decides. Ann owns it, Odile decides, Cass is a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from tests.factories import a_contribution, a_partner, a_strand, an_account, an_activity

from heard.activities.models import Activity, Contribution, Strand
from heard.findings.models import Finding, FindingContribution
from heard.ground import clock
from heard.people.models import Account


@dataclass
class Room:
    """What the tests of this room stand on."""

    activity: Activity
    strand: Strand
    findings: list[Finding]
    ann: Account
    bilal: Account
    odile: Account
    cass: Account

    def said(self, words: str, channel: str = "web") -> Contribution:
        return a_contribution(self.strand, words, channel=channel)


@pytest.fixture
def room() -> Room:
    return a_room(clock.today() - timedelta(days=120), clock.today() - timedelta(days=30))


def a_room(opens: date, closes: date) -> Room:
    partner = a_partner("Example Council", postal_address="1 Example Street\nCoventry")
    activity = an_activity("How shall the baths be run?", stage="found", lead=partner, opens=opens, closes=closes)
    ann = an_account("Ann Example", "officer", partner=partner)
    strand = a_strand(activity, channels=("web", "paper", "phone", "in_person"))
    return Room(
        activity=activity,
        strand=strand,
        findings=[a_finding(activity, ann, number) for number in (1, 2)],
        ann=ann,
        bilal=an_account("Bilal Example", "facilitator", activity=activity),
        odile=an_account("Odile Example", "decision_owner", partner=partner),
        cass=an_account("Cass Example", "officer", "decision_owner", partner=a_partner("Elsewhere")),
    )


def a_finding(activity: Activity, by: Account, number: int, *behind: Contribution) -> Finding:
    """A published finding that rests on these contributions."""
    finding = Finding.objects.create(
        activity=activity, ordinal=number, statement=f"People want thing number {number}.", base=len(behind) or 12,
        source="Every answer", range_of_views="Most for, some against.", written_by=by, published_at=clock.now(),
    )  # fmt: skip
    FindingContribution.objects.bulk_create(
        FindingContribution(finding=finding, contribution=contribution) for contribution in behind
    )
    return finding
