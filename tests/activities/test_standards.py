"""What stands beside the plan: voluntary bodies, evidence, options, readers, elections, tiers, skills."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.activities.conftest import Town
from tests.activities.test_plan_pages import (
    at,
)
from tests.factories import (
    an_account,
    an_activity,
    signed_in,
)
from tests.sending import sent_twice

from heard.activities import actions, queries
from heard.activities.actions import EvidenceLine, OptionLine
from heard.activities.actions.voluntary import secret_of_part
from heard.activities.jobs import ask_voluntary_body, tell_answer, tell_colleague
from heard.activities.models import Activity, ElectionRuling, Plan, TierLift, VoluntaryPart
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db

TERMS: dict[str, Any] = {
    "body": "Example Kitchen", "role": "Asks its members to come", "uses_network": True, "hours": 12, "pay": "fee",
    "amount_pence": 24_050, "why_nothing": "",
}  # fmt: skip
MAY = "the ordinary local elections of May 2027"


def a_part(town: Town, activity: Activity | None = None, **changed: Any) -> VoluntaryPart:
    said = TERMS | {"email": "kitchen@example.org"} | changed
    return actions.add_part(activity=activity or town.activity(), by=town.ann, at=clock.now(), **said)


def link(part: VoluntaryPart) -> str:
    return reverse("activities:acknowledge", args=[part.public_id, secret_of_part(part)])


# ---- Voluntary bodies (GP-e, P-5) ------------------------------------------------------------------------------------


def test_a_body_confirms_its_terms_by_the_link_in_an_email_without_an_account(town: Town, smtp: Any) -> None:
    part = a_part(town)
    assert part.asked_at
    ask_voluntary_body(part.pk, part.asked_at.isoformat())
    (message,) = smtp
    text = str(message.get_payload(decode=True).decode())
    assert "Example Kitchen" in text
    assert "£240.50" in text
    assert link(part) in text
    page = Client().get(link(part))
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    assert Client().post(link(part), {"name": ""}).status_code == 422
    answer = Client().post(link(part), {"name": "Kim Cook", "benefit": "We meet new neighbours."}, follow=True)
    assert "Confirmed by Kim Cook" in answer.text
    part.refresh_from_db()
    assert (part.acknowledged_how, part.benefit) == ("link", "We meet new neighbours.")
    assert part.agreed_on == clock.today()
    assert Entry.objects.get(what="voluntary.acknowledged").by == "voluntary body"


def test_a_wrong_link_and_an_older_link_lead_nowhere(town: Town) -> None:
    part = a_part(town)
    old = link(part)
    assert Client().get(old.replace(secret_of_part(part), "x" * 26)).status_code == 404
    again = actions.ask_body(part=part, by=town.ann, at=clock.now())
    assert Client().get(old).status_code == 404
    assert Client().get(link(again)).status_code == 200
    actions.remove_part(part=again, by=town.ann, at=clock.now())
    assert Client().get(link(again)).status_code == 404


def test_a_body_that_answers_by_phone_is_noted_and_counts(town: Town) -> None:
    part = a_part(town, email="")
    assert part.asked_at is None
    with pytest.raises(Conflict, match="no e-mail address"):
        actions.ask_body(part=part, by=town.ann, at=clock.now())
    actions.acknowledge_by_phone(part=part, name="Kim Cook", benefit="A warm room.", by=town.bilal, at=clock.now())
    part.refresh_from_db()
    assert (part.acknowledged_how, part.acknowledged_noted_by) == ("phone", town.bilal)


def test_other_terms_are_confirmed_anew(town: Town) -> None:
    part = a_part(town)
    actions.acknowledge_part(part=part, secret=secret_of_part(part), name="Kim", benefit="", at=clock.now())
    assert not actions.change_part(part=part, by=town.ann, at=clock.now(), **TERMS)
    assert actions.change_part(part=part, by=town.ann, at=clock.now(), **TERMS | {"amount_pence": 0})
    part.refresh_from_db()
    assert (part.acknowledged_at, part.acknowledged_name) == (None, "")


def test_the_days_to_pay_are_public_and_money_comes_after_agreement(town: Town) -> None:
    activity = town.activity(stage="open")
    part = a_part(town, activity)
    with pytest.raises(Conflict, match="paid before it was agreed"):
        actions.note_payment(
            part=part, agreed_on=None, due_from=None, paid_on=date(2026, 3, 1), by=town.ann, at=clock.now()
        )
    days = {"agreed_on": date(2026, 1, 5), "due_from": date(2026, 2, 1), "paid_on": date(2026, 2, 20)}
    actions.note_payment(part=part, by=town.ann, at=clock.now(), **days)
    page = Client().get(reverse("activities:influence", args=[activity.slug])).text
    assert "Example Kitchen" in page
    assert "£240.50" in page
    assert "paid after 19 days." in page
    assert "kitchen@example.org" not in page
    with pytest.raises(Conflict, match="stays on record"):
        actions.remove_part(part=part, by=town.ann, at=clock.now())


def test_who_may_write_what_bodies_give(town: Town) -> None:
    activity = town.activity()
    assert a_part(town, activity)
    assert actions.add_part(activity=activity, by=town.bilal, at=clock.now(), **TERMS | {"body": "Example Choir"})
    for who in (town.cass, town.stranger):
        with pytest.raises(Refused):
            actions.add_part(activity=activity, by=who, at=clock.now(), **TERMS | {"body": "Other"})
    with pytest.raises(Conflict, match="is there already"):
        a_part(town, activity)


def test_the_page_of_voluntary_bodies_asks_why_nothing_is_paid(town: Town) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    form = {"body": "Example Kitchen", "role": "Asks", "pay": "fee", "amount_pence": "0", "why_nothing": ""}
    answer = client.post(at(activity, "voluntary"), form)
    assert answer.status_code == 422
    assert "Say why it is paid nothing" in answer.text
    assert client.post(at(activity, "voluntary"), form | {"why_nothing": "It asked so."}).status_code == 302
    part = activity.voluntary_parts.get()
    assert part.amount_pence == 0
    page = reverse("activities:voluntary_part", args=[activity.slug, part.public_id])
    assert client.post(page, {"do": "phone", "name": "Kim Cook", "benefit": "Tea"}).status_code == 302
    assert client.post(page, {"do": "payment", "paid_on": "2026-01-01"}).status_code == 422
    assert client.post(page, {"do": "remove"}).status_code == 302
    assert client.get(page).status_code == 404


# ---- Evidence, options, readers --------------------------------------------------------------------------------------


def test_evidence_is_written_with_its_day_and_shown_to_everyone(town: Town) -> None:
    activity, client = town.activity(stage="noticed"), signed_in(town.ann)
    earlier = an_activity("What do swimmers want?", stage="archived")
    form = {
        "evidence-TOTAL_FORMS": "2", "evidence-INITIAL_FORMS": "0",
        "evidence-0-title": "Survey of swimmers", "evidence-0-found_at": "https://example.org/swim",
        "evidence-0-dated_on": "2023-01-10", "evidence-0-published": "true",
        "evidence-0-currency_note": "The pool is the same.", "evidence-0-from_activity": str(earlier.pk),
        "evidence-1-title": "", "evidence-1-found_at": "",
    }  # fmt: skip
    assert client.post(at(activity, "evidence"), form).status_code == 302
    kept = activity.cited_evidence.get()
    assert (kept.published, kept.from_activity, kept.dated_on) == (True, earlier, date(2023, 1, 10))
    page = Client().get(reverse("activities:influence", args=[activity.slug])).text
    assert "Survey of swimmers" in page
    assert "The pool is the same." in page
    again = form | {"evidence-INITIAL_FORMS": "1"}
    assert "Nothing was different" in client.post(at(activity, "evidence"), again, follow=True).text
    nameless = form | {"evidence-1-found_at": "Somewhere"}
    assert client.post(at(activity, "evidence"), nameless).status_code == 422


def test_a_piece_of_evidence_whose_title_is_emptied_goes_whatever_else_stands_there(town: Town) -> None:
    """So says the page. Its day may even be one that would be refused if it were written now."""
    activity, client = town.activity(stage="planned"), signed_in(town.ann)
    lines = [
        EvidenceLine("A survey", "https://example.org/swim", date(2026, 1, 10), True),
        EvidenceLine("A count", "https://example.org/count", clock.today() + timedelta(days=30), True),
    ]
    actions.set_evidence(activity=activity, evidence=lines, by=town.ann, at=clock.now())
    form = {"evidence-TOTAL_FORMS": "3", "evidence-INITIAL_FORMS": "2"}
    for number, line in enumerate(lines):
        form |= {
            f"evidence-{number}-title": line.title, f"evidence-{number}-found_at": line.found_at,
            f"evidence-{number}-dated_on": str(line.dated_on), f"evidence-{number}-published": "true",
        }  # fmt: skip
    assert client.post(at(activity, "evidence"), form).status_code == 422
    assert client.post(at(activity, "evidence"), form | {"evidence-1-title": " "}).status_code == 302
    assert activity.cited_evidence.get().title == "A survey"


def test_each_piece_of_evidence_has_one_field_for_each_thing_and_its_title_as_legend(town: Town) -> None:
    activity = town.activity(stage="planned")
    line = EvidenceLine("Survey of swimmers", "https://example.org/swim", date(2026, 1, 10), True)
    actions.set_evidence(activity=activity, evidence=[line], by=town.ann, at=clock.now())
    page = signed_in(town.ann).get(at(activity, "evidence")).text
    assert [page.count(f'name="evidence-{number}-title"') for number in range(3)] == [1, 1, 1]
    assert "<legend>Survey of swimmers</legend>" in page
    assert page.count("<legend>Another piece of evidence</legend>") == 2


def test_only_those_who_write_the_plan_write_its_evidence_and_options(town: Town) -> None:
    activity = town.activity()
    for who, may in ((town.ann, True), (town.bilal, True), (town.cass, False)):
        for write in (
            lambda by: actions.set_evidence(
                activity=activity, evidence=[EvidenceLine(f"By {by.pk}")], by=by, at=clock.now()
            ),
            lambda by: actions.set_options(
                activity=activity, options=[OptionLine("Monday", f"£{by.pk}", "More")], by=by, at=clock.now()
            ),
        ):
            if may:
                assert write(who)
            else:
                with pytest.raises(Refused):
                    write(who)


def test_a_reading_says_what_somebody_understood_and_may_be_set_aside(town: Town) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    form = {
        "reader": "A neighbour", "not_staff": "on", "said": "The price.", "is_right": "false",
        "read_on": clock.today().isoformat(),
    }  # fmt: skip
    assert client.post(at(activity, "readers"), {**form, "not_staff": ""}).status_code == 422
    assert client.post(at(activity, "readers"), form).status_code == 302
    assert "They understood something else" in client.get(at(activity, "readers")).text
    reading = activity.reader_tests.get()
    assert client.post(at(activity, "readers"), {"aside": reading.pk}).status_code == 302
    reading.refresh_from_db()
    assert reading.set_aside_at
    for forged in ("no number", "²", "9" * 30):
        assert client.post(at(activity, "readers"), {"aside": forged}).status_code == 404


# ---- Elections, tiers ------------------------------------------------------------------------------------------------


def test_only_the_monitoring_officer_rules_before_an_election_and_it_is_public(town: Town) -> None:
    activity = town.activity(stage="noticed", opens=date(2027, 4, 12), closes=date(2027, 8, 1))
    mona = an_account("Mona Monitor", "monitoring_officer", partner=town.partner)
    ruling = {"election": MAY, "ruling": "go_on", "because": "No party has said anything about baths."}
    for who in (town.ann, town.bilal, town.cass, town.sami):
        with pytest.raises(Refused, match="Only a monitoring officer"):
            actions.rule_on_election(activity=activity, by=who, at=clock.now(), **ruling)
    with pytest.raises(Conflict, match="no such election"):
        actions.rule_on_election(activity=activity, by=mona, at=clock.now(), **ruling | {"election": "Never"})
    client = signed_in(mona)
    page = client.get(at(activity, "law"))
    assert "not verified" in page.text
    assert client.post(at(activity, "law"), ruling | {"because": ""}).status_code == 422
    assert client.post(at(activity, "law"), ruling).status_code == 302
    shown = Client().get(reverse("activities:influence", args=[activity.slug])).text
    assert "No party has said anything about baths." in shown
    assert "Mona Monitor" in shown
    with pytest.raises(IntegrityError), transaction.atomic():
        ElectionRuling.objects.update(ruling="wait")


def test_a_tier_is_lifted_once_with_its_reason_and_never_falls(town: Town) -> None:
    activity = town.activity(stage="closed", tier="light")
    lift = actions.lift_tier(activity=activity, to="standard", because="It is cited.", by=town.ann, at=clock.now())
    assert lift is not None
    assert (lift.was, lift.became, activity.tier) == ("light", "standard", "standard")
    assert actions.lift_tier(activity=activity, to="standard", because="Again.", by=None, at=clock.now()) is None
    with pytest.raises(Conflict, match="cannot go down"):
        actions.edit_plan(activity=activity, changes={"tier": "light"}, by=town.ann, at=clock.now())
    actions.edit_plan(activity=activity, changes={"tier": "high"}, by=town.ann, at=clock.now())
    assert list(TierLift.objects.values_list("became", flat=True)) == ["standard", "high"]


def test_a_light_conversation_cited_as_evidence_for_a_decision_is_lifted(town: Town) -> None:
    listening = an_activity("A drop-in", stage="told", tier="light")
    deciding = town.activity(stage="found")
    line = EvidenceLine("What the drop-in heard", published=True, from_activity=listening)
    actions.set_evidence(activity=deciding, evidence=[line], by=town.ann, at=clock.now())
    (lift,) = actions.lift_cited(activity=deciding, by=town.ann, at=clock.now())
    assert lift.activity == listening
    assert deciding.title in lift.because
    listening.refresh_from_db()
    assert listening.tier == "standard"


def test_after_opening_the_period_that_a_law_sets_is_not_edited(town: Town) -> None:
    activity = town.activity(stage="open")
    for changes in ({"statutory_minimum_days": 7}, {"statutory_duty": "local-plan"}):
        with pytest.raises(Conflict, match="stays as it was at opening"):
            actions.edit_plan(activity=activity, changes=changes, by=town.ann, at=clock.now())


def test_a_law_sets_the_least_number_of_days_and_a_plan_may_only_ask_for_more() -> None:
    assert queries.least_days("local-plan", None) == 42
    assert queries.least_days("local-plan", 7) == 42
    assert queries.least_days("local-plan", 60) == 60
    assert queries.least_days("", None) is None


# ---- Skills (P-6) ----------------------------------------------------------------------------------------------------


def test_everyone_notes_their_own_training_and_a_lead_that_of_their_staff(town: Town) -> None:
    lead = an_account("Lea Lead", "engagement_lead", partner=town.partner)
    said = {"module": "compact", "completed_on": date(2026, 1, 5), "given_by": "", "at": clock.now()}
    actions.note_training(account=town.ann, by=town.ann, **said)
    actions.note_training(account=town.bilal, by=lead, **said)
    for who in (town.cass, town.stranger):
        with pytest.raises(Refused):
            actions.note_training(account=town.ann, by=who, **said)
    with pytest.raises(Conflict, match="no such module"):
        actions.note_training(account=town.ann, by=town.ann, **said | {"module": "dancing"})


def test_a_colleague_in_another_partner_is_asked_by_email_and_answers(town: Town, smtp: Any) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    asked = client.post(at(activity, "leads"), {"colleague": town.cass.pk, "question": "Did tea work for you?"})
    assert asked.status_code == 302
    question = activity.colleague_questions.get()
    tell_colleague(question.pk)
    page = reverse("activities:colleague_question", args=[activity.slug, question.public_id])
    with pytest.raises(Refused, match="Only Cass Example"):
        actions.answer_colleague(question=question, answer="No.", by=town.bilal, at=clock.now())
    assert signed_in(town.cass).post(page, {"answer": "Yes, on market days."}, follow=True).status_code == 200
    tell_answer(question.pk)
    assert [message["To"] for message in smtp] == [town.cass.email, town.ann.email]
    assert "Yes, on market days." in client.get(at(activity, "leads")).text
    with pytest.raises(Refused, match="works for another partner"):
        actions.ask_colleague(activity=activity, colleague=town.bilal, question="?", by=town.ann, at=clock.now())


@pytest.mark.parametrize("part", ["options", "evidence", "voluntary", "law", "leads", "readers"])
def test_pages_beside_the_plan_ask_the_same_for_one_and_three(town: Town, part: str) -> None:
    counts = []
    for number in (1, 3):
        activity, by, now = town.activity(), town.ann, clock.now()
        names = [f"Option {n}" for n in range(number)]
        Plan.objects.filter(activity=activity).update(options=names)
        actions.set_options(activity=activity, options=[OptionLine(n, "a", "b") for n in names], by=by, at=now)
        actions.set_evidence(activity=activity, evidence=[EvidenceLine(name) for name in names], by=by, at=now)
        for name in names:
            a_part(town, activity, body=name)
            actions.note_reading(
                activity=activity, reader=name, said="Hours", matches=True, read_on=clock.today(), by=by, at=now
            )
            actions.ask_colleague(activity=activity, colleague=town.cass, question=name, by=by, at=now)
        client = signed_in(town.ann)
        client.get(at(activity, part))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at(activity, part)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] < 15


def test_what_was_signed_can_be_downloaded_and_a_changed_word_voids_it_in_public(town: Town) -> None:
    import hashlib

    activity = town.activity(stage="noticed")
    signed = actions.sign_declaration(
        activity=activity, nothing_decided=True, would_change_my_mind="Costs", what_is_fixed="The building",
        other_inputs="The budget", decides_on=activity.plan.decides_on, signed_name="Dora Decider",
        signed_role="Cabinet Member", by=town.dora, at=clock.now(),
    )  # fmt: skip
    influence = reverse("activities:influence", args=[activity.slug])
    page = Client().get(influence).text
    assert signed.digest[:12] in page
    assert "words were changed after this was signed" not in page
    exact = Client().get(reverse("activities:signed_brief", args=[activity.slug, signed.pk])).content
    assert hashlib.sha256(exact).hexdigest() == signed.digest
    actions.edit_plan(activity=activity, changes={"purpose": "To close the baths."}, by=town.ann, at=clock.now())
    page = Client().get(influence).text
    assert "words were changed after this was signed" in page
    assert "What is this for?" in page
    assert "please sign again" in signed_in(town.dora).get(at(activity, "declaration")).text


def test_a_colleague_gets_a_question_once_however_often_it_is_sent(town: Town) -> None:
    activity = town.activity()
    said = {"colleague": town.cass.pk, "question": "Did tea work for you?"}
    first, again = sent_twice(signed_in(town.ann), at(activity, "leads"), said)
    assert (first.status_code, again.status_code) == (302, 302)
    assert activity.colleague_questions.count() == 1


def test_what_a_reader_said_is_noted_once_however_often_it_is_sent(town: Town) -> None:
    activity = town.activity()
    said = {"reader": "A neighbour", "said": "We can change the hours.", "is_right": "true", "not_staff": "on",
            "read_on": clock.today().isoformat()}  # fmt: skip
    first, again = sent_twice(signed_in(town.ann), at(activity, "readers"), said)
    assert (first.status_code, again.status_code) == (302, 302)
    assert activity.reader_tests.count() == 1
