"""Ann owns it, Bilal may help, Cass is a stranger: who may read and change what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.activities.conftest import Town
from tests.factories import a_contribution, a_strand, an_account, signed_in

from heard.activities import access, actions
from heard.activities.models import Activity
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.search.models import SearchEntry

pytestmark = pytest.mark.django_db


def test_ann_and_bilal_may_write_the_plan_and_cass_may_only_read_it(town: Town) -> None:
    activity = town.activity()
    assert access.may_edit_plan(town.ann, activity)
    assert access.may_edit_plan(town.bilal, activity)
    refused = access.may_edit_plan(town.cass, activity)
    assert not refused
    assert refused.why.startswith("Only ")
    assert access.may_read_plans(town.cass)
    assert not access.may_read_plans(town.stranger)
    assert not access.may_read_plans(None)


def test_a_role_for_one_activity_reaches_that_activity_alone(town: Town) -> None:
    activity, other = town.activity(), town.activity()
    helper = an_account("Rae Resident", "resident_co_owner", activity=activity)
    assert access.may_edit_plan(helper, activity)
    assert not access.may_edit_plan(helper, other)


STAFF_PAGES = ["plan", "extend", "history", "contributions", "stakeholders", "strand_new"]


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_officers_pages_ask_visitors_to_sign_in_and_refuse_strangers(town: Town, name: str) -> None:
    address = reverse(f"activities:{name}", args=[town.activity().slug])
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    if name != "stakeholders":
        assert signed_in(town.stranger).get(address).status_code == 403


def test_cass_cannot_write_a_page_of_anns_plan(town: Town) -> None:
    activity = town.activity()
    address = reverse("activities:plan_page", args=[activity.slug, "decides"])
    assert signed_in(town.cass).get(address).status_code == 200
    said = {"decision_maker": "Cass", "decides_on": "", "influence_statement": "", "other_inputs": ""}
    answer = signed_in(town.cass).post(address, said)
    assert answer.status_code == 422
    assert "may do this here" in answer.text
    activity.plan.refresh_from_db()
    assert activity.plan.decision_maker == "Cabinet Member for Examples"
    for part, data in (("ways", {}), ("people", {"groups-TOTAL_FORMS": "0", "groups-INITIAL_FORMS": "0"})):
        assert signed_in(town.cass).post(
            reverse("activities:plan_page", args=[activity.slug, part]), data
        ).status_code in {403, 422}


def test_cass_does_not_read_what_people_told_anns_council_before_it_is_published(town: Town) -> None:
    activity = town.activity(stage="open")
    contribution = a_contribution(a_strand(activity, "plain"), "The pool is too cold.")
    pages = [
        reverse("activities:contributions", args=[activity.slug]),
        reverse("activities:contribution", args=[contribution.trace_id]),
    ]
    for address in pages:
        assert signed_in(town.ann).get(address).status_code == 200
        assert "The pool is too cold." in signed_in(town.ann).get(address).text
        assert signed_in(town.cass).get(address).status_code == 403


def test_only_a_partners_own_people_begin_an_activity_for_it(town: Town) -> None:
    form = {"title": "Whose is it?", "lead": town.partner.pk, "tier": "standard", "origin": ""}
    assert signed_in(town.cass).post(reverse("activities:new"), form).status_code == 422
    with pytest.raises(Refused, match="Only"):
        actions.plan_activity(title="Whose is it?", lead=town.partner, by=town.cass, at=clock.now())
    assert signed_in(town.bilal).post(reverse("activities:new"), form).status_code == 302
    assert Activity.objects.get().owner == town.bilal


def test_a_finished_activitys_plan_stays_as_it_was(town: Town) -> None:
    for stage in ("told", "evaluated", "archived", "withdrawn"):
        activity = town.activity(stage=stage)
        with pytest.raises(Refused, match="finished"):
            actions.edit_plan(activity=activity, changes={"purpose": "New"}, by=town.ann, at=clock.now())


def test_two_activities_of_one_title_get_two_addresses(town: Town) -> None:
    one = actions.plan_activity(title="Żółta łódź 🏊", lead=town.partner, by=town.ann, at=clock.now())
    two = actions.plan_activity(title="Żółta łódź 🏊", lead=town.partner, by=town.ann, at=clock.now())
    only_signs = actions.plan_activity(title="🏊🏊", lead=town.partner, by=town.ann, at=clock.now())
    new = actions.plan_activity(title="New", lead=town.partner, by=town.ann, at=clock.now())
    assert len({one.slug, two.slug, only_signs.slug, new.slug}) == 4
    assert new.slug != "new"


def test_the_list_is_narrowed_by_stage_partner_and_owner(town: Town) -> None:
    mine = town.activity(stage="open", title="Mine and open")
    theirs = town.activity(title="An idea of Bilal")
    Activity.objects.filter(pk=theirs.pk).update(owner=town.bilal)
    client, address = signed_in(town.ann), reverse("activities:staff_list")
    assert [title in client.get(address).text for title in (mine.title, theirs.title)] == [True, True]
    assert theirs.title not in client.get(address, {"mine": "on"}).text
    assert theirs.title not in client.get(address, {"stage": "open"}).text
    assert mine.title not in client.get(address, {"partner": town.cass.roles.get().partner.slug}).text
    assert client.get(address, {"stage": "nonsense", "partner": "x", "after": "%%%"}).status_code == 200


def test_the_list_asks_the_same_number_of_questions_for_one_and_three(town: Town) -> None:
    client, address, counts = signed_in(town.ann), reverse("activities:staff_list"), []
    for number in (1, 2):
        for _n in range(number):
            town.activity()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] < 15


def test_the_list_goes_on_where_the_last_page_ended(town: Town) -> None:
    titles = [town.activity(title=f"Activity number {n:02}").title for n in range(25)]
    client, address = signed_in(town.ann), reverse("activities:staff_list")
    first = client.get(address)
    second = client.get(address, {"after": first.context["page"].after})
    shown = [activity.title for answer in (first, second) for activity in answer.context["page"]]
    assert sorted(shown) == sorted(titles)
    assert len(first.context["page"]) == 20


def test_what_every_page_shows_is_written_by_mark_alone_and_recorded(town: Town) -> None:
    activity = town.activity(stage="planned")
    changed = actions.mark(activity=activity, by=town.ann, at=clock.now(), stage="noticed", noticed_on=clock.today())
    assert set(changed) == {"stage", "noticed_on"}
    activity.refresh_from_db()
    assert activity.stage == "noticed"
    assert activity.stage_at.date() == clock.now().date()
    entry = Entry.objects.get(what="activity.marked")
    assert entry.header == {"stage": "noticed", "noticed_on": clock.today().isoformat()}
    found = SearchEntry.objects.get(ref=f"activity:{activity.public_id}")
    assert found.url == f"/activities/{activity.slug}/"
    assert actions.mark(activity=activity, by=town.ann, at=clock.now(), stage="noticed") == ()
    with pytest.raises(TypeError, match="title"):
        actions.mark(activity=activity, by=town.ann, at=clock.now(), title="x")


def test_mark_never_clears_a_flag_and_never_closes_earlier(town: Town) -> None:
    activity = town.activity(stage="open", pre_decided=True)
    with pytest.raises(Conflict, match="never cleared"):
        actions.mark(activity=activity, by=None, at=clock.now(), pre_decided=False)
    earlier = activity.closes_on - timedelta(days=1)
    with pytest.raises(Conflict, match="never moves earlier"):
        actions.mark(activity=activity, by=None, at=clock.now(), closes_on=earlier)


def test_an_idea_is_not_found_by_search(town: Town) -> None:
    activity = town.activity(stage="idea")
    actions.edit_plan(activity=activity, changes={"purpose": "Secret baths"}, by=town.ann, at=clock.now())
    assert not SearchEntry.objects.exists()
    with pytest.raises(TypeError, match="stage"):
        actions.edit_plan(activity=activity, changes={"stage": "open"}, by=town.ann, at=clock.now())
