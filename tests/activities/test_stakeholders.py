"""People with a stake accept in their own name (P-11); the decision owner signs (UP-d, GP-f)."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.activities.conftest import Town
from tests.factories import an_account, signed_in

from heard.activities import actions, queries
from heard.activities.actions.stakeholders import secret_of
from heard.activities.jobs import invite_stakeholder
from heard.activities.models import Activity, Declaration, Stakeholder
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people.actions import approve_exclusion, decide_appeal, tell_excluded
from heard.people.actions.exclusions import appeal_exclusion
from heard.people.models import Exclusion

pytestmark = pytest.mark.django_db


def a_stakeholder(town: Town, **fields: Any) -> Stakeholder:
    said = {"name": "Cllr Priya Example", "stake": "authority", "role": "Cabinet Member", "email": "priya@example.org"}
    return actions.add_stakeholder(activity=town.activity(), by=town.ann, at=clock.now(), **(said | fields))


def link(stakeholder: Stakeholder) -> str:
    return reverse("activities:invitation", args=[stakeholder.public_id, secret_of(stakeholder)])


def send_all() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="activities.invite_stakeholder").order_by("id"):
        invite_stakeholder(**job.args)


def test_an_invitation_is_sent_by_email_once_and_its_link_accepts_without_an_account(
    town: Town, smtp: list[Any]
) -> None:
    activity = town.activity(title="Which mornings should the baths open?")
    page = reverse("activities:plan_page", args=[activity.slug, "stakeholders"])
    said = {
        "name": "Cllr Priya Example",
        "stake": "authority",
        "sector": "",
        "role": "Decides",
        "email": "p@example.org",
    }
    assert signed_in(town.ann).post(page, said).status_code == 302
    send_all()
    send_all()
    assert len(smtp) == 1
    letter = smtp[0]
    assert letter["To"] == "p@example.org"
    body = letter.get_payload(decode=True).decode()
    assert "Ann Example of Example Council invites you" in body
    address = re.search(rf"{re.escape(settings.SITE_URL)}(/invitations/\S+)", body)
    assert address
    visitor = Client()
    assert "Nobody can accept for you." in visitor.get(address[1]).text
    answer = visitor.post(address[1], {"answer": "accept", "name": "Priya Example", "role": "I decide"}, follow=True)
    assert "Signed by Priya Example" in answer.text
    stakeholder = activity.stakeholders.get()
    assert (stakeholder.accepted_name, stakeholder.role, stakeholder.accepted_by) == ("Priya Example", "I decide", None)
    assert Entry.objects.filter(what="stakeholder.accepted", by="stakeholder").count() == 1


def test_no_address_or_name_of_a_stakeholder_stands_in_the_public_audit(town: Town) -> None:
    a_stakeholder(town)
    told = " ".join(str(entry.header) for entry in Entry.objects.all())
    assert "priya" not in told.lower()


def test_a_stakeholder_may_decline_and_change_their_mind(town: Town) -> None:
    stakeholder = a_stakeholder(town)
    visitor, address = Client(), link(stakeholder)
    assert "You have declined" in visitor.post(address, {"answer": "decline"}, follow=True).text
    stakeholder.refresh_from_db()
    assert (stakeholder.declined_at is not None, stakeholder.accepted_at) == (True, None)
    visitor.post(address, {"answer": "accept", "name": "Priya Example"})
    stakeholder.refresh_from_db()
    assert (stakeholder.declined_at, stakeholder.accepted_name) == (None, "Priya Example")


def test_accepting_needs_a_name(town: Town) -> None:
    answer = Client().post(link(a_stakeholder(town)), {"answer": "accept", "name": "  "})
    assert answer.status_code == 422
    assert "Write your name" in answer.text


def test_nobody_accepts_for_the_one_they_invited(town: Town) -> None:
    stakeholder = a_stakeholder(town)
    answer = signed_in(town.ann).post(link(stakeholder), {"answer": "accept", "name": "Priya Example"})
    assert answer.status_code == 403
    stakeholder.refresh_from_db()
    assert stakeholder.accepted_at is None


def test_a_wrong_link_and_an_old_link_lead_nowhere(town: Town) -> None:
    stakeholder = a_stakeholder(town)
    old = link(stakeholder)
    assert Client().get(reverse("activities:invitation", args=[stakeholder.public_id, "a" * 26])).status_code == 404
    one = reverse("activities:stakeholder", args=[stakeholder.activity.slug, stakeholder.public_id])
    assert signed_in(town.ann).get(one).status_code == 200
    assert signed_in(town.ann).post(one, {"resend": "1", "email": "no address"}).status_code == 422
    assert signed_in(town.ann).post(one, {"resend": "1", "email": "new@example.org"}).status_code == 302
    stakeholder.refresh_from_db()
    assert stakeholder.email == "new@example.org"
    assert Client().get(old).status_code == 404
    assert Client().get(link(stakeholder)).status_code == 200
    with pytest.raises(Refused, match="no longer works"):
        actions.accept_invitation(stakeholder=stakeholder, secret="x", name="X", by=None, at=clock.now())


def test_an_invitation_that_was_renewed_meanwhile_is_not_sent(town: Town, smtp: list[Any]) -> None:
    stakeholder = a_stakeholder(town)
    actions.invite_stakeholder(stakeholder=stakeholder, by=town.ann, at=clock.now(), email="new@example.org")
    send_all()
    assert [letter["To"] for letter in smtp] == ["new@example.org"]


def test_cass_cannot_invite_for_anns_council(town: Town) -> None:
    with pytest.raises(Refused, match="Only"):
        actions.add_stakeholder(activity=town.activity(), name="X", stake="affected", by=town.cass, at=clock.now())


def test_one_name_stands_on_the_map_once(town: Town) -> None:
    stakeholder = a_stakeholder(town)
    with pytest.raises(Conflict, match="already on the map"):
        actions.add_stakeholder(
            activity=stakeholder.activity, name=stakeholder.name, stake="affected", by=town.ann, at=clock.now()
        )


def test_a_stakeholder_leaves_only_after_two_teams_agree_and_comes_back_on_appeal(town: Town) -> None:
    stakeholder = a_stakeholder(town)
    one = reverse("activities:stakeholder", args=[stakeholder.activity.slug, stakeholder.public_id])
    answer = signed_in(town.ann).post(one, {"remove": "1", "reason": "critical", "note": "Difficult"})
    assert answer.status_code == 422
    signed_in(town.ann).post(one, {"remove": "1", "reason": "no_longer", "note": "The post was abolished."})
    exclusion = Exclusion.objects.get(kind="stakeholder", reference=stakeholder.public_id)
    stakeholder.refresh_from_db()
    assert stakeholder.removed_at is None
    approve_exclusion(exclusion=exclusion, by=town.sami, at=clock.now())
    exclusion = tell_excluded(exclusion=exclusion, by=town.ann, at=clock.now(), how="By letter")
    stakeholder.refresh_from_db()
    assert stakeholder.removed_at is not None
    assert Client().get(link(stakeholder)).status_code == 404
    appeal_exclusion(exclusion=exclusion, words="I am still here.", by=None, at=clock.now())
    lead = an_account("Lea Lead", "senior_lead", partner=town.partner, team="Another team")
    decide_appeal(exclusion=exclusion, outcome="overturned", because="True.", by=lead, at=clock.now())
    stakeholder.refresh_from_db()
    assert stakeholder.removed_at is None


SIGNED = {
    "nothing_decided": "true",
    "would_change_my_mind": "If mornings matter more.",
    "what_is_fixed": "The budget",
    "decides_on": "2097-07-01",
    "signed_name": "Dora Decider",
    "signed_role": "Cabinet Member",
}


def test_only_the_decision_owner_signs_and_a_new_signature_is_a_new_row(town: Town) -> None:
    activity = town.activity()
    page = reverse("activities:plan_page", args=[activity.slug, "declaration"])
    for account in (town.ann, town.bilal, town.cass, town.sami):
        assert signed_in(account).get(page).status_code == 200
        assert "may do this here" in signed_in(account).post(page, SIGNED).text
    assert not Declaration.objects.exists()
    dora = signed_in(town.dora)
    assert dora.post(page, SIGNED | {"would_change_my_mind": ""}).status_code == 422
    assert dora.post(page, SIGNED).status_code == 302
    assert dora.post(page, SIGNED | {"nothing_decided": "false"}).status_code == 302
    newest, first = activity.declarations.all()
    assert (first.nothing_decided, newest.nothing_decided) == (True, False)
    assert first.signed_by == newest.signed_by == town.dora
    assert "replaced by a newer signature" in dora.get(page).text


def test_the_seal_of_a_signature_covers_what_was_open_when_it_was_signed(town: Town) -> None:
    activity = town.activity()
    said = {
        "nothing_decided": True,
        "would_change_my_mind": "Costs",
        "what_is_fixed": "",
        "decides_on": activity.plan.decides_on,
        "signed_name": "Dora Decider",
        "signed_role": "Cabinet Member",
    }
    at = clock.now()
    signed = actions.sign_declaration(activity=activity, by=town.dora, at=at, **said)
    signed = Declaration.objects.get(pk=signed.pk)
    assert signed.digest == hashlib.sha256(queries.signed_text(signed).encode()).hexdigest()
    assert json.loads(queries.signed_text(signed))["brief"]["open_matters"] == activity.plan.open_matters
    assert queries.changed_since_signing(signed.brief, activity, activity.plan) == ()
    actions.edit_plan(activity=activity, changes={"open_matters": ["Only the colour"]}, by=town.ann, at=clock.now())
    activity = Activity.objects.get(pk=activity.pk)
    assert queries.changed_since_signing(signed.brief, activity, activity.plan) == ("open_matters",)
    assert queries.seal_of(signed) == signed.digest
