"""What everyone sees first: lists, search, partners, places; and what is owed, for officers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.text import slugify
from pytest_django import DjangoAssertNumQueries
from tests.decisions.scene import (
    Scene,
    more_answered,
)
from tests.factories import (
    a_partner,
    an_account,
    an_activity,
    signed_in,
)

from heard.activities.models import Activity, Declaration
from heard.decisions import actions
from heard.findings.models import Finding
from heard.front.forms import ListForm
from heard.ground import clock
from heard.people.models import Exclusion, Partner
from heard.places.models import Place

pytestmark = pytest.mark.django_db
MOST = 14
LISTS = [("/", "open"), ("/whats-on/", "open"), ("/coming-up/", "noticed"), ("/what-happened-next/", "closed")]


def a_ward(name: str, version: str = "wards 2004–2026", **dates: object) -> Place:
    return Place.objects.create(slug=slugify(f"{name} {version}"), name=name, kind="ward", version=version, **dates)


@pytest.mark.parametrize(("page", "stage"), LISTS)
def test_a_list_takes_as_few_questions_for_three_as_for_one(
    client: Client, page: str, stage: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        an_activity(f"Question {number}?", stage=stage)
        with django_assert_max_num_queries(MOST):
            shown = client.get(page).content.decode()
        assert shown.count('class="activity-card') == number + 1


def test_every_list_says_something_when_it_is_empty(client: Client) -> None:
    for page, words in [("/", "Nothing is open just now."), ("/whats-on/", "Nothing is open just now."),
                        ("/coming-up/", "Nothing is announced"), ("/what-happened-next/", "Nothing has closed yet."),
                        ("/places/", "No place is loaded yet.")]:  # fmt: skip
        assert words in client.get(page).content.decode()


def test_plans_that_are_not_announced_stand_nowhere(client: Client) -> None:
    for stage in ("idea", "planned"):
        an_activity("Still a secret?", stage=stage)
    for page, _stage in LISTS:
        assert "Still a secret?" not in client.get(page).content.decode()


def test_a_list_is_narrowed_by_partner_ward_and_level(client: Client) -> None:
    ward = a_ward("Foleshill")
    here, there = an_activity("Here?", stage="open"), an_activity("There?", stage="open", level="involve")
    here.places.add(ward)
    there.places.add(a_ward("Wyken"))
    for query in (f"partner={here.lead.slug}", f"place={ward.slug}", "level=consult"):
        page = client.get(f"/whats-on/?{query}").content.decode()
        assert "Here?" in page
        assert there.title not in page
        assert "take away" in page


def test_what_is_asked_in_the_whole_city_is_asked_in_every_ward(client: Client) -> None:
    ward, other = a_ward("Foleshill"), a_ward("Wyken")
    an_activity("Everywhere?", stage="open")
    an_activity("Elsewhere?", stage="open").places.add(other)
    for page in (f"/whats-on/?place={ward.slug}", f"/places/{ward.slug}/"):
        text = client.get(page).content.decode()
        assert "Everywhere?" in text
        assert "Elsewhere?" not in text


def test_home_asks_where_one_lives(client: Client) -> None:
    ward = a_ward("Foleshill")
    text = client.get("/").content.decode()
    assert '<form class="filters near" action="/whats-on/">' in text
    assert f'<option value="{ward.slug}">Foleshill</option>' in text


@pytest.mark.parametrize("query", ["partner=%00", "place=nowhere", "level=x", "after=%00", "after=broken", "level=%F0"])
def test_what_nobody_can_choose_breaks_nothing(client: Client, query: str) -> None:
    an_activity("Still here?", stage="open")
    for page in ("/whats-on/", "/commitments/", "/search/"):
        assert client.get(f"{page}?{query}").status_code == 200
    assert "Still here?" in client.get(f"/whats-on/?{query}").content.decode()


def test_a_long_list_goes_on_over_the_page(client: Client) -> None:
    for number in range(23):
        an_activity(f"Question {number}?", stage="open", closes=clock.today() + timedelta(days=number + 1))
    first = client.get("/whats-on/")
    assert first.content.decode().count('class="activity-card') == 20
    second = client.get(f"/whats-on/?after={first.context['page'].after}").content.decode()
    assert second.count('class="activity-card') == 3
    assert "Question 22?" in second


def test_only_the_wards_in_force_can_be_chosen() -> None:
    today = clock.today()
    a_ward("Foleshill", valid_to=today + timedelta(days=1))
    a_ward("Foleshill", "wards from 2026", valid_from=today + timedelta(days=1))
    a_ward("Old Town", valid_to=today)
    assert [words for slug, words in ListForm({}).fields["place"].choices if slug] == ["Foleshill"]  # type: ignore[attr-defined]


def test_home_shows_a_whole_thread_once_a_promise_was_kept(
    client: Client, scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert "What can come of it?" not in client.get("/").content.decode()
    assert scene.promise
    actions.settle_commitment(
        commitment=scene.promise, state="done", evidence="The new hours hang at the door.", by=scene.room.ann,
        at=clock.now(),
    )  # fmt: skip
    with django_assert_max_num_queries(MOST):
        page = client.get("/").content.decode()
    for words in (scene.finding.statement, "Partly adopted", scene.promise.words, "The new hours hang at the door."):
        assert words in page


def test_published_decisions_and_promises_are_found_and_drafts_are_not(
    client: Client, scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(MOST):
        page = client.get("/search/?words=evenings&kind=decision").content.decode()
    assert f"/activities/{scene.slug}/decided/" in page
    assert "Decisions" in page
    promise = client.get("/search/?words=Tuesdays&kind=commitment").content.decode()
    assert f"/commitments/{scene.promise.public_id}/" in promise  # type: ignore[union-attr]
    assert "Nothing was found." in client.get("/search/?words=unheard").content.decode()


def test_a_promise_made_or_settled_after_publication_is_found_by_its_new_words(client: Client, scene: Scene) -> None:
    assert scene.decision
    scene.decision.refresh_from_db()
    made = actions.make_commitment(
        decision=scene.decision, words="Mend the hoist", owner="Buildings", due_on=clock.today(), by=scene.room.ann,
        at=clock.now(),
    )  # fmt: skip
    address = f"/commitments/{made.public_id}/"
    assert address in client.get("/search/?words=hoist").content.decode()
    actions.settle_commitment(
        commitment=made, state="done", evidence="Certificate on the noticeboard", by=scene.room.ann, at=clock.now()
    )
    assert address in client.get("/search/?words=certificate").content.decode()


def test_a_decision_that_is_not_published_is_not_found(client: Client, room: object) -> None:
    from tests.decisions.scene import recorded

    recorded(room)  # type: ignore[arg-type]
    assert "Nothing was found." in client.get("/search/?words=evenings").content.decode()


def test_search_keeps_what_was_typed_and_says_what_is_wrong(client: Client) -> None:
    page = client.get("/search/?words=&kind=decision").content.decode()
    assert "govuk-error-message" in page or "error" in page
    long = client.get("/search/", {"words": "x" * 201}).content.decode()
    assert "x" * 201 in long
    assert client.get("/search/?words=%00").status_code == 200


def test_partner_and_place_pages_take_few_questions(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    partner, ward = a_partner("Example Council"), a_ward("Foleshill")
    for number in range(3):
        an_activity(f"Question {number}?", stage="open", lead=partner).places.add(ward)
        for page in (f"/partners/{partner.slug}/", f"/places/{ward.slug}/", "/places/"):
            with django_assert_max_num_queries(MOST):
                assert client.get(page).status_code == 200
    assert client.get("/partners/nobody/").status_code == 404
    assert client.get("/places/nowhere/").status_code == 404


@pytest.mark.parametrize("page", ["/checks/", "/accessibility/", "/privacy/"])
def test_pages_about_ourselves_open(client: Client, page: str) -> None:
    assert client.get(page).status_code == 200


def test_what_is_owed_is_for_those_who_sign_in(client: Client) -> None:
    answer = client.get("/staff/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def owed_by(lead: Partner, number: int) -> list[Activity]:
    today = clock.today()
    late = an_activity(f"Late {number}?", stage="found", lead=lead, feedback_due_on=today - timedelta(days=1))
    planned = an_activity(f"To approve {number}?", stage="planned", lead=lead)
    Exclusion.objects.create(
        kind="contribution", reference=f"x{number}", partner=lead, reason="duplicate", note="Twice",
        proposed_by=late.owner, proposed_team="Engagement", proposed_at=clock.now(),
    )  # fmt: skip
    return [late, planned]


def test_a_plan_waits_for_the_signature_of_whoever_decides_it_and_of_nobody_else() -> None:
    """GP-f, UP-d: nobody else can sign, so they are asked on the first page that they see."""
    lead = a_partner("Example Council")
    planned = an_activity("Which hours?", stage="planned", lead=lead)
    light = an_activity("A drop-in", stage="planned", lead=lead, tier="light")
    told = an_activity("The pipes are mended", stage="planned", lead=lead, level="inform")
    an_activity("An idea", stage="idea", lead=lead)
    odile = an_account("Odile Owner", "decision_owner", partner=lead)
    asked = f"/staff/activities/{planned.slug}/plan/declaration/"
    page = signed_in(odile).get("/staff/").content.decode()
    assert "Plans that wait for your signature" in page
    assert asked in page
    assert f"{light.slug}/plan/declaration/" not in page
    assert f"{told.slug}/plan/declaration/" not in page
    for other in (
        an_account("Bilal", "officer", partner=lead),
        an_account("Cass", "decision_owner", partner=a_partner("Elsewhere")),
    ):
        assert asked not in signed_in(other).get("/staff/").content.decode()
    Declaration.objects.create(
        activity=planned, nothing_decided=True, would_change_my_mind="A better idea.", signed_by=odile,
        signed_name="Odile Owner", signed_role="Cabinet member", signed_at=clock.now(), digest="0" * 64,
    )  # fmt: skip
    assert asked not in signed_in(odile).get("/staff/").content.decode()


def test_each_sees_what_their_own_activities_owe(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    """Ann leads it, Bilal helps with one activity, Cass is a stranger."""
    lead = a_partner("Example Council")
    ann = an_account("Ann Example", "senior_lead", partner=lead)
    cass = an_account("Cass Example", "senior_lead", partner=a_partner("Elsewhere"))
    [late, planned] = owed_by(lead, 1)
    bilal = an_account("Bilal Example", "facilitator", activity=late)
    leads = signed_in(ann)
    with django_assert_max_num_queries(MOST):
        page = leads.get("/staff/").content.decode()
    for words in (late.title, planned.title, "Notices that wait for your approval", "overdue since", "proposed on"):
        assert words in page
    owed_by(lead, 2), owed_by(lead, 3)
    with django_assert_max_num_queries(MOST):
        page = leads.get("/staff/").content.decode()
    assert "To approve 3?" in page
    helps = signed_in(bilal).get("/staff/").content.decode()
    assert late.title in helps
    assert planned.title not in helps
    strange = signed_in(cass).get("/staff/").content.decode()
    assert late.title not in strange
    assert "Nothing is owed just now." in strange


def test_a_finding_more_adds_no_question_to_what_was_decided(
    client: Client, scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (3, 4, 5):
        with django_assert_max_num_queries(MOST):
            assert client.get(f"/activities/{scene.slug}/decided/").status_code == 200
        with django_assert_max_num_queries(MOST):
            assert client.get("/commitments/").status_code == 200
        more_answered(scene, number)
    assert Finding.objects.filter(activity=scene.room.activity).count() == 5
