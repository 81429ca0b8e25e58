"""Real rows for tests, made quickly. People are invented. Ann owns it, Bilal may help, Cass is a stranger."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from heard.activities.models import Activity, Channel, Contribution, Group, Passage, Plan, Strand
from heard.ground import clock
from heard.people.models import Account, Partner, Role, Voice

_count = itertools.count(1)


def a_partner(name: str = "", **fields: Any) -> Partner:
    number = next(_count)
    fields.setdefault("sector", "statutory")
    fields.setdefault("signed_on", date(2011, 9, 1))
    return Partner.objects.create(name=name or f"Example Partner {number}", slug=f"partner-{number}", **fields)


def an_account(
    name: str = "Ann Example",
    *roles: str,
    partner: Partner | None = None,
    activity: Activity | None = None,
    team: str = "Engagement",
) -> Account:
    """An account with live roles, for a partner, or for one activity when given."""
    number = next(_count)
    account = Account.objects.create_user(email=f"person{number}@example.org", name=name)
    for role in roles:
        Role.objects.create(
            account=account,
            role=role,
            team=team,
            partner=None if activity else partner,
            activity_ref=activity.public_id if activity else "",
            given_by=account,
        )
    return account


def an_activity(
    title: str = "",
    *,
    stage: str = "idea",
    lead: Partner | None = None,
    owner: Account | None = None,
    level: str = "consult",
    opens: date | None = None,
    closes: date | None = None,
    **fields: Any,
) -> Activity:
    """An activity put straight into a stage, without its gates: for tests of what happens there."""
    fields.setdefault("announced_on", None if stage in ("idea", "planned") else clock.today())
    number = next(_count)
    today = clock.today()
    opens = opens or today - timedelta(days=10)
    closes = closes or opens + timedelta(days=90)
    activity = Activity.objects.create(
        title=title or f"Example activity {number}",
        slug=f"example-{number}",
        lead=lead or a_partner(),
        owner=owner or an_account("Olga Owner"),
        level=level,
        stage=stage,
        opens_on=opens,
        closes_on=closes,
        noticed_on=opens - timedelta(days=30),
        **fields,
    )
    Plan.objects.create(
        activity=activity,
        purpose="To choose how the example baths are run.",
        audience="Everyone who swims",
        open_matters=["Opening hours", "Prices"],
        influence_statement="You can change the opening hours and the prices.",
        decision_maker="Cabinet Member for Examples",
        decides_on=closes + timedelta(days=60),
        feedback_due_on=closes + timedelta(days=84),
        purpose_written_on=opens - timedelta(days=60),
        service="Swimming baths",
        decision_goes_to="The cabinet meeting, through the head of sport",
        formal_consultation=False,
        consultation_lead="Ann Abara",
        communications_lead="Dan Drummond",
        comms_approved_on=opens - timedelta(days=90),
    )
    return activity


def a_group(activity: Activity, name: str = "Older swimmers", **flags: Any) -> Group:
    return Group.objects.create(activity=activity, name=name, **flags)


def a_strand(
    activity: Activity,
    method: str = "survey",
    title: str = "",
    channels: tuple[str, ...] = ("web", "paper", "phone"),
    **fields: Any,
) -> Strand:
    return Strand.objects.create(
        activity=activity,
        method=method,
        title=title or f"Strand {next(_count)}",
        channels=list(channels),
        **fields,
    )


def a_contribution(
    strand: Strand,
    *said: str,
    channel: str = Channel.WEB,
    voice: Voice | None = None,
    received_at: datetime | None = None,
    **fields: Any,
) -> Contribution:
    """A stored contribution with one passage for each text, without receipt or audit."""
    contribution = Contribution.objects.create(
        strand=strand,
        voice=voice or Voice.objects.create(),
        channel=channel,
        received_at=received_at or clock.now(),
        **fields,
    )
    Passage.objects.bulk_create(
        Passage(contribution=contribution, ordinal=number, words=words) for number, words in enumerate(said, start=1)
    )
    return contribution


def signed_in(account: Account) -> Client:
    """A browser in which this person has signed in, as through the sign-in page."""
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
