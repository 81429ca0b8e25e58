"""A version as it is written: the English beside a box for each phrase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from heard.activities.models.versions import Format
from heard.activities.queries.versions import Phrase, Standing, languages
from heard.rules.languages import ENGLISH

LONGEST_PHRASE = 6000


class NewVersionForm(forms.Form):
    """Which language, in which format."""

    language = forms.ChoiceField(label=_("Language"))
    format = forms.ChoiceField(
        label=_("Format"), choices=Format.choices, widget=forms.RadioSelect, initial=Format.STANDARD
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.code, f"{one.name} · {one.own_name}") for one in languages().values()]
        self.fields["language"].choices = named  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("language"), cleaned.get("format")) == (ENGLISH, Format.STANDARD):
            self.add_error("format", _now("English in the standard format is what stands there already."))
        return cleaned


class VersionForm(forms.Form):
    """One box for each phrase; for a phrase whose English changed, a tick that the words still fit."""

    translator = forms.CharField(
        label=_("Who translated it, or put it into simpler words?"),
        help_text=_("A name or an agency. It is shown to those who read it."),
        max_length=120,
        required=False,
    )

    def __init__(self, standing: Standing, data: Any = None) -> None:
        version = standing.version
        super().__init__(data, initial={"translator": version.translator})
        self.standing, self.stale = standing, {phrase.key for phrase in standing.stale}
        for phrase in standing.phrases:
            self.fields[_name(phrase)] = _box(phrase, standing)
            self.initial[_name(phrase)] = version.words.get(phrase.key, {}).get("words", "")
            if phrase.key in self.stale:
                label = _now("The English has changed. These words still fit.")
                self.fields[_tick(phrase)] = forms.BooleanField(label=label, required=False)

    def rows(self) -> list[tuple[Phrase, forms.BoundField, forms.BoundField | None]]:
        """Each phrase with its box, and its tick if there is one."""
        return [
            (phrase, self[_name(phrase)], self[_tick(phrase)] if phrase.key in self.stale else None)
            for phrase in self.standing.phrases
        ]

    def words(self) -> dict[str, str]:
        """What `write_version` takes. Only after `is_valid()`."""
        return {phrase.key: self.cleaned_data[_name(phrase)] for phrase in self.standing.phrases}

    def still_right(self) -> list[str]:
        """Phrases whose words still fit the English of now. Only after `is_valid()`."""
        ticked = [phrase for phrase in self.standing.stale if self.cleaned_data.get(_tick(phrase))]
        return [phrase.key for phrase in ticked]


def _name(phrase: Phrase) -> str:
    return f"w:{phrase.key}"


def _tick(phrase: Phrase) -> str:
    return f"still:{phrase.key}"


def _box(phrase: Phrase, standing: Standing) -> forms.Field:
    attrs = {"lang": standing.language.code, "dir": standing.language.direction}
    short = len(phrase.english) <= 80 and "\n" not in phrase.english
    widget = forms.TextInput(attrs) if short else forms.Textarea({**attrs, "rows": 3})
    field = forms.CharField(
        label=f"{phrase.what}: {phrase.english[:60]}", required=False, max_length=LONGEST_PHRASE, widget=widget
    )
    field.unmarked = True  # type: ignore[attr-defined]
    return field


class CheckForm(forms.Form):
    """Who read the words back into English, and what came of it."""

    checker = forms.CharField(
        label=_("Who read it back?"), help_text=_("Not the one who translated it."), max_length=120
    )
    how = forms.CharField(
        label=_("How was it checked, and what was changed?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
