"""What somebody may follow, and how a member of staff enters that they asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.ground import clock
from heard.network.actions.following import Choice
from heard.network.models import Follow, Follower
from heard.network.queries import known_topics, titles_of
from heard.people.models import Partner
from heard.places.queries import public_places

KINDS = (
    ("activities", Follow.Kind.ACTIVITY),
    ("places", Follow.Kind.PLACE),
    ("topics", Follow.Kind.TOPIC),
    ("partners", Follow.Kind.PARTNER),
)
MOST_AT_ONCE = 100


class ChoicesForm(forms.Form):
    """Everything, or any of: activities, places, topics, public bodies. `chosen()`: what was picked, and its words.

    Of the activities only those are offered that somebody came from (`initial`), follows already, or sends back.
    """

    everything = forms.BooleanField(label=_("Everything that is asked in the city"), required=False)
    activities = forms.MultipleChoiceField(
        label=_("What becomes of this, step by step"), required=False, widget=forms.CheckboxSelectMultiple
    )
    places = forms.MultipleChoiceField(
        label=_("Wards and neighbourhoods"), required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)
    partners = forms.MultipleChoiceField(label=_("Public bodies"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "activities": sorted(titles_of(self._activities()).items(), key=lambda one: one[1]),
            "places": list(public_places(on=clock.today()).exclude(kind="city").values_list("slug", "name")[:300]),
            "topics": [(topic, topic) for topic in known_topics()],
            "partners": list(Partner.objects.order_by("name").values_list("slug", "name")[:300]),
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = choices
            if not choices:
                del self.fields[name]

    def _activities(self) -> list[str]:
        sent = self.data.getlist(self.add_prefix("activities")) if hasattr(self.data, "getlist") else []
        return [*self.initial.get("activities", []), *sent][:MOST_AT_ONCE]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        kinds = ("everything", "activities", "places", "topics", "partners")
        if not any(found.get(name) or name in self.errors for name in kinds):
            self.add_error("everything", _("Choose at least one thing to follow, or everything."))
        return found

    def chosen(self) -> list[Choice]:
        """What was picked: kind, reference, words. Everything stands for all the rest but steps of an activity."""
        found = self.cleaned_data
        kinds = KINDS[:1] if found.get("everything") else KINDS
        picked: list[Choice] = [
            (kind, ref, self._words(name, ref)) for name, kind in kinds for ref in found.get(name, [])
        ]
        if found.get("everything"):
            return [(Follow.Kind.EVERYTHING, "", str(Follow.Kind.EVERYTHING.label)), *picked]
        return picked

    def _words(self, name: str, value: str) -> str:
        field: Any = self.fields[name]
        return str(dict(field.choices)[value])

    @staticmethod
    def initial_of(follows: Sequence[Follow]) -> dict[str, Any]:
        """The form as a follower filled it in last."""
        names = {kind: name for name, kind in KINDS}
        found: dict[str, Any] = {"everything": any(one.kind == Follow.Kind.EVERYTHING for one in follows)}
        for one in follows:
            if one.kind in names:
                found.setdefault(names[Follow.Kind(one.kind)], []).append(one.reference)
        return found


def _often(*names: str) -> list[tuple[str, Any]]:
    return [(name, Follower.Often(name).label) for name in names]


class FollowForm(ChoicesForm):
    """Ask to hear early, by e-mail."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send one e-mail there first, with a button to confirm. Used for this and nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "medium"}),
    )
    often = forms.ChoiceField(
        label=_("How often?"), choices=_often("daily", "weekly", "at_once"), initial="daily", widget=forms.RadioSelect
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)  # people never see it; programs fill it in


class FollowingForm(ChoicesForm):
    """Change what one follows."""

    often = forms.ChoiceField(
        label=_("How often?"), choices=_often("daily", "weekly", "at_once", "none"), widget=forms.RadioSelect
    )


class EnterForm(ChoicesForm):
    """A member of staff enters that somebody asked by phone, by letter or at a session."""

    channel = forms.ChoiceField(
        label=_("How do they want to hear?"),
        choices=Follower.Channel.choices,
        initial="letter",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    address = forms.CharField(
        label=_("Postal address"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 4})
    )
    evidence = forms.CharField(
        label=_("How and when did they ask?"),
        max_length=200,
        help_text=_("For example: by phone on 3 May, to the contact centre."),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        wanted = "address" if found.get("channel") == Follower.Channel.LETTER else "email"
        if found.get("channel") and not found.get(wanted) and wanted not in self.errors:
            self.add_error(wanted, _("Say where it goes."))
        return found

    def where(self) -> str:
        """The address for the chosen channel."""
        wanted = "address" if self.cleaned_data["channel"] == Follower.Channel.LETTER else "email"
        return str(self.cleaned_data[wanted])
