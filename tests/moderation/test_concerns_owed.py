"""What is owed about concerns, on the first page that somebody sees: the late ones first, and nobody else's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import signed_in
from tests.moderation.concern_people import around, looked_into, raised, upheld

from heard.activities.models import JointLead
from heard.ground import clock
from heard.moderation.actions import concerns as actions
from heard.moderation.models import Concern
from heard.moderation.queries.concerns_owed import concerns_owed_by
from heard.people.models import Account

pytestmark = pytest.mark.django_db


def owed_by(account: Account) -> list[str]:
    return [row["what"] for row in concerns_owed_by(account)]


def test_each_step_stands_with_whoever_owes_it_and_with_nobody_else() -> None:
    here = around()
    one = raised(here).concern
    assert {who.name: owed_by(who) for who in (here.ann, here.bilal, here.rita, here.gus, here.cass)} == {
        "Ann": ["acknowledge"], "Bilal": ["acknowledge"], "Rita": ["outcome"], "Gus": ["outcome"], "Cass": [],
    }  # fmt: skip
    actions.acknowledge_concern(concern=one, words="We have it.", by=here.ann, at=clock.now())
    assert owed_by(here.ann) == ["reviewer"]
    one = actions.assign_reviewer(concern=one, reviewer=here.rita, by=here.rita, at=clock.now())
    assert (owed_by(here.ann), owed_by(here.rita), owed_by(here.gus)) == ([], ["outcome"], [])
    actions.decide_concern(
        concern=one, outcome="upheld", finding="Yes.", clause="GP-n", remedy="Open it again.",
        remedy_due_on=clock.today(), by=here.rita, at=clock.now(),
    )  # fmt: skip
    assert (owed_by(here.ann), owed_by(here.rita)) == (["remedy"], [])
    one = actions.finish_remedy(concern=one, evidence="Open.", by=here.ann, at=clock.now())
    assert (owed_by(here.ann), owed_by(here.rita)) == ([], ["confirm"])
    one = actions.confirm_remedy(concern=one, words="Yes.", by=here.rita, at=clock.now())
    assert (owed_by(here.ann), owed_by(here.rita), owed_by(here.gus)) == ([], [], [])
    actions.escalate_concern(concern=one, by=None, at=clock.now())
    assert (owed_by(here.ann), owed_by(here.gus)) == ([], ["group"])


def test_evidence_that_nobody_answered_is_owed_even_after_the_outcome() -> None:
    here = around()
    one = looked_into(here, "decided")
    actions.acknowledge_concern(concern=one, words="We have it.", by=here.ann, at=clock.now())
    actions.decide_concern(concern=one, outcome="not_upheld", finding="No.", by=here.rita, at=clock.now())
    assert owed_by(here.ann) == ["answer"]


def test_evidence_stands_first_with_whoever_decides_until_they_answered_it() -> None:
    here = around()
    one = looked_into(here, "decided")
    other = raised(here, "too_short").concern
    assert owed_by(here.dora) == ["answer"]
    desk = signed_in(here.dora).get(reverse("moderation:staff_concerns")).content.decode()
    assert one.public_id in desk
    assert other.public_id not in desk
    actions.decide_concern(concern=one, outcome="not_upheld", finding="No.", by=here.rita, at=clock.now())
    assert one.public_id in signed_in(here.dora).get(reverse("moderation:staff_concerns")).content.decode()
    actions.answer_evidence(concern=one, words="Nothing was signed.", by=here.dora, at=clock.now())
    assert owed_by(here.dora) == []
    assert one.public_id not in signed_in(here.dora).get(reverse("moderation:staff_concerns")).content.decode()


def test_a_body_that_leads_too_is_not_asked_to_look_into_it() -> None:
    here = around()
    one = raised(here).concern
    JointLead.objects.create(
        activity=here.activity, partner=here.other, brings="A room.", offered=False, asked_by=here.ann,
        asked_at=clock.now(), accepted_on=clock.today(), accepted_by=here.rita,
    )  # fmt: skip
    assert (owed_by(here.rita), owed_by(here.gus)) == ([], ["outcome"])
    desk = signed_in(here.rita).get(reverse("moderation:staff_concerns") + "?desk=review").content.decode()
    assert one.public_id not in desk


def test_whoever_wrote_a_concern_down_is_not_asked_to_look_into_it() -> None:
    here = around()
    Concern.objects.filter(pk=raised(here).concern.pk).update(logged_by=here.gus)
    assert owed_by(here.gus) == []
    assert owed_by(here.rita) == ["outcome"]


def test_what_was_taken_back_is_owed_by_nobody() -> None:
    here = around()
    actions.withdraw_concern(concern=raised(here, "decided").concern, at=clock.now())
    assert (owed_by(here.ann), owed_by(here.rita)) == ([], [])


def test_the_first_page_shows_them_the_late_ones_on_top_in_as_many_queries(django_assert_max_num_queries: Any) -> None:
    here = around()
    client = Client()
    client.force_login(here.ann, backend="allauth.account.auth_backends.AuthenticationBackend")
    counted = []
    with clock.stopped(date(2027, 2, 1)):
        upheld(here, "left_out")
    with clock.stopped(date(2027, 2, 10)):
        for number in (1, 2):
            for _each in range(number):
                raised(here)
            with django_assert_max_num_queries(14) as asked:
                page = client.get("/staff/").content.decode()
            counted.append(len(asked))
        assert counted[0] == counted[1]
        assert page.index("late since 1 February 2027") < page.index("by 17 February 2027")
        assert "What people said was not right" in page
        assert "Nothing is owed" not in page
        stranger = Client()
        stranger.force_login(here.cass, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert "What people said was not right" not in stranger.get("/staff/").content.decode()
