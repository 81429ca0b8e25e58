"""The pages where officers put right who said what; the person's receipt and the public see that it was done."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.activities.plain import Plain
from tests.factories import a_contribution, a_partner, a_strand, an_account, an_activity, signed_in

from heard.activities import actions
from heard.activities.actions import Said, receive_contribution
from heard.activities.models import Contribution, Correction, Strand
from heard.ground import clock
from heard.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def strand() -> Strand:
    return a_strand(an_activity(stage="open", lead=a_partner()), "survey", channels=("web", "paper", "phone"))


@pytest.fixture
def ann(strand: Strand) -> Account:
    return an_account("Ann Example", "officer", partner=strand.activity.lead)


def post(who: Account, one: Contribution, **said: str) -> Any:
    return signed_in(who).post(reverse("activities:correct", args=[one.trace_id]), said)


def test_each_kind_of_correction_is_made_on_one_page(strand: Strand, ann: Account) -> None:
    one, other = a_contribution(strand, "Close it", "Hers", channel="phone"), a_contribution(strand, "Hers too")
    why = {"reason": "The form says otherwise"}
    assert post(ann, one, what="words", passage="1", words="Clean it", **why).status_code == 302
    assert post(ann, one, what="channel", channel="paper", **why).status_code == 302
    assert post(ann, one, what="on_behalf_of", on_behalf_of="a choir", **why).status_code == 302
    assert post(ann, one, what="moved", passage="2", other=other.trace_id.upper(), **why).status_code == 302
    assert post(ann, one, what="person", other=other.trace_id, **why).status_code == 302
    one.refresh_from_db()
    assert (one.channel, one.on_behalf_of, one.voice_id) == ("paper", "a choir", other.voice_id)
    assert list(Correction.objects.values_list("what", flat=True)) == [
        "words", "channel", "on_behalf_of", "moved", "person",
    ]  # fmt: skip
    page = signed_in(ann).get(reverse("activities:correct", args=[one.trace_id])).content.decode()
    assert page.count("The form says otherwise") == 5


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "required"),
        ({"what": "words", "reason": "r"}, "Choose the passage"),
        ({"what": "person", "other": "nobody", "reason": "r"}, "No contribution has this number"),
        ({"what": "channel", "channel": "phone", "reason": "r"}, "says already"),
        ({"what": "channel", "channel": "paper"}, "required"),
    ],
)
def test_what_cannot_be_put_right_answers_422_and_says_why(strand: Strand, ann: Account, said: Any, why: str) -> None:
    one = a_contribution(strand, "Close it", channel="phone")
    refused = post(ann, one, **said)
    assert refused.status_code == 422
    assert why in refused.content.decode()
    assert Correction.objects.count() == 0


def test_the_receipt_says_that_something_was_put_right_and_shows_no_words(strand: Strand, ann: Account) -> None:
    kept = receive_contribution(
        strand=strand, channel="phone", passages=[Said("Close the baths")], by=ann, at=clock.now(), entry_key="k"
    )
    actions.correct_words(
        passage=kept.contribution.passages.get(), words="Clean the baths", reason="A slip of the keys", by=ann,
        at=clock.now(),
    )  # fmt: skip
    Strand.objects.update(method=Plain.slug)
    page = Client().get(reverse("front:receipt_thread", args=[kept.code])).content.decode()
    assert "A slip of the keys" in page
    assert "Clean the baths" not in page


def test_an_erratum_waits_on_the_page_until_somebody_looked_again(strand: Strand, ann: Account) -> None:
    one = a_contribution(strand, channel="phone")
    strand.activity.stage = "found"
    strand.activity.save()
    post(ann, one, what="channel", channel="paper", reason="It was a letter-box form")
    address = reverse("activities:corrections", args=[strand.activity.slug])
    assert "Erratum" in signed_in(ann).get(address).content.decode()
    made = Correction.objects.get()
    assert signed_in(ann).post(address, {"correction": made.pk, "note": ""}).status_code == 422
    assert signed_in(ann).post(address, {"correction": made.pk, "note": "None changes"}).status_code == 302
    assert "None changes" in signed_in(ann).get(address).content.decode()


def test_the_list_asks_as_many_queries_for_three_as_for_one(strand: Strand, ann: Account) -> None:
    client, address = signed_in(ann), reverse("activities:corrections", args=[strand.activity.slug])

    def asked() -> int:
        with CaptureQueriesContext(connection) as kept:
            assert client.get(address).status_code == 200
        return len(kept)

    post(ann, a_contribution(strand, channel="phone"), what="channel", channel="paper", reason="r")
    asked()
    one = asked()
    for _more in range(2):
        post(ann, a_contribution(strand, channel="phone"), what="channel", channel="paper", reason="r")
    assert asked() == one
    assert one < 15


def test_strangers_neither_correct_nor_see(strand: Strand, ann: Account) -> None:
    one = a_contribution(strand, channel="phone")
    bilal = an_account("Bilal Example", "analyst", partner=strand.activity.lead)
    cass = an_account("Cass Example", "officer", partner=a_partner())
    assert signed_in(bilal).get(reverse("activities:correct", args=[one.trace_id])).status_code == 200
    assert signed_in(cass).get(reverse("activities:correct", args=[one.trace_id])).status_code == 403
    assert post(cass, one, what="channel", channel="paper", reason="r").status_code == 403
    assert signed_in(cass).get(reverse("activities:corrections", args=[strand.activity.slug])).status_code == 403
