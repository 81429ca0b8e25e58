"""Nobody's menus lead to a refusal: each role finds the pages that it may open, and no link to another."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import a_partner, an_account, an_activity, signed_in

from heard.activities.models import Activity
from heard.ground import clock
from heard.people.access import role_pack
from heard.people.models import Account, Partner

pytestmark = pytest.mark.django_db
ROLES = sorted(terms.slug for terms in role_pack().roles)
GUARDED = tuple(settings.ACTIVITY_STAFF_MAY)
LINK = re.compile(r'href="(/[^"#]*)"')


def menu(page: str, label: str) -> list[str]:
    """The addresses that one navigation holds, by its label; none when it is not there."""
    found = re.search(rf'<nav[^>]*aria-label="{label}".*?</nav>', page, re.DOTALL)
    return [link for link in LINK.findall(found[0]) if "logout" not in link] if found else []


def refused(client: Client, links: list[str]) -> list[str]:
    return [link for link in links if client.get(link).status_code not in (200, 302)]


@pytest.fixture
def ours() -> Partner:
    return a_partner("Example Council")


@pytest.fixture
def activity(ours: Partner) -> Activity:
    return an_activity(stage="closed", lead=ours, owner=an_account("Olga Owner", "officer", partner=ours))


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_a_roles_menus_opens(role: str, ours: Partner, activity: Activity) -> None:
    if "partner" not in role_pack().get(role).scope:  # type: ignore[union-attr]
        account = an_account("Ann Example", role, activity=activity)
    else:
        account = an_account("Ann Example", role, partner=ours, team="Scrutiny")
    elsewhere = an_activity(stage="closed", lead=a_partner("Example Health Trust"))
    client = signed_in(account)
    links = menu(client.get("/staff/").content.decode(), "Staff")
    assert len(links) >= 4
    for link in (*links, "/staff/exclusions/"):
        links += menu(client.get(link).content.decode(), "People and partners")
    for one in (activity, elsewhere):
        page = client.get(reverse("activities:plan", args=[one.slug])).content.decode()
        shown = menu(page, "Officers’ pages of this activity")
        links += [link for link in shown if link in {reverse(name, args=[one.slug]) for name in GUARDED}]
        assert set(LINK.findall(page.partition('<p class="now">')[2].partition("</p>")[0])) <= set(shown)
    assert refused(client, sorted(set(links))) == []


@pytest.mark.parametrize(
    "role, path",
    [
        ("data_protection_officer", "/staff/data/"),
        ("auditor", "/staff/audit/"),
        ("administrator", "/staff/people/"),
        ("moderator", "/staff/moderation/"),
        ("independent_reviewer", "/staff/moderation/"),
    ],
)
def test_each_role_finds_its_own_desk_in_the_bar(role: str, path: str, ours: Partner) -> None:
    client = signed_in(an_account("Ann Example", role, partner=ours))
    assert path in menu(client.get("/staff/").content.decode(), "Staff")


def test_whoever_answers_the_telephone_finds_where_a_data_request_is_logged(ours: Partner) -> None:
    client = signed_in(an_account("Bilal Example", "facilitator", partner=ours))
    assert reverse("people:staff_data_log") in menu(client.get("/staff/").content.decode(), "Staff")
    links = menu(client.get("/staff/exclusions/").content.decode(), "People and partners")
    assert reverse("people:staff_data_log") in links
    assert reverse("people:staff_data") not in links


def test_whoever_set_heard_up_finds_the_first_steps(db: None) -> None:
    founder = Account.objects.create_superuser("founder@example.org", name="Cass Founder")
    client = signed_in(founder)
    assert menu(client.get("/staff/people/").content.decode(), "Staff") == ["/staff/", "/staff/people/"]
    assert refused(client, menu(client.get("/staff/people/").content.decode(), "People and partners")) == []


def test_a_role_that_ends_leaves_the_menu_at_once(ours: Partner) -> None:
    account = an_account("Ann Example", "auditor", partner=ours)
    client = signed_in(account)
    assert "/staff/audit/" in menu(client.get("/staff/").content.decode(), "Staff")
    account.roles.update(ended_at=clock.now(), ended_by=account)
    assert menu(client.get("/staff/").content.decode(), "Staff") == ["/staff/"]


def test_the_plan_with_its_menus_asks_the_same_however_many_roles_somebody_holds(
    ours: Partner, activity: Activity
) -> None:
    account = an_account("Ann Example", "officer", partner=ours)
    client = signed_in(account)
    address = reverse("activities:plan", args=[activity.slug])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    one = asked()
    for number in range(3):
        account.roles.create(role="analyst", partner=a_partner(f"Example {number}"), given_by=account)
    assert asked() == one < 15
