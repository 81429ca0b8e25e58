"""The gates beside the plan, how an activity was run, and the code itself, as pages."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import factories
from tests.compact.plans import Cast, a_plan, closed, noticed, opened

from heard.activities.models import Activity, Plan, Stakeholder
from heard.compact.actions import HeldBack, move, override
from heard.compact.models import Move, Override
from heard.compact.queries import mend_url
from heard.findings.models import Finding
from heard.ground import clock
from heard.people.models import Exclusion

pytestmark = pytest.mark.django_db
JULY = date(2016, 7, 1)


def at(url_name: str, *args: Any) -> str:
    return reverse(f"compact:{url_name}", args=args)


def seen_by(client: Client, account: Any) -> Client:
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_gates_stand_open_with_the_clause_its_words_and_the_way_to_mend(client: Client, cast: Cast) -> None:
    activity = a_plan(cast, influence_statement="")
    page = seen_by(client, cast.ann).get(at("gates", activity.slug)).content.decode()
    assert "P-9.1" in page
    assert "Not yet said: how much influence people have." in page
    assert f"{reverse('activities:plan_page', args=[activity.slug, 'decides'])}#id_influence_statement" in page
    assert "Early notice is published: coming up, with its dates." in page
    assert "Give notice" in page


def test_what_was_left_out_names_the_teams_that_proposed_and_agreed_and_leads_to_the_sums(
    client: Client, cast: Cast
) -> None:
    activity = opened(cast, a_plan(cast))
    page = client.get(at("how_run", activity.slug)).content.decode()
    assert "No. Nobody and nothing has been excluded." in page
    for number, teams in enumerate([("Engagement", "Legal"), ("Engagement", "Scrutiny")]):
        Exclusion.objects.create(
            kind="contribution", reference=f"x{number}", activity_ref=activity.public_id, partner=activity.lead,
            reason="duplicate", note="Twice", proposed_by=cast.ann, proposed_team=teams[0], proposed_at=clock.now(),
            approved_by=cast.bilal, approved_team=teams[1], approved_at=clock.now(),
        )  # fmt: skip
    cache.clear()
    page = client.get(at("how_run", activity.slug)).content.decode()
    assert "2 people, bodies or contributions were left out" in page
    assert 'Proposed by the teams: <span dir="auto">Engagement</span>.' in page
    assert 'Agreed by the teams: <span dir="auto">Legal, Scrutiny</span>.' in page
    assert reverse("findings:heard", args=[activity.slug]) + "#adds-up" in page
    assert cast.ann.name not in page.partition('id="left-out"')[2].partition("<h2")[0]


@pytest.mark.parametrize(
    ("field", "desk"),
    [
        ("moderation", "moderation:queue"),
        ("moderation.appeals", "people:staff_exclusions"),
        ("moderation.split", "moderation:fairness"),
        ("lead_feedback_overdue", "decisions:late"),
    ],
)
def test_what_is_held_up_elsewhere_leads_to_the_desk_that_mends_it(cast: Cast, field: str, desk: str) -> None:
    assert mend_url(a_plan(cast), field) == reverse(desk)


@pytest.mark.parametrize("field", ["concerns[0].ended", "concerns[2].remedy_done_on", "concerns[0].answered_on"])
def test_a_concern_that_holds_it_up_leads_to_the_concerns_about_this_activity(cast: Cast, field: str) -> None:
    activity = a_plan(cast)
    assert mend_url(activity, field) == reverse("moderation:concerns_of", args=[activity.slug])


def test_a_buried_theme_leads_to_where_it_is_answered_or_listed_with_its_reason(cast: Cast) -> None:
    activity = a_plan(cast)
    assert mend_url(activity, "themes[1].not_taken_because") == (
        reverse("findings:staff_findings", args=[activity.slug]) + "#buried"
    )


def test_beside_the_plan_the_gates_come_as_a_fragment(client: Client, cast: Cast) -> None:
    activity = a_plan(cast)
    answer = seen_by(client, cast.ann).get(at("gates", activity.slug), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert b"<html" not in answer.content
    assert b"GP-f.2" in answer.content


def test_cass_from_another_partner_reads_the_gates_and_may_do_nothing_there(client: Client, cast: Cast) -> None:
    activity = a_plan(cast)
    page = seen_by(client, cast.cass).get(at("gates", activity.slug)).content.decode()
    assert page.count("may do this here.") == 4, "to override, to approve, to give notice, to withdraw"
    for name, data in (("approve", {}), ("move", {"notice-to": "notice"}), ("override", {"GP-g.2-reason": "x " * 9})):
        address = at(name, activity.slug, *(["GP-g.2"] if name == "override" else []))
        assert client.post(address, data).status_code == 403


def test_whoever_has_no_role_anywhere_does_not_see_the_gates(client: Client, cast: Cast) -> None:
    nobody = factories.an_account("Nora Nobody")
    assert seen_by(client, nobody).get(at("gates", a_plan(cast).slug)).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client: Client, cast: Cast) -> None:
    answer = client.get(at("gates", a_plan(cast).slug))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))  # type: ignore[attr-defined]


def test_bilal_sees_why_he_may_not_give_notice_beside_the_button(client: Client, cast: Cast) -> None:
    activity = a_plan(cast)
    page = seen_by(client, cast.bilal).get(at("gates", activity.slug)).content.decode()
    assert "Only an engagement lead or a senior lead may do this here." in page


def test_ann_and_sue_approve_and_ann_gives_notice_through_the_pages(client: Client, cast: Cast) -> None:
    activity = a_plan(cast, opens=clock.today() + timedelta(days=60), closes=clock.today() + timedelta(days=160))
    for who in (cast.sue, cast.ann):
        seen_by(client, who).post(at("approve", activity.slug))
    asked = client.get(at("gates", activity.slug))
    assert b"Nothing stands in the way." in asked.content
    reason = {"notice-reason": "A holiday week falls into it; we add a session."}
    answer = client.post(at("move", activity.slug), {"notice-to": "notice", **reason}, follow=True)
    assert "Notice given. Early notice is published: coming up, with its dates." in answer.content.decode()
    activity.refresh_from_db()
    assert (activity.stage, activity.noticed_on) == ("noticed", clock.today())


def test_a_refused_move_keeps_the_reason_that_was_typed(client: Client, cast: Cast) -> None:
    activity = a_plan(cast, rejected_alternatives="")
    answer = seen_by(client, cast.ann).post(
        at("move", activity.slug), {"notice-to": "notice", "notice-reason": "They follow in the pack."}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "It did not move. The attempt is kept with every check." in page
    assert "GP-f.2: 0 people have approved the notice; it takes 2." in page
    assert "They follow in the pack." in page
    assert Move.objects.filter(activity=activity, allowed=False).count() == 1


def test_only_a_senior_lead_is_offered_the_override(client: Client, cast: Cast) -> None:
    activity = a_plan(cast)
    activity.plan.includes_learning_disabled = True
    activity.plan.save()
    ann = seen_by(client, cast.ann).get(at("gates", activity.slug)).content.decode()
    assert "Only a senior lead may do this here." in ann
    assert 'action="' + at("override", activity.slug, "GP-g.2") not in ann
    sue = seen_by(Client(), cast.sue)
    assert at("override", activity.slug, "GP-g.2") in sue.get(at("gates", activity.slug)).content.decode()
    words = "Easy Read comes two weeks later and people get two weeks longer."
    sue.post(at("override", activity.slug, "GP-g.2"), {"GP-g.2-reason": words})
    assert Override.objects.get(activity=activity).reason == words
    activity.refresh_from_db()
    assert activity.overrides == 1


def test_an_override_of_one_word_is_refused_beside_its_form(client: Client, cast: Cast) -> None:
    activity = a_plan(cast)
    activity.plan.includes_learning_disabled = True
    activity.plan.save()
    answer = seen_by(client, cast.sue).post(at("override", activity.slug, "GP-g.2"), {"GP-g.2-reason": "Because"})
    assert answer.status_code == 409
    assert "say in a sentence why this is right" in answer.content.decode()


def test_how_it_was_run_tells_every_gate_and_that_each_replays(client: Client, cast: Cast) -> None:
    activity = closed(cast, a_plan(cast))
    page = client.get(at("how_run", activity.slug)).content.decode()
    assert "Judged again just now: the same" in page
    for said in ("Notice given, 1 August 2016", "Opened, 12 September 2016", "Closed, 13 December 2016"):
        assert said in page
    assert "Odile Owner" in page
    assert "People have 91 days; the Compact asks for 84 (12 weeks)." in page
    assert "Nobody and nothing has been excluded." in page


def test_attempts_refused_before_notice_are_public_only_as_a_number(client: Client, cast: Cast) -> None:
    activity = a_plan(cast)
    for _try in range(2):
        with pytest.raises(HeldBack):
            move(activity=activity, to="noticed", by=cast.ann, at=clock.midday(JULY))
    noticed(cast, activity)
    page = client.get(at("how_run", activity.slug)).content.decode()
    assert "Before notice was given, 2 attempts were refused while the plan was being written." in page
    assert "Notice was refused" not in page
    with pytest.raises(HeldBack):
        move(activity=activity, to="open", by=cast.bilal, at=clock.midday(date(2016, 8, 20)))
    assert "Opening was refused, 20 August 2016" in client.get(at("how_run", activity.slug)).content.decode()


def test_a_plan_that_is_not_public_has_no_public_history(client: Client, cast: Cast) -> None:
    assert client.get(at("how_run", a_plan(cast).slug)).status_code == 404


def test_an_override_is_public_with_name_role_and_reason(client: Client, cast: Cast) -> None:
    activity = a_plan(cast)
    activity.plan.includes_learning_disabled = True
    activity.plan.save()
    why = "Easy Read comes two weeks later and people get two weeks longer."
    override(activity=activity, check_id="GP-g.2", reason=why, by=cast.sue, at=clock.midday(JULY))
    noticed(cast, activity)
    page = client.get(at("how_run", activity.slug)).content.decode()
    assert why in page
    assert "Sue Senior, Senior lead, 1 July 2016" in page
    assert "Set aside, with a published reason" in page


def test_what_was_judged_downloads_as_data_without_anybody_s_account(client: Client, cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    row = Move.objects.get(activity=activity, to_stage="open")
    answer = client.get(at("stored_gate", activity.slug, row.pk))
    data = json.loads(answer.content)
    assert data["snapshot_digest"] == row.snapshot_digest
    assert data["snapshot"]["closes_on"] == "2016-12-12"
    assert len(data["checks"]) == row.checks.count()
    assert "@" not in answer.content.decode()
    assert client.get(at("pack_text", data["pack"])).content.decode().startswith("# The Coventry Compact")


def test_a_refused_draft_is_no_public_data(client: Client, cast: Cast) -> None:
    activity = a_plan(cast)
    with pytest.raises(HeldBack) as refused:
        move(activity=activity, to="noticed", by=cast.ann, at=clock.midday(JULY))
    noticed(cast, activity)
    assert client.get(at("stored_gate", activity.slug, refused.value.row.pk)).status_code == 404


def test_a_light_activity_shows_which_checks_it_never_had_also_once_it_is_lifted(client: Client, cast: Cast) -> None:
    activity = a_plan(cast, opens=date(2016, 9, 12), closes=date(2016, 9, 26))
    Activity.objects.filter(pk=activity.pk).update(tier="light")
    Plan.objects.filter(activity=activity).update(decision_maker="", decides_on=None, options=[])
    activity = opened(cast, Activity.objects.get(pk=activity.pk))
    for tier in ("light", "standard"):
        Activity.objects.filter(pk=activity.pk).update(tier=tier)
        page = client.get(at("how_run", activity.slug)).content.decode()
        assert "Which checks did it never have?" in page
        assert "People have 12 weeks (84 days), or a published reason says why not." in page
    other = opened(cast, a_plan(cast))
    assert "Which checks did it never have?" not in client.get(at("how_run", other.slug)).content.decode()


def test_the_code_is_readable_clause_by_clause(client: Client, cast: Cast) -> None:
    page = client.get(at("pack")).content.decode()
    assert "What did partners promise you?" in page
    assert "Not yet checked" in page
    clause = client.get(at("clause", "GP-n")).content.decode()
    assert "Why am I seeing this?" in clause
    assert "days = <strong>84</strong>" in clause
    assert client.get(at("clause", "GP-n.1")).status_code == 200
    assert client.get(at("clause", "XX-9")).status_code == 404


def questions(client: Client, address: str) -> int:
    """How many queries a page asks, once every cache is warm."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_how_it_was_run_asks_the_same_few_questions_for_one_move_and_for_three(client: Client, cast: Cast) -> None:
    one, three = noticed(cast, a_plan(cast)), closed(cast, a_plan(cast))
    assert (Move.objects.filter(activity=one).count(), Move.objects.filter(activity=three).count()) == (1, 3)
    first, second = questions(client, at("how_run", one.slug)), questions(client, at("how_run", three.slug))
    assert first == second < 15


