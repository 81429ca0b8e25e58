"""What residents fill in: a statement of their own, and where to be told."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.actions import ReplyTo
from heard.methods.opinions.models.statements import LONGEST
from heard.moderation.forms import Guarded


def one_line(words: str) -> str:
    """The words with every run of spaces and line breaks as one space."""
    return " ".join(words.split())


def same(words: str) -> str:
    """What two statements share that differ only in case, spaces and marks at the end."""
    return one_line(words).casefold().strip(" .!…")


class StatementField(forms.CharField):
    """One statement: a sentence of at most 200 characters, in one line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("min_length", 5)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class MyStatementForm(Guarded):
    """A statement that everyone will vote on. `known`: the statements that are there, by their plain words."""

    words = StatementField(
        label=gettext_lazy("Your statement"),
        help_text=gettext_lazy(
            "One thing, in your own words, that others can agree or disagree with. It is shown without your name."
        ),
    )
    entry = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.like = known or {}, ""
        self.initial.setdefault("entry", secrets.token_urlsafe(24))

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if there := self.known.get(same(words)):
            self.like = there
            raise ValidationError(_("Somebody said this already. Vote on it: that adds your voice to theirs."))
        return words


class ReceiptForm(forms.Form):
    """A receipt, and where to tell them what came of it, if they like."""

    way = forms.ChoiceField(
        label=gettext_lazy("Shall we tell you what comes of it?"),
        choices=[
            ("", gettext_lazy("No, I will look it up with my receipt")),
            ("email", gettext_lazy("By e-mail")),
            ("letter", gettext_lazy("By letter")),
            ("phone", gettext_lazy("By phone")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=gettext_lazy("The e-mail address, postal address or number"),
        help_text=gettext_lazy("Only if you chose a way. It is kept apart from your votes, and deleted once you know."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        way, address = given.get("way") or "", (given.get("address") or "").strip()
        if way and not address and "address" not in self.errors:
            self.add_error("address", _("Write where we should tell you, or choose to look it up yourself."))
        if way == "email" and address:
            try:
                validate_email(address)
            except ValidationError:
                self.add_error("address", _("This is not an e-mail address. It looks like name@example.org."))
        if way == "phone" and address and not 6 <= sum(sign.isdigit() for sign in address) <= 20:
            self.add_error("address", _("Write the whole telephone number, with its area code."))
        return given

    def reply_to(self) -> list[ReplyTo]:
        """The one way that was chosen, or none. Only after `is_valid()`."""
        way = self.cleaned_data.get("way") or ""
        return [ReplyTo(way, self.cleaned_data["address"].strip())] if way else []
