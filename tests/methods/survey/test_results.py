"""The result: counted once with its bases, small numbers hidden; a sentence, a picture, a table, how we know."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from tests.methods.survey.surveys import a_plain_survey, a_survey, ann_of, put_into

from heard.activities.methods import method_of
from heard.activities.models import Contribution, Stage, Strand
from heard.ground import clock
from heard.methods.survey import sample
from heard.methods.survey.actions import erase, keep_answers
from heard.methods.survey.models import Chosen
from heard.methods.survey.queries import Given, outcome_of, questionnaire
from heard.rules.outcome import canonical

pytestmark = pytest.mark.django_db


def choose(strand: Strand, *values: int | None, words: str = "", channel: str = "web", number: int = 0) -> Contribution:
    """One response: the nth value answers the nth question; None leaves it out."""
    asked = questionnaire(strand).questions
    given = [
        Given(question, values=(question.choices[value].value,))
        for question, value in zip(asked, values, strict=False)
        if value is not None
    ]
    if words:
        given.append(Given(asked[-1], words=words))
    return keep_answers(
        strand=strand, given=given, channel=channel, by=None, at=clock.now(), entry_key=f"k{number}", may_quote=True
    ).contribution


def freeze(strand: Strand) -> Strand:
    outcome = outcome_of(strand)
    strand.outcome, strand.outcome_digest = json.loads(canonical(outcome)), outcome.digest  # as a move keeps it
    strand.concluded_at = clock.now()
    strand.save()
    put_into(strand.activity, Stage.FOUND)
    return strand


def a_counted_survey() -> Strand:
    """60 responses: 40 chose A, 17 B, 3 C; the last two say nothing to the second question."""
    strand = a_plain_survey(
        ("choice", "Which?", ("A", "B", "C")), ("choice", "Again?", ("Yes", "No")), ("text", "Why?")
    )
    for number in range(60):
        first = 0 if number < 40 else 1 if number < 57 else 2
        choose(
            strand, first, number % 2 if number < 58 else None, words="=because" if number == 5 else "", number=number
        )
    return strand


def test_every_count_has_its_base() -> None:
    found = outcome_of(a_counted_survey()).found
    assert (found["base"], found["channels"]) == (60, {"web": 60})
    assert [(q["asked"], q["answered"]) for q in found["questions"]] == [(60, 60), (60, 58), (60, 1)]


def test_a_small_count_is_hidden_with_another_so_that_it_cannot_be_worked_out() -> None:
    answers = outcome_of(a_counted_survey()).found["questions"][0]["answers"]
    assert [(answer["words"], answer["count"]) for answer in answers] == [("A", 40), ("B", None), ("C", None)]


def test_the_same_answers_give_the_same_digest_and_one_more_gives_another() -> None:
    strand = a_counted_survey()
    before = outcome_of(strand).digest
    assert outcome_of(strand).digest == before
    choose(strand, 0, 0, number=99)
    assert outcome_of(strand).digest != before


def test_what_is_excluded_or_withdrawn_is_not_counted() -> None:
    strand = a_counted_survey()
    Contribution.objects.filter(pk=Contribution.objects.first().pk).update(state="withdrawn")  # type: ignore[union-attr]
    found = outcome_of(strand).found
    assert (found["base"], found["questions"][0]["answered"]) == (59, 59)


def test_the_page_says_a_sentence_then_draws_then_tells_how_we_know() -> None:
    strand = freeze(a_counted_survey())
    page = Client().get(reverse("activities:strand", args=[strand.activity.slug, strand.public_id])).content.decode()
    said = "Chosen most: “A”, by 40 of the 60 who answered (67%)."
    assert said in page
    assert page.count("<span>hidden</span>") == 2
    assert "fewer than" not in page  # of the two that are hidden, one is 17: the page must not say otherwise
    assert "and so are others from which they could be worked out" in page
    assert "58 of 60 responses answered this; 2 left it out." in page
    assert page.index(said) < page.index("<svg", page.index(said)) < page.index("How we know")


def test_open_data_runs_no_formula_and_puts_nobody_together() -> None:
    strand = freeze(a_counted_survey())
    answer = Client().get(reverse("survey:data", args=[strand.activity.slug, strand.public_id]))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert list(rows[0].values()) == ["Which?", "choice", "A", "40", "60", "60", ""]
    assert (rows[2]["answer"], rows[2]["count"]) == ("C", "")
    assert rows[-1]["answer"] == "'=because"
    assert not any("trace" in column or "channel" in column for column in rows[0])


def test_there_is_no_open_data_before_the_result_is_frozen() -> None:
    strand = a_counted_survey()
    assert list(method_of(strand).rows(strand)) == []
    assert Client().get(reverse("survey:data", args=[strand.activity.slug, strand.public_id])).status_code == 404


def test_a_reopened_survey_shows_no_result_until_it_is_counted_again() -> None:
    strand = freeze(a_counted_survey())
    Strand.objects.filter(pk=strand.pk).update(concluded_at=None)
    put_into(strand.activity, Stage.OPEN)
    strand.refresh_from_db()
    assert list(method_of(strand).rows(strand)) == []
    assert Client().get(reverse("survey:data", args=[strand.activity.slug, strand.public_id])).status_code == 404
    page = Client().get(reverse("activities:strand", args=[strand.activity.slug, strand.public_id])).content.decode()
    assert "Chosen most" not in page


def test_erasing_a_person_takes_their_choices_and_leaves_the_frozen_counts() -> None:
    strand = freeze(a_counted_survey())
    someone = Contribution.objects.order_by("pk")[5]
    kept = Chosen.objects.count()
    erase(someone.voice)
    assert Chosen.objects.count() == kept - 2
    strand.refresh_from_db()
    assert strand.outcome["found"]["base"] == 60


def test_an_import_that_is_not_finished_holds_the_result_back() -> None:
    from heard.methods.survey.models import Import, Survey

    strand = a_survey()
    survey = Survey.objects.get(pk=strand.pk)
    Import.objects.create(survey=survey, file_name="r.csv", file_digest="0" * 64, by=ann_of(strand), state="running")
    assert method_of(strand).facts(strand).capture_owed == ("The import of “r.csv” is not finished.",)


def test_answers_of_every_channel_weigh_the_same() -> None:
    strand = a_survey()
    ann = ann_of(strand)
    for number in range(10):
        sample.contribute(strand, ann, clock.now(), number, channel="web" if number % 2 else "paper")
    found = outcome_of(strand).found
    assert (found["base"], found["channels"]) == (10, {"paper": 5, "web": 5})
    assert all(question["answered"] == 10 for question in found["questions"])
