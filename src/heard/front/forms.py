"""What the front door's lists and search accept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Level
from heard.ground import clock
from heard.network.queries import known_topics
from heard.people.models import Partner
from heard.places.models import Place
from heard.places.queries import public_places

KINDS = [
    ("", _("Everything")),
    ("activity", _("Activities")),
    ("finding", _("What was heard")),
    ("decision", _("Decisions")),
    ("commitment", _("Promises")),
]


class ListForm(forms.Form):
    """Narrow a list by partner, ward or level."""

    partner = forms.ChoiceField(label=_("Who asks"), required=False)
    place = forms.ChoiceField(label=_("Ward"), required=False)
    level = forms.ChoiceField(label=_("How much influence"), required=False, choices=[("", _("Any")), *Level.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = Partner.objects.order_by("name").values_list("slug", "name")[:300]
        wards = public_places(Place.Kind.WARD, on=clock.today()).values_list("slug", "name")[:300]
        self.fields["partner"].choices = [("", _("Any")), *partners]  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _("Any")), *wards]  # type: ignore[attr-defined]


class CalendarForm(ListForm):
    """Narrow the calendar by topic as well."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = [(topic, topic) for topic in known_topics()]
        self.fields["topic"].choices = [("", _("Any")), *topics]  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """Words to look for."""

    words = forms.CharField(label=_("What are you looking for?"), max_length=200)
    kind = forms.ChoiceField(label=_("Where to look"), choices=KINDS, required=False)


class SecretForm(forms.Form):
    """The secret on the slip, which opens a person's own words."""

    secret = forms.CharField(
        label=_("Your secret word"),
        help_text=_("Eight letters and figures, for example M56N-9VN8. Spaces and dashes do not matter."),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "autocapitalize": "characters"}),
    )
