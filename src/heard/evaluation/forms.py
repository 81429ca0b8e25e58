"""What is accepted about an evaluation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.evaluation.models import Evaluation
from heard.ui.forms import DayInput

ASKED = ("learned", "representative", "what_changed", "better_informed_or_able")


class EvaluationForm(forms.Form):
    """The five questions of GP-j. The counts come from the record; an estimate of people may be given."""

    how_many = forms.IntegerField(
        label=_("How many different people took part?"),
        help_text=_("The record counts voices; people at a session are one voice. Give your estimate if it differs."),
        min_value=0,
        max_value=10_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    follow_up_sent_on = forms.DateField(
        label=_("On which day were participants asked how it went?"), required=False, widget=DayInput()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ASKED:
            self.fields[name] = forms.CharField(
                label=getattr(Evaluation._meta.get_field(name), "verbose_name", name),
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        self.order_fields([*ASKED[:2], "how_many", *ASKED[2:], "follow_up_sent_on"])


class LessonForm(forms.Form):
    """One thing for whoever asks next."""

    words = forms.CharField(
        label=_("What would you tell the next person?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
