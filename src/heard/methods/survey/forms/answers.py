"""The questions as a form: one at a time, all at once, or densely for keying in. Every channel asks the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from heard.activities.forms.afterwards import NO_EMAIL
from heard.activities.queries.versions import language_of
from heard.methods.survey.forms.kinds import (
    MatrixField,
    MatrixInput,
    PlaceField,
    PlaceInput,
    RankField,
    RankInput,
    Say,
    kept,
    spread,
)
from heard.methods.survey.models import Question
from heard.methods.survey.queries import (
    ENGLISH,
    LONGEST,
    Asked,
    Given,
    Questionnaire,
    message,
)
from heard.ui.forms import OwnWords

Kind = Question.Kind


class Words(OwnWords):
    """An answer in somebody's own words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)


class AnswersForm(forms.Form):
    """Some or all of the questions. `given()` after validation; `typed` is what to keep in a draft before it.

    `asked` says in which language the page speaks; `enforce=False` lets required ones be left out (keying in);
    `paths` says at each question to whom it is put, where all stand on one page.
    """

    def __init__(
        self,
        questions: Iterable[Asked],
        *args: Any,
        enforce: bool = True,
        paths: bool = False,
        asked: Questionnaire | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.questions = tuple(questions)
        page = asked or Questionnaire()
        for question in self.questions:
            self.fields[question.name] = field_for(question, page, enforce=enforce, paths=paths)

    def given(self) -> tuple[Given, ...]:
        """The questions that were answered, in order, with their answers. Only after `is_valid()`."""
        found = (given_of(question, self.cleaned_data.get(question.name)) for question in self.questions)
        return tuple(answer for answer in found if answer)

    def given_so_far(self) -> tuple[Given, ...]:
        """The answers that are right as they stand, whatever is wrong with others."""
        self.is_valid()
        return self.given()

    @property
    def typed(self) -> dict[str, Any]:
        """What stands in the form as plain values for a draft, whether or not it is right."""
        each = {question.ref: kept(self[question.name].data) for question in self.questions}
        return {ref: value for ref, value in each.items() if value}

    def grouped(self) -> list[tuple[Asked, forms.BoundField]]:
        """Each question with its field."""
        return [(question, self[question.name]) for question in self.questions]


def field_for(question: Asked, page: Questionnaire, *, enforce: bool = True, paths: bool = False) -> forms.Field:
    """The field that asks one question."""
    shared: dict[str, Any] = {
        "label": spoken(question, page, question.words),
        "help_text": spoken(
            question, page, "\n".join(filter(None, [question.only_if if paths else "", question.hint]))
        ),
        "required": question.required and enforce and not (paths and question.conditions),
    }

    def say(words: str) -> str:
        return message(page, words)

    needs = say(NEEDS.get(Kind(question.kind), "Choose an answer to “%(question)s”.")) % {"question": question.words}
    make = _PARTS.get(question.kind)
    if make:
        field = make(question, say, needs, shared)
        field.widget.mark = lambda words: spoken(question, page, words)
        if enforce and isinstance(field.widget, PlaceInput):
            field.widget.lay_out()
    elif question.kind == Kind.TEXT:
        field = Words(widget=forms.Textarea(attrs={"rows": 6}), **shared)
    else:
        several = question.kind == Kind.MULTI
        choices = [(str(choice.value), spoken(question, page, choice.words)) for choice in question.choices]
        field = (forms.MultipleChoiceField if several else forms.ChoiceField)(
            choices=choices, widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect, **shared
        )
    field.error_messages["required"] = needs
    field.unmarked = page.language != ENGLISH  # type: ignore[attr-defined]
    return field


NEEDS = {
    Kind.TEXT: "Write your answer to “%(question)s”.",
    Kind.MULTI: "Choose at least one answer to “%(question)s”.",
    Kind.RANK: "Write 1 beside your first choice for “%(question)s”.",
    Kind.PLACE: "Choose a place, or write one, for “%(question)s”.",
}
Make = Callable[[Asked, Say, str, dict[str, Any]], forms.Field]
_PARTS: dict[str, Make] = {
    Kind.RANK: lambda question, say, needs, shared: RankField(
        widget=RankInput(question.choices), say=say, needs=needs, **shared
    ),
    Kind.MATRIX: lambda question, say, needs, shared: MatrixField(
        widget=MatrixInput(question.rows, question.choices), say=say, needs=needs, **shared
    ),
    Kind.PLACE: lambda question, say, needs, shared: PlaceField(
        widget=PlaceInput(question.choices, say), say=say, needs=needs, **shared
    ),
}


def speaker(page: Questionnaire) -> Say | None:
    """What puts words into the language of a page; None in English, where they stand as they are."""
    return None if page.language == ENGLISH else lambda words: message(page, words)


def spoken(question: Asked, page: Questionnaire, words: str) -> str:
    """The words of a question, marked with their language where the page speaks another."""
    if question.language == page.language or not words:
        return words
    spoken_in = language_of(question.language)
    return format_html('<span lang="{}" dir="{}">{}</span>', spoken_in.code, spoken_in.direction, words)


def given_of(question: Asked, value: Any) -> Given:
    """A field's cleaned value as an answer."""
    if question.kind == Kind.TEXT:
        return Given(question, words=value or "")
    if question.kind == Kind.MATRIX:
        return Given(question, cells=tuple(value or ()))
    if question.kind == Kind.RANK:
        return Given(question, values=tuple(value or ()))
    if question.kind == Kind.PLACE:
        place = value or {"place": None, "words": ""}
        return Given(question, words=place["words"], values=(place["place"],) if place["place"] else ())
    chosen = value if isinstance(value, list) else [value] if value else []
    return Given(question, values=tuple(int(one) for one in chosen))


def form_of_draft(
    asked: Questionnaire, answers: Mapping[str, Any], questions: Iterable[Asked] | None = None
) -> AnswersForm:
    """Every question (or some), filled in with a draft and bound, so that it can be validated as a whole."""
    data = [
        entry
        for ref, value in answers.items()
        if ref in asked.by_ref
        for entry in spread(asked.by_ref[ref].name, value)
    ]
    return AnswersForm(asked.questions if questions is None else questions, _Draft(data), asked=asked)


def put_to(asked: Questionnaire, answers: Mapping[str, Any]) -> tuple[Asked, ...]:
    """The questions that are put to whoever has this draft, judged by what in it is right."""
    if not asked.branches:
        return asked.questions
    return asked.asked_of(form_of_draft(asked, answers).given_so_far())


def initial_of_draft(questions: Iterable[Asked], answers: Mapping[str, Any]) -> dict[str, Any]:
    """What to show in the fields from a draft."""
    return {question.name: answers[question.ref] for question in questions if question.ref in answers}


class _Draft(dict[str, Any]):
    """A draft with the one method of a QueryDict that widgets need."""

    def getlist(self, name: str, default: Any = None) -> list[Any]:
        value = self.get(name, default)
        return value if isinstance(value, list) else [] if value is None else [value]


class KeepForLater(forms.Form):
    """An address to send the return code to, if somebody wants that."""

    email = forms.CharField(
        label=_("E-mail address, if you want the code sent to you"),
        help_text=_("We send it once and then delete the address."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, say: Say | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say = say or str
        field = self.fields["email"]
        field.label, field.help_text = self.say(str(field.label)), self.say(str(field.help_text))
        field.unmarked = True  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """The address without spaces around it, or "" if none was given."""
        address = self.cleaned_data["email"].strip()
        if address:
            try:
                validate_email(address)
            except forms.ValidationError as error:
                raise forms.ValidationError(self.say(str(NO_EMAIL))) from error
        return str(address)


class ReturnCode(forms.Form):
    """The code under which answers were kept for later."""

    code = forms.CharField(
        label=_("Your return code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "medium", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, say: Say | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = (say or str)(str(self.fields["code"].label))
        self.fields["code"].error_messages["required"] = (say or str)("Write the return code.")
