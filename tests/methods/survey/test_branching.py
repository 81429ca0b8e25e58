"""Who is asked what: built looking back only, followed on the web, printed, keyed and imported with a remark."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import (
    a_partner,
    an_account,
    signed_in,
)
from tests.methods.survey.surveys import a_plain_survey, a_survey, ann_of, put_into
from tests.methods.survey.test_imports import TODAY, taken
from tests.methods.test_every_method import printed

from heard.activities.methods import method_of
from heard.activities.models import Contribution, Stage, Strand
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.survey import actions
from heard.methods.survey.models import Condition, Question, RefusedRow
from heard.methods.survey.queries import Given, answers_of, outcome_of, questionnaire

pytestmark = pytest.mark.django_db


def build(strand: Strand, place: int, *whens: tuple[int, str, str], shown_if: str = "all") -> Question:
    """Give the question at a place conditions: (place of the earlier question, test, words of its answer)."""
    asked = questionnaire(strand).questions
    made = []
    for on, test, words in whens:
        value = next((choice.value for choice in asked[on - 1].choices if choice.words == words), None)
        scale = asked[on - 1].kind == "scale"
        made.append(actions.When(asked[on - 1].ref, test, None if scale else value, value if scale else None))
    question = Question.objects.get(public_id=asked[place - 1].ref)
    return actions.set_conditions(question=question, whens=made, shown_if=shown_if, by=ann_of(strand), at=clock.now())


def swimming(stage: str = Stage.OPEN) -> Strand:
    """1 Do you swim? 2 Where? (if yes) 3 Why not? (if not yes) 4 Anything else?"""
    strand = a_plain_survey(
        ("choice", "Do you swim?", ("Yes", "No")), ("choice", "Where?", ("Pool", "Lake")), ("text", "Why not?"),
        ("text", "Anything else?"), stage=Stage.PLANNED,
    )  # fmt: skip
    build(strand, 2, (1, "is", "Yes"))
    build(strand, 3, (1, "is", "No"))
    put_into(strand.activity, stage)
    return strand


def at(strand: Strand, number: int) -> str:
    return reverse("survey:answer", args=[strand.activity.slug, strand.public_id, number])


def tick(strand: Strand, number: int, words: str) -> dict[str, str]:
    question = questionnaire(strand).numbered(number)
    return {question.name: next(str(choice.value) for choice in question.choices if choice.words == words)}


def test_a_condition_that_looks_forward_or_at_itself_is_refused_and_says_why() -> None:
    strand = swimming(Stage.PLANNED)
    with pytest.raises(Refused) as forward:
        build(strand, 1, (2, "is", "Pool"))
    assert "would wait for an answer that is only given later (question 2)" in forward.value.verdict.why
    with pytest.raises(Refused) as itself:
        build(strand, 2, (2, "answered", ""))
    assert itself.value.verdict.why == "A question cannot wait for itself."
    assert Condition.objects.count() == 2


def test_a_question_cannot_be_moved_before_the_one_it_waits_for_nor_that_one_taken_out() -> None:
    strand = swimming(Stage.PLANNED)
    second = Question.objects.get(section__survey=strand.pk, words="Where?")
    first = Question.objects.get(section__survey=strand.pk, words="Do you swim?")
    with pytest.raises(Refused):
        actions.move_question(question=second, up=True, by=ann_of(strand), at=clock.now())
    with pytest.raises(Refused) as refusal:
        actions.remove_question(question=first, by=ann_of(strand), at=clock.now())
    assert "is asked only if this question is answered in a certain way" in refusal.value.verdict.why
    with pytest.raises(Refused):
        actions.change_question(
            question=first, words="Do you?", options=("Often", "Never", "Maybe"), by=ann_of(strand), at=clock.now()
        )
    assert [question.words for question in questionnaire(strand).questions][:2] == ["Do you swim?", "Where?"]


def test_an_answer_that_is_not_on_offer_cannot_be_waited_for() -> None:
    strand = swimming(Stage.PLANNED)
    asked = questionnaire(strand).questions
    question = Question.objects.get(public_id=asked[3].ref)
    when = actions.When(asked[0].ref, "is", asked[1].choices[0].value)
    with pytest.raises(Refused) as refusal:
        actions.set_conditions(question=question, whens=[when], shown_if="all", by=ann_of(strand), at=clock.now())
    assert refusal.value.verdict.why == "That answer is not on offer."


def test_conditions_are_set_on_a_page_without_script_by_those_who_build() -> None:
    strand = swimming(Stage.PLANNED)
    asked = questionnaire(strand).questions
    address = reverse("survey:conditions", args=[strand.public_id, asked[3].ref])
    ann = signed_in(ann_of(strand))
    answer = f"{asked[0].ref}:{asked[0].choices[0].value}:"
    data = {"shown_if": "any", "answer_0": answer, "test_0": "is_not"}
    data |= {"answer_1": f"{asked[2].ref}::", "test_1": "answered"}
    assert ann.post(address, data).status_code == 302
    assert questionnaire(strand).questions[3].only_if == (
        "Only if you did not answer “Yes” to question 1 or you answered question 3."
    )
    assert Entry.objects.filter(what="survey.conditions_set").last().header["conditions"] == 2  # type: ignore[union-attr]
    page = ann.get(address).content.decode()
    assert f'<option value="{answer}" selected>' in page
    half = ann.post(address, {"shown_if": "all", "answer_0": answer})
    assert half.status_code == 422
    assert "Choose both, or neither." in half.content.decode()
    whole = ann.post(address, {"shown_if": "all", "answer_0": f"{asked[0].ref}::", "test_0": "is"})
    assert "Choose which answer, not the question alone." in whole.content.decode()
    bilal = an_account("Bilal", "note_keeper", activity=strand.activity)
    cass = an_account("Cass", "engagement_lead", partner=a_partner())
    for stranger in (bilal, cass):
        assert signed_in(stranger).post(address, data).status_code == 403


def test_conditions_are_fixed_once_it_is_open() -> None:
    strand = swimming()
    with pytest.raises(Refused):
        build(strand, 2, (1, "is", "No"))


def test_the_web_follows_the_answers_and_counts_only_the_steps_of_this_person() -> None:
    strand, client = swimming(), Client()
    assert "Step 1 of 4" in client.get(at(strand, 1)).content.decode()  # nothing said yet: questions 1 and 4
    yes = client.post(at(strand, 1), tick(strand, 1, "Yes"))
    assert yes["Location"] == at(strand, 2)
    assert "Step 2 of 5" in client.get(at(strand, 2)).content.decode()
    assert client.post(at(strand, 2), tick(strand, 2, "Pool"))["Location"] == at(strand, 4)
    assert client.get(at(strand, 3))["Location"] == at(strand, 4)
    back = client.post(at(strand, 4), {"go": "back"})
    assert back["Location"] == at(strand, 2)


def test_an_answer_that_is_passed_over_now_is_shown_as_not_sent_and_comes_back_with_the_way() -> None:
    strand, client = swimming(), Client()
    client.post(at(strand, 1), tick(strand, 1, "Yes"))
    client.post(at(strand, 2), tick(strand, 2, "Lake"))
    client.post(at(strand, 1), tick(strand, 1, "No"))
    check = reverse("survey:check", args=[strand.activity.slug, strand.public_id])
    page = client.get(check).content.decode()
    assert "These are not sent" in page
    assert page.index("These are not sent") < page.index("Lake")
    client.post(reverse("survey:send", args=[strand.activity.slug, strand.public_id]), {})
    assert [one.said for one in answers_of(Contribution.objects.get(), questionnaire(strand))] == ["No"]


def test_on_one_page_each_question_says_to_whom_it_is_put() -> None:
    strand = swimming()
    page = Client().get(reverse("survey:answer_all", args=[strand.activity.slug, strand.public_id])).content.decode()
    assert "Only if you answered “Yes” to question 1." in page


def test_paper_says_to_whom_each_question_is_put_and_where_answers_lead() -> None:
    text = printed(swimming())
    assert "Onlyifyouanswered“Yes”toquestion1." in text
    assert "Ifyouanswered“No”,gotoquestion3." in text


def test_paper_and_web_count_the_same_questions_whoever_is_asked_them() -> None:
    strand = swimming()
    facts = method_of(strand).facts(strand)
    assert {terms.questions for terms in facts.terms} == {4}


def key_in(strand: Strand, **answers: str) -> Any:
    data = {"channel": "paper", "received_on": clock.today().isoformat(), "entry_key": "k", "go": "receipt", **answers}
    return signed_in(ann_of(strand)).post(reverse("survey:key_in", args=[strand.public_id]), data, follow=True)


def test_what_paper_answers_all_the_same_is_kept_and_said_to_who_keys_it_in() -> None:
    strand = swimming()
    why_not = questionnaire(strand).numbered(3)
    page = key_in(strand, **tick(strand, 1, "Yes"), **{why_not.name: "I do though"}).content.decode()
    assert "Question 3 was answered although other answers lead past it." in page
    assert [one.said for one in answers_of(Contribution.objects.get(), questionnaire(strand))] == ["Yes", "I do though"]


def test_a_file_that_answers_what_is_passed_over_is_taken_with_a_remark() -> None:
    strand = swimming()
    lines = [
        "Date received,How,Do you swim?,Where?,Why not?",
        f"{TODAY},paper,Yes,Pool,",
        f"{TODAY},paper,No,Lake,Cold",
    ]
    mapping = b'{"columns": {"Date received": "received", "How": "channel", "Do you swim?": "q1", "Where?": "q2", "Why not?": "q3"}}'  # fmt: skip # noqa: E501
    batch = taken(strand, "\n".join(lines).encode(), mapping=mapping)
    assert (batch.rows_taken, batch.rows_refused, batch.rows_remarked) == (2, 0, 1)
    (remark,) = RefusedRow.objects.filter(batch=batch)
    assert (remark.row, remark.column, remark.taken) == (3, "Where?", True)
    page = signed_in(ann_of(strand)).get(reverse("survey:import", args=[strand.public_id, batch.public_id]))
    assert "One row answers a question that its own answers lead past." in page.content.decode()


def answered(strand: Strand, number: int, swims: str, where: str = "", why: str = "") -> None:
    asked = questionnaire(strand).questions
    given = [Given(asked[0], values=(int(tick(strand, 1, swims)[asked[0].name]),))]
    if where:
        given.append(Given(asked[1], values=(int(tick(strand, 2, where)[asked[1].name]),)))
    if why:
        given.append(Given(asked[2], words=why))
    actions.keep_answers(
        strand=strand, given=given, channel="web", by=None, at=clock.now(), entry_key=f"{number}"
    )  # fmt: skip


def test_the_base_of_a_question_is_those_to_whom_it_was_put() -> None:
    strand = swimming()
    for number in range(40):
        swims, where = "Yes" if number < 24 else "No", "Pool" if number < 18 else ""
        answered(strand, number, swims, where=where, why="" if number < 30 else "Cold")
    found = outcome_of(strand)
    bases = [(one["asked"], one["answered"]) for one in found.found["questions"]]
    assert bases == [(40, 40), (24, 18), (16, 10), (40, 0)]


def test_what_was_answered_all_the_same_is_reported_and_not_counted() -> None:
    strand = swimming()
    for number in range(40):
        answered(strand, number, "Yes" if number < 20 else "No", where="Pool" if number < 26 else "")
    found = outcome_of(strand)
    where = found.found["questions"][1]
    assert (where["asked"], where["answered"]) == (20, 20)
    assert [answer["count"] for answer in where["answers"]] == [20, 0]
    assert any("Question 2 was also answered by 6 whose own answers pass it over" in line for line in found.because)


def test_how_many_were_asked_never_tells_a_count_that_is_hidden() -> None:
    strand = swimming()
    for number in range(40):
        answered(strand, number, "No" if number < 3 else "Yes", why="Cold" if number < 3 else "")
    swim, where, why, _else = outcome_of(strand).found["questions"]
    assert [answer["count"] for answer in swim["answers"]] == [None, None]
    for hidden in (where, why):
        assert (hidden["asked"], hidden["answered"]) == (None, None)
    assert all(answer["count"] is None for answer in where["answers"])


def test_a_sample_survey_with_a_condition_skips_the_lines_for_those_who_never_come() -> None:
    strand, client = a_survey(full=True), Client()
    matrix = next(question for question in questionnaire(strand).questions if question.kind == "matrix")
    client.post(at(strand, 1), tick(strand, 1, "Never"))
    assert client.get(at(strand, matrix.number)).status_code == 302
    client.post(at(strand, 1), tick(strand, 1, "Every week"))
    assert client.get(at(strand, matrix.number)).status_code == 200


def test_a_branching_survey_costs_as_many_questions_to_the_database_with_one_response_as_with_three(
    django_assert_max_num_queries: Any,
) -> None:
    for count in (1, 3):
        strand = swimming()
        for number in range(count):
            answered(strand, number, "Yes", where="Pool")
        with django_assert_max_num_queries(14):
            outcome_of(strand)
        client = signed_in(ann_of(strand))
        for name in ("questions", "versions", "imports"):
            with django_assert_max_num_queries(15):
                assert client.get(reverse(f"survey:{name}", args=[strand.public_id])).status_code == 200
