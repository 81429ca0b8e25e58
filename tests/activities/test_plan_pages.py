"""The plan's short pages, as officers read and write them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.activities.conftest import Town
from tests.factories import a_group, a_strand, signed_in

from heard.activities import actions, queries
from heard.activities.models import Activity
from heard.audit.models import Entry
from heard.compact.queries import gates
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.places.models import Place

pytestmark = pytest.mark.django_db


def at(activity: Activity, page: str) -> str:
    return reverse("activities:plan_page", args=[activity.slug, page])


ANSWERS: dict[str, dict[str, Any]] = {
    "purpose": {
        "title": "Which mornings should the baths open?",
        "purpose": "To choose which mornings the baths open.",
        "audience": "Everyone who swims",
        "general_public": "on",
        "topics": "leisure\nhealth",
        "origin": "A petition by swimmers",
    },
    "outcome": {
        "outcome": "More people swim before work.",
        "outcome_known_by": "Tickets sold before nine.",
        "outcome_number": "40",
        "outcome_unit": "swimmers a morning",
        "target_participants": "200",
    },
    "level": {"level": "involve", "tier": "standard", "formal_consultation": "false"},
    "stakes": {"key_decision_noticed_on": "2016-06-01", "at_stake_pence": "£12,500.50"},
    "change": {
        "open_matters": "Which mornings\n\nPrices\n",
        "closed_matters": "The building stays open",
        "options": "Monday\nTuesday",
        "something_else_welcome": "true",
        "rejected_alternatives": "Closing was set aside.",
    },
    "dates": {
        "noticed_on": "2027-01-04",
        "opens_on": "2027-02-08",
        "closes_on": "2027-05-10",
        "notice_reason": "",
        "duration_rationale": "",
        "holiday_extension": "",
    },
    "law": {"statutory_duty": "best-value", "statutory_minimum_days": "30", "statutory_basis": "Local Government Act"},
    "decides": {
        "service": "Swimming baths",
        "decision_goes_to": "The cabinet meeting of July",
        "decision_maker": "Cabinet Member for Baths",
        "decides_on": "2097-07-01",
        "influence_statement": "You can change mornings and prices.",
        "other_inputs": "Budget",
    },
    "leads": {
        "consultation_lead": "Ann Example",
        "communications_lead": "Dan Drummond",
        "comms_approved_on": "2016-06-01",
    },
    "telling": {
        "publicity_channels": ["web", "paper"],
        "publicity_plan": "Posters",
        "feedback_channels": ["email", "letter"],
        "feedback_due_on": "2097-08-01",
    },
    "access": {
        "equality_analysis": "EA 12",
        "equality_screening_reason": "",
        "formats": "Large print\nEasy Read",
        "languages": "Polski\nਪੰਜਾਬੀ",
        "languages_spoken": "Polski",
        "venue_check": "Step-free",
        "support_offered": "Travel",
    },
    "information": {
        "information_pack": "Two pages",
        "late_response_policy": "Read, and counted apart",
        "lawful_basis": "Public task",
        "controller": "Example Council",
        "retention": "Two years",
        "impact_assessment": "DPIA 3",
    },
}


@pytest.mark.parametrize("part", list(queries.PAGES))
def test_every_page_of_the_plan_opens_for_its_officer(town: Town, part: str) -> None:
    activity = town.activity()
    answer = signed_in(town.ann).get(at(activity, part))
    assert answer.status_code == 200
    assert str(queries.PAGES[part]) in answer.text


@pytest.mark.parametrize("part", list(ANSWERS))
def test_every_page_keeps_what_is_written_and_leads_on(town: Town, part: str) -> None:
    activity = town.activity()
    answer = signed_in(town.ann).post(at(activity, part), ANSWERS[part], follow=True)
    assert answer.status_code == 200
    assert "Saved." in answer.text
    activity = Activity.objects.select_related("plan").get(pk=activity.pk)
    for name, value in ANSWERS[part].items():
        owner = activity.plan if hasattr(activity.plan, name) else activity
        kept = getattr(owner, name)
        if isinstance(kept, list):
            assert kept == (value if isinstance(value, list) else [line for line in value.split("\n") if line])
        elif isinstance(kept, date):
            assert kept.isoformat() == value
        elif isinstance(kept, bool):
            assert kept is (value in ("on", "true"))
        elif name == "at_stake_pence":
            assert kept == 1_250_050
        elif isinstance(kept, int):
            assert kept == int(value)
        else:
            assert kept == value
    entry = Entry.objects.get(what="plan.changed", about=f"activity:{activity.public_id}")
    assert entry.by == f"account:{town.ann.pk}"
    assert entry.header["page"] == part
    assert set(entry.header["fields"]) <= set(queries.FIELDS[part])


def test_saving_the_same_again_changes_nothing_and_says_so(town: Town) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    client.post(at(activity, "decides"), ANSWERS["decides"])
    answer = client.post(at(activity, "decides"), ANSWERS["decides"], follow=True)
    assert "Nothing was different" in answer.text
    assert Entry.objects.filter(what="plan.changed").count() == 1


def test_two_officers_do_not_write_over_each_other_unseen(town: Town) -> None:
    activity = town.activity()
    ann, bilal = signed_in(town.ann), signed_in(town.bilal)
    seen = re.search(r'name="seen" value="(\w+)"', ann.get(at(activity, "decides")).text)
    assert seen
    bilal.post(at(activity, "decides"), ANSWERS["decides"])
    mine = ANSWERS["decides"] | {"decision_maker": "The Mayor", "seen": seen[1]}
    answer = ann.post(at(activity, "decides"), mine)
    assert answer.status_code == 422
    assert "Bilal Example changed this page while you were writing" in answer.text
    assert "The Mayor" in answer.text
    again = re.search(r'name="seen" value="(\w+)"', answer.text)
    assert again
    ann.post(at(activity, "decides"), mine | {"seen": again[1]})
    activity.plan.refresh_from_db()
    assert activity.plan.decision_maker == "The Mayor"


@pytest.mark.parametrize(
    "text",
    ["‏مرحبا بكم في الحمّامات‏", "🏊🏽‍♀️ Schwimmen macht Spaß 🏳️‍🌈", "Zażółć gęślą jaźń", "<b>&amp;</b> “quoted” {{ x }}"],
)
def test_every_script_and_sign_comes_back_as_it_was_written(town: Town, text: str) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    client.post(at(activity, "decides"), ANSWERS["decides"] | {"decision_maker": text, "other_inputs": text})
    activity.plan.refresh_from_db()
    assert (activity.plan.decision_maker, activity.plan.other_inputs) == (text, text)
    client.post(at(activity, "change"), ANSWERS["change"] | {"open_matters": f"{text}\n{text} 2"})
    activity.plan.refresh_from_db()
    assert activity.plan.open_matters == [text, f"{text} 2"]
    assert "<b>&amp;</b>" not in client.get(at(activity, "change")).text


def test_a_nul_character_is_refused_with_a_reason(town: Town) -> None:
    activity = town.activity()
    answer = signed_in(town.ann).post(at(activity, "decides"), ANSWERS["decides"] | {"other_inputs": "a\x00b"})
    assert answer.status_code == 422
    assert "Null characters are not allowed." in answer.text
    answer = signed_in(town.ann).post(at(activity, "change"), ANSWERS["change"] | {"open_matters": "a\x00b"})
    assert answer.status_code == 422


def test_the_day_on_which_the_purpose_was_written_is_kept_once(town: Town) -> None:
    client = signed_in(town.ann)
    form = {"title": "What should the park have?", "lead": town.partner.pk, "tier": "standard", "origin": ""}
    assert client.post(reverse("activities:new"), form).status_code == 302
    activity = Activity.objects.get(slug="what-should-the-park-have")
    assert activity.plan.purpose_written_on is None
    client.post(at(activity, "purpose"), ANSWERS["purpose"])
    activity.plan.refresh_from_db()
    first = activity.plan.purpose_written_on
    assert first is not None
    type(activity.plan).objects.filter(pk=activity.pk).update(purpose_written_on=first - timedelta(days=3))
    client.post(at(activity, "purpose"), ANSWERS["purpose"] | {"purpose": "Something else."})
    activity.plan.refresh_from_db()
    assert activity.plan.purpose_written_on == first - timedelta(days=3)


def test_the_dates_page_says_how_long_that_is_without_saving(town: Town) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    was = activity.closes_on
    days = {"noticed_on": "2015-12-01", "opens_on": "2015-12-07", "closes_on": "2016-02-01", "check": "1"}
    text = client.post(at(activity, "dates"), days).text
    assert "6 days of notice." in text
    assert "56 days to answer." in text
    assert "shorter than 12 weeks" in text
    assert "18 days fall in Christmas" in text
    activity.refresh_from_db()
    assert activity.closes_on == was
    fragment = client.post(at(activity, "dates"), days, headers={"HX-Request": "true"}).text
    assert "56 days to answer." in fragment
    assert "<html" not in fragment


@pytest.mark.parametrize(
    ("part", "name", "ahead"),
    [
        ("leads", "comms_approved_on", True), ("stakes", "key_decision_noticed_on", True),
        ("decides", "decides_on", False), ("telling", "feedback_due_on", False),
    ],
)  # fmt: skip
def test_a_day_that_has_happened_is_never_ahead_and_one_to_come_never_over(
    town: Town, part: str, name: str, ahead: bool
) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    day = clock.today() + timedelta(days=1 if ahead else -1)
    answer = client.post(at(activity, part), ANSWERS[part] | {name: day.isoformat()})
    assert answer.status_code == 422
    assert ("This day is still to come." if ahead else "This day is over.") in answer.text
    assert list(answer.context["form"].errors) == [name]
    assert client.post(at(activity, part), ANSWERS[part] | {name: clock.today().isoformat()}).status_code == 302


def test_a_day_that_stood_there_and_is_over_by_now_keeps_nobody_from_saving_the_rest(town: Town) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    over = clock.today() - timedelta(days=3)
    type(activity.plan).objects.filter(pk=activity.pk).update(decides_on=over)
    said = ANSWERS["decides"] | {"decides_on": over.isoformat(), "service": "Swimming baths and lidos"}
    assert client.post(at(activity, "decides"), said).status_code == 302
    activity.plan.refresh_from_db()
    assert activity.plan.service == "Swimming baths and lidos"


def test_a_closing_day_before_the_opening_is_refused_beside_its_field(town: Town) -> None:
    days = {"noticed_on": "", "opens_on": "2027-02-08", "closes_on": "2027-02-01"}
    answer = signed_in(town.ann).post(at(town.activity(), "dates"), days)
    assert answer.status_code == 422
    assert "It would close before it opens." in answer.text


def test_a_period_that_the_law_sets_is_kept_with_its_law_and_its_gate_refuses_less(town: Town) -> None:
    activity, client = town.activity(stage="noticed"), signed_in(town.ann)
    answer = client.post(at(activity, "law"), {"statutory_minimum_days": "120"})
    assert answer.status_code == 422
    assert "Name the law that sets this period" in answer.text
    law = {"statutory_minimum_days": "120", "statutory_basis": "Example Baths Act 1999, section 3"}
    client.post(at(activity, "law"), law)
    activity.refresh_from_db()
    assert activity.plan.statutory_minimum_days == 120
    assert "Example Baths Act 1999, section 3" in client.get(reverse("activities:plan", args=[activity.slug])).text
    found = gates(activity, "open")
    assert found is not None
    check = next(each for each in found.checks if each.id == "GP-n.5")
    assert (check.result, check.check.field) == ("refused", "closes_on")
    assert "the law asks for at least 120" in check.check.why


@pytest.mark.parametrize("least", ["0", "401", "-3", "twelve"])
def test_a_period_that_no_law_sets_is_refused_beside_its_field(town: Town, least: str) -> None:
    law = {"statutory_minimum_days": least, "statutory_basis": "An Act"}
    answer = signed_in(town.ann).post(at(town.activity(), "law"), law)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["statutory_minimum_days"]


def test_after_opening_the_level_and_the_dates_are_refused_with_the_way_forward(town: Town) -> None:
    activity, client = town.activity(stage="open", level_at_opening="consult"), signed_in(town.ann)
    answer = client.post(at(activity, "level"), {"level": "inform", "tier": "standard"})
    assert answer.status_code == 422
    assert "People were told “Consult” when this opened" in answer.text
    assert "A senior lead may override this" in answer.text
    answer = client.post(at(activity, "level"), {"level": "consult", "tier": "light"})
    assert "cannot go down after opening" in answer.text
    days = {"noticed_on": activity.noticed_on, "opens_on": activity.opens_on, "closes_on": "2031-01-01"}
    answer = client.post(at(activity, "dates"), days)
    assert answer.status_code == 422
    assert "Give people longer" in answer.text


def test_people_get_longer_with_a_reason_on_every_page(town: Town) -> None:
    activity, client = town.activity(stage="open"), signed_in(town.ann)
    a_strand(activity, "plain", "Tell us").terms.create(channel="paper", closes_on=activity.closes_on)
    longer = reverse("activities:extend", args=[activity.slug])
    later = activity.closes_on + timedelta(days=14)
    answer = client.post(longer, {"new_date": activity.closes_on.isoformat(), "reason": "x"})
    assert "the closing day only moves later" in answer.text
    assert client.post(longer, {"new_date": later.isoformat(), "reason": "Ramadan fell into it."}).status_code == 302
    activity.refresh_from_db()
    assert activity.closes_on == later
    assert activity.strands.get().terms.get().closes_on == later
    assert "Ramadan fell into it." in Client().get(reverse("activities:take_part", args=[activity.slug])).text


def test_only_a_senior_lead_relabels_after_opening_and_both_levels_stay_on_record(town: Town) -> None:
    activity = town.activity(stage="open", level_at_opening="consult")
    said = {"activity": activity, "level": "involve", "reason": "The council will work with you.", "at": clock.now()}
    with pytest.raises(Refused, match="Only a senior lead may do this here"):
        actions.relabel(by=town.ann, **said)
    with pytest.raises(Refused, match="say why"):
        actions.relabel(by=town.sami, **(said | {"reason": " "}))
    actions.relabel(by=town.sami, **said)
    assert (activity.level, activity.level_at_opening) == ("involve", "consult")
    assert (
        "When it opened, people were told" in Client().get(reverse("activities:influence", args=[activity.slug])).text
    )


def test_the_history_says_who_changed_which_field(town: Town) -> None:
    activity, client = town.activity(), signed_in(town.ann)
    client.post(at(activity, "decides"), ANSWERS["decides"])
    text = client.get(reverse("activities:history", args=[activity.slug])).text
    assert "Ann Example" in text
    assert "Changed the plan: Who decides" in text
    assert "Who decides?" in text


def test_the_plan_reads_as_a_document_and_counts_what_is_open(town: Town) -> None:
    activity = town.activity()
    text = signed_in(town.ann).get(reverse("activities:plan", args=[activity.slug])).text
    assert "To choose how the example baths are run." in text
    assert "questions stand open" in text
    assert f'href="{at(activity, "decides")}#id_decision_maker"' in text


FIELDS = [
    ("open_matters", "change", "id_open_matters"),
    ("strands[0].channels", "ways", "strand-0"),
    ("strands", "ways", "strands"),
    ("groups[1].reached_by", "ways", "group-1"),
    ("groups[1].remedy", "people", "id_groups-1-remedy"),
    ("groups", "people", "id_groups-0-name"),
    ("declaration.signed_on", "declaration", "id_nothing_decided"),
    ("access.equality_analysis", "access", "id_equality_analysis"),
    ("privacy.retention", "information", "id_retention"),
    ("purpose_written_on", "purpose", "id_purpose"),
    ("lead_partner", "purpose", "id_title"),
    ("closes_on_at_opening", "dates", "id_closes_on"),
    ("statutory_minimum_days", "law", "id_statutory_minimum_days"),
    ("decision_goes_to", "decides", "id_decision_goes_to"),
    ("formal_consultation", "level", "id_formal_consultation"),
    ("outcome_number", "outcome", "id_outcome_number"),
    ("voluntary_parts", "voluntary", "parts"),
    ("option_terms", "options", "options"),
    ("evidence[0].published", "evidence", "id_evidence-0-title"),
    ("readings", "readers", "readings"),
    ("elections[0].ruling", "law", "elections"),
    ("lead_modules", "leads", "training"),
]


@pytest.mark.parametrize(("field", "part", "anchor"), FIELDS)
def test_every_field_of_a_check_leads_to_where_it_is_mended(town: Town, field: str, part: str, anchor: str) -> None:
    assert queries.page_of_field(field) == (part, anchor)
    activity = town.activity()
    a_group(activity, "One", barrier="x")
    a_group(activity, "Two", barrier="x", ordinal=1)
    a_strand(activity, "plain", "Tell us")
    client = signed_in(town.dora if part == "declaration" else town.ann)
    assert f'id="{anchor}"' in client.get(at(activity, part)).text


def test_whoever_may_sign_is_not_told_that_they_may_only_read(town: Town) -> None:
    activity = town.activity()
    page = at(activity, "declaration")
    assert "not change it" not in signed_in(town.dora).get(page).text
    assert "sign in your own name" in signed_in(town.dora).get(page).text
    assert "Give the decision owner the role" in signed_in(town.ann).get(page).text


def test_the_whole_city_stands_first_among_its_parts(town: Town) -> None:
    for kind, name in (("ward", "Allesley"), ("city", "Example City"), ("ward", "Zouche")):
        Place.objects.create(kind=kind, name=name, slug=name.lower(), version="test")
    text = signed_in(town.ann).get(at(town.activity(), "purpose")).text
    assert text.index("The whole city") < text.index("Allesley") < text.index("Zouche")
    assert "Example City" not in text, "it is no ward among wards"


def test_what_is_on_no_page_of_the_plan_leads_nowhere() -> None:
    assert queries.page_of_field("findings[0].base") == ("", "")
    assert queries.page_of_field("") == ("", "")


@pytest.mark.parametrize("name", ["plan", "history", "contributions"])
def test_an_officers_page_asks_the_same_number_of_questions_for_one_and_three(town: Town, name: str) -> None:
    counts = []
    for number in (1, 3):
        activity = town.activity()
        for n in range(number):
            group, strand = a_group(activity, f"Group {n}"), a_strand(activity, "plain", f"Way {n}")
            strand.groups.add(group)
            activity.stakeholders.create(name=f"Body {n}", stake="affected")
        client = signed_in(town.ann)
        address = reverse(f"activities:{name}", args=[activity.slug])
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] < 15


@pytest.mark.parametrize("part", list(queries.PAGES))
def test_a_page_of_the_plan_asks_the_same_number_of_questions_for_one_and_three(town: Town, part: str) -> None:
    counts = []
    for number in (1, 3):
        activity = town.activity()
        for n in range(number):
            group, strand = a_group(activity, f"Group {n}"), a_strand(activity, "plain", f"Way {n}")
            strand.groups.add(group)
            activity.stakeholders.create(name=f"Body {n}", stake="affected")
        client = signed_in(town.ann)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at(activity, part)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] < 15
