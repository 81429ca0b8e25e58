"""Sign-in, invitations, roles, exclusions and the record in a real browser: axe finds nothing, nothing hangs off."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from tests.browser import DESK, PHONE, proved
from tests.factories import a_contribution, a_partner, a_strand, an_account, an_activity

from heard.audit.actions import publish_head
from heard.ground import clock
from heard.people import actions, queries
from heard.people.models import Account, Exclusion, Invitation

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db: None) -> dict[str, Any]:
    ours = a_partner("Example City Council")
    an_account("Olga Example", "officer", partner=ours, team="Parks")
    return {
        "ours": ours,
        "ann": an_account("Ann Example", "administrator", "auditor", partner=ours, team="Digital"),
        "bilal": an_account("Bilal Example", "officer", partner=ours, team="Baths"),
        "lead": an_account("Eve Example", "engagement_lead", partner=ours, team="Policy"),
        "dpo": an_account("Dev Example", "data_protection_officer", partner=ours, team="Legal"),
    }


@pytest.mark.parametrize("kind", [PHONE, DESK], ids=["phone", "desk"])
def test_someone_is_invited_accepts_and_signs_in(city: dict[str, Any], visit: Any, kind: Any, live_server: Any) -> None:
    page = visit(reverse("people:staff_people"), city["ann"], **kind)
    proved(page, "people")
    page.get_by_role("link", name="Invite someone").click()
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("There is something to mend").first.wait_for()
    proved(page, "invite-errors")
    page.get_by_label("Their name").fill("Dee Example")
    page.get_by_label("Their e-mail").fill("dee@example.org")
    page.get_by_label("Consultation officer").check()
    page.get_by_label("Team").fill("Parks")
    proved(page, "invite-filled")
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("An invitation is on its way to dee@example.org").first.wait_for()
    proved(page, "invitations")
    invitation = Invitation.objects.get()
    link = reverse("people:invitation", args=[invitation.public_id, queries.secret_of(invitation.public_id)])
    fresh = visit(link, **kind)
    proved(fresh, "invitation")
    fresh.get_by_role("button", name="Accept the invitation").click()
    proved(fresh, "sign-in")
    address = fresh.get_by_label("Your e-mail address at work")
    assert address.input_value() == "dee@example.org"
    address.fill("")
    fresh.get_by_role("button", name="E-mail me a code").click()
    fresh.get_by_text("There is something to mend").first.wait_for()
    proved(fresh, "sign-in-errors")
    address.fill("dee@example.org")
    fresh.get_by_role("button", name="E-mail me a code").click()
    proved(fresh, "code")
    fresh.get_by_label("Code").fill("WRONG1")
    fresh.get_by_role("button", name="Go on").click()
    proved(fresh, "code-errors")
    fresh.get_by_label("Code").fill(mail.outbox[-1].body.split("\n\n")[1].strip())
    fresh.get_by_role("button", name="Go on").click()
    fresh.goto(live_server.url + reverse("mfa_index"))
    proved(fresh, "how-you-sign-in")
    fresh.get_by_role("link", name="Turn it on").click()
    proved(fresh, "totp")
    fresh.goto(live_server.url + reverse("account_logout"))
    proved(fresh, "sign-out")
    fresh.get_by_role("button", name="Sign out").click()
    gone = visit(link, **kind)
    proved(gone, "invitation-used")


@pytest.mark.parametrize("kind", [PHONE, DESK], ids=["phone", "desk"])
def test_roles_and_partners_are_looked_after(city: dict[str, Any], visit: Any, kind: Any) -> None:
    page = visit(reverse("people:staff_account", args=[city["bilal"].pk]), city["ann"], **kind)
    proved(page, "account")
    page.get_by_role("button", name="Give the role").click()
    proved(page, "account-errors")
    page.get_by_label("Analyst").check()
    page.get_by_role("button", name="Give the role").click()
    page.get_by_text("The role is given").first.wait_for()
    page.get_by_role("link", name="End Analyst").click()
    proved(page, "end-role")
    page.get_by_role("button", name="End the role").click()
    page.goto(page.url.split("/staff/")[0] + reverse("people:staff_partners"))
    proved(page, "partners")
    page.get_by_role("link", name="Add a partner").click()
    page.get_by_role("button", name="Save").click()
    proved(page, "partner-errors")
    for name in ("staff_audit",):
        page.goto(page.url.split("/staff/")[0] + reverse(f"people:{name}"))
        proved(page, name)


@pytest.mark.parametrize("kind", [PHONE, DESK], ids=["phone", "desk"])
def test_an_exclusion_is_proposed_approved_told_and_appealed(city: dict[str, Any], visit: Any, kind: Any) -> None:
    said = a_contribution(a_strand(an_activity(lead=city["ours"])), "The same again")
    page = visit(reverse("people:staff_propose"), city["bilal"], **kind)
    page.get_by_role("button", name="Propose it").click()
    proved(page, "propose-errors")
    page.get_by_label("Contribution", exact=True).check()
    page.get_by_label("Which one?").fill(said.trace_id)
    page.get_by_label("The same contribution, sent twice").check()
    page.get_by_label("What happened?").fill("Sent twice within a minute from the same card.")
    page.get_by_role("button", name="Propose it").click()
    proved(page, "exclusion-mine")
    exclusion = Exclusion.objects.get()
    other = visit(reverse("people:staff_exclusion", args=[exclusion.public_id]), city["lead"], **kind)
    proved(other, "exclusion-proposed")
    other.get_by_role("button", name="Approve as the second person").click()
    other.get_by_role("button", name="Record it, and put it in force").click()
    proved(other, "exclusion-tell-errors")
    other.get_by_label("How were they told?").fill("By letter")
    other.get_by_role("button", name="Record it, and put it in force").click()
    proved(other, "exclusion-in-force")
    exclusion.refresh_from_db()
    person = visit(queries.appeal_path(exclusion), **kind)
    person.get_by_role("button", name="Send the appeal").click()
    proved(person, "appeal-errors")
    person.get_by_label("Why should this be looked at again?").fill("We are two people at one address.")
    person.get_by_role("button", name="Send the appeal").click()
    proved(person, "appeal-sent")
    judge = visit(reverse("people:staff_exclusion", args=[exclusion.public_id]), city["dpo"], **kind)
    judge.get_by_role("button", name="Record the decision").click()
    proved(judge, "appeal-decide-errors")
    judge.goto(judge.url.split("/staff/")[0] + reverse("people:staff_exclusions") + "?all=1")
    proved(judge, "exclusions")
    judge.goto(judge.url.split("/staff/")[0] + reverse("people:staff_erasure"))
    judge.get_by_role("button", name="Erase for ever").click()
    proved(judge, "erasure-errors")


@pytest.mark.parametrize("kind", [PHONE, {**DESK, "java_script_enabled": True}], ids=["phone", "desk"])
def test_what_anyone_can_read_about_exclusions_and_the_record(city: dict[str, Any], visit: Any, kind: Any) -> None:
    for number in range(30):
        Exclusion.objects.create(
            kind="contribution" if number % 3 else "stakeholder", reference=f"r{number}",
            reason="duplicate" if number % 2 else "not_about", note="n", partner=city["ours"],
            proposed_by=city["bilal"], proposed_team="A", proposed_at=clock.now(), approved_by=city["lead"],
            approved_team="B", approved_at=clock.now(), told_at=clock.now(), told_how="letter", in_force_at=clock.now(),
        )  # fmt: skip
    actions.create_partner(name="Example Trust", sector="voluntary", by=city["ann"], at=clock.now())
    publish_head()
    page = visit(reverse("people:exclusions"), **kind)
    proved(page, "register")
    page.goto(page.url.split("/exclusions/")[0] + reverse("audit:heads"))
    proved(page, "heads")
    page.goto(page.url.split("/checks/")[0] + "/accounts/signup/")
    proved(page, "closed-way")


def test_the_demo_shows_its_sample_people(city: dict[str, Any], visit: Any, settings: Any, monkeypatch: Any) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings.DEMO, settings.PRODUCTION = True, False
    Account.objects.update(is_sample=True)
    page = visit(reverse("people:demo_sign_in"), **PHONE)
    proved(page, "demo")
    page.get_by_role("button", name="Sign in as Bilal Example").click()
    page.wait_for_url("**/staff/")
