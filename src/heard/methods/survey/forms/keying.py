"""What an officer keys in beside the answers: how and when it came, for whom, and where to reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from heard.activities.forms.afterwards import TellMe
from heard.activities.queries.versions import language_of
from heard.ground import clock
from heard.methods.survey.queries import Offer
from heard.rules.paper import read_serial, serial
from heard.ui.forms import DayInput
from heard.ui.words import CHANNELS

KEYED = ("paper", "phone", "letter", "in_person", "email", "text_message")


class CameIn(forms.Form):
    """How and when it came. The late-response rule is applied here with its reason, and again when it is kept."""

    channel = forms.ChoiceField(label=_("How did it come?"), widget=forms.RadioSelect)
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("The day it reached us, not the day it is keyed in."),
        widget=DayInput(attrs={"class": "medium"}),
    )
    serial = forms.CharField(
        label=_("Serial number on the form"),
        help_text=_("Type or scan it: it says who keyed it already. Leave it empty for a form printed at home."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off"}),
    )
    on_behalf_of = forms.CharField(
        label=_("On behalf of"),
        help_text=_("An organisation, or who asked for help and how: “her mother, by consent”."),
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        days: Mapping[str, tuple[date | None, date | None]],
        today: date,
        late_policy: str,
        *args: Any,
        offers: Sequence[Offer] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if len({offer.language for offer in offers}) > 1:
            spoken = {offer.language: language_of(offer.language).name for offer in offers}
            self.fields["language"] = forms.ChoiceField(
                label=_("In which language did they answer?"),
                help_text=_("Key in their own words; a translation is added beside them later."),
                choices=list(spoken.items()),
            )
        self.days, self.today, self.late_policy = days, today, late_policy
        open_to_key = [channel for channel in KEYED if channel in days]
        self.fields["channel"].choices = [(slug, CHANNELS[slug]) for slug in open_to_key]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        channel, day = cleaned.get("channel"), cleaned.get("received_on")
        if channel and channel in self.days and day:
            self._refuse_day(day, *self.days[channel])
        return cleaned

    def clean_serial(self) -> str:
        """The serial in its one spelling. Refused where a sign of it is wrong."""
        typed = str(self.cleaned_data["serial"]).strip()
        read = read_serial(typed) if typed else None
        if typed and read is None:
            raise forms.ValidationError(
                _now("“%(typed)s” is no serial: a sign is wrong or missing. Compare it sign by sign.")
                % {"typed": typed[:40]}
            )
        return serial(*read) if read else ""

    def _refuse_day(self, day: date, opens_on: date | None, closes_on: date | None) -> None:
        said = {
            "day": day,
            "opens": opens_on,
            "closes": closes_on,
            "policy": self.late_policy or _now("none is written"),
        }
        if day > self.today:
            self.add_error("received_on", _now("It cannot have been received after today."))
        elif opens_on is None or day < opens_on:
            self.add_error(
                "received_on", _now("This opened on %(opens)s: nothing can have been received before.") % said
            )
        elif closes_on is not None and day > closes_on:
            self.add_error(
                "received_on",
                _now("It came after closing on %(closes)s, so it cannot be counted. Late-response policy: %(policy)s")
                % said,
            )

    def received_at(self, at: datetime) -> datetime:
        """Noon of the day it was received, or this moment if that is today and still before noon."""
        noon = clock.midday(self.cleaned_data["received_on"])
        return min(noon, at)


class KeyedReply(TellMe):
    """The same wishes as on the web, in an officer's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["may_quote"].label = _("They agreed to be quoted without their name")
        self.fields["way"].label = _("How do they want to be told what happened?")
        self.fields["way"].help_text = ""
        self.fields["way"].choices = [  # type: ignore[attr-defined]
            ("", _("They did not ask")), *[way for way in TellMe.WAYS if way[0]],
        ]  # fmt: skip
        self.fields["name"].label = _("Name")
