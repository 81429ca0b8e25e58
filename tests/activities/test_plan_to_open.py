"""A plan written on its pages alone passes every gate up to opening: no check asks what no page can answer."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.activities.conftest import Town
from tests.activities.test_plan_pages import (
    ANSWERS,
    at,
)
from tests.activities.test_stakeholders import SIGNED
from tests.factories import (
    a_group,
    a_strand,
    an_account,
    signed_in,
)

from heard.activities.actions.stakeholders import secret_of
from heard.activities.models import Activity
from heard.compact.actions import approve, compare, move
from heard.compact.queries import gates
from heard.ground import clock

pytestmark = pytest.mark.django_db
STARTED, NOTICED, OPENS = date(2026, 12, 1), date(2027, 1, 4), date(2027, 2, 8)


def write_the_plan(town: Town) -> Activity:
    ann = signed_in(town.ann)
    form = {"title": "Which mornings?", "lead": town.partner.pk, "tier": "standard", "origin": "A petition"}
    ann.post(reverse("activities:new"), form)
    activity = Activity.objects.get()
    for part, said in ANSWERS.items():
        assert ann.post(at(activity, part), said).status_code == 302, part
    with_holiday = ANSWERS["dates"] | {"holiday_extension": "Two weeks were added."}
    ann.post(at(activity, "dates"), with_holiday)
    groups = {
        "groups-TOTAL_FORMS": "2",
        "groups-INITIAL_FORMS": "0",
        "groups-0-name": "Swimmers over 70",
        "groups-0-most_affected": "on",
        "groups-0-offline_likely": "on",
        "groups-1-name": "Wheelchair users",
        "groups-1-seldom_heard": "on",
        "groups-1-barrier": "Steps",
        "groups-1-remedy": "A ramp",
        "no_seldom_heard_because": "",
    }
    ann.post(at(activity, "people"), groups)
    for title, generic in (("Tell us", "on"), ("Come and talk", "")):
        way = {"title": title, "method": "plain", "channels": ["web", "paper", "phone"], "why": "It fits."}
        ann.post(reverse("activities:strand_new", args=[activity.slug]), way | ({"generic": "on"} if generic else {}))
    keys, ways = [*activity.groups.values_list("pk", flat=True)], [*activity.strands.values_list("pk", flat=True)]
    reach = {"group": keys, "way": ways, **{f"group-{key}": ways for key in keys}}
    ann.post(at(activity, "ways"), reach)
    who = {"name": "Cllr Priya Example", "stake": "authority", "email": "priya@example.org"}
    ann.post(at(activity, "stakeholders"), who)
    priya = activity.stakeholders.get()
    link = reverse("activities:invitation", args=[priya.public_id, secret_of(priya)])
    Client().post(link, {"answer": "accept", "name": "Priya Example"})
    options = {"options-TOTAL_FORMS": "2", "options-INITIAL_FORMS": "2"}
    for number, option in enumerate(("Monday", "Tuesday")):
        options |= {f"options-{number}-option": option, f"options-{number}-costs": "£900 a year"}
        options |= {f"options-{number}-benefits": "Nurses swim before work"}
    assert ann.post(at(activity, "options"), options).status_code == 302
    signed_in(town.dora).post(at(activity, "declaration"), SIGNED)
    compare(activity=activity, by=town.ann, at=clock.now())
    return activity


def test_a_plan_written_on_its_pages_opens(town: Town) -> None:
    lead = an_account("Lea Lead", "engagement_lead", partner=town.partner)
    with clock.stopped(STARTED):
        activity = write_the_plan(town)
        move(activity=activity, to="planned", by=town.ann, at=clock.now())
    with clock.stopped(NOTICED):
        for person in (lead, town.sami):
            approve(activity=activity, by=person, at=clock.now())
        activity.refresh_from_db()
        move(activity=activity, to="noticed", by=lead, at=clock.now())
    reason = "How answers are read is fixed before the first is read."
    with clock.stopped(OPENS):
        activity.refresh_from_db()
        move(activity=activity, to="open", by=lead, at=clock.now(), reason=reason)
        activity.refresh_from_db()
        assert activity.stage == "open"
        assert activity.level_at_opening == "involve"
        assert "Have your say" in Client().get(reverse("activities:take_part", args=[activity.slug])).text


def test_an_idea_sent_twice_is_one_idea_and_other_words_make_another(town: Town) -> None:
    client, new = signed_in(town.ann), reverse("activities:new")
    key = re.search(r'name="entry_key" value="([^"]{20,})"', client.get(new).text)
    assert key
    form = {"title": "Which mornings?", "lead": town.partner.pk, "tier": "high", "origin": "", "entry_key": key[1]}
    first, second = client.post(new, form), client.post(new, form)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Activity.objects.count() == 1
    client.post(new, form | {"title": "Which evenings?"})
    town.bilal.roles.update(role="officer")
    signed_in(town.bilal).post(new, form)
    assert sorted(Activity.objects.values_list("title", flat=True)) == [
        "Which evenings?", "Which mornings?", "Which mornings?",
    ]  # fmt: skip


@pytest.mark.parametrize(("stage", "to"), [("idea", "planned"), ("planned", "noticed"), ("noticed", "open")])
def test_every_refusal_of_a_bare_plan_leads_to_a_field_that_is_there(town: Town, stage: str, to: str) -> None:
    with clock.stopped(STARTED):
        form = {"title": "Which mornings?", "lead": town.partner.pk, "tier": "high", "origin": ""}
        signed_in(town.ann).post(reverse("activities:new"), form)
        activity = Activity.objects.get()
        a_group(activity, "Wheelchair users", most_affected=True, seldom_heard=True, barrier="Steps")
        a_strand(activity, "plain", "Tell us", ("web",))
        Activity.objects.filter(pk=activity.pk).update(stage=stage)
        activity.refresh_from_db()
        links = {check.id: check.href for check in gates(activity, to).checks if check.result != "pass"}
        assert links
        for check, link in links.items():
            assert link, check
            address, _sharp, anchor = link.partition("#")
            owner = town.dora if address.endswith("/declaration/") else town.ann
            answer = signed_in(owner).get(address)
            assert answer.status_code == 200
            assert not anchor or f'id="{anchor}"' in answer.text, (check, link)
