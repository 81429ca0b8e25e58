"""What an officer may put beside a section."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class WordsForm(forms.Form):
    """An officer's own words. Empty takes them away."""

    words = forms.CharField(
        label=_("What the record cannot know"), required=False, max_length=6000,
        help_text=_("Shown beside this section with your name. Leave it empty to take your words away."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
