"""Invented partners and the invented people who work there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from heard.people.models import Account, Partner, Role
from heard.rules.roles import RolePack

COUNCIL, TRUST, NEIGHBOURS = "Sample City Council", "Sample Health Trust", "Sample Neighbours"
PEOPLE = (
    # e-mail's first part, name, roles, partner, team
    ("alex", "Alex Morgan", ("administrator",), COUNCIL, "Digital"),
    ("olu", "Olu Adeyemi", ("officer", "analyst"), COUNCIL, "Engagement"),
    ("priya", "Priya Nair", ("engagement_lead",), COUNCIL, "Engagement"),
    ("margaret", "Margaret Doyle", ("senior_lead",), COUNCIL, "Directors"),
    ("grace", "Grace Okafor", ("decision_owner", "elected_member"), COUNCIL, "Cabinet"),
    ("tomasz", "Tomasz Zielinski", ("analyst",), COUNCIL, "Insight"),
    ("bilal", "Bilal Hussain", ("facilitator",), COUNCIL, "Communities"),
    ("samira", "Samira Khan", ("data_protection_officer",), COUNCIL, "Legal"),
    ("jo", "Jo Lister", ("auditor",), COUNCIL, "Scrutiny"),
    ("amara", "Amara Osei", ("moderator",), COUNCIL, "Digital"),
    ("ruth", "Ruth Abel", ("independent_reviewer",), COUNCIL, "Example University"),
    ("hannah", "Hannah Reeve", ("independent_reviewer",), TRUST, "Patient voice"),
    ("wen", "Wen Li", ("officer", "engagement_lead"), TRUST, "Patient voice"),
    ("kofi", "Kofi Mensah", ("facilitator",), NEIGHBOURS, "Volunteers"),
)


@dataclass
class Cast:
    """Everyone by the first part of their e-mail address; partners by name."""

    people: dict[str, Account]
    partners: dict[str, Partner]

    def __getitem__(self, name: str) -> Account:
        return self.people[name]


def call(signed_on: date) -> Cast:
    """Make the partners and their people. Roles are given by the administrator, as in a real city's first hour."""
    partners = {
        COUNCIL: _partner(COUNCIL, "sample-city-council", "statutory", signed_on, "024 7600 0100"),
        TRUST: _partner(TRUST, "sample-health-trust", "statutory", signed_on, "024 7600 0200"),
        NEIGHBOURS: _partner(NEIGHBOURS, "sample-neighbours", "community", signed_on, "024 7600 0300"),
    }
    people = {
        short: Account.objects.create_user(email=f"{short}@sample.example", name=name, is_sample=True)
        for short, name, _roles, _partner, _team in PEOPLE
    }
    for short, _name, roles, partner, team in PEOPLE:
        for role in roles:
            Role.objects.create(
                account=people[short], role=role, partner=partners[partner], team=team, given_by=people["alex"]
            )
    return Cast(people, partners)


def listed(pack: RolePack) -> str:
    """The sign-ins, for whoever starts the demo."""
    rows = [
        (f"{short}@sample.example", name, ", ".join(found.name for role in roles if (found := pack.get(role))), partner)
        for short, name, roles, partner, _team in PEOPLE
    ]
    width = max(len(row[0]) for row in rows)
    said = [f"  {email:<{width}}  {name} · {roles} · {partner}" for email, name, roles, partner in rows]
    return "\n".join([_("Sign-ins of the sample city (all invented):"), *said])


def _partner(name: str, slug: str, sector: str, signed_on: date, phone: str) -> Partner:
    return Partner.objects.create(
        name=name,
        slug=slug,
        sector=sector,
        signed_on=signed_on,
        phone=phone,
        email=f"{slug}@sample.example",
        postal_address="1 Example Street\nCoventry",
        about="An invented body of the sample city.",
        is_sample=True,
    )
