"""What somebody would try: smuggled headers, scripts and foreign scripts in a concern, and every route of an appeal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import a_contribution, a_partner, a_strand, an_account, an_activity, signed_in
from tests.moderation.concern_people import around, raised

from heard.activities.models import Activity, Contribution, Stakeholder
from heard.ground import clock
from heard.moderation import actions as moderating
from heard.moderation.actions import concerns as actions
from heard.moderation.jobs import tell_concern
from heard.moderation.models import Concern
from heard.people.actions import propose_exclusion
from heard.people.models import Exclusion, Role
from heard.people.queries import appeal_path

pytestmark = pytest.mark.django_db
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"
ARABIC = "أُغلق الباب يوم الأحد \u202eو لم يجب أحد"


@pytest.mark.parametrize("words", [ATTACK, ARABIC, "👩‍👩‍👧 " * 1200 + "end", "ß" * 8000])
def test_words_of_any_script_and_length_are_kept_whole_and_never_run(words: str) -> None:
    here = around()
    answer = Client().post(
        f"/activities/{here.activity.slug}/concern/",
        {"question": "too_short", "words": words, "may_show": "on", "name": ATTACK, "entry_key": "k"},
    )
    assert answer.status_code == 302
    kept = Concern.objects.get()
    assert kept.words == words.strip()
    actions.show_words(concern=kept, words=words, looked=True, by=here.ann, at=clock.now())
    staff = signed_in(here.ann).get(f"/staff/concerns/{kept.public_id}/").content.decode()
    public = Client().get(f"/concerns/{kept.public_id}/").content.decode()
    for page in (staff, public):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'dir="auto"' in page
        assert words.strip().split()[-1].replace("<", "&lt;").replace(">", "&gt;")[:60] in page


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\u2028"])
def test_a_header_smuggled_in_by_a_title_or_a_name_reaches_nobody_and_the_e_mail_leaves(
    smtp: list[Any], break_: str
) -> None:
    here = around()
    smuggled = f"Hours{break_}Bcc: eve@example.org{break_}{break_}Pay here"
    Activity.objects.filter(pk=here.activity.pk).update(title=smuggled)
    made = raised(here, tell="email", address="dee@example.org", name=f"Dee{break_}Bcc: eve@example.org")
    actions.acknowledge_concern(concern=made.concern, words=smuggled, by=here.ann, at=clock.now())
    tell_concern(step_id=made.concern.steps.get(kind="acknowledged").pk)
    (message,) = smtp
    assert (message["Bcc"], message["To"]) == (None, "dee@example.org")
    assert message["Subject"] == "Your concern: Acknowledged"
    assert made.concern.steps.get(kind="acknowledged").told_on == clock.today()


def test_an_address_with_a_second_one_behind_it_is_not_taken() -> None:
    here = around()
    for address in ("dee@example.org\nBcc: eve@example.org", "dee@example.org, eve@example.org", "Dee <dee@x.org>"):
        sent = {"question": "too_short", "words": "It closed.", "tell": "email", "address": address, "entry_key": "k"}
        assert Client().post(f"/activities/{here.activity.slug}/concern/", sent).status_code == 422, address


def test_a_plan_that_was_withdrawn_before_anybody_saw_it_takes_no_concern_by_any_way() -> None:
    here = around("planned")
    Activity.objects.filter(pk=here.activity.pk).update(stage="withdrawn")
    assert Client().get(f"/activities/{here.activity.slug}/concern/").status_code == 404
    desk = signed_in(here.bilal).post(
        f"/staff/activities/{here.activity.slug}/concerns/new/",
        {"question": "too_short", "words": "No.", "channel": "phone", "received_on": str(clock.today())},
    )
    assert desk.status_code == 422
    assert "not been announced yet" in desk.content.decode()


def of_post(city: dict[str, Any]) -> tuple[dict[str, Any], Callable[[], bool]]:
    said = a_contribution(a_strand(city["activity"]), "You never listen.")
    moderating.submit(contribution=said, kind="post", at=clock.now())
    left_out = {"kind": "contribution", "reference": said.trace_id, "reason": "duplicate"}
    return left_out, lambda: Contribution.objects.get(pk=said.pk).state == "received"


def of_person(city: dict[str, Any]) -> tuple[dict[str, Any], Callable[[], bool]]:
    role = an_account("Zed", "facilitator", partner=city["lead"]).roles.get()
    left_out = {"kind": "role", "reference": str(role.pk), "reason": "conduct", "activity_ref": ""}
    return left_out, lambda: Role.objects.get(pk=role.pk).ended_at is None


def of_organisation(city: dict[str, Any]) -> tuple[dict[str, Any], Callable[[], bool]]:
    body = Stakeholder.objects.create(activity=city["activity"], name="Example Tenants", stake="affected")
    left_out = {"kind": "stakeholder", "reference": body.public_id, "reason": "not_about"}
    return left_out, lambda: Stakeholder.objects.get(pk=body.pk).removed_at is None


@pytest.mark.parametrize("left_out", [of_post, of_person, of_organisation])
@pytest.mark.parametrize("outcome", ["overturned", "upheld"])
def test_an_appeal_goes_its_whole_way_for_a_post_a_person_and_an_organisation(left_out: Any, outcome: str) -> None:
    """Left out by two teams, told, appealed without an account, heard by a third; everyone reads how many."""
    lead = a_partner("Example Council")
    city: dict[str, Any] = {
        "lead": lead, "activity": an_activity(lead=lead),
        "ann": an_account("Ann", "officer", "engagement_lead", partner=lead, team="Baths"),
        "bilal": an_account("Bilal", "engagement_lead", partner=lead, team="Policy"),
        "dev": an_account("Dev", "data_protection_officer", partner=lead, team="Legal"),
        "cass": an_account("Cass", "engagement_lead", partner=a_partner("Theirs"), team="Elsewhere"),
    }  # fmt: skip
    terms, is_there = left_out(city)
    asked = {"partner": lead, "activity_ref": city["activity"].public_id, "note": "See the log.", **terms}
    exclusion = propose_exclusion(by=city["ann"], at=clock.now(), **asked)
    desk = reverse("people:staff_exclusion", args=[exclusion.public_id])
    assert signed_in(city["cass"]).get(desk).status_code in (403, 404)
    assert signed_in(city["bilal"]).post(desk, {"step": "approve"}).status_code == 302
    told = {"step": "tell", "tell-how": "By letter", "tell-told_on": str(clock.today())}
    assert signed_in(city["ann"]).post(desk, told).status_code == 302
    assert not is_there()
    appeal, person = appeal_path(Exclusion.objects.get(pk=exclusion.pk)), Client()
    assert person.get(appeal).status_code == 200
    assert person.post(appeal, {"words": " "}).status_code == 422
    assert person.get(f"{appeal[:-3]}x/").status_code == 404
    assert person.post(appeal, {"words": "I was only critical."}).status_code == 302
    decided = {"step": "decide", "decide-outcome": outcome, "decide-because": "Being critical is no reason."}
    for who in ("ann", "bilal", "cass"):
        signed_in(city[who]).post(desk, decided)
        assert Exclusion.objects.get(pk=exclusion.pk).state == "appealed", who
    assert signed_in(city["dev"]).post(desk, decided).status_code == 302
    assert is_there() is (outcome == "overturned")
    assert "Being critical is no reason." in person.get(appeal).content.decode()
