"""The same thing asked for twice in one moment, by a double click or by two people, is done once."""

from __future__ import annotations

from typing import Any

import pytest
from tests.factories import a_contribution, a_partner, a_strand, an_account, an_activity
from tests.queueing import at_once

from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.people import actions
from heard.people.models import Account, DataRequest, Exclusion, Invitation, Partner, Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def partner() -> Partner:
    return a_partner()


@pytest.fixture
def ann(partner: Partner) -> Account:
    return an_account("Ann", "administrator", "engagement_lead", partner=partner, team="Baths")


def names(outcomes: list[Any]) -> list[str]:
    return sorted(type(one).__name__ for one in outcomes)


def test_one_thing_is_proposed_to_be_left_out_once(partner: Partner, ann: Account) -> None:
    activity = an_activity(lead=partner)
    said = a_contribution(a_strand(activity), "Same again")

    def propose() -> Exclusion:
        return actions.propose_exclusion(
            kind="contribution", reference=said.trace_id, reason="duplicate", note="Sent twice.", partner=partner,
            activity_ref=activity.public_id, by=ann, at=clock.now(),
        )  # fmt: skip

    assert names(at_once(*[propose] * 4)) == ["Conflict", "Conflict", "Conflict", "Exclusion"]
    assert Exclusion.objects.count() == 1


def test_a_role_is_given_once(partner: Partner, ann: Account) -> None:
    bilal = an_account("Bilal")

    def give() -> Role:
        return actions.assign_role(account=bilal, role="officer", partner=partner, team="Baths", by=ann, at=clock.now())

    assert names(at_once(*[give] * 4)) == ["Conflict", "Conflict", "Conflict", "Role"]
    assert Role.objects.filter(account=bilal).count() == 1


def test_of_invitations_sent_in_one_moment_one_waits_and_accepting_twice_makes_one_account(
    partner: Partner, ann: Account
) -> None:
    def invite() -> Invitation:
        return actions.invite(
            email="bilal@example.org", name="Bilal", role="officer", partner=partner, by=ann, at=clock.now()
        )

    assert names(at_once(*[invite] * 4)) == ["Invitation"] * 4
    (waiting,) = Invitation.objects.filter(withdrawn_at=None)
    accepted = at_once(*[lambda: actions.accept_invitation(invitation=waiting, at=clock.now())] * 4)
    assert names(accepted) == ["Account", "Conflict", "Conflict", "Conflict"]
    assert Account.objects.filter(email="bilal@example.org").count() == 1
    assert all(isinstance(one, Account | Conflict) for one in accepted)


def test_a_request_about_data_sent_in_one_moment_is_one_and_everyone_is_told_its_one_code(partner: Partner) -> None:
    def send() -> str:
        return actions.raise_data_request(
            partner=partner, kind="access", words="What do you hold?", entry_key="one-page", by=None, at=clock.now()
        ).code

    codes = at_once(*[send] * 4)
    assert len(set(codes)) == 1
    assert DataRequest.objects.count() == 1
