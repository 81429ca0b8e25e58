"""The questions as a form: one at a time, all at once, or densely for keying in. Every channel asks the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from heard.activities.actions import ReplyTo
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
    BankQuestion,
    Given,
    Questionnaire,
    language_of,
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


NO_EMAIL = _("That does not look like an e-mail address: something like name@example.org.")


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

    def __init__(self, *args: Any, say: Say | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say = say or str
        if say:
            self._speak(say)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needs = {
            "email": ("email", _("Write the e-mail address we should use, or choose another way.")),
            "letter": ("address", _("Write the address we should send the letter to, or choose another way.")),
            "phone": ("phone", _("Write the number we should call, or choose another way.")),
        }.get(cleaned.get("way") or "")
        if needs and not (cleaned.get(needs[0]) or "").strip() and needs[0] not in self.errors:
            self.add_error(needs[0], self.say(str(needs[1])))
        if cleaned.get("way") == "email" and cleaned.get("email"):
            self._check_email(cleaned["email"])
        if cleaned.get("way") == "phone" and cleaned.get("phone"):
            digits = sum(letter.isdigit() for letter in cleaned["phone"])
            if not 6 <= digits <= 20:
                self.add_error("phone", self.say(str(_("Write the whole telephone number, with its area code."))))
        return cleaned

    def _check_email(self, address: str) -> None:
        try:
            validate_email(address.strip())
        except forms.ValidationError:
            self.add_error("email", self.say(str(NO_EMAIL)))

    def reply_to(self) -> list[ReplyTo]:
        """The one way that was chosen, or none. Only after `is_valid()`."""
        way = self.cleaned_data.get("way") or ""
        field = {"email": "email", "letter": "address", "phone": "phone"}.get(way)
        if field is None:
            return []
        return [ReplyTo(way, self.cleaned_data[field].strip(), self.cleaned_data["name"].strip())]

    def _speak(self, say: Say) -> None:
        """The labels in the language of the page."""
        for field in self.fields.values():
            field.label, field.help_text = say(str(field.label)), field.help_text and say(str(field.help_text))
            field.unmarked = True  # type: ignore[attr-defined]
        self.fields["way"].choices = [(slug, say(str(words))) for slug, words in self.WAYS]  # type: ignore[attr-defined]


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
                choices=question.choices,
                widget=forms.Select if question.is_long else forms.RadioSelect,
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
