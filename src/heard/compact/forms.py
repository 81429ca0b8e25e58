"""What officers may write at the gates: a reason, a later day, another level."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity, Level
from heard.rules import lifecycle
from heard.ui.forms import DayInput


class Reason(forms.Form):
    """A reason that is published under the name of who gives it."""

    reason = forms.CharField(
        label=_("Your reason, which is published with your name"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
    )


class Move(forms.Form):
    """Which move, and why where a reason is asked for."""

    to = forms.CharField(max_length=12, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it goes on (published)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
    )
    closes_on = forms.DateField(label=_("New closing day"), required=False, widget=DayInput)


def form_of(move: lifecycle.Move, needs_reason: bool, data: Any = None) -> Move:
    """The form of one move: a reason only where one is needed, a new closing day only to reopen."""
    name = move.name
    form = Move(data, initial={"to": name}, prefix=name, auto_id=f"id_{name}_%s")
    if not needs_reason:
        del form.fields["reason"]
    else:
        form.fields["reason"].required = True
        if move.needs_reason:
            form.fields["reason"].label = _("Why? This is published.")
        else:
            form.fields["reason"].help_text = _("A warning stands above. Say why it goes on all the same.")
    if name != "reopen":
        del form.fields["closes_on"]
    else:
        form.fields["closes_on"].required = True
    return form


class NewLevel(forms.Form):
    """Another level than the one people were told at opening."""

    level = forms.ChoiceField(label=_("What is it now?"))
    reason = forms.CharField(
        label=_("Why? This is published with your name."), widget=forms.Textarea(attrs={"rows": 3}), max_length=1500
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = (activity.level_at_opening or activity.level) != Level.INFORM
        choices = [each for each in Level.choices if each[0] != activity.level and not (asked and each[0] == "inform")]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]
