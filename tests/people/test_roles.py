"""Roles are given by others, for a partner or an activity, and somebody always remains who can give them."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from tests.factories import a_partner, an_account, an_activity

from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people import access, actions
from heard.people.models import Account, Partner, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> dict[str, Any]:
    """Ann administers the partner, Bilal works there, Cass administers another."""
    ours, other = a_partner("Ours"), a_partner("Theirs")
    return {
        "ours": ours,
        "ann": an_account("Ann", "administrator", partner=ours),
        "bilal": an_account("Bilal", "officer", partner=ours),
        "cass": an_account("Cass", "administrator", partner=other),
    }


def test_an_administrator_gives_a_role_and_it_works_at_once(city: dict[str, Any]) -> None:
    assert not access.may(city["bilal"], "override_check", partner=city["ours"])
    actions.assign_role(
        account=city["bilal"], role="senior_lead", partner=city["ours"], team="Board", by=city["ann"], at=clock.now()
    )
    assert access.may(city["bilal"], "override_check", partner=city["ours"])
    entry = Entry.objects.get(what="role.given")
    assert entry.header == {"role": "senior_lead", "partner": city["ours"].slug}
    assert entry.by == f"account:{city['ann'].pk}"


@pytest.mark.parametrize("who", ["bilal", "cass"])
def test_neither_a_helper_nor_a_stranger_gives_a_role(city: dict[str, Any], who: str) -> None:
    someone = an_account("Dee")
    with pytest.raises(Refused, match="Only an administrator may do this here"):
        actions.assign_role(account=someone, role="officer", partner=city["ours"], by=city[who], at=clock.now())
    assert not Role.objects.filter(account=someone).exists()


def test_nobody_gives_themselves_a_role(city: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="Nobody can give themselves a role"):
        actions.assign_role(account=city["ann"], role="officer", partner=city["ours"], by=city["ann"], at=clock.now())


def test_a_role_is_held_where_its_terms_say(city: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="one activity"):
        actions.assign_role(
            account=city["bilal"], role="resident_co_owner", partner=city["ours"], by=city["ann"], at=clock.now()
        )
    with pytest.raises(Refused, match="no such role"):
        actions.assign_role(account=city["bilal"], role="king", partner=city["ours"], by=city["ann"], at=clock.now())


def test_a_role_for_one_activity_reaches_that_activity_alone(city: dict[str, Any]) -> None:
    mine, other = an_activity(lead=city["ours"]), an_activity(lead=city["ours"])
    dee = an_account("Dee")
    actions.assign_role(
        account=dee,
        role="resident_co_owner",
        partner=city["ours"],
        activity_ref=mine.public_id,
        by=city["ann"],
        at=clock.now(),
    )
    assert access.may(dee, "edit_plan", partner=city["ours"], activity_ref=mine.public_id)
    assert not access.may(dee, "edit_plan", partner=city["ours"], activity_ref=other.public_id)
    assert not access.may(dee, "edit_plan", partner=city["ours"])


def test_the_same_live_role_is_not_given_twice(city: dict[str, Any]) -> None:
    with pytest.raises(Conflict, match="already"):
        actions.assign_role(account=city["bilal"], role="officer", partner=city["ours"], by=city["ann"], at=clock.now())


def test_an_ended_role_works_no_more_and_can_be_given_again(city: dict[str, Any]) -> None:
    role = city["bilal"].roles.get()
    actions.end_role(role=role, by=city["ann"], at=clock.now())
    assert not access.may(city["bilal"], "edit_plan", partner=city["ours"])
    assert Entry.objects.get(what="role.ended").header == {"role": "officer", "partner": city["ours"].slug}
    actions.assign_role(account=city["bilal"], role="officer", partner=city["ours"], by=city["ann"], at=clock.now())
    assert access.may(city["bilal"], "edit_plan", partner=city["ours"])
    with pytest.raises(Conflict, match="ended already"):
        actions.end_role(role=role, by=city["ann"], at=clock.now())


def test_a_stranger_ends_nobodys_role(city: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        actions.end_role(role=city["bilal"].roles.get(), by=city["cass"], at=clock.now())


def test_people_may_give_up_a_role_of_their_own(city: dict[str, Any]) -> None:
    actions.end_role(role=city["bilal"].roles.get(), by=city["bilal"], at=clock.now())
    assert not access.may(city["bilal"], "edit_plan", partner=city["ours"])


def test_the_last_administrator_cannot_be_removed(city: dict[str, Any]) -> None:
    with pytest.raises(Conflict, match="last administrator"):
        actions.end_role(role=city["ann"].roles.get(), by=city["ann"], at=clock.now())
    second = an_account("Dee", "administrator", partner=city["ours"])
    actions.end_role(role=city["ann"].roles.get(), by=second, at=clock.now())
    with pytest.raises(Conflict, match="last administrator"):
        actions.end_role(role=second.roles.get(), by=second, at=clock.now())


def test_an_administrator_whose_account_is_closed_does_not_count(city: dict[str, Any]) -> None:
    second = an_account("Dee", "administrator", partner=city["ours"])
    Account.objects.filter(pk=second.pk).update(is_active=False)
    with pytest.raises(Conflict, match="last administrator"):
        actions.end_role(role=city["ann"].roles.get(), by=city["ann"], at=clock.now())


def test_closing_an_account_ends_its_roles_and_its_sign_in(city: dict[str, Any], client: Any) -> None:
    client.force_login(city["bilal"])
    actions.close_account(account=city["bilal"], by=city["ann"], at=clock.now())
    city["bilal"].refresh_from_db()
    assert (city["bilal"].is_active, city["bilal"].roles.filter(ended_at__isnull=True).count()) == (False, 0)
    assert access.may(city["bilal"], "edit_plan", partner=city["ours"]).why == "This account has been closed."
    assert Entry.objects.get(what="account.closed").header == {"roles": 1}


def test_closing_the_last_administrator_is_refused(city: dict[str, Any]) -> None:
    second = an_account("Dee", "administrator", partner=city["ours"])
    actions.close_account(account=second, by=city["ann"], at=clock.now())
    with pytest.raises(Refused):
        actions.close_account(account=city["ann"], by=city["ann"], at=clock.now())


def test_an_account_with_a_role_elsewhere_is_not_closed_by_one_partner_alone(city: dict[str, Any]) -> None:
    Role.objects.create(account=city["bilal"], role="officer", partner=a_partner("Elsewhere"))
    with pytest.raises(Refused):
        actions.close_account(account=city["bilal"], by=city["ann"], at=clock.now())


def test_an_unknown_or_anonymous_visitor_may_do_nothing() -> None:
    from django.contrib.auth.models import AnonymousUser

    assert access.may(AnonymousUser(), "edit_plan", partner=a_partner()).why == "You need to sign in to do this."
    assert access.may(None, "edit_plan").why == "You need to sign in to do this."


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_at_once_leave_one(django_db_blocker: Any) -> None:
    ours = a_partner("Ours")
    ann, bilal = (an_account(name, "administrator", partner=ours) for name in ("Ann", "Bilal"))
    start, refused = threading.Barrier(2), []

    def remove(role: Role, by: Account) -> None:
        try:
            start.wait()
            actions.end_role(role=role, by=by, at=clock.now())
        except Refused as why:
            refused.append(why)
        finally:
            connection.close()

    pairs = [(bilal.roles.get(), ann), (ann.roles.get(), bilal)]
    threads = [threading.Thread(target=remove, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert access.administrators(Partner.objects.get()).count() == 1
    assert len(refused) == 1
