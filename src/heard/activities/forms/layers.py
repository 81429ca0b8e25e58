"""What an officer enters to lay a translation, Easy Read or plain words over what somebody said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Layer, Passage
from heard.rules.languages import ENGLISH, code_of, spoken


class LayerForm(forms.Form):
    """A reading of one passage: what it is, its words, who made it, and whether a machine did."""

    kind = forms.ChoiceField(
        label=_("What do you add?"),
        choices=[(one.value, one.label) for one in (Layer.Kind.TRANSLATION, Layer.Kind.EASY_READ, Layer.Kind.PLAIN)],
        widget=forms.RadioSelect,
        initial=Layer.Kind.TRANSLATION,
    )
    from_language = forms.ChoiceField(label=_("What was said is in"))
    language = forms.ChoiceField(label=_("What you add is in"), initial=ENGLISH)
    words = forms.CharField(
        label=_("The words"),
        help_text=_("All of it, as it was said. Where something is covered, leave […]."),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    how = forms.ChoiceField(label=_("How was it made?"), choices=Layer.How.choices, widget=forms.RadioSelect)
    translator = forms.CharField(
        label=_("Who made it?"),
        help_text=_("A name or an agency; for a machine, which one. Everyone who reads it sees this."),
        max_length=120,
    )
    looked = forms.BooleanField(label=_("I have looked at it: nothing in it tells who said it"), required=False)

    def __init__(self, passage: Passage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.code, f"{one.name} · {one.own_name}") for one in spoken().values() if one.code != ENGLISH]
        choices = [(ENGLISH, spoken()[ENGLISH].name), *named]
        for name in ("from_language", "language"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("from_language", code_of(passage.language) or ENGLISH)
        self.fields["looked"].unmarked = True  # type: ignore[attr-defined]