def test_the_gates_ask_the_same_few_questions_while_planning(client: Client, cast: Cast) -> None:
    seen_by(client, cast.ann)
    one, three = a_plan(cast), a_plan(cast)
    for number in range(3):
        factories.a_group(three, f"Group {number}")
        Stakeholder.objects.create(activity=three, name=f"Club {number}", stake="affected")
        with pytest.raises(HeldBack):
            move(activity=three, to="noticed", by=cast.ann, at=clock.midday(JULY))
    first, second = questions(client, at("gates", one.slug)), questions(client, at("gates", three.slug))
    assert first == second < 15


def test_the_gates_of_a_closed_activity_ask_no_more_for_more_findings(client: Client, cast: Cast) -> None:
    """After closing seven rooms are asked for their facts: together, and never more for more rows."""
    seen_by(client, cast.ann)
    one, three = closed(cast, a_plan(cast)), closed(cast, a_plan(cast))
    for activity, many in ((one, 1), (three, 3)):
        strand = activity.strands.get()
        for number in range(many):
            Finding.objects.create(
                activity=activity, ordinal=number, statement="Open earlier.", written_by=cast.ann
            ).strands.add(strand)  # fmt: skip
            factories.a_contribution(strand, "Open earlier")
    first, second = questions(client, at("gates", one.slug)), questions(client, at("gates", three.slug))
    assert first == second < 15
