"""The questions as a form: one at a time, all at once, or densely for keying in. Every channel asks the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from heard.activities.actions import ReplyTo
from heard.methods.survey.models import Question
from heard.methods.survey.queries import LONGEST, Asked, BankQuestion, Given, Questionnaire

DRAFT_LONGEST = 2 * LONGEST


class Words(forms.CharField):
    """An answer in somebody's own words. A line break counts as one character, as people count."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, strip=True, **kwargs)
        self.error_messages["max_length"] = _(
            "This is %(show_value)d characters long. We can keep %(limit_value)d: please shorten it. Nothing is lost."
        )

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n")) or ""


class AnswersForm(forms.Form):
    """Some or all of the questions. `given()` after validation; `typed` is what to keep in a draft before it."""

    def __init__(self, questions: Iterable[Asked], *args: Any, enforce: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.questions = tuple(questions)
        for question in self.questions:
            self.fields[question.name] = field_for(question, enforce)

    def given(self) -> tuple[Given, ...]:
        """The questions that were answered, in order, with their answers. Only after `is_valid()`."""
        found = (_given(question, self.cleaned_data.get(question.name)) for question in self.questions)
        return tuple(answer for answer in found if answer.words or answer.values)

    @property
    def typed(self) -> dict[str, Any]:
        """What stands in the form as plain values for a draft, whether or not it is right."""
        kept: dict[str, Any] = {}
        for question in self.questions:
            value = self[question.name].data
            if isinstance(value, list):
                kept[question.ref] = [str(one)[:20] for one in value[:100]]
            elif value:
                kept[question.ref] = str(value).replace("\x00", "")[:DRAFT_LONGEST]
        return kept

    def grouped(self) -> list[tuple[Asked, forms.BoundField]]:
        """Each question with its field."""
        return [(question, self[question.name]) for question in self.questions]


def field_for(question: Asked, enforce: bool = True) -> forms.Field:
    """The field that asks one question."""
    shared: dict[str, Any] = {
        "label": question.words,
        "help_text": question.hint,
        "required": question.required and enforce,
    }
    if question.kind == Question.Kind.TEXT:
        field: forms.Field = Words(widget=forms.Textarea(attrs={"rows": 6}), **shared)
        field.error_messages["required"] = _("Write your answer to “%(question)s”.") % {"question": question.words}
        return field
    choices = [(str(choice.value), choice.words) for choice in question.choices]
    if question.kind == Question.Kind.MULTI:
        field = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **shared)
        field.error_messages["required"] = _("Choose at least one answer to “%(question)s”.") % {
            "question": question.words
        }
        return field
    field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **shared)
    field.error_messages["required"] = _("Choose an answer to “%(question)s”.") % {"question": question.words}
    return field


def _given(question: Asked, value: Any) -> Given:
    if question.kind == Question.Kind.TEXT:
        return Given(question, words=value or "")
    chosen = value if isinstance(value, list) else [value] if value else []
    return Given(question, values=tuple(int(one) for one in chosen))


def form_of_draft(asked: Questionnaire, answers: Mapping[str, Any]) -> AnswersForm:
    """Every question, filled in with a draft and bound, so that it can be validated as a whole."""
    data = {asked.by_ref[ref].name: value for ref, value in answers.items() if ref in asked.by_ref}
    return AnswersForm(asked.questions, _Draft(data))


def initial_of_draft(questions: Iterable[Asked], answers: Mapping[str, Any]) -> dict[str, Any]:
    """What to show in the fields from a draft."""
    return {question.name: answers[question.ref] for question in questions if question.ref in answers}


class _Draft(dict[str, Any]):
    """A draft with the one method of a QueryDict that widgets need."""

    def getlist(self, name: str, default: Any = None) -> list[Any]:
        value = self.get(name, default)
        return value if isinstance(value, list) else [] if value is None else [value]


class TellMe(forms.Form):
    """May we quote you, and how shall we tell you what happened? All of it optional."""

    WAYS = [
        ("email", _("By e-mail")),
        ("letter", _("By letter")),
        ("phone", _("By phone")),
        ("", _("No need: I will look with my receipt")),
    ]
    may_quote = forms.BooleanField(
        label=_("You may quote my words in the report. My name is never shown."),
        required=False,
    )
    way = forms.ChoiceField(
        label=_("How shall we tell you what happened?"),
        help_text=_("Your address is kept apart from your answers, used only for this, and deleted once you are told."),
        choices=WAYS,
        widget=forms.RadioSelect,
        required=False,
    )
    name = forms.CharField(
        label=_("Your name"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = forms.CharField(
        label=_("Postal address"),
        help_text=_("With the postcode."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address", "data-maxlength": 500}),
    )
    phone = forms.CharField(
        label=_("Telephone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "class": "medium"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needs = {
            "email": ("email", _("Write the e-mail address we should use, or choose another way.")),
            "letter": ("address", _("Write the address we should send the letter to, or choose another way.")),
            "phone": ("phone", _("Write the number we should call, or choose another way.")),
        }.get(cleaned.get("way") or "")
        if needs and not (cleaned.get(needs[0]) or "").strip() and needs[0] not in self.errors:
            self.add_error(needs[0], needs[1])
        if cleaned.get("way") == "email" and cleaned.get("email"):
            self._check_email(cleaned["email"])
        if cleaned.get("way") == "phone" and cleaned.get("phone"):
            digits = sum(letter.isdigit() for letter in cleaned["phone"])
            if not 6 <= digits <= 20:
                self.add_error("phone", _("Write the whole telephone number, with its area code."))
        return cleaned

    def _check_email(self, address: str) -> None:
        try:
            validate_email(address.strip())
        except forms.ValidationError:
            self.add_error("email", _("That does not look like an e-mail address: something like name@example.org."))

    def reply_to(self) -> list[ReplyTo]:
        """The one way that was chosen, or none. Only after `is_valid()`."""
        way = self.cleaned_data.get("way") or ""
        field = {"email": "email", "letter": "address", "phone": "phone"}.get(way)
        if field is None:
            return []
        return [ReplyTo(way, self.cleaned_data[field].strip(), self.cleaned_data["name"].strip())]


class AboutYou(forms.Form):
    """The optional questions about the person, kept apart from what they said."""

    def __init__(self, bank: Iterable[BankQuestion], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.bank = tuple(bank)
        for question in self.bank:
            self.fields[question.name] = forms.ChoiceField(
                label=question.words,
                help_text=question.help,
                choices=question.answers,
                widget=forms.RadioSelect,
                required=False,
            )

    def grouped(self) -> list[tuple[BankQuestion, forms.BoundField]]:
        """Each question with its field."""
        return [(question, self[question.name]) for question in self.bank]

    def answers(self) -> dict[str, str]:
        """Question's slug → answer's slug, only those given. Only after `is_valid()`."""
        return {
            question.slug: self.cleaned_data[question.name]
            for question in self.bank
            if self.cleaned_data.get(question.name)
        }
