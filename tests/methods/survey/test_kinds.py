"""An order, several things on one scale, a place: asked the same on every channel, counted once, hidden where small."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import signed_in
from tests.methods.survey.surveys import a_plain_survey, a_survey, ann_of, some_wards
from tests.methods.survey.test_results import freeze
from tests.methods.test_every_method import printed

from heard.activities.methods import method_of
from heard.activities.models import Contribution, Passage, Stage, Strand
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.survey import actions, sample
from heard.methods.survey.forms.answers import AnswersForm
from heard.methods.survey.models import Chosen, Question
from heard.methods.survey.queries import Asked, Given, answers_of, outcome_of, questionnaire

pytestmark = pytest.mark.django_db
KEEP = {"by": None, "channel": "web"}


def full(**fields: Any) -> Strand:
    some_wards()
    return a_survey(full=True, **fields)


def of_kind(strand: Strand, kind: str) -> Asked:
    return next(question for question in questionnaire(strand).questions if question.kind == kind)


def address(strand: Strand, question: Asked) -> str:
    return reverse("survey:answer", args=[strand.activity.slug, strand.public_id, question.number])


def ranked(question: Asked, *places: str) -> dict[str, str]:
    """The nth option gets the nth place; "" leaves it out."""
    return {f"{question.name}_{one.value}": place for one, place in zip(question.choices, places, strict=False)}


def send(strand: Strand, client: Client) -> None:
    assert client.post(reverse("survey:send", args=[strand.activity.slug, strand.public_id]), {}).status_code == 302


@pytest.fixture
def asked() -> tuple[Strand, Client]:
    return full(), Client()


def test_an_order_is_kept_with_its_places_and_read_back_in_order(asked: tuple[Strand, Client]) -> None:
    strand, client = asked
    rank = of_kind(strand, "rank")
    client.post(address(strand, rank), ranked(rank, "2", "1", "", "3"))
    send(strand, client)
    contribution = Contribution.objects.get()
    rows = Chosen.objects.filter(response_id=contribution.pk).order_by("point").values_list("option__words", "point")
    assert list(rows) == [("Warmer changing rooms", 1), ("A new hoist", 2), ("Cheaper lessons", 3)]
    (given,) = answers_of(contribution, questionnaire(strand))
    assert given.said == "1. Warmer changing rooms\n2. A new hoist\n3. Cheaper lessons"


@pytest.mark.parametrize(
    ("places", "why"),
    [
        (
            ("1", "1"),
            "“A new hoist” and “Warmer changing rooms” both have the number 1. Give each a number of its own.",
        ),
        (("1", "3"), "There is no number 2. Count from 1 and leave none out."),
        (("2",), "There is no number 1. Count from 1 and leave none out."),
        (("1", "9"), "“9” beside “Warmer changing rooms” is no number from 1 to 4."),
        (("1", "٢"), "“٢” beside “Warmer changing rooms” is no number from 1 to 4."),
    ],
)
def test_a_tie_or_a_gap_is_refused_in_kind_words_and_nothing_is_lost(
    asked: tuple[Strand, Client], places: tuple[str, ...], why: str
) -> None:
    strand, client = asked
    rank = of_kind(strand, "rank")
    answer = client.post(address(strand, rank), ranked(rank, *places))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert "Nothing you wrote is lost." in page
    if places[-1].isascii() and places[-1] != "9":
        assert f'<option value="{places[-1]}" selected>' in page


def test_each_line_of_a_matrix_is_a_group_of_its_own_with_its_name(asked: tuple[Strand, Client]) -> None:
    strand, client = asked
    page = client.get(address(strand, of_kind(strand, "matrix"))).content.decode()
    for words in ("The staff", "The water", "The showers"):
        assert f'<fieldset class="line"><legend dir="auto">{words}</legend>' in page
    assert page.count('type="radio"') == 12


def test_lines_of_a_matrix_may_be_left_out_and_what_is_not_on_offer_is_refused(asked: tuple[Strand, Client]) -> None:
    strand, client = asked
    matrix = of_kind(strand, "matrix")
    first, _second, third = matrix.rows
    wrong = client.post(address(strand, matrix), {f"{matrix.name}_{first.value}": "9"})
    assert wrong.status_code == 422
    data = {f"{matrix.name}_{first.value}": "4", f"{matrix.name}_{third.value}": "1"}
    assert client.post(address(strand, matrix), data).status_code == 302
    send(strand, client)
    (given,) = answers_of(Contribution.objects.get(), questionnaire(strand))
    assert given.cells == ((first.value, 4), (third.value, 1))
    assert given.said == "The staff: very good\nThe showers: poor"


def test_a_place_is_chosen_from_the_list_or_written(asked: tuple[Strand, Client]) -> None:
    strand, client = asked
    place = of_kind(strand, "place")
    assert [choice.words for choice in place.choices] == ["Earlsdon", "Foleshill", "Radford"]
    data = {f"{place.name}_place": str(place.choices[1].value), f"{place.name}_words": "by the canal"}
    assert client.post(address(strand, place), data).status_code == 302
    send(strand, client)
    (given,) = answers_of(Contribution.objects.get(), questionnaire(strand))
    assert given.said == "Foleshill\nby the canal"
    assert Passage.objects.get().words == "by the canal"


def test_a_place_that_is_not_on_the_list_is_refused(asked: tuple[Strand, Client]) -> None:
    strand, client = asked
    place = of_kind(strand, "place")
    answer = client.post(address(strand, place), {f"{place.name}_place": "999999"})
    assert answer.status_code == 422
    assert "This place is not on the list." in answer.content.decode()


def test_all_kinds_stand_on_one_page_too_and_are_checked_before_they_are_sent(asked: tuple[Strand, Client]) -> None:
    strand, client = asked
    rank, matrix = of_kind(strand, "rank"), of_kind(strand, "matrix")
    data = {**ranked(rank, "1", "2"), f"{matrix.name}_{matrix.rows[0].value}": "2"}
    all_on_one = reverse("survey:answer_all", args=[strand.activity.slug, strand.public_id])
    answer = client.post(all_on_one, data, follow=True)
    page = answer.content.decode()
    assert "1. A new hoist" in page
    assert "The staff: fair" in page


def test_officers_write_each_kind_on_its_page() -> None:
    some_wards()
    strand = a_survey(stage=Stage.PLANNED)
    client = signed_in(ann_of(strand))

    def write(kind: str, **data: Any) -> Any:
        address = reverse("survey:question_new", args=[strand.public_id, kind])
        return client.post(address, {"section": _last(strand), **data})

    assert write("rank", words="Order?", options="A\nB\nC").status_code == 302
    assert write("matrix", words="How?", options="A\nB", scale_words="bad\ngood").status_code == 302
    assert write("place", words="Where?", place_kind="ward").status_code == 302
    assert write("matrix", words="How?", options="A", scale_words="one").status_code == 422
    assert write("rank", words="Order?", options="\n".join(map(str, range(11)))).status_code == 422
    assert [question.kind for question in questionnaire(strand).questions][-3:] == ["rank", "matrix", "place"]
    page = client.get(reverse("survey:questions", args=[strand.public_id])).content.decode()
    assert "bad – good" in page
    assert client.get(reverse("survey:preview", args=[strand.public_id])).status_code == 200


def _last(strand: Strand) -> int:
    return Question.objects.filter(section__survey=strand.pk).order_by("-section__ordinal")[0].section_id


def test_neighbourhoods_cannot_be_offered_where_none_are_kept() -> None:
    strand = a_survey(stage=Stage.PLANNED)
    with pytest.raises(Refused) as refusal:
        actions.add_question(
            strand=strand, kind="place", words="Where?", place_kind="neighbourhood", by=ann_of(strand), at=clock.now()
        )
    assert "There are 0 such places" in refusal.value.verdict.why


def test_paper_prints_every_kind_with_its_words() -> None:
    text = printed(full())
    for words in ("Warmerchangingrooms", "Theshowers", "verygood", "Foleshill", "Write1besidewhatmattersmost"):
        assert words in text


def test_a_reworded_option_stays_the_same_option() -> None:
    strand = a_survey(stage=Stage.PLANNED, full=True)
    question = Question.objects.get(section__survey=strand.pk, kind="rank")
    before = list(question.options.values_list("pk", flat=True))
    said = ("A new hoist", "Warm changing rooms", "A café", "Cheaper lessons")
    actions.change_question(question=question, words="Order?", options=said, by=ann_of(strand), at=clock.now())
    assert list(question.options.values_list("pk", flat=True)) == before
    assert list(question.options.values_list("words", flat=True)) == list(said)


def counted(strand: Strand, count: int) -> list[dict[str, Any]]:
    """The questions of the outcome after `count` sample responses."""
    ann = ann_of(strand)
    for number in range(count):
        sample.contribute(strand, ann, clock.now(), number, channel="web")
    return list(outcome_of(strand).found["questions"])


def test_an_order_is_counted_by_place_and_put_together_by_points() -> None:
    strand = a_plain_survey(("rank", "Order?", ("A", "B", "C", "D")))
    (question,) = questionnaire(strand).questions
    a, b, c, _d = (choice.value for choice in question.choices)
    for number in range(40):
        order = (a, b, c) if number < 15 else (b, c, a) if number < 30 else (c, a, b)
        given = [Given(question, values=order)]
        actions.keep_answers(strand=strand, given=given, at=clock.now(), entry_key=f"{number}", **KEEP)
    (found,) = outcome_of(strand).found["questions"]
    places = ["first", "second", "third", "lower", "not placed"]
    assert found["order"] == ["B", "A", "C", "D"]  # points: A 60+30+30, B 45+60+20, C 30+45+40
    lines = {line["words"]: [answer["count"] for answer in line["answers"]] for line in found["lines"]}
    assert [answer["words"] for answer in found["lines"][0]["answers"]] == places
    assert lines["A"] == [15, 10, 15, 0, 0]
    assert lines["D"] == [0, 0, 0, 0, 40]


def test_a_small_count_in_an_order_or_a_line_cannot_be_worked_out() -> None:
    strand = a_plain_survey(
        ("matrix", "How?", ("Staff", "Water"), {"scale_words": ["bad", "fair", "good"]}), ("rank", "Order?", ("A", "B"))
    )
    matrix, rank = questionnaire(strand).questions
    staff, water = (row.value for row in matrix.rows)
    a, b = (choice.value for choice in rank.choices)
    for number in range(30):
        given = [
            Given(matrix, cells=((staff, 1 if number < 2 else 3), (water, 2))),
            Given(rank, values=(b, a) if number < 3 else (a, b)),
        ]
        actions.keep_answers(strand=strand, given=given, at=clock.now(), entry_key=f"{number}", **KEEP)
    lines, order = outcome_of(strand).found["questions"]
    assert [answer["count"] for answer in lines["lines"][0]["answers"]].count(None) >= 2
    assert [answer["count"] for answer in lines["lines"][1]["answers"]] == [0, 30, 0]
    assert all(answer["count"] != 3 for line in order["lines"] for answer in line["answers"])


def test_results_by_neighbourhood_follow_the_stricter_rule_and_words_about_places_are_no_open_data() -> None:
    strand = a_plain_survey(("place", "Where?", ("North", "South", "East"), {"place_kind": "neighbourhood"}))
    (question,) = questionnaire(strand).questions
    north, south, east = (choice.value for choice in question.choices)
    for number in range(40):
        value = north if number < 24 else south if number < 36 else east
        words = "3 Example Lane" if number == 39 else ""
        actions.keep_answers(
            strand=strand, given=[Given(question, words=words, values=(value,))], at=clock.now(),
            entry_key=f"{number}", may_quote=True, **KEEP,
        )  # fmt: skip
    (found,) = outcome_of(strand).found["questions"]
    counts = {answer["words"]: answer["count"] for answer in found["answers"]}
    assert counts["East"] is None  # 4 of 40: under ten
    assert all(count is None or count % 5 == 0 for count in counts.values())
    rows = list(method_of(strand).rows(freeze(strand)))
    assert "Example Lane" not in json.dumps(rows)


def test_who_names_a_place_in_words_only_is_counted_as_that() -> None:
    strand = a_plain_survey(("place", "Where?", ("North", "South"), {"place_kind": "ward"}))
    (question,) = questionnaire(strand).questions
    for number in range(20):
        listed = Given(question, values=(question.choices[0].value,))
        given = Given(question, words="out of town") if number < 8 else listed
        actions.keep_answers(strand=strand, given=[given], at=clock.now(), entry_key=f"{number}", **KEEP)
    (found,) = outcome_of(strand).found["questions"]
    assert (found["asked"], found["answered"]) == (20, 20)
    assert [answer["count"] for answer in found["answers"]] == [12, 0, 8]


def test_the_page_of_results_draws_each_kind_with_its_table_and_open_data_lists_every_cell() -> None:
    strand = full()
    counted(strand, 40)
    strand = freeze(strand)
    page = Client().get(reverse("activities:strand", args=[strand.activity.slug, strand.public_id])).content.decode()
    assert "Put together, the order is:" in page
    assert "What people said to each line:" in page
    assert page.count("chart") >= 6
    body = Client().get(reverse("survey:data", args=[strand.activity.slug, strand.public_id]))
    rows = list(csv.DictReader(io.StringIO(b"".join(body.streaming_content).decode("utf-8-sig"))))
    assert {row["kind"] for row in rows} == {"choice", "multi", "scale", "rank", "matrix", "place", "text"}
    assert any(row["answer"] == "The staff: good" for row in rows)


def test_every_kind_is_keyed_in_as_it_stands_on_paper() -> None:
    strand = full()
    client = signed_in(ann_of(strand))
    rank, matrix, place = (of_kind(strand, kind) for kind in ("rank", "matrix", "place"))
    data = {
        "channel": "paper", "received_on": clock.today().isoformat(), "entry_key": "k", "go": "receipt",
        **ranked(rank, "1", "2"), f"{matrix.name}_{matrix.rows[1].value}": "3", f"{place.name}_words": "Allesley",
    }  # fmt: skip
    answer = client.post(reverse("survey:key_in", args=[strand.public_id]), data)
    assert answer.status_code == 302, answer.content.decode()
    said = [one.said for one in answers_of(Contribution.objects.get(), questionnaire(strand))]
    assert said == ["1. A new hoist\n2. Warmer changing rooms", "The water: good", "Allesley"]


def test_a_form_shows_again_what_a_draft_holds() -> None:
    strand = full()
    rank = of_kind(strand, "rank")
    form = AnswersForm([rank], initial={rank.name: {str(rank.choices[2].value): "1"}})
    assert '<option value="1" selected>' in str(form[rank.name])
