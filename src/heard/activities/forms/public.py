"""What a resident or a stakeholder types in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Stakeholder


class ReceiptForm(forms.Form):
    """The code from a receipt, in any spelling."""

    unknown = _(
        "We cannot find a receipt with this code. Check it against your receipt: it has eleven characters (the secret "
        "word under it has eight), and it does not matter whether you write O or 0, I or 1. Nothing you said is lost."
    )
    wait = _("Too many codes from here did not fit. Wait ten minutes, then try again. Nothing you said is lost.")
    code = forms.CharField(
        label=_("The code on your receipt"),
        help_text=_("For example 4QW7R-8K2MZ-9. Spaces and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "autocapitalize": "characters"}),
    )


class SlipForm(forms.Form):
    """What stands on somebody's slip: the code of the receipt, and the letters that are for them alone."""

    code = forms.CharField(
        label=_("The code of your receipt"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    secret = forms.CharField(
        label=_("The eight letters under it"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "autocapitalize": "characters"}),
    )


class AnswerInvitationForm(forms.Form):
    """A stakeholder accepts, signing with a name, or declines."""

    answer = forms.ChoiceField(
        label=_("Do you accept?"),
        choices=[("accept", _("Yes, I take this part")), ("decline", _("No"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("This is your signature. It is shown with the activity."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = forms.CharField(
        label=_("Your part, in your own words"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )

    def __init__(self, data: Any = None, *, stakeholder: Stakeholder) -> None:
        super().__init__(
            data, initial={"name": stakeholder.accepted_name or stakeholder.name, "role": stakeholder.role}
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("answer") == "accept" and not self.cleaned_data.get("name", "").strip():
            self.add_error("name", _("Write your name: it is how you sign."))
        return self.cleaned_data
