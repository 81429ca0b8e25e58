"""What residents fill in: a statement of their own, and where to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.forms.afterwards import TellMe
from heard.ground.fields import is_blank
from heard.ground.sending import new_key
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
        words = one_line(super().to_python(value) or "")
        return "" if is_blank(words) else words


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
        self.initial.setdefault("entry", new_key())

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if there := self.known.get(same(words)):
            self.like = there
            raise ValidationError(_("Somebody said this already. Vote on it: that adds your voice to theirs."))
        return words


class ReceiptForm(TellMe):
    """A receipt, and where to tell them what came of it, if they like: the ways of every other form."""

    may_quote = None  # type: ignore[assignment]  # a vote has no words, and a statement is given to be read

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].label = _("Shall we tell you what comes of it?")
        self.fields["way"].help_text = _("Your address is kept apart from your votes, and deleted once you know.")
