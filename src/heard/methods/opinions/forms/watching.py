"""What a moderator makes of votes that look odd."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.people.models import Exclusion

HONEST = "honest"


class JudgeForm(forms.Form):
    """They are real people, or a proposal to leave their votes out for a listed reason."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What do you make of it?"),
        choices=[
            (HONEST, gettext_lazy("Real people: they count")),
            ("propose", gettext_lazy("Made up: propose that these votes are not counted")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("If made up: for which listed reason?"),
        help_text=gettext_lazy("Being critical, or of one mind, is not one of them."),
        choices=[("", "–"), *Exclusion.Reason.choices],
        required=False,
    )
    because = forms.CharField(
        label=gettext_lazy("What did you find?"),
        help_text=gettext_lazy(
            "What you looked at, so that somebody from another team can judge it. A class, a library or a household "
            "may well vote at the same hour from the same place."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("verdict") == "propose" and not given.get("reason"):
            self.add_error("reason", _("Choose the listed reason, or let them count."))
        return given
