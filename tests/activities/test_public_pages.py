"""What residents see of an activity, at every stage."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.activities.conftest import Town
from tests.factories import a_group, a_strand

from heard.activities.actions import Said, mark, receive_contribution
from heard.activities.models import Plan, Receipt
from heard.activities.queries import public_activities
from heard.ground import clock
from heard.search.queries import find

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_misses() -> None:
    cache.clear()


def take_part(slug: str) -> str:
    return reverse("activities:take_part", args=[slug])


def test_the_first_page_says_what_can_change_by_when_who_decides_and_every_way_in(town: Town) -> None:
    town.partner.phone = "024 7600 0000"
    town.partner.save()
    activity = town.activity(stage="open", title="Which mornings should the baths open?")
    strand = a_strand(activity, "plain", "Tell us", ("web", "paper", "phone", "in_person"))
    strand.terms.create(channel="paper", where="At every library.")
    text = Client().get(take_part(activity.slug)).text
    assert "<h1" in text
    assert "Which mornings should the baths open?" in text
    assert "Opening hours · Prices" in text
    assert "Cabinet Member for Examples" in text
    assert "Have your say" in text
    assert "Or take part another way" in text
    assert text.count('<path class="strip"') == 4
    assert reverse("activities:strand", args=[activity.slug, strand.public_id]) in text
    assert reverse("activities:paper", args=[activity.slug, strand.public_id]) in text
    assert "At every library." in text
    assert "tel:02476000000" in text
    assert "In person" in text
    assert "We will listen before we decide" in text


@pytest.mark.parametrize(
    ("where", "said", "link"),
    [
        ("", "Call 024 7600 0000. We read you the same questions.", "tel:02476000000"),
        ("024 7600 0000", "024 7600 0000. We read you the same questions.", "tel:02476000000"),
        ("0800 000 0177, free", "0800 000 0177, free. We read you the same questions.", "tel:08000000177"),
        ("Mondays 9 to 5", "Mondays 9 to 5. Call 024 7600 0000. We read you the same questions.", "tel:02476000000"),
    ],
    ids=["the partner's", "the same", "its own", "hours only"],
)  # fmt: skip
def test_one_number_to_ring_is_said_once_and_the_link_rings_it(town: Town, where: str, said: str, link: str) -> None:
    town.partner.phone = "024 7600 0000"
    town.partner.save()
    activity = town.activity(stage="open")
    a_strand(activity, "plain", "Tell us", ("web", "phone")).terms.create(channel="phone", where=where)
    text = Client().get(take_part(activity.slug)).text
    assert re.findall(r'href="(tel:[^"]+)"', text) == [link]
    assert said in text
    assert text.count("Call 024") == said.count("Call 024")


def test_several_things_to_take_part_in_stand_each_with_all_its_ways(town: Town) -> None:
    activity = town.activity(stage="open")
    survey = a_strand(activity, "plain", "Six questions", ("web", "paper"))
    talk = a_strand(activity, "plain", "Tea & talk", ("in_person",))
    text = Client().get(take_part(activity.slug)).text
    assert "Choose what suits you" in text
    for strand in (survey, talk):
        assert f'<a href="{reverse("activities:strand", args=[activity.slug, strand.public_id])}">' in text
    assert 'On paper<span class="govuk-visually-hidden">: Six questions</span></a>' in text
    assert 'In person<span class="govuk-visually-hidden">: Tea &amp; talk</span></a>' in text
    assert 'On the web: <span dir="auto">Six questions</span>' in text
    assert "Or take part another way" not in text


def test_the_record_of_an_activity_is_at_the_foot_of_each_page_and_among_the_tabs_when_it_is_open(town: Town) -> None:
    activity = town.activity(stage="open")
    first, record = (reverse(name, args=[activity.slug]) for name in ("activities:take_part", "reports:report"))
    for address, times in ((first, 1), (record, 2)):
        text = Client().get(address).text
        assert text.count(f'<a href="{record}"') == times
        assert '<a href="#record">On record</a>' in text
        assert '<nav class="activity-foot noprint" id="record"' in text


def test_before_opening_it_says_when_and_after_closing_by_when_we_answer(town: Town) -> None:
    soon = town.activity(stage="noticed", opens=clock.today() + timedelta(days=3))
    a_strand(soon, "plain", "Tell us")
    text = Client().get(take_part(soon.slug)).text
    assert "It opens on" in text
    assert "That is in 3 days." in text
    assert "Have your say" not in text
    over = town.activity(stage="closed", opens=clock.today() - timedelta(days=100))
    a_strand(over, "plain", "Tell us")
    text = Client().get(take_part(over.slug)).text
    assert "This is closed" in text
    assert "We will tell you by" in text
    assert "Have your say" not in text


def test_what_is_over_is_told_as_over_and_leads_to_what_came_of_it(town: Town) -> None:
    activity = town.activity(stage="told")
    text = Client().get(take_part(activity.slug)).text
    for said in ("What could be changed?", "Who decided?", "What we promised", "The decision was taken", "Closed"):
        assert said in text
    for gone in ("What can still change?", "Help to take part", "Closes at the end of the day"):
        assert gone not in text
    assert f'href="{reverse("decisions:decided", args=[activity.slug])}">See what came of it</a>' in text


def test_after_closing_the_page_of_each_way_is_found_from_the_first_page(town: Town) -> None:
    activity = town.activity(stage="closed")
    ways = [a_strand(activity, "plain", title, ("web",)) for title in ("Tell us", "Do you agree?")]
    text = Client().get(take_part(activity.slug)).text
    for strand in ways:
        address = reverse("activities:strand", args=[activity.slug, strand.public_id])
        assert f'<a href="{address}">{strand.title}</a>' in text
        assert Client().get(address).status_code == 200


def test_past_its_closing_day_nobody_is_invited_to_answer_any_more(town: Town) -> None:
    activity = town.activity(stage="open", opens=clock.today() - timedelta(days=100))
    a_strand(activity, "plain", "Tell us")
    text = Client().get(take_part(activity.slug)).text
    assert "This is closed" in text
    assert "Have your say" not in text


def test_the_last_days_are_counted_out(town: Town) -> None:
    activity = town.activity(stage="open", closes=clock.today() + timedelta(days=1))
    assert "1 day left" in Client().get(take_part(activity.slug)).text
    today = town.activity(stage="open", closes=clock.today())
    assert "today is the last day" in Client().get(take_part(today.slug)).text


@pytest.mark.parametrize("name", ["take_part", "influence"])
def test_a_plan_is_not_public_before_its_announcement_but_staff_see_how_it_will_look(town: Town, name: str) -> None:
    activity = town.activity(stage="planned")
    address = reverse(f"activities:{name}", args=[activity.slug])
    answer = Client().get(address)
    assert answer.status_code == 404
    assert "it has not been announced yet" in answer.text
    staff = Client()
    staff.force_login(town.bilal, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Only you and your colleagues can see this page" in staff.get(address).text
    stranger = Client()
    stranger.force_login(town.stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert stranger.get(address).status_code == 404


def test_every_page_carries_its_banners(town: Town) -> None:
    activity = town.activity(
        stage="closed",
        pre_decided=True,
        short_period_because="The grant ends in May.",
        feedback_due_on=clock.today() - timedelta(days=1),
        overrides=2,
    )
    for name in ("take_part", "influence"):
        text = Client().get(reverse(f"activities:{name}", args=[activity.slug])).text
        assert "This decision was recorded before people had finished speaking" in text
        assert "The grant ends in May." in text
        assert "An answer is overdue" in text
        assert "2 rules of the Compact were overridden" in text
        assert "Consult" in text


@pytest.mark.parametrize(("days", "is_short"), [(60, True), (83, True), (84, False)])
def test_once_it_is_extended_to_twelve_weeks_no_page_says_that_it_is_short(
    town: Town, days: int, is_short: bool
) -> None:
    opens, closed = date(2026, 10, 19), date(2026, 11, 30)
    activity = town.activity(
        stage="closed", opens=opens, closes=opens + timedelta(days=days), closes_on_at_opening=closed,
        short_period_because="The grant ends in May.",
    )  # fmt: skip
    for name in ("take_part", "influence"):
        text = Client().get(reverse(f"activities:{name}", args=[activity.slug])).text
        assert ("This is open for less time than we promised" in text) is is_short


def test_a_withdrawn_activity_says_why(town: Town) -> None:
    activity = town.activity(stage="withdrawn", withdrawn_because="The roof fell in.")
    text = Client().get(take_part(activity.slug)).text
    assert "This was withdrawn" in text
    assert "The roof fell in." in text
    assert "Have your say" not in text


@pytest.mark.parametrize("stage", ["idea", "planned"])
def test_a_plan_withdrawn_before_it_was_announced_never_becomes_public(town: Town, stage: str) -> None:
    activity = town.activity(stage=stage, title="Shall we sell the baths?")
    mark(activity=activity, by=town.ann, at=clock.now(), stage="withdrawn", withdrawn_because="A bad idea.")
    activity.refresh_from_db()
    assert (activity.is_public, activity.announced_on) == (False, None)
    assert activity not in public_activities()
    assert not find("sell the baths").items
    assert Client().get(take_part(activity.slug)).status_code == 404
    assert Client().get(reverse("activities:influence", args=[activity.slug])).status_code == 404


def test_a_plan_withdrawn_after_it_was_announced_stays_public(town: Town) -> None:
    activity = town.activity(stage="planned", title="Shall we sell the baths?")
    for stage in ("noticed", "withdrawn"):
        mark(activity=activity, by=town.ann, at=clock.now(), stage=stage)
    assert activity.announced_on == clock.today()
    assert activity in public_activities()
    assert [each.title for each in find("sell the baths").items] == ["Shall we sell the baths?"]
    assert Client().get(take_part(activity.slug)).status_code == 200


def test_what_you_can_influence_shows_matters_groups_and_the_signature(town: Town) -> None:
    from heard.activities.actions import sign_declaration

    activity = town.activity(stage="planned")
    group = a_group(activity, "Older swimmers", most_affected=True, barrier="No car", remedy="A minibus")
    a_strand(activity, "plain", "Come to the library").groups.add(group)
    activity.stakeholders.create(name="Swimmers’ Club", stake="affected", email="club@example.org")
    sign_declaration(
        activity=activity,
        nothing_decided=True,
        would_change_my_mind="If mornings matter more to you than evenings.",
        what_is_fixed="The budget",
        decides_on=activity.plan.decides_on,
        signed_name="Dora Decider",
        signed_role="Cabinet Member for Examples",
        by=town.dora,
        at=clock.now(),
    )
    type(activity).objects.filter(pk=activity.pk).update(stage="noticed")
    text = Client().get(reverse("activities:influence", args=[activity.slug])).text
    for said in (
        "Opening hours",
        "Older swimmers",
        "A minibus",
        "Come to the library",
        "If mornings matter more to you than evenings.",
        "Dora Decider",
        "I declare that nothing about the open matters is decided.",
        "Swimmers’ Club",
    ):
        assert said in text
    assert "club@example.org" not in text


def test_a_strand_is_shown_by_its_method_and_its_paper_twin_while_it_is_open(town: Town) -> None:
    activity = town.activity(stage="open")
    strand = a_strand(activity, "plain", "Tell us")
    address = reverse("activities:strand", args=[activity.slug, strand.public_id])
    assert Client().get(address).text == "Tell us: open"
    pdf = Client().get(reverse("activities:paper", args=[activity.slug, strand.public_id]))
    assert (pdf.status_code, pdf["Content-Type"], pdf.content) == (200, "application/pdf", b"%PDF-1.7 plain")
    elsewhere = town.activity(stage="open")
    assert Client().get(reverse("activities:strand", args=[elsewhere.slug, strand.public_id])).status_code == 404
    soon = town.activity(stage="noticed")
    early = reverse("activities:paper", args=[soon.slug, a_strand(soon, "plain").public_id])
    assert Client().get(early).status_code == 409


def test_a_receipt_code_leads_to_its_page_in_any_spelling(town: Town) -> None:
    strand = a_strand(town.activity(stage="open"), "plain", "Tell us")
    received = receive_contribution(strand=strand, channel="web", passages=[Said("Cold")], by=None, at=clock.now())
    form = reverse("activities:receipt")
    assert Client().get(form).status_code == 200
    for spelling in (received.code, received.code.lower().replace("-", " "), f"  {received.code} "):
        answer = Client().post(form, {"code": spelling})
        assert answer.status_code == 302
        assert received.code in answer["Location"]


def test_unknown_malformed_and_erased_codes_get_one_and_the_same_answer(town: Town) -> None:
    strand = a_strand(town.activity(stage="open"), "plain", "Tell us")
    received = receive_contribution(strand=strand, channel="web", passages=[Said("Cold")], by=None, at=clock.now())
    Receipt.objects.update(erased_at=clock.now())
    form = reverse("activities:receipt")
    answers = []
    for code in ("00000-00000-0", "nonsense", "", "a\x00b", received.code, "x" * 500):
        answer = Client().post(form, {"code": code})
        assert answer.status_code == 404
        assert "no-store" in answer["Cache-Control"]
        answers.append(answer.text.count("We cannot find a receipt with this code."))
    assert set(answers) == {2}


def test_many_wrong_codes_from_one_address_have_to_wait(town: Town) -> None:
    form = reverse("activities:receipt")
    statuses = [Client().post(form, {"code": f"nonsense {n}"}).status_code for n in range(31)]
    assert statuses == [404] * 30 + [429]
    assert Client().post(form, {"code": "nonsense"}, REMOTE_ADDR="10.0.0.9").status_code == 404


@pytest.mark.parametrize("name", ["take_part", "influence"])
def test_a_public_page_asks_the_same_number_of_questions_for_one_and_three(town: Town, name: str) -> None:
    counts = []
    for number in (1, 3):
        activity = town.activity(stage="open")
        for n in range(number):
            group, strand = a_group(activity, f"Group {n}"), a_strand(activity, "plain", f"Way {n}")
            strand.groups.add(group)
            strand.terms.create(channel="paper", where="Here")
            activity.stakeholders.create(name=f"Body {n}", stake="affected")
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(reverse(f"activities:{name}", args=[activity.slug])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] < 15


@pytest.mark.parametrize("name", ["take_part", "influence"])
def test_an_officer_looking_at_a_draft_asks_as_little_of_three_groups_as_of_one(town: Town, name: str) -> None:
    client, counts = Client(), []
    client.force_login(town.ann)
    for number in (1, 3):
        activity = town.activity(stage="planned")
        for n in range(number):
            a_strand(activity, "plain", f"Way {n}").groups.add(a_group(activity, f"Group {n}"))
            activity.stakeholders.create(name=f"Body {n}", stake="affected")
            activity.option_terms.create(ordinal=n, option=f"Option {n}", costs="Much")
        address = reverse(f"activities:{name}", args=[activity.slug])
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] < 15


@pytest.mark.parametrize("stage", ["open", "closed", "found"])
def test_where_a_decision_was_recorded_early_no_page_says_that_it_is_still_to_be_taken(town: Town, stage: str) -> None:
    activity = town.activity(stage=stage)
    Plan.objects.filter(activity=activity).update(decides_on=date(2027, 3, 5))
    before = Client().get(take_part(activity.slug)).text
    assert "on 5 March 2027" in before
    assert "The decision is taken" in before
    mark(activity=activity, by=None, at=clock.now(), pre_decided=True)
    cache.clear()
    text = Client().get(take_part(activity.slug)).text
    assert "on 5 March 2027" not in text
    assert "The decision is taken" not in text
    opened, recorded, closes = (text.rindex(said) for said in (">Opened", "people were still being asked", ">Close"))
    assert opened < recorded < closes, "on the line of days it stands before the closing day"
    assert "Everything that was heard is to be answered" in text
    assert reverse("decisions:decided", args=[activity.slug]) in text


def test_before_it_opens_the_first_page_says_why_it_will_be_short(town: Town) -> None:
    activity = town.activity(stage="noticed")
    Plan.objects.filter(activity=activity).update(duration_rationale="The grant ends in March.")
    text = Client().get(take_part(activity.slug)).text
    assert "Why it is open for less than 12 weeks:" in text
    assert "The grant ends in March." in text
