"""What somebody may tell us once they have spoken: where to tell them what came of it, who they are. All optional."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from heard.activities.actions import ReplyTo
from heard.people.queries.bank import BankQuestion

Say = Callable[[str], str]
NO_EMAIL = _("That does not look like an e-mail address: something like name@example.org.")
NO_NUMBER = _("Write the whole telephone number, with its area code.")


def is_number(text: str) -> bool:
    """Whether it can be a whole telephone number: six to twenty figures, however they are spaced."""
    return 6 <= sum(letter.isdigit() for letter in text) <= 20


class TellMe(forms.Form):
    """May we quote you, and how shall we tell you what happened? All of it optional."""

    WAYS = [
        ("email", _("By e-mail")),
        ("text", _("By text message")),
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
            "text": ("phone", _("Write the number we should send the message to, or choose another way.")),
        }.get(cleaned.get("way") or "")
        if needs and not (cleaned.get(needs[0]) or "").strip() and needs[0] not in self.errors:
            self.add_error(needs[0], self.say(str(needs[1])))
        if cleaned.get("way") == "email" and cleaned.get("email"):
            self._check_email(cleaned["email"])
        if cleaned.get("way") in ("phone", "text") and cleaned.get("phone") and not is_number(cleaned["phone"]):
            self.add_error("phone", self.say(str(NO_NUMBER)))
        return cleaned

    def _check_email(self, address: str) -> None:
        try:
            validate_email(address.strip())
        except forms.ValidationError:
            self.add_error("email", self.say(str(NO_EMAIL)))

    def reply_to(self) -> list[ReplyTo]:
        """The one way that was chosen, or none. Only after `is_valid()`."""
        way = self.cleaned_data.get("way") or ""
        field = {"email": "email", "letter": "address", "phone": "phone", "text": "phone"}.get(way)
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
