"""Answering on the web, without an account and without a script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.methods.survey.surveys import a_plain_survey, a_survey, put_into

from heard.activities.models import Contribution, Passage, Receipt, Stage, Strand
from heard.activities.queries import find_by_receipt
from heard.ground import clock
from heard.methods.survey.models import Chosen, Response
from heard.methods.survey.queries import Questionnaire, questionnaire
from heard.people.models import MonitoringAnswer, VoiceAddress

pytestmark = pytest.mark.django_db


def url(name: str, strand: Strand, *more: object) -> str:
    return reverse(f"survey:{name}", args=[strand.activity.slug, strand.public_id, *more])


def start_of(strand: Strand) -> str:
    return reverse("activities:strand", args=[strand.activity.slug, strand.public_id])


def answer_each(client: Client, strand: Strand, asked: Questionnaire, words: str = "Open until nine.") -> None:
    for question in asked.questions:
        value = words if not question.choices else str(question.choices[0].value)
        answer = client.post(url("answer", strand, question.number), {question.name: value})
        assert answer.status_code == 302, answer.content.decode()


def test_a_resident_answers_question_by_question_and_gets_a_receipt_that_works() -> None:
    strand, client = a_survey(), Client()
    asked = questionnaire(strand)
    page = client.get(start_of(strand)).content.decode()
    assert "Start" in page
    assert "You can change the opening hours and the prices." in page
    answer_each(client, strand, asked)
    check = client.get(url("check", strand)).content.decode()
    assert "Open until nine." in check
    assert "Every week" in check
    sent = client.post(
        url("send", strand),
        {"may_quote": "on", "way": "email", "email": "dee@example.org", "name": "Dee", "about_age": "35-44"},
    )
    assert (sent.status_code, sent["Location"]) == (302, url("sent", strand))
    receipt = client.get(url("sent", strand))
    assert "no-store" in receipt["Cache-Control"]
    halves = re.findall(r'class="half">([^<]+)<', receipt.content.decode())
    found = find_by_receipt("-".join(halves))
    contribution = Contribution.objects.get()
    assert found is not None
    assert found.voice_id == contribution.voice_id
    assert (contribution.channel, contribution.may_quote, contribution.entered_by) == ("web", True, None)
    passage = Passage.objects.get()
    assert (passage.words, passage.prompt, passage.prompt_ref) == (
        "Open until nine.", asked.questions[3].words, asked.questions[3].ref,
    )  # fmt: skip
    assert Chosen.objects.count() == 3
    assert VoiceAddress.objects.get(voice=contribution.voice).address == "dee@example.org"
    assert MonitoringAnswer.objects.get().answer == "35-44"


def test_going_back_keeps_what_was_typed_even_when_it_is_not_finished() -> None:
    strand, client = a_survey(), Client()
    asked = questionnaire(strand)
    last = asked.questions[3]
    back = client.post(url("answer", strand, 4), {last.name: "half a thought", "go": "back"})
    assert back["Location"] == url("answer", strand, 3)
    assert "half a thought" in client.get(url("answer", strand, 4)).content.decode()


def test_an_optional_choice_can_be_taken_back() -> None:
    strand, client = a_survey(), Client()
    question = questionnaire(strand).questions[0]
    client.post(url("answer", strand, 1), {question.name: str(question.choices[0].value)})
    assert "checked" in client.get(url("answer", strand, 1)).content.decode()
    client.post(url("answer", strand, 1), {question.name: str(question.choices[0].value), "go": "clear"})
    assert "checked" not in client.get(url("answer", strand, 1)).content.decode()


def test_a_change_from_the_last_look_leads_back_to_it() -> None:
    strand, client = a_survey(), Client()
    question = questionnaire(strand).questions[0]
    changed = client.post(url("answer", strand, 1) + "?change=1", {question.name: str(question.choices[1].value)})
    assert changed["Location"] == url("check", strand)


def test_sending_twice_counts_once_and_shows_the_same_receipt() -> None:
    strand, client = a_survey(), Client()
    answer_each(client, strand, questionnaire(strand))
    kept = client.session[f"survey:{strand.public_id}"]
    client.post(url("send", strand), {})
    first = client.get(url("sent", strand)).content.decode()
    # the connection dropped before the session knew of it: the same form is sent again
    session = client.session
    session[f"survey:{strand.public_id}"] = kept
    session.save()
    client.post(url("send", strand), {})
    again = client.get(url("sent", strand)).content.decode()
    assert Contribution.objects.count() == Response.objects.count() == Receipt.objects.count() == 1
    assert Chosen.objects.count() == 3
    halves = re.compile(r'class="half">([^<]+)<')
    assert halves.findall(first) == halves.findall(again) != []


def test_pressing_send_again_after_it_was_sent_shows_the_receipt() -> None:
    strand, client = a_survey(), Client()
    answer_each(client, strand, questionnaire(strand))
    client.post(url("send", strand), {})
    again = client.post(url("send", strand), {})
    assert again["Location"] == url("sent", strand)
    assert Contribution.objects.count() == 1


def test_two_people_at_one_computer_both_count() -> None:
    strand, client = a_survey(), Client()
    for words in ("The first", "The second"):
        answer_each(client, strand, questionnaire(strand), words)
        client.post(url("send", strand), {})
        client.post(url("forget", strand))
        assert client.get(url("sent", strand)).status_code == 302
    assert sorted(Passage.objects.values_list("words", flat=True)) == ["The first", "The second"]


def test_a_required_question_left_out_is_asked_for_again_and_nothing_is_lost() -> None:
    strand = a_plain_survey(("choice", "Which?", ("A", "B"), {"required": True}), ("text", "Why?"))
    client = Client()
    missing = client.post(url("answer", strand, 1), {})
    assert missing.status_code == 422
    assert "Choose an answer to “Which?”." in missing.content.decode()
    client.post(url("answer", strand, 2), {questionnaire(strand).questions[1].name: "Because"})
    check = client.get(url("check", strand)).content.decode()
    assert "Choose an answer to “Which?”." in check
    assert "Because" in check
    assert client.post(url("send", strand), {})["Location"] == url("check", strand)
    assert Contribution.objects.count() == 0


def test_an_answer_that_is_too_long_is_kept_and_its_length_is_said() -> None:
    strand, client = a_plain_survey(("text", "Why?")), Client()
    name = questionnaire(strand).questions[0].name
    long = client.post(url("answer", strand, 1), {name: "x" * 10_001})
    assert long.status_code == 422
    page = long.content.decode()
    assert "10001 characters long" in page
    assert "x" * 10_001 in page
    fits = client.post(url("answer", strand, 1), {name: "\r\n".join(["y" * 99] * 100)})
    assert fits.status_code == 302


def test_a_nul_is_refused_and_the_rest_of_the_words_stay() -> None:
    strand, client = a_plain_survey(("text", "Why?")), Client()
    name = questionnaire(strand).questions[0].name
    refused = client.post(url("answer", strand, 1), {name: "be\x00cause"})
    assert refused.status_code == 422
    assert "because" in client.get(url("answer", strand, 1)).content.decode()


def test_an_option_that_is_not_on_offer_is_refused() -> None:
    strand, client = a_plain_survey(("choice", "Which?", ("A", "B"))), Client()
    refused = client.post(url("answer", strand, 1), {questionnaire(strand).questions[0].name: "999999"})
    assert refused.status_code == 422


def test_nothing_at_all_cannot_be_sent() -> None:
    strand, client = a_survey(), Client()
    assert client.post(url("send", strand), {})["Location"] == url("check", strand)
    assert "You have not answered anything yet." in client.get(url("check", strand)).content.decode()
    assert Contribution.objects.count() == 0


def test_all_questions_can_be_answered_on_one_page() -> None:
    strand, client = a_survey(), Client()
    asked = questionnaire(strand)
    data = {q.name: "All at once" if not q.choices else str(q.choices[0].value) for q in asked.questions}
    assert client.post(url("answer_all", strand), data)["Location"] == url("check", strand)
    client.post(url("send", strand), {})
    assert Passage.objects.get().words == "All at once"
    assert Chosen.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"way": "email"}, "Write the e-mail address"),
        ({"way": "email", "email": "dee at example"}, "does not look like an e-mail address"),
        ({"way": "letter", "address": "  "}, "Write the address"),
        ({"way": "phone", "phone": "12"}, "Write the whole telephone number"),
    ],
)
def test_a_way_to_be_told_that_cannot_be_used_is_mended_before_sending(data: dict[str, str], why: str) -> None:
    strand, client = a_survey(), Client()
    answer_each(client, strand, questionnaire(strand))
    refused = client.post(url("send", strand), data)
    assert refused.status_code == 422
    assert why in refused.content.decode()
    assert Contribution.objects.count() == 0


def test_an_address_typed_for_another_way_than_the_chosen_one_is_not_kept() -> None:
    strand, client = a_survey(), Client()
    answer_each(client, strand, questionnaire(strand))
    client.post(url("send", strand), {"way": "", "email": "dee@example.org", "phone": "024 7600 0001"})
    assert VoiceAddress.objects.count() == 0


def test_addresses_and_answers_about_the_person_are_never_in_the_session() -> None:
    strand, client = a_survey(), Client()
    answer_each(client, strand, questionnaire(strand))
    client.post(url("send", strand), {"way": "email", "email": "wrong", "name": "Dee Example", "about_age": "35-44"})
    assert "Dee" not in str(dict(client.session))
    assert "35-44" not in str(dict(client.session))


def test_what_was_written_when_it_closed_is_shown_to_copy_and_not_kept() -> None:
    strand, client = a_survey(), Client()
    answer_each(client, strand, questionnaire(strand), "My words, too late")
    put_into(strand.activity, Stage.CLOSED)
    late = client.post(url("send", strand), {})
    assert late.status_code == 409
    assert "My words, too late" in late.content.decode()
    assert "This has closed" in late.content.decode()
    assert Contribution.objects.count() == 0


@pytest.mark.parametrize("stage", [Stage.NOTICED, Stage.CLOSED, Stage.FOUND, Stage.WITHDRAWN])
def test_no_question_can_be_answered_unless_it_is_open(stage: str) -> None:
    strand, client = a_survey(stage=stage), Client()
    for name, more in (("answer", [1]), ("answer_all", []), ("check", []), ("send", [])):
        assert client.get(url(name, strand, *more)).status_code == 409, name
    assert client.get(start_of(strand)).status_code == 200


def test_the_day_after_closing_it_is_closed_even_if_nobody_has_moved_it_on() -> None:
    strand = a_survey(opens=clock.today() - timedelta(days=90), closes=clock.today() - timedelta(days=1))
    assert Client().get(url("answer", strand, 1)).status_code == 409
    assert "This has closed" in Client().get(start_of(strand)).content.decode()


def test_an_activity_that_is_being_planned_cannot_be_found() -> None:
    strand = a_survey(stage=Stage.PLANNED)
    assert Client().get(url("answer", strand, 1)).status_code == 404


def test_pages_ask_the_database_as_often_with_one_question_as_with_ten(django_assert_max_num_queries: object) -> None:
    for count in (1, 10):
        strand = a_plain_survey(*[("choice", f"Question {n}?", ("A", "B")) for n in range(count)])
        for address in (start_of(strand), url("answer", strand, 1), url("answer_all", strand), url("check", strand)):
            with django_assert_max_num_queries(14):  # type: ignore[operator]
                assert Client().get(address).status_code == 200
