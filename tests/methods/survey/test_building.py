"""Officers build the questions until it opens; then they are fixed for everyone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import (
    a_partner,
    a_strand,
    an_account,
    an_activity,
    signed_in,
)
from tests.methods.survey.surveys import a_survey, ann_of, put_into

from heard.activities.methods import method_of
from heard.activities.models import Stage, Strand
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.survey import actions
from heard.methods.survey.models import Question, Section
from heard.methods.survey.queries import questionnaire

pytestmark = pytest.mark.django_db


def an_empty_survey() -> Strand:
    return a_strand(an_activity(stage=Stage.PLANNED, lead=a_partner()), "survey", title="The baths")


def post(client: Client, name: str, strand: Strand, *more: Any, **data: Any) -> Any:
    return client.post(reverse(f"survey:{name}", args=[strand.public_id, *more]), data)


def words_of(strand: Strand) -> list[str]:
    return [question.words for question in questionnaire(strand).questions]


def test_a_survey_without_a_question_cannot_open_and_says_so() -> None:
    strand = an_empty_survey()
    assert method_of(strand).blockers(strand) == ["“The baths” has no question yet."]


def test_questions_of_every_kind_are_written_on_their_pages() -> None:
    strand = an_empty_survey()
    client = signed_in(ann_of(strand))
    assert post(client, "question_new", strand, "text", words="Why?").status_code == 302
    assert (
        post(client, "question_new", strand, "choice", words="Which?", options="A\n\n B \nC", required="on").status_code
        == 302
    )
    assert (
        post(
            client, "question_new", strand, "scale", words="Rate", scale_points=7, scale_low="bad", scale_high="good"
        ).status_code
        == 302
    )
    asked = questionnaire(strand).questions
    assert [question.kind for question in asked] == ["text", "choice", "scale"]
    assert [choice.words for choice in asked[1].choices] == ["A", "B", "C"]
    assert asked[1].required
    assert [choice.words for choice in asked[2].choices][::6] == ["1 – bad", "7 – good"]
    assert method_of(strand).blockers(strand) == []
    assert Entry.objects.filter(what="survey.question_added").count() == 3


@pytest.mark.parametrize(
    ("options", "why"), [("A", "2 to 40 answers"), ("A\na", "same words"), ("A\n" + "x" * 301, "at most 300")]
)
def test_answers_that_cannot_be_chosen_among_are_refused_and_kept_to_mend(options: str, why: str) -> None:
    strand = an_empty_survey()
    refused = post(signed_in(ann_of(strand)), "question_new", strand, "choice", words="Which?", options=options)
    assert refused.status_code == 422
    assert why in refused.content.decode()
    assert "Which?" in refused.content.decode()
    assert Question.objects.count() == 0


def test_questions_move_up_and_down_and_across_sections() -> None:
    strand = a_survey(stage=Stage.PLANNED)
    client = signed_in(ann_of(strand))
    first, second, third, fourth = words_of(strand)
    ref = questionnaire(strand).questions[1].ref
    post(client, "question_move", strand, ref, to="up")
    assert words_of(strand) == [second, first, third, fourth]
    post(client, "question_move", strand, ref, to="up")
    assert words_of(strand) == [second, first, third, fourth]
    for _step in range(3):
        post(client, "question_move", strand, ref, to="down")
    assert words_of(strand) == [first, third, second, fourth]
    assert Question.objects.get(public_id=ref).section.title == "In your own words"


def test_sections_move_and_only_an_empty_one_is_taken_out() -> None:
    strand = a_survey(stage=Stage.PLANNED)
    client = signed_in(ann_of(strand))
    first, last = Section.objects.filter(survey=strand.pk)
    post(client, "section_move", strand, last.pk, to="up")
    assert words_of(strand)[0] == "What should change first, and why?"
    refused = post(client, "section_remove", strand, first.pk)
    assert refused.status_code == 403
    assert "There are still questions in this section." in refused.content.decode()
    post(client, "section_new", strand, title="One more", introduction="")
    empty = Section.objects.get(title="One more")
    post(client, "section_remove", strand, empty.pk)
    assert not Section.objects.filter(title="One more").exists()


def test_a_question_is_reworded_and_taken_out() -> None:
    strand = a_survey(stage=Stage.PLANNED)
    client = signed_in(ann_of(strand))
    ref = questionnaire(strand).questions[3].ref
    post(client, "question", strand, ref, words="What first?")
    assert words_of(strand)[3] == "What first?"
    post(client, "question_remove", strand, ref)
    assert len(words_of(strand)) == 3
    assert Entry.objects.get(what="survey.question_removed").header["words"] == "What first?"


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.CLOSED, Stage.ARCHIVED])
def test_once_it_is_open_nothing_about_the_questions_changes_and_it_says_why(stage: str) -> None:
    strand = a_survey()
    put_into(strand.activity, stage)
    ann = ann_of(strand)
    question = Question.objects.first()
    section = Section.objects.first()
    assert question is not None
    assert section is not None
    at = clock.now()
    attempts = [
        lambda: actions.add_question(strand=strand, kind="text", words="x", by=ann, at=at),
        lambda: actions.change_question(question=question, words="x", by=ann, at=at),
        lambda: actions.move_question(question=question, up=False, by=ann, at=at),
        lambda: actions.remove_question(question=question, by=ann, at=at),
        lambda: actions.add_section(strand=strand, title="x", introduction="", by=ann, at=at),
        lambda: actions.change_section(section=section, title="x", introduction="", by=ann, at=at),
        lambda: actions.move_section(section=section, up=False, by=ann, at=at),
        lambda: actions.remove_section(section=section, by=ann, at=at),
        lambda: actions.change_settings(strand=strand, introduction="x", by=ann, at=at),
    ]
    before = words_of(strand)
    for attempt in attempts:
        with pytest.raises(Refused, match="fixed when this opened"):
            attempt()
    assert words_of(strand) == before
    page = signed_in(ann).get(reverse("survey:questions", args=[strand.public_id])).content.decode()
    assert "The questions were fixed when this opened" in page
    assert "Add a question" not in page


def test_ann_builds_bilal_may_help_and_cass_is_refused() -> None:
    strand = an_empty_survey()
    bilal = an_account("Bilal", "resident_co_owner", activity=strand.activity)
    cass = an_account("Cass", "engagement_lead", partner=a_partner())
    assert post(signed_in(ann_of(strand)), "question_new", strand, "text", words="Ann's?").status_code == 302
    assert post(signed_in(bilal), "question_new", strand, "text", words="Bilal's?").status_code == 302
    assert post(signed_in(cass), "question_new", strand, "text", words="Cass's?").status_code == 403
    assert words_of(strand) == ["Ann's?", "Bilal's?"]


def test_the_preview_shows_every_question_and_can_send_nothing() -> None:
    strand = a_survey(stage=Stage.PLANNED)
    page = signed_in(ann_of(strand)).get(reverse("survey:preview", args=[strand.public_id])).content.decode()
    assert all(words in page for words in words_of(strand))
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_page_of_questions_asks_as_often_with_one_as_with_ten(django_assert_max_num_queries: Any) -> None:
    for count in (1, 10):
        strand = an_empty_survey()
        ann = ann_of(strand)
        for number in range(count):
            actions.add_question(
                strand=strand, kind="choice", words=f"Question {number}?", options=["A", "B"], by=ann, at=clock.now()
            )
        client = signed_in(ann)
        with django_assert_max_num_queries(15):
            assert client.get(reverse("survey:questions", args=[strand.public_id])).status_code == 200
