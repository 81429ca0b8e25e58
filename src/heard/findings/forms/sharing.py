"""What the pages on sharing, reuse and evidence from elsewhere accept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.findings.models import Finding, Restriction
from heard.people.models import Account
from heard.ui.forms import DayInput, SentOnce, has_come


def _words(label: Any, help_text: Any = "", rows: int = 3, **more: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=4000, widget=box, **more)


class ShareForm(SentOnce):
    """One press: the findings go to the lead of every other partner."""

    terms = _words(
        _("On which terms?"), rows=2,
        initial=_("You may use and quote this, naming us and the number it rests on."),
    )  # fmt: skip
    lessons = _words(_("Lessons for others"), _("What would you do otherwise next time?"), required=False)


class RestrictForm(forms.Form):
    """Holding back the words of a finding."""

    finding = forms.ModelChoiceField(
        label=_("Finding"), queryset=Finding.objects.none(), to_field_name="public_id", empty_label=None
    )
    code = forms.ChoiceField(label=_("Why"), choices=Restriction.Code.choices)
    because = _words(_("In a sentence"), _("For colleagues; the public reads only the reason above."), 2)
    owner = forms.ModelChoiceField(label=_("Who answers for it"), queryset=Account.objects.none())
    review_on = forms.DateField(label=_("Looked at again on"), widget=DayInput())

    def __init__(self, *args: Any, findings: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding"].queryset = findings  # type: ignore[attr-defined]
        self.fields["finding"].label_from_instance = lambda one: one.statement[:90]  # type: ignore[attr-defined]
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """Going on holding it back."""

    because = _words(_("Why it is still held back"), rows=2)
    review_on = forms.DateField(label=_("Looked at again on"), widget=DayInput())


class ReuseForm(SentOnce):
    """Asking to use a finding."""

    purpose = _words(_("What do you want it for?"), rows=2)


class AnswerReuseForm(forms.Form):
    """Granting or refusing."""

    reason = _words(_("If not: why"), rows=2, required=False)


class FindForm(forms.Form):
    """Looking for what partners have found."""

    words = forms.CharField(label=_("With these words"), required=False, max_length=120)
    place = forms.ChoiceField(label=_("Place"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    topic = forms.CharField(label=_("Theme"), required=False, max_length=60)
    show = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("All")), ("current", _("At most two years old"))]
    )

    def __init__(self, *args: Any, places: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("Everywhere")), *places]  # type: ignore[attr-defined]
        self.fields["partner"].choices = [("", _("Every partner")), *partners]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class EvidenceForm(forms.Form):
    """Evidence from elsewhere."""

    source = forms.CharField(label=_("What it is, and whose"), max_length=300)
    says = _words(_("What it says"), _("In a sentence or two, with the number it rests on."), 3)
    collected_on = forms.DateField(label=_("When was it finished?"), widget=DayInput(), validators=[has_come])
    published_where = forms.CharField(
        label=_("Where can anyone read it?"), required=False, max_length=400,
        help_text=_("An address or a library. What nobody can read cannot support a decision."),
    )  # fmt: skip
    currency_note = _words(
        _("Why it still holds"), _("Needed when it is more than two years old. Published with it."), 2, required=False
    )
