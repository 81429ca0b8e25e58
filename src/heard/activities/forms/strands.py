"""One way to take part: its method, its channels, and what is particular about each channel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.actions import Terms
from heard.activities.forms.fields import LONGEST, plan_text
from heard.activities.methods import all_methods
from heard.activities.models import Channel, Strand
from heard.ui.forms import DayInput

TITLE = Strand._meta.get_field("title").max_length or 160


class StrandForm(forms.Form):
    """Title, method, channels and reason; for each channel where it is found and its own days if they differ."""

    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("As people will read it: “Tell us what you think”, “Come to the library”."),
        max_length=TITLE,
    )
    method = forms.ChoiceField(label=gettext_lazy("How does it work?"), widget=forms.RadioSelect)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Ways in"),
        help_text=gettext_lazy("Everyone gets the same questions, days and answers, whichever way they choose."),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    why = plan_text(gettext_lazy("Why does this fit?"), rows=3)
    generic = forms.BooleanField(
        label=gettext_lazy("The same for everyone (not designed with a particular group)"), required=False
    )

    def __init__(self, data: Any = None, *, strand: Strand | None = None) -> None:
        super().__init__(data, initial=_initial(strand))
        self.fields["method"].choices = [(each.slug, _said(each)) for each in all_methods()]  # type: ignore[attr-defined]
        self.fieldsets: list[tuple[Any, list[str]]] = [("", ["title", "method", "channels", "why", "generic"])]
        for channel in Channel:
            names = [f"where_{channel}", f"opens_{channel}", f"closes_{channel}"]
            self.fields[names[0]] = forms.CharField(
                label=_("Where do people find it?"), max_length=LONGEST, required=False
            )
            self.fields[names[1]] = forms.DateField(
                label=_("Opens on, if it differs"), widget=DayInput(), required=False
            )
            self.fields[names[2]] = forms.DateField(
                label=_("Closes on, if it differs"), widget=DayInput(), required=False
            )
            self.fieldsets.append((channel.label, names))

    def by_channel(self) -> list[tuple[Any, dict[str, Any]]]:
        """Each channel with its fields, unfolded where something is filled in or wrong."""
        found = []
        for legend, names in self.fieldsets[1:]:
            fields = [self[name] for name in names]
            filled = any(bound.value() or bound.errors for bound in fields)
            found.append((legend, {"fields": fields, "open": filled}))
        return found

    def terms(self) -> list[Terms]:
        """What is particular about each ticked channel."""
        said = self.cleaned_data
        return [
            Terms(channel, said[f"where_{channel}"], said[f"opens_{channel}"], said[f"closes_{channel}"])
            for channel in said["channels"]
        ]

    def columns(self) -> dict[str, Any]:
        """The strand's own columns."""
        return {name: self.cleaned_data[name] for name in ("title", "method", "channels", "why", "generic")}


def _said(method: Any) -> str:
    return f"{method.name}: {method.about}" if method.about else str(method.name)


def _initial(strand: Strand | None) -> dict[str, Any]:
    if strand is None:
        return {"generic": True}
    found = {name: getattr(strand, name) for name in ("title", "method", "channels", "why", "generic")}
    for row in strand.terms.all():
        found |= {
            f"where_{row.channel}": row.where,
            f"opens_{row.channel}": row.opens_on,
            f"closes_{row.channel}": row.closes_on,
        }
    return found
