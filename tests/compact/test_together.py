"""Partners lead together and read the findings together (P-3). Ann owns it, Bilal may help, Cass is a stranger."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import factories
from tests.compact.plans import Cast, a_plan, closed, found, opened
from tests.sending import sent_twice

from heard.activities import jobs
from heard.activities.access import may_do, may_edit_plan
from heard.activities.actions import accept_joint, ask_to_join, decline_joint, leave_joint, offer_to_join
from heard.activities.models import Activity, JointLead
from heard.compact.access import hand_of
from heard.compact.actions import keep_interpretation
from heard.compact.models import JointInterpretation
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people.models import Account, Partner

pytestmark = pytest.mark.django_db
BRINGS = "Two nurses and a room at the health centre."


def trust_of(cast: Cast) -> Partner:
    return Partner.objects.get(name="Example Health Trust")


def a_helper(cast: Cast) -> Account:
    return factories.an_account("Hana Helper", "officer", partner=trust_of(cast))


def a_stranger() -> Account:
    return factories.an_account("Stan Stranger", "engagement_lead", partner=factories.a_partner("Example Bus Company"))


def joined(cast: Cast, activity: Activity) -> JointLead:
    row = ask_to_join(activity=activity, partner=trust_of(cast), brings=BRINGS, by=cast.bilal, at=clock.now())
    return accept_joint(joint=row, by=cast.cass, at=clock.now())


def test_an_accepted_partner_s_people_act_by_the_roles_they_hold_and_a_stranger_does_not(cast: Cast) -> None:
    activity = a_plan(cast)
    hana, stan = a_helper(cast), a_stranger()
    before = [bool(may_edit_plan(who, activity)) for who in (cast.ann, cast.bilal, cast.cass, hana, stan)]
    joined(cast, activity)
    after = [bool(may_edit_plan(who, activity)) for who in (cast.ann, cast.bilal, cast.cass, hana, stan)]
    assert before == [True, True, False, False, False]
    assert after == [True, True, True, True, False]
    assert bool(may_do(hana, "override_check", activity)) is False  # an officer's role lets nobody override
    assert (hand_of(hana, activity).roles, hand_of(stan, activity).roles) == (frozenset({"officer"}), frozenset())


def test_asked_or_declined_lets_nobody_act_and_leaving_ends_it(cast: Cast) -> None:
    activity = a_plan(cast)
    row = ask_to_join(activity=activity, partner=trust_of(cast), brings=BRINGS, by=cast.bilal, at=clock.now())
    assert not may_edit_plan(cast.cass, activity)
    decline_joint(joint=row, because="We have nobody free this year.", by=cast.cass, at=clock.now())
    assert not may_edit_plan(cast.cass, activity)
    live = joined(cast, activity)
    assert may_edit_plan(cast.cass, activity)
    with pytest.raises(Refused):
        leave_joint(joint=live, by=cast.ann, at=clock.now())
    leave_joint(joint=live, by=cast.cass, at=clock.now())
    assert not may_edit_plan(cast.cass, activity)
    activity.refresh_from_db()
    assert activity.joint == []


def test_only_the_other_side_s_lead_answers_and_never_who_asked(cast: Cast) -> None:
    activity = a_plan(cast)
    offer = offer_to_join(activity=activity, partner=trust_of(cast), brings=BRINGS, by=cast.cass, at=clock.now())
    for who in (cast.cass, cast.bilal, a_helper(cast), a_stranger()):
        with pytest.raises(Refused):
            accept_joint(joint=offer, by=who, at=clock.now())
    accepted = accept_joint(joint=offer, by=cast.ann, at=clock.now())
    assert (accepted.accepted_by, accepted.offered) == (cast.ann, True)
    other = a_plan(cast)
    asked = ask_to_join(activity=other, partner=trust_of(cast), brings=BRINGS, by=cast.bilal, at=clock.now())
    with pytest.raises(Refused):
        accept_joint(joint=asked, by=cast.ann, at=clock.now())
    assert accept_joint(joint=asked, by=cast.cass, at=clock.now()).is_live


def test_strangers_neither_ask_nor_offer_for_others(cast: Cast) -> None:
    activity, stan = a_plan(cast), a_stranger()
    with pytest.raises(Refused):
        ask_to_join(activity=activity, partner=trust_of(cast), brings=BRINGS, by=stan, at=clock.now())
    with pytest.raises(Refused):
        offer_to_join(activity=activity, partner=trust_of(cast), brings=BRINGS, by=stan, at=clock.now())


def test_what_cannot_be_is_refused_with_a_reason(cast: Cast) -> None:
    activity = a_plan(cast)
    joined(cast, activity)
    with pytest.raises(Conflict, match="asked or has joined"):
        ask_to_join(activity=activity, partner=trust_of(cast), brings=BRINGS, by=cast.bilal, at=clock.now())
    with pytest.raises(Conflict, match="leads this already"):
        ask_to_join(activity=activity, partner=cast.partner, brings=BRINGS, by=cast.bilal, at=clock.now())
    with pytest.raises(Conflict, match="what the partner brings"):
        ask_to_join(activity=activity, partner=factories.a_partner(), brings=" ", by=cast.bilal, at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        JointLead.objects.create(
            activity=activity,
            partner=trust_of(cast),
            brings="x",
            offered=True,
            asked_by=cast.cass,
            asked_at=clock.now(),
        )


def test_the_other_side_is_told_by_e_mail_once(cast: Cast, smtp: list[Any]) -> None:
    activity = a_plan(cast)
    ask_to_join(activity=activity, partner=trust_of(cast), brings=BRINGS, by=cast.bilal, at=clock.now())
    job = ProcrastinateJob.objects.get(task_name="activities.tell_joint")
    jobs.tell_joint(**job.args)
    jobs.tell_joint(**job.args)
    (mail,) = smtp
    assert mail["To"] == cast.cass.email
    text = mail.get_payload(decode=True).decode()
    assert BRINGS in text
    assert reverse("compact:together", args=[activity.slug]) in text


def test_both_names_stand_on_its_pages_on_the_lists_and_on_the_partner_s_page(client: Client, cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    trust = trust_of(cast)
    seen = client.get(reverse("front:partner", args=[trust.slug])).content.decode()
    assert activity.title not in seen
    joined(cast, activity)
    for page in (
        reverse("activities:take_part", args=[activity.slug]),
        reverse("compact:how_run", args=[activity.slug]),
        reverse("front:partner", args=[trust.slug]),
        reverse("front:whats_on"),
        reverse("front:whats_on") + f"?partner={trust.slug}",
    ):
        shown = client.get(page).content.decode()
        assert trust.name in shown, page
        assert activity.title in shown


def test_disagreement_is_kept_word_for_word_and_public_with_the_findings(client: Client, cast: Cast) -> None:
    activity = found(cast, a_plan(cast))
    with clock.stopped(date(2017, 2, 1)):
        keep_interpretation(
            activity=activity, held_on=date(2017, 1, 30),
            present=[("Example City Council", "baths"), ("Example Health Trust", "public health")],
            agreed="Mornings matter most.",
            disagreements=[("Example Health Trust", "We read “early” as before seven; the council reads eight.")],
            by=cast.ann, at=clock.now(),
        )  # fmt: skip
    page = client.get(reverse("compact:how_run", args=[activity.slug])).content.decode()
    assert "“We read “early” as before seven; the council reads eight.”" in page
    assert "Mornings matter most." in page
    assert "Ann Abara" not in page.split('id="interpreted"')[1].split("What did each gate say")[0]


def test_before_the_findings_are_published_a_meeting_is_not_public(client: Client, cast: Cast) -> None:
    activity = closed(cast, a_plan(cast))
    with clock.stopped(date(2016, 12, 20)):
        keep_interpretation(
            activity=activity, held_on=date(2016, 12, 19), present=[("A", ""), ("B", "")], agreed="A draft.",
            disagreements=[], by=cast.ann, at=clock.now(),
        )  # fmt: skip
    assert "A draft." not in client.get(reverse("compact:how_run", args=[activity.slug])).content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"present": [("Example City Council", ""), ("example city council", "")]}, "two bodies"),
        ({"disagreements": [("", "We do not agree.")]}, "who said it"),
        ({"disagreements": [("Example Health Trust", "")]}, "who said it"),
        ({"agreed": " "}, "what was agreed"),
        ({"held_on": date(2017, 3, 1)}, "still to come"),
    ],
)
def test_a_meeting_that_does_not_say_who_or_what_is_refused(cast: Cast, change: dict[str, Any], said: str) -> None:
    activity = closed(cast, a_plan(cast))
    meeting: dict[str, Any] = {
        "held_on": date(2016, 12, 20), "present": [("A", ""), ("B", "")], "agreed": "Yes.", "disagreements": [],
    }  # fmt: skip
    with clock.stopped(date(2016, 12, 21)), pytest.raises(Conflict, match=said):
        keep_interpretation(activity=activity, by=cast.ann, at=clock.now(), **{**meeting, **change})
    assert not JointInterpretation.objects.exists()


def test_nobody_interprets_before_closing_and_cass_not_at_all(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    meeting: dict[str, Any] = {
        "held_on": date(2016, 10, 1), "present": [("A", ""), ("B", "")], "agreed": "Yes.", "disagreements": [],
    }  # fmt: skip
    with pytest.raises(Conflict, match="until it has closed"):
        keep_interpretation(activity=activity, by=cast.ann, at=clock.now(), **meeting)
    with pytest.raises(Refused):
        keep_interpretation(activity=activity, by=cast.cass, at=clock.now(), **meeting)


def test_the_page_asks_offers_accepts_declines_and_keeps_a_meeting(client: Client, cast: Cast) -> None:
    activity = closed(cast, a_plan(cast))
    page = reverse("compact:together", args=[activity.slug])
    client.force_login(cast.cass)
    assert "Offer to join" in client.get(page).content.decode()
    asked = reverse("compact:joint", args=[activity.slug])
    assert client.post(asked, {"partner": "", "brings": "Nurses"}).status_code == 422
    assert client.post(asked, {"partner": trust_of(cast).pk, "brings": BRINGS}).status_code == 302
    row = JointLead.objects.get()
    decline = reverse("compact:joint_decline", args=[activity.slug, row.public_id])
    accept = reverse("compact:joint_accept", args=[activity.slug, row.public_id])
    assert client.post(accept).status_code == 403
    client.force_login(cast.ann)
    assert "Accept: we lead this together" in client.get(page).content.decode()
    assert client.post(decline, {}).status_code == 422
    assert client.post(accept).status_code == 302
    meet = reverse("compact:interpretation", args=[activity.slug])
    meeting = {
        "meeting-held_on": "2016-12-19", "meeting-present": "Council: baths\nTrust: public health",
        "meeting-agreed": "Mornings.", "meeting-disagreements": "Trust: Not before seven: nobody is there.",
    }  # fmt: skip
    assert client.post(meet, {**meeting, "meeting-present": "Council"}).status_code == 422
    first, again = sent_twice(client, page, meeting, meet)
    assert (first.status_code, again.status_code) == (302, 302)
    kept = JointInterpretation.objects.get()
    assert kept.disagreements == [["Trust", "Not before seven: nobody is there."]]
    client.force_login(factories.an_account("Nora Nobody"))
    assert client.get(page).status_code == 403
