"""Partners: who signed the Compact, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.factories import a_partner, an_account

from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people import actions
from heard.people.models import Partner

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


def test_a_partner_is_added_with_the_day_it_signed(city: dict[str, Any]) -> None:
    partner = actions.create_partner(
        name="St Example's Trust", sector="voluntary", signed_on=date(2026, 1, 5), by=city["ann"], at=clock.now()
    )
    assert (partner.slug, partner.is_signatory) == ("st-examples-trust", True)
    assert Entry.objects.get().header == {
        "name": "St Example's Trust",
        "sector": "voluntary",
        "signed_on": "2026-01-05",
    }


def test_a_name_is_taken_once_and_a_slug_finds_a_free_one(city: dict[str, Any]) -> None:
    first = actions.create_partner(name="Example!", sector="business", by=city["ann"], at=clock.now())
    second = actions.create_partner(name="Example?", sector="business", by=city["ann"], at=clock.now())
    assert (first.slug, second.slug) == ("example", "example-2")
    with pytest.raises(Conflict, match="of this name"):
        actions.create_partner(name="Example!", sector="business", by=city["ann"], at=clock.now())


def test_a_helper_adds_no_partner(city: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        actions.create_partner(name="X", sector="business", by=city["bilal"], at=clock.now())


def test_an_edit_is_recorded_without_private_details(city: dict[str, Any]) -> None:
    actions.edit_partner(
        partner=city["ours"], by=city["ann"], at=clock.now(), phone="024 7600 0000", left_on=date(2026, 2, 1)
    )
    assert Entry.objects.get().header == {"changed": ["left_on", "phone"], "left_on": "2026-02-01"}
    assert Partner.objects.get(pk=city["ours"].pk).is_signatory is False


@pytest.mark.parametrize("who", ["bilal", "cass"])
def test_neither_a_helper_nor_a_stranger_edits_a_partner(city: dict[str, Any], who: str) -> None:
    with pytest.raises(Refused):
        actions.edit_partner(partner=city["ours"], by=city[who], at=clock.now(), phone="1")


def test_a_partner_without_an_administrator_is_looked_after_by_another(city: dict[str, Any]) -> None:
    orphan = a_partner("Orphan")
    actions.edit_partner(partner=orphan, by=city["cass"], at=clock.now(), phone="1")
    with pytest.raises(Refused):
        actions.edit_partner(partner=orphan, by=city["bilal"], at=clock.now(), phone="2")


def test_a_partner_leaves_only_after_it_signed(city: dict[str, Any]) -> None:
    with pytest.raises(Conflict, match="after it signed"):
        actions.edit_partner(partner=city["ours"], by=city["ann"], at=clock.now(), left_on=date(2001, 1, 1))


def test_an_edit_that_changes_nothing_says_so(city: dict[str, Any]) -> None:
    with pytest.raises(Conflict, match="Nothing was changed"):
        actions.edit_partner(partner=city["ours"], by=city["ann"], at=clock.now(), name="Ours")
