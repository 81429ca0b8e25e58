"""An account is made by accepting an invitation, and in no other way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import a_partner, an_account, an_activity

from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people import access, actions, jobs
from heard.people.actions.invitations import accept_invitation, invite, withdraw_invitation
from heard.people.models import Account, Invitation
from heard.people.queries.invitations import invitation_by_secret, secret_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> dict[str, Any]:
    ours, other = a_partner("Ours"), a_partner("Theirs")
    return {
        "ours": ours,
        "ann": an_account("Ann", "administrator", partner=ours),
        "bilal": an_account("Bilal", "officer", partner=ours),
        "cass": an_account("Cass", "administrator", partner=other),
    }


def invited(city: dict[str, Any], **fields: Any) -> Invitation:
    asked = {"email": "Dee@Example.org", "name": "Dee", "role": "officer", "partner": city["ours"], "by": city["ann"]}
    return invite(**{**asked, **fields}, at=clock.now())


def test_an_invitation_is_e_mailed_with_a_link_that_only_the_letter_holds(city: Any, smtp: list[Any]) -> None:
    invitation = invited(city, team="Libraries")
    job = ProcrastinateJob.objects.get(task_name="people.send_invitation")
    assert job.args == {"invitation_id": invitation.pk}
    jobs.send_invitation(**job.args)
    jobs.send_invitation(**job.args)
    (message,) = smtp
    assert message["To"] == "dee@example.org"
    body = message.get_payload(decode=True).decode()
    secret = secret_of(invitation.public_id)
    assert f"/invitation/{invitation.public_id}/{secret}/" in body
    assert "Your role would be: Consultation officer (Ours)" in body
    assert secret not in str(Invitation.objects.values().get())


def test_accepting_makes_the_account_with_its_role_and_a_proved_address(city: Any) -> None:
    invitation = invited(city, team="Libraries")
    account = accept_invitation(invitation=invitation, at=clock.now())
    assert (account.email, account.name, account.has_usable_password()) == ("dee@example.org", "Dee", False)
    assert EmailAddress.objects.get(user=account).verified is True
    role = account.roles.get()
    assert (role.role, role.partner, role.team, role.given_by) == ("officer", city["ours"], "Libraries", city["ann"])
    assert access.may(account, "edit_plan", partner=city["ours"])
    assert {"invitation.sent", "role.given", "invitation.accepted"} == set(Entry.objects.values_list("what", flat=True))
    assert not any("dee" in str(header).lower() for header in Entry.objects.values_list("header", flat=True))


def test_an_invitation_works_once(city: Any) -> None:
    invitation = invited(city)
    accept_invitation(invitation=invitation, at=clock.now())
    with pytest.raises(Conflict, match="accepted already"):
        accept_invitation(invitation=invitation, at=clock.now())


def test_an_invitation_runs_out_after_its_last_day(city: Any) -> None:
    invitation = invited(city)
    last = clock.midday(invitation.expires_on)
    with pytest.raises(Conflict, match="run out"):
        accept_invitation(invitation=invitation, at=last + timedelta(days=1))
    assert accept_invitation(invitation=invitation, at=last).email == "dee@example.org"


def test_an_invitation_can_be_taken_back_by_an_administrator_not_by_a_stranger(city: Any) -> None:
    invitation = invited(city)
    for who in ("bilal", "cass"):
        with pytest.raises(Refused):
            withdraw_invitation(invitation=invitation, by=city[who], at=clock.now())
    withdraw_invitation(invitation=invitation, by=city["ann"], at=clock.now())
    with pytest.raises(Conflict, match="taken back"):
        accept_invitation(invitation=invitation, at=clock.now())
    with pytest.raises(Conflict):
        withdraw_invitation(invitation=invitation, by=city["ann"], at=clock.now())


def test_a_withdrawn_invitation_is_not_e_mailed(city: Any, smtp: list[Any]) -> None:
    invitation = invited(city)
    withdraw_invitation(invitation=invitation, by=city["ann"], at=clock.now())
    jobs.send_invitation(invitation.pk)
    assert smtp == []


def test_a_newer_invitation_takes_the_older_one_back(city: Any) -> None:
    first, second = invited(city), invited(city)
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert accept_invitation(invitation=second, at=clock.now())


@pytest.mark.parametrize("who", ["bilal", "cass"])
def test_neither_a_helper_nor_a_stranger_invites(city: Any, who: str) -> None:
    with pytest.raises(Refused, match="Only an engagement lead or an administrator may do this here"):
        invited(city, by=city[who])


def test_an_engagement_lead_invites_officers_but_makes_no_administrator(city: Any) -> None:
    lead = an_account("Eve", "engagement_lead", partner=city["ours"])
    assert invited(city, by=lead).role == "officer"
    with pytest.raises(Refused, match="Only an administrator may do this here"):
        invited(city, by=lead, role="administrator")


def test_nobody_invites_themselves(city: Any) -> None:
    with pytest.raises(Refused, match="Nobody can give themselves a role"):
        invited(city, email=city["ann"].email.upper())


def test_someone_who_holds_the_role_is_not_invited_to_it(city: Any) -> None:
    with pytest.raises(Conflict, match="already"):
        invited(city, email=city["bilal"].email)


def test_a_second_role_is_added_to_the_same_account(city: Any) -> None:
    invitation = invited(city, email=city["bilal"].email, role="analyst")
    assert accept_invitation(invitation=invitation, at=clock.now()) == city["bilal"]
    assert set(city["bilal"].roles.values_list("role", flat=True)) == {"officer", "analyst"}


def test_a_resident_is_invited_to_one_activity(city: Any) -> None:
    activity = an_activity(lead=city["ours"])
    invitation = invited(city, role="resident_co_owner", activity_ref=activity.public_id)
    account = accept_invitation(invitation=invitation, at=clock.now())
    assert access.may(account, "edit_plan", partner=activity.lead_id, activity_ref=activity.public_id)
    assert not access.may(account, "edit_plan", partner=activity.lead_id)


def test_a_wrong_secret_finds_no_invitation(city: Any) -> None:
    invitation = invited(city)
    assert invitation_by_secret(invitation.public_id, secret_of(invitation.public_id)) == invitation
    assert invitation_by_secret(invitation.public_id, "0" * 64) is None
    assert invitation_by_secret(invitation.public_id, "\ud800") is None


def test_a_closed_account_does_not_come_back_by_invitation(city: Any) -> None:
    invitation = invited(city)
    Account.objects.create_user(email="dee@example.org", name="Dee", is_active=False)
    with pytest.raises(Refused, match="closed"):
        accept_invitation(invitation=invitation, at=clock.now())


def test_the_account_that_set_heard_up_founds_the_first_administrator_and_nothing_more() -> None:
    founder = Account.objects.create_superuser(email="root@example.org", name="Root")
    partner = actions.create_partner(name="First Council", sector="statutory", by=founder, at=clock.now())
    invitation = invite(
        email="ann@example.org", name="Ann", role="administrator", partner=partner, by=founder, at=clock.now()
    )
    accept_invitation(invitation=invitation, at=clock.now())
    with pytest.raises(Refused):
        invite(email="b@example.org", name="B", role="officer", partner=partner, by=founder, at=clock.now())
    with pytest.raises(Refused):
        actions.create_partner(name="Second", sector="statutory", by=founder, at=clock.now())
