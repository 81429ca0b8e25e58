"""A ward is chosen in a diagram of the city without a script; counts lie in the same diagram, small ones hidden."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import a_strand, an_account, an_activity

from heard.activities.models import Strand
from heard.ground import clock
from heard.methods.survey import actions
from heard.methods.survey.forms.answers import AnswersForm
from heard.methods.survey.queries import Given, questionnaire
from heard.methods.survey.queries.results import outcome_of
from heard.methods.survey.views.shown import results
from heard.places.actions import load_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def strand() -> Strand:
    load_city()
    activity = an_activity(stage="planned")
    found = a_strand(activity, "survey", "Your ward")
    officer = an_account("Ann Example", "officer", partner=activity.lead)
    section = actions.add_section(strand=found, title="Where", introduction="", by=officer, at=clock.now())
    actions.add_question(
        strand=found, section=section, kind="place", words="Which ward do you live in?", options=(),
        place_kind="ward", by=officer, at=clock.now(),
    )  # fmt: skip
    type(activity).objects.filter(pk=activity.pk).update(stage="open")
    found.refresh_from_db()
    return found


def page(strand: Strand, client: Client) -> str:
    address = reverse("survey:answer_all", args=[strand.activity.slug, strand.public_id])
    return client.get(address).content.decode()


def answered(strand: Strand, **wards: int) -> None:
    [question] = questionnaire(strand).questions
    by_words = {choice.words: choice.value for choice in question.choices}
    for name, number in wards.items():
        for n in range(number):
            actions.keep_answers(
                strand=strand, given=(Given(question, values=(by_words[name],)),), channel="web", by=None,
                at=clock.now(), entry_key=f"{name}{n}",
            )  # fmt: skip


def test_each_ward_is_a_square_with_a_button_and_says_that_it_is_no_boundary(strand: Strand, client: Client) -> None:
    text = page(strand, client)
    assert text.count('type="radio"') == 19, "eighteen wards, and none of these"
    assert "It shows no boundaries." in text
    assert "tile r3 c3" in text
    assert "<select" not in text


def test_a_ward_chosen_in_the_diagram_is_kept_and_no_ward_with_own_words_too(strand: Strand, client: Client) -> None:
    [question] = questionnaire(strand).questions
    radford = next(choice for choice in question.choices if choice.words == "Radford")
    form = AnswersForm([question], {f"{question.name}_place": str(radford.value)})
    assert form.is_valid()
    assert form.given()[0].said == "Radford"
    assert "checked" in str(form[question.name])
    form = AnswersForm([question], {f"{question.name}_place": "", f"{question.name}_words": "by the canal"})
    assert form.is_valid()
    assert form.given()[0].said == "by the canal"


def test_whoever_keys_in_types_in_a_list(strand: Strand) -> None:
    [question] = questionnaire(strand).questions
    assert "<select" in str(AnswersForm([question], None, enforce=False)[question.name])


def test_counts_lie_in_the_diagram_with_small_ones_hidden_and_the_table_says_the_same(strand: Strand) -> None:
    answered(strand, Radford=12, Wyken=7, Earlsdon=2)
    Strand.objects.filter(pk=strand.pk).update(concluded_at=clock.now())
    strand.refresh_from_db()
    strand.outcome = {"found": outcome_of(strand).found}
    shown = results(strand)
    assert shown
    [question] = shown["questions"]
    tiles = {tile.bar.label: tile.bar for tile in question["tiles"].tiles}
    assert (tiles["Radford"].value, tiles["Earlsdon"].value) == (12, None)
    assert tiles["Wyken"].value is None, "hidden beside the small one"
    assert tiles["Earlsdon"].said == "hidden"
    rows = question["tiles"].table().rows
    assert len(rows) == 19
    assert [[cell.text for cell in row] for row in rows if row[0].text == "Radford"] == [["Radford", "12 (57%)"]]
