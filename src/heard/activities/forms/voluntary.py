"""What voluntary bodies give and get: the terms, the body's own word, and the payment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.forms.fields import PoundsField, plan_text
from heard.activities.models import VoluntaryPart
from heard.ui.forms import DayInput, has_come


class PartForm(forms.Form):
    """A body's part: what it does, for how much."""

    body = forms.CharField(label=gettext_lazy("Which body?"), max_length=200)
    role = plan_text(gettext_lazy("What does it do?"))
    uses_network = forms.BooleanField(
        label=gettext_lazy("You rely on its network to reach people"), required=False
    )  # fmt: skip
    hours = forms.IntegerField(
        label=gettext_lazy("How many hours?"), min_value=0, max_value=10_000, required=False,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip
    pay = forms.ChoiceField(
        label=gettext_lazy("What is it paid?"), choices=VoluntaryPart.Pay.choices, widget=forms.RadioSelect
    )
    amount_pence = PoundsField(
        label=gettext_lazy("How much, in pounds?"), help_text=gettext_lazy("Write 0 if it is paid nothing.")
    )
    why_nothing = plan_text(gettext_lazy("If nothing, why? This is published."))
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The body gets a link to confirm this itself. The address is never shown."),
        required=False,
    )

    def __init__(self, data: Any = None, *, part: VoluntaryPart | None = None) -> None:
        initial = {name: getattr(part, name) for name in self.base_fields} if part else {"pay": VoluntaryPart.Pay.FEE}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("amount_pence") == 0 and not self.cleaned_data.get("why_nothing", "").strip():
            self.add_error("why_nothing", _("Say why it is paid nothing: the reason is published."))
        return self.cleaned_data


class AcknowledgeForm(forms.Form):
    """The body confirms its terms in its own name and words."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("You sign for your organisation. Your name is shown with the activity."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    benefit = plan_text(gettext_lazy("What does your organisation get out of this, in your own words?"), rows=3)


class PhoneForm(forms.Form):
    """What a body said on the phone."""

    name = forms.CharField(label=gettext_lazy("Who confirmed it on the phone?"), max_length=200)
    benefit = plan_text(gettext_lazy("What does it get out of this, in its own words?"))


class PaymentForm(forms.Form):
    """When it was agreed, claimed and paid."""

    agreed_on = forms.DateField(
        label=gettext_lazy("Agreed on"), widget=DayInput(), required=False, validators=[has_come]
    )
    due_from = forms.DateField(
        label=gettext_lazy("Invoice or claim received on"), widget=DayInput(), required=False, validators=[has_come]
    )  # fmt: skip
    paid_on = forms.DateField(label=gettext_lazy("Paid on"), widget=DayInput(), required=False, validators=[has_come])
