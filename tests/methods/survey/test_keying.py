"""Keying in: the same questions, equal weight, a receipt to read out (scenario 9)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import a_partner, an_account, signed_in
from tests.methods.survey.surveys import a_survey, ann_of, put_into

from heard.activities.models import Contribution, Passage, Stage, Strand
from heard.activities.queries import find_by_receipt
from heard.ground import clock
from heard.methods.survey.models import Chosen
from heard.methods.survey.queries import outcome_of, questionnaire
from heard.people.models import VoiceAddress

pytestmark = pytest.mark.django_db


def keying(strand: Strand) -> str:
    return reverse("survey:key_in", args=[strand.public_id])


def a_response(strand: Strand, **more: str) -> dict[str, str]:
    asked = questionnaire(strand).questions
    return {
        "channel": "phone",
        "received_on": clock.today().isoformat(),
        asked[0].name: str(asked[0].choices[1].value),
        asked[3].name: "Warmer water, said on the telephone",
        "entry_key": "one-key",
        "go": "receipt",
        **more,
    }


def test_a_caller_gets_a_receipt_and_counts_the_same_as_someone_on_the_web() -> None:
    """Scenario 9."""
    strand = a_survey()
    ann = ann_of(strand)
    client = signed_in(ann)
    kept = client.post(keying(strand), a_response(strand, way="phone", phone="024 7600 0123", name="Mrs Example"))
    assert kept.status_code == 302, kept.content.decode()
    page = client.get(kept["Location"])
    assert "no-store" in page["Cache-Control"]
    code = "-".join(re.findall(r'class="half">([^<]+)<', page.content.decode()))
    contribution = Contribution.objects.get()
    found = find_by_receipt(code)
    assert found is not None
    assert found.voice_id == contribution.voice_id
    assert (contribution.channel, contribution.entered_by, contribution.state) == ("phone", ann, "received")
    assert Passage.objects.get().original == "spoken"
    assert VoiceAddress.objects.get().kind == "phone"
    question = outcome_of(strand).found["questions"][0]
    assert (question["asked"], question["answered"]) == (1, 1)


def test_pressing_keep_twice_keeps_one() -> None:
    strand = a_survey()
    client = signed_in(ann_of(strand))
    for _again in range(2):
        assert client.post(keying(strand), a_response(strand)).status_code == 302
    assert Contribution.objects.count() == 1
    assert Chosen.objects.count() == 1


def test_the_next_one_begins_with_the_channel_and_day_of_the_last_and_shows_its_code() -> None:
    strand = a_survey()
    client = signed_in(ann_of(strand))
    day = (clock.today() - timedelta(days=2)).isoformat()
    following = client.post(keying(strand), a_response(strand, go="next", channel="paper", received_on=day))
    page = client.get(following["Location"]).content.decode()
    assert "Receipt of the last one" in page
    assert day in page
    assert re.search(r'value="paper"[^>]*checked', page)


@pytest.mark.parametrize(("channel", "is_read_out"), [("phone", True), ("paper", False)])
def test_a_caller_s_secret_word_is_there_to_read_out_whichever_button_was_pressed(
    channel: str, is_read_out: bool
) -> None:
    strand = a_survey()
    client = signed_in(ann_of(strand))
    said = {"channel": channel, "received_on": clock.today().isoformat()}
    page = client.get(client.post(keying(strand), a_response(strand, go="next", **said))["Location"]).text
    assert ("Read both out to the caller" in page) is is_read_out
    secret = re.search(r'The secret word: <strong translate="no">([A-Z0-9]{4}-[A-Z0-9]{4})<', page)
    assert (secret is not None) is is_read_out
    shown = client.get(reverse("survey:keyed", args=[strand.public_id, Contribution.objects.get().trace_id])).text
    assert secret is None or secret[1] in shown, "the very word of the receipt"


def test_a_question_left_out_on_paper_is_left_out() -> None:
    strand = a_survey()
    data = a_response(strand, channel="paper")
    data.pop(questionnaire(strand).questions[0].name)
    assert signed_in(ann_of(strand)).post(keying(strand), data).status_code == 302
    assert Chosen.objects.count() == 0


def test_an_empty_form_is_not_kept() -> None:
    strand = a_survey()
    data = {"channel": "paper", "received_on": clock.today().isoformat(), "entry_key": "k"}
    refused = signed_in(ann_of(strand)).post(keying(strand), data)
    assert refused.status_code == 422
    assert "There is no answer yet." in refused.content.decode()


@pytest.mark.parametrize(
    ("days", "why"),
    [(1, "after today"), (-11, "nothing can have been received before")],
)
def test_a_day_on_which_it_cannot_have_come_is_refused(days: int, why: str) -> None:
    strand = a_survey()
    day = (clock.today() + timedelta(days=days)).isoformat()
    refused = signed_in(ann_of(strand)).post(keying(strand), a_response(strand, received_on=day))
    assert refused.status_code == 422
    assert why in refused.content.decode()
    assert "Warmer water, said on the telephone" in refused.content.decode()


def test_what_came_after_closing_is_refused_with_the_published_policy() -> None:
    strand = a_survey(opens=clock.today() - timedelta(days=90), closes=clock.today() - timedelta(days=2))
    strand.activity.plan.late_response_policy = "Late answers are read but not counted."
    strand.activity.plan.save()
    put_into(strand.activity, Stage.CLOSED)
    client = signed_in(ann_of(strand))
    late = client.post(keying(strand), a_response(strand, received_on=(clock.today() - timedelta(days=1)).isoformat()))
    assert late.status_code == 422
    assert "Late answers are read but not counted." in late.content.decode()
    in_time = client.post(
        keying(strand), a_response(strand, received_on=(clock.today() - timedelta(days=2)).isoformat())
    )
    assert in_time.status_code == 302


def test_nothing_is_keyed_in_once_the_answers_are_counted() -> None:
    strand = a_survey()
    put_into(strand.activity, Stage.FOUND)
    refused = signed_in(ann_of(strand)).post(keying(strand), a_response(strand))
    assert refused.status_code == 422
    assert "This has closed" in refused.content.decode()
    assert Contribution.objects.count() == 0


def test_ann_and_bilal_may_key_in_and_cass_is_told_why_she_may_not() -> None:
    strand = a_survey()
    bilal = an_account("Bilal", "facilitator", activity=strand.activity)
    cass = an_account("Cass", "officer", partner=a_partner())
    assert signed_in(bilal).post(keying(strand), a_response(strand)).status_code == 302
    refused = signed_in(cass).post(keying(strand), a_response(strand, entry_key="other"))
    assert refused.status_code == 403
    assert "may do this here" in refused.content.decode()
    assert Client().get(keying(strand)).status_code == 302


def test_keying_asks_the_same_questions_as_the_web() -> None:
    strand = a_survey()
    page = signed_in(ann_of(strand)).get(keying(strand)).content.decode()
    for question in questionnaire(strand).questions:
        assert question.words in page
        for choice in question.choices:
            assert choice.words in page
