"""A Django form becomes a page that can be filled in at a bus stop."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms import formset_factory
from django.template import Context, Template

from heard.ui.forms import DayInput, DayMonthYear, errors_of, groups_of, summary_of


class Plain(forms.Form):
    fieldsets = [("About you", ["name"])]

    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    email = forms.EmailField(label="E-mail", required=False)
    name = forms.CharField(label="Name", help_text="As <b>you</b> like.")
    born_on = forms.DateField(label="Born on", widget=DayMonthYear, required=False)
    way = forms.ChoiceField(label="How?", choices=[("a", "On foot"), ("b", "By bus")], widget=forms.RadioSelect)
    story = forms.CharField(label="Story", max_length=300, widget=forms.Textarea)
    agree = forms.BooleanField(label="I agree")


def drawn(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_every_control_has_a_label_or_a_legend() -> None:
    html = drawn("{% form form %}", form=Plain())
    for name in ("email", "name", "story", "agree"):
        assert f'for="id_{name}"' in html
        assert f'id="id_{name}"' in html
    assert "<legend>How?</legend>" in html
    assert 'for="id_born_on_2">Year</label>' in html


def test_django_draws_the_same_field_by_itself() -> None:
    form = Plain()
    assert drawn("{% field form.name %}", form=form).strip() == str(form["name"].as_field_group()).strip()


def test_a_field_that_may_stay_empty_says_so() -> None:
    html = drawn("{% field form.email %}{% field form.name %}", form=Plain())
    assert html.count("(optional)") == 1


def test_hints_and_errors_are_read_out_with_their_control_and_escaped() -> None:
    html = drawn("{% field form.name %}", form=Plain({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext">As &lt;b&gt;you&lt;/b&gt; like.' in html
    assert 'aria-invalid="true"' in html


def test_a_group_of_choices_reads_out_its_error_on_the_group() -> None:
    html = drawn("{% field form.way %}", form=Plain({}))
    assert '<fieldset class="field wrong" aria-describedby="id_way_error">' in html


def test_the_summary_leads_to_the_first_box_of_each_wrong_field() -> None:
    form = Plain({"born_on_day": "31", "born_on_month": "2", "born_on_year": "2026", "name": "Ann", "story": "x"})
    assert summary_of(form) == [
        ("id_born_on_0", "Born on: Enter a valid date."),
        ("id_way_0", "How? Please choose."),
        ("id_agree", "I agree: Please tick this."),
    ]
    assert '<a href="#id_way_0">How? Please choose.</a>' in drawn("{% error_summary form %}", form=form)


def test_a_form_that_is_right_or_untouched_has_no_summary() -> None:
    assert drawn("{% error_summary form %}", form=Plain()).strip() == ""


def test_what_is_too_long_or_too_short_is_said_in_plain_words() -> None:
    class Short(forms.Form):
        words = forms.CharField(label="Your statement", min_length=5, max_length=10)

    too_long = "This is 11 characters long. We can keep 10: please shorten it. Nothing is lost."
    assert summary_of(Short({"words": "x" * 11})) == [("id_words", f"Your statement: {too_long}")]
    assert errors_of(Short({"words": "ab"})["words"]) == ["This is very short. Write at least 5 characters."]


def test_the_summary_is_where_the_page_begins_where_scripts_are_off() -> None:
    assert 'tabindex="-1" autofocus>' in drawn("{% error_summary form %}", form=Plain({}))


def test_errors_of_our_own_keep_their_words() -> None:
    class Late(forms.Form):
        day = forms.DateField(error_messages={"required": "Say when it closes."})

    assert errors_of(Late({})["day"]) == ["Say when it closes."]


def test_fields_stand_in_their_groups_and_the_rest_follows() -> None:
    groups = [(legend, [bound.name for bound in fields]) for legend, fields in groups_of(Plain())]
    assert groups == [("About you", ["name"]), ("", ["email", "born_on", "way", "story", "agree"])]


def test_hidden_fields_are_sent_and_have_no_label() -> None:
    html = drawn("{% form form %}", form=Plain())
    assert html.count('name="secret"') == 1
    assert 'for="id_secret"' not in html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("9", "3", "2026"), date(2026, 3, 9)),
        (("09", "03", "2026"), date(2026, 3, 9)),
        ((" 9 ", "3", "2026"), date(2026, 3, 9)),
        (("", "", ""), None),
    ],
)
def test_three_boxes_make_a_date(typed: tuple[str, str, str], kept: date | None) -> None:
    form = Plain(dict(zip(("born_on_day", "born_on_month", "born_on_year"), typed, strict=True)))
    form.full_clean()
    assert form.cleaned_data["born_on"] == kept


@pytest.mark.parametrize(
    "typed", [("31", "2", "2026"), ("9", "", "2026"), ("a", "b", "c"), ("٣", "٣", "٢٠٢٦"), ("9", "3", "26")]
)
def test_three_boxes_that_make_no_date_are_refused_and_shown_again(typed: tuple[str, str, str]) -> None:
    form = Plain(dict(zip(("born_on_day", "born_on_month", "born_on_year"), typed, strict=True)))
    assert "born_on" in form.errors
    assert f'value="{typed[2]}"' in drawn("{% field form.born_on %}", form=form)


def test_a_kept_date_comes_back_into_its_boxes() -> None:
    html = drawn("{% field form.born_on %}", form=Plain(initial={"born_on": date(2026, 3, 9)}))
    assert [value in html for value in ('value="9"', 'value="3"', 'value="2026"')] == [True] * 3


def test_officers_get_the_browsers_own_date_box_in_its_own_format() -> None:
    class When(forms.Form):
        on = forms.DateField(widget=DayInput)

    assert 'type="date" name="on" value="2026-03-09"' in drawn(
        "{% field form.on %}", form=When(initial={"on": date(2026, 3, 9)})
    )


def test_a_long_answer_counts_its_letters_and_is_not_cut_off_while_typing() -> None:
    html = drawn("{% field form.story %}", form=Plain())
    assert 'data-module="govuk-character-count" data-maxlength="300"' in html
    assert 'aria-describedby="id_story-info"' in html
    assert "You can write up to 300 characters." in html
    assert " maxlength=" not in html
    assert 'dir="auto"' in html


def test_an_email_box_offers_the_address_the_phone_knows() -> None:
    assert 'autocomplete="email"' in drawn("{% field form.email %}", form=Plain())


def test_a_nul_is_refused_with_a_reason() -> None:
    assert Plain({"name": "a\0b"}).errors["name"] == ["Null characters are not allowed."]


def test_a_formset_is_groups_under_one_summary() -> None:
    some = formset_factory(Plain, extra=2)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "Ann", "form-1-name": ""}
    html = drawn("{% formset formset %}", formset=some(data))
    assert html.count('role="alert"') == 1
    assert 'name="form-TOTAL_FORMS"' in html
    assert '<a href="#id_form-0-way_0">' in html


def test_one_question_a_page_is_set_large() -> None:
    assert 'class="field question inline"' in drawn("{% field form.way question=True inline=True %}", form=Plain())
