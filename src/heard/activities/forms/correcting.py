"""What an officer enters to put right who said what, and by which channel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Channel, Contribution
from heard.activities.queries import shown_words


class CorrectionForm(forms.Form):
    """One thing put right about one contribution, with the reason. `what` says which of the boxes is read."""

    WHATS = [
        ("words", _("Words were written down wrong")),
        ("channel", _("It came by another channel")),
        ("on_behalf_of", _("It was said on somebody's behalf, or was not")),
        ("moved", _("One passage belongs to another contribution")),
        ("person", _("All of it was said by somebody else")),
    ]
    what = forms.ChoiceField(label=_("What is wrong?"), choices=WHATS, widget=forms.RadioSelect)
    passage = forms.ChoiceField(label=_("Which passage?"), required=False)
    words = forms.CharField(
        label=_("What was really said"),
        help_text=_("For wrong words. Leave it empty to say that nothing was written there."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    channel = forms.ChoiceField(label=_("The right channel"), required=False)
    on_behalf_of = forms.CharField(label=_("On behalf of"), required=False, max_length=200)
    other = forms.CharField(
        label=_("The other contribution"),
        help_text=_("Its number, as “What came in” shows it: where the passage belongs, or whose words these are."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("How do you know?"),
        help_text=_("Name nobody: the person reads it on their receipt, and after publication everyone does."),
        max_length=300,
    )

    def __init__(self, one: Contribution, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.one = one
        rows = one.passages.prefetch_related("layers")[:200]
        passages = [(str(each.ordinal), f"{each.ordinal}. {shown_words(each)[:60]}") for each in rows]
        self.fields["passage"].choices = passages  # type: ignore[attr-defined]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (slug, label) for slug, label in Channel.choices if slug in one.strand.channels
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        what = cleaned.get("what")
        if what in ("words", "moved") and not cleaned.get("passage"):
            self.add_error("passage", _now("Choose the passage."))
        if what in ("moved", "person"):
            found = Contribution.objects.select_related("strand__activity").filter(
                trace_id=(cleaned.get("other") or "").strip().lower()
            )
            cleaned["found"] = found.first()
            if cleaned["found"] is None:
                self.add_error("other", _now("No contribution has this number."))
        return cleaned


class RecheckForm(forms.Form):
    """Whether an erratum changes a finding."""

    note = forms.CharField(label=_("Does a finding change, and which?"), max_length=300)
