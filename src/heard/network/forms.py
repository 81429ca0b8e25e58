"""What somebody may follow, and how a member of staff enters that they asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.ground import clock
from heard.network.actions.following import Choice
from heard.network.models import Follow, Follower
from heard.network.queries import known_topics
from heard.people.models import Partner
from heard.places.queries import public_places


class ChoicesForm(forms.Form):
    """Everything, or any of: places, topics, public bodies. `chosen()` gives what was picked, with its words."""

    everything = forms.BooleanField(label=_("Everything that is asked in the city"), required=False)
    places = forms.MultipleChoiceField(
        label=_("Wards and neighbourhoods"), required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)
    partners = forms.MultipleChoiceField(label=_("Public bodies"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "places": list(public_places(on=clock.today()).exclude(kind="city").values_list("slug", "name")[:300]),
            "topics": [(topic, topic) for topic in known_topics()],
            "partners": list(Partner.objects.order_by("name").values_list("slug", "name")[:300]),
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = choices
            if not choices:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        kinds = ("everything", "places", "topics", "partners")
        if not any(found.get(name) or name in self.errors for name in kinds):
            self.add_error("everything", _("Choose at least one thing to follow, or everything."))
        return found

    def chosen(self) -> list[Choice]:
        """What was picked: kind, reference, words. Everything stands for all the rest."""
        found = self.cleaned_data
        if found.get("everything"):
            return [(Follow.Kind.EVERYTHING, "", str(Follow.Kind.EVERYTHING.label))]
        kinds = (("places", Follow.Kind.PLACE), ("topics", Follow.Kind.TOPIC), ("partners", Follow.Kind.PARTNER))
        return [(kind, ref, self._words(name, ref)) for name, kind in kinds for ref in found.get(name, [])]

    def _words(self, name: str, value: str) -> str:
        field: Any = self.fields[name]
        return str(dict(field.choices)[value])

    @staticmethod
    def initial_of(follows: Sequence[Follow]) -> dict[str, Any]:
        """The form as a follower filled it in last."""
        names = {Follow.Kind.PLACE: "places", Follow.Kind.TOPIC: "topics", Follow.Kind.PARTNER: "partners"}
        found: dict[str, Any] = {"everything": any(one.kind == Follow.Kind.EVERYTHING for one in follows)}
        for one in follows:
            if one.kind in names:
                found.setdefault(names[Follow.Kind(one.kind)], []).append(one.reference)
        return found


class FollowForm(ChoicesForm):
    """Ask to hear early, by e-mail."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send one e-mail there first, with a button to confirm. Used for this and nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "medium"}),
    )
    often = forms.ChoiceField(
        label=_("How often?"), choices=Follower.Often.choices[:2], initial="daily", widget=forms.RadioSelect
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)  # people never see it; programs fill it in


class FollowingForm(ChoicesForm):
    """Change what one follows."""

    often = forms.ChoiceField(label=_("How often?"), choices=Follower.Often.choices[:2], widget=forms.RadioSelect)


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
