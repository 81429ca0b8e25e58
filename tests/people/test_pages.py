"""Every page of people, as those see it who may, and as others are turned away."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from tests.factories import a_partner, an_account, an_activity

from heard.ground import clock
from heard.people import actions, jobs, queries
from heard.people.models import Account, Exclusion, Invitation, Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> dict[str, Any]:
    ours, other = a_partner("Ours"), a_partner("Theirs")
    return {
        "ours": ours,
        "ann": an_account("Ann", "administrator", partner=ours),
        "bilal": an_account("Bilal", "officer", partner=ours, team="Baths"),
        "lead": an_account("Eve", "engagement_lead", partner=ours, team="Policy"),
        "dpo": an_account("Dev", "data_protection_officer", partner=ours, team="Legal"),
        "cass": an_account("Cass", "administrator", partner=other),
    }


def as_(client: Any, who: Account) -> Any:
    client.force_login(who)
    return client


STAFF_PAGES = [
    ("people:staff_people", [], ["ann", "lead", "cass"], ["bilal"]),
    ("people:staff_invite", [], ["ann", "lead", "cass"], ["bilal"]),
    ("people:staff_invitations", [], ["ann", "lead", "cass"], ["bilal"]),
    ("people:staff_partners", [], ["ann", "lead", "cass"], ["bilal"]),
    ("people:staff_new_partner", [], ["ann", "cass"], ["bilal", "lead"]),
    ("people:staff_partner", ["ours"], ["ann"], ["bilal", "lead", "cass"]),
    ("people:staff_exclusions", [], ["ann", "bilal", "lead", "cass"], []),
    ("people:staff_propose", [], ["bilal", "lead"], []),
    ("people:staff_erasure", [], ["dpo"], ["ann", "bilal", "lead", "cass"]),
    ("people:staff_audit", [], ["ann", "lead", "dpo"], ["bilal"]),
]


@pytest.mark.parametrize(("name", "args", "may", "may_not"), STAFF_PAGES)
def test_a_staff_page_opens_for_those_who_may_and_says_why_to_others(
    city: dict[str, Any], client: Any, name: str, args: list[str], may: list[str], may_not: list[str]
) -> None:
    url = reverse(name, args=[city["ours"].slug] if args else [])
    assert client.get(url).status_code == 302, "signed out: to the sign-in page"
    for who in may:
        page = as_(client, city[who]).get(url)
        assert (who, page.status_code) == (who, 200)
        assert page.content.count(b"<h1>") == 1
    for who in may_not:
        page = as_(client, city[who]).get(url)
        assert (who, page.status_code) == (who, 403)
        assert b"Only " in page.content


def test_the_list_of_people_shows_only_ones_own_partners(city: dict[str, Any], client: Any) -> None:
    page = as_(client, city["ann"]).get(reverse("people:staff_people")).content.decode()
    assert ("Bilal" in page, "Cass" in page) == (True, False)
    assert as_(client, city["ann"]).get(reverse("people:staff_account", args=[city["cass"].pk])).status_code == 404


def test_the_lists_ask_the_same_number_of_questions_whatever_their_length(
    city: dict[str, Any], client: Any, django_assert_max_num_queries: Any
) -> None:
    as_(client, city["ann"])

    def asked(name: str) -> int:
        with django_assert_max_num_queries(14) as seen:
            assert client.get(reverse(name)).status_code == 200
        return len(seen)

    names = ["people:staff_people", "people:staff_invitations", "people:staff_partners", "people:staff_audit"]
    actions.invite(
        email="x0@example.org", name="X", role="officer", partner=city["ours"], by=city["ann"], at=clock.now()
    )
    first = {name: asked(name) for name in names}
    for number in (1, 2):
        an_account(f"More {number}", "officer", "analyst", partner=city["ours"])
        a_partner()
        actions.invite(
            email=f"x{number}@example.org",
            name="X",
            role="officer",
            partner=city["ours"],
            by=city["ann"],
            at=clock.now(),
        )
    assert {name: asked(name) for name in names} == first


def test_an_invitation_is_sent_accepted_and_signed_in_with_by_its_pages(city: dict[str, Any], client: Any) -> None:
    as_(client, city["ann"])
    posted = {
        "name": "Dee",
        "email": "dee@example.org",
        "role": "officer",
        "partner": city["ours"].slug,
        "team": "Parks",
    }
    assert client.post(reverse("people:staff_invite"), posted).status_code == 302
    invitation = Invitation.objects.get()
    waiting = reverse("people:staff_invitations")
    assert b"Waits to be sent" in client.get(waiting).content
    jobs.send_invitation(invitation.pk)
    assert b"Taken by the mail server" in client.get(waiting).content
    client.logout()
    link = reverse("people:invitation", args=[invitation.public_id, queries.secret_of(invitation.public_id)])
    page = client.get(link)
    assert page.status_code == 200
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert b"Dee, you are invited" in page.content
    assert not Account.objects.filter(email="dee@example.org").exists(), "opening the link changes nothing"
    assert client.post(link).status_code == 302
    assert client.get(link).status_code == 410
    client.post(reverse("account_login"), {"login": "dee@example.org"})
    code = mail.outbox[-1].body.split("\n\n")[1].strip()
    done = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert (done.status_code, done["Location"]) == (302, "/staff/")
    assert client.get(reverse("people:staff_exclusions")).status_code == 200


def test_a_form_that_breaks_a_rule_comes_back_with_the_reason(city: dict[str, Any], client: Any) -> None:
    as_(client, city["ann"])
    posted = {"name": "Ann", "email": city["ann"].email, "role": "officer", "partner": city["ours"].slug}
    page = client.post(reverse("people:staff_invite"), posted)
    assert page.status_code == 422
    assert b"Nobody can give themselves a role." in page.content
    bare = client.post(reverse("people:staff_invite"), {"team": "Parks"}).content.decode()
    assert "There is something to mend" in bare
    assert "Nobody can give themselves" not in bare


@pytest.mark.parametrize(
    ("name", "args", "who"),
    [
        ("people:staff_invite", [], "ann"), ("people:staff_new_partner", [], "ann"),
        ("people:staff_partner", ["ours"], "ann"), ("people:staff_propose", [], "bilal"),
        ("people:staff_erasure", [], "dpo"), ("people:staff_account", ["bilal"], "ann"),
    ],
)  # fmt: skip
def test_a_form_that_is_sent_empty_answers_that_there_is_something_to_mend(
    city: dict[str, Any], client: Any, name: str, args: list[str], who: str
) -> None:
    found = [city[each].slug if each == "ours" else city[each].pk for each in args]
    answer = as_(client, city[who]).post(reverse(name, args=found), {"sent": "empty"})
    assert answer.status_code == 422
    assert "There is something to mend" in answer.content.decode()


def test_an_invitation_to_one_activity_needs_an_activity_of_that_partner(city: dict[str, Any], client: Any) -> None:
    mine, other = an_activity(lead=city["ours"]), an_activity()
    as_(client, city["ann"])
    posted = {"name": "Dee", "email": "dee@example.org", "role": "resident_co_owner", "partner": city["ours"].slug}
    url = reverse("people:staff_invite")
    assert b"leads no activity of this address" in client.post(url, {**posted, "activity": other.slug}).content
    assert b"leads no activity of this address" in client.post(url, {**posted, "activity": "nowhere"}).content
    assert client.post(url, {**posted, "activity": f"/activities/{mine.slug}/"}).status_code == 302
    assert Invitation.objects.get().activity_ref == mine.public_id


def test_roles_are_given_and_ended_by_their_pages(city: dict[str, Any], client: Any) -> None:
    as_(client, city["ann"])
    url = reverse("people:staff_account", args=[city["bilal"].pk])
    assert client.post(url, {"role": "analyst", "partner": city["ours"].slug, "team": "Baths"}).status_code == 302
    role = city["bilal"].roles.get(role="analyst")
    end = reverse("people:staff_end_role", args=[role.pk])
    assert client.get(end).status_code == 200
    role.refresh_from_db()
    assert role.ended_at is None, "opening the page ends nothing"
    assert client.post(end).status_code == 302
    role.refresh_from_db()
    assert role.ended_at is not None
    assert client.post(end).status_code == 404
    last = reverse("people:staff_end_role", args=[city["ann"].roles.get().pk])
    refused = client.post(last)
    assert (refused.status_code, b"last administrator" in refused.content) == (409, True)


def test_a_stranger_ends_no_role_by_its_page(city: dict[str, Any], client: Any) -> None:
    url = reverse("people:staff_end_role", args=[city["bilal"].roles.get().pk])
    assert as_(client, city["cass"]).post(url).status_code == 404


def test_a_partner_is_added_and_edited_by_its_pages(city: dict[str, Any], client: Any) -> None:
    as_(client, city["ann"])
    posted = {"name": "Example Housing", "sector": "voluntary", "signed_on": "2026-01-05"}
    assert client.post(reverse("people:staff_new_partner"), posted).status_code == 302
    partner = Partner.objects.get(name="Example Housing")
    url = reverse("people:staff_partner", args=[partner.slug])
    assert client.post(url, {**posted, "phone": "024 7600 0000"}).status_code == 302
    partner.refresh_from_db()
    assert partner.phone == "024 7600 0000"
    assert b"Nothing was changed" in client.post(url, {**posted, "phone": "024 7600 0000"}).content
    assert b"of this name" in client.post(reverse("people:staff_new_partner"), posted).content


def test_an_exclusion_goes_its_whole_way_by_its_pages(city: dict[str, Any], client: Any) -> None:
    role = an_account("Zed", "facilitator", partner=city["ours"]).roles.get()
    posted = {
        "kind": "role",
        "reference": str(role.pk),
        "partner": city["ours"].slug,
        "reason": "conduct",
        "note": "Shouted.",
    }
    assert as_(client, city["bilal"]).post(reverse("people:staff_propose"), posted).status_code == 302
    exclusion = Exclusion.objects.get()
    url = reverse("people:staff_exclusion", args=[exclusion.public_id])
    assert b"may do this here" in client.post(url, {"step": "approve"}).content
    as_(client, city["lead"])
    assert client.get(url).status_code == 200
    assert client.post(url, {"step": "approve"}).status_code == 302
    assert b"one of the two" in client.post(url, {"step": "tell"}).content
    assert client.post(url, {"step": "tell", "tell-how": "By letter"}).status_code == 302
    role.refresh_from_db()
    assert role.ended_at is not None
    exclusion.refresh_from_db()
    client.logout()
    appeal = queries.appeal_path(exclusion)
    assert b"Do you think this was wrong?" in client.get(appeal).content
    assert b"you were left out (role). The reason given: Broke the published code" in client.get(appeal).content
    Exclusion.objects.filter(pk=exclusion.pk).update(kind="contribution")
    assert b"something of yours was left out (contribution)." in client.get(appeal).content
    Exclusion.objects.filter(pk=exclusion.pk).update(kind="role")
    assert client.get(appeal[:-2] + "z/").status_code == 404
    assert client.post(appeal, {"words": "I was not there."}).status_code == 302
    assert b"Your appeal arrived" in client.get(appeal).content
    assert as_(client, city["lead"]).post(url, {"step": "decide"}).status_code == 200
    as_(client, city["dpo"])
    assert b"There is something to mend" in client.post(url, {"step": "decide"}).content
    decided = {"step": "decide", "decide-outcome": "overturned", "decide-because": "It was someone else."}
    assert client.post(url, decided).status_code == 302
    role.refresh_from_db()
    assert role.ended_at is None
    client.logout()
    assert b"It was someone else." in client.get(appeal).content


def test_the_register_hides_small_numbers_and_names_nobody(city: dict[str, Any], client: Any) -> None:
    empty = client.get(reverse("people:exclusions")).content.decode()
    assert "So far nobody and nothing has been left out." in empty
    for number in range(12):
        Exclusion.objects.create(
            kind="contribution", reference=f"ref-{number}", reason="duplicate" if number < 7 else "not_about", note="n",
            partner=city["ours"], proposed_by=city["bilal"], proposed_team="A", proposed_at=clock.now(),
            approved_by=city["lead"], approved_team="B", approved_at=clock.now(), told_at=clock.now(),
            told_how="letter", in_force_at=clock.now(),
        )  # fmt: skip
    page = client.get(reverse("people:exclusions")).content.decode()
    assert "ref-" not in page
    assert "Ours" not in page
    register = queries.exclusion_register()
    assert (register.kinds, register.table.total) == (("Contribution",), 12)


def test_the_record_is_searched_by_its_page(city: dict[str, Any], client: Any) -> None:
    actions.create_partner(name="New", sector="business", by=city["ann"], at=clock.now())
    as_(client, city["ann"])
    page = client.get(reverse("people:staff_audit"), {"what": "partner.", "since": "2020-01-01"}).content.decode()
    assert "partner:new" in page
    assert "partner:new" not in client.get(reverse("people:staff_audit"), {"what": "role."}).content.decode()
    for odd in ({"what": "\x00"}, {"since": "never"}, {"after": "zzz"}):
        assert client.get(reverse("people:staff_audit"), odd).status_code == 200


def test_heads_and_chain_are_open_to_anyone(city: dict[str, Any], client: Any) -> None:
    from heard.audit.actions import publish_head

    actions.create_partner(name="New", sector="business", by=city["ann"], at=clock.now())
    head = publish_head()
    assert head.hash in client.get(reverse("audit:heads")).content.decode()
    assert head.hash in client.get(reverse("audit:heads_text")).content.decode()
    lines = b"".join(client.get(reverse("audit:chain")).streaming_content).decode().splitlines()
    assert len(lines) == 1
    assert head.hash in lines[0]
    for odd in ("x", "-1", "9" * 40, "²"):
        assert client.get(reverse("audit:chain"), {"after": odd}).status_code == 200
