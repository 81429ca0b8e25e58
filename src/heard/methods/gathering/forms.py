"""What is accepted about sessions and about what was said at them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.models import Activity, Group
from heard.ground import clock
from heard.methods.gathering.models import Gathering, Session
from heard.places.models import Place, Venue
from heard.ui.forms import DayInput, SentOnce

LONGEST = 10_000


class MomentInput(forms.DateTimeInput):
    """The browser's own picker for a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class PromptsForm(forms.Form):
    """What is asked in every room."""

    introduction = forms.CharField(
        label=gettext_lazy("How do you introduce it?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    prompts = forms.CharField(
        label=gettext_lazy("What do you ask?"),
        help_text=gettext_lazy("One question on each line. Every room is asked the same."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_prompts(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["prompts"].splitlines() if line.strip()]

    @classmethod
    def for_gathering(cls, gathering: Gathering, data: Any = None) -> PromptsForm:
        return cls(data, initial={"introduction": gathering.introduction, "prompts": "\n".join(gathering.prompts)})


class SessionForm(SentOnce, forms.ModelForm):
    """When, where, who holds it, and how people can get in and take part."""

    class Meta:
        model = Session
        fields = [
            "title", "kind", "host", "starts_at", "venue", "venue_words", "place", "is_public", "access_facts",
        ]  # fmt: skip
        labels = {
            "title": gettext_lazy("What shall we call it?"),
            "kind": gettext_lazy("What kind of conversation is it?"),
            "host": gettext_lazy("Who holds it?"),
            "starts_at": gettext_lazy("When does it start?"),
            "venue": gettext_lazy("Where? Choose a place we know"),
            "venue_words": gettext_lazy("…or say where in words"),
            "place": gettext_lazy("Which ward is it in?"),
            "is_public": gettext_lazy("Anyone may come, so it is announced"),
            "access_facts": gettext_lazy("What should people know about getting in and taking part?"),
        }
        help_texts = {
            "venue_words": gettext_lazy("For a home, give the street’s area only: never an address."),
            "access_facts": gettext_lazy("Steps, toilets, hearing loop, buses, quiet room, interpreters, childcare."),
        }
        widgets = {"starts_at": MomentInput(), "kind": forms.RadioSelect, "access_facts": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = Venue.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["place"].queryset = Place.objects.filter(kind="ward").order_by("name")  # type: ignore[attr-defined]
        self.fields["starts_at"].required = True
        self.fields["kind"].choices = Session.Kind.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("venue") and not given.get("venue_words", "").strip():
            self.add_error("venue_words", _("Say where it is: choose a place, or write it in words."))
        if given.get("is_public") and not given.get("access_facts", "").strip():
            self.add_error("access_facts", _("Anyone may come, so say how people get in and take part (GP-g)."))
        return given


class CancelForm(forms.Form):
    """Why a session is called off."""

    because = forms.CharField(
        label=gettext_lazy("Why is it called off? People will read this."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NoteForm(forms.Form):
    """Who came and who was heard."""

    held_at = forms.DateTimeField(label=gettext_lazy("When did it take place?"), widget=MomentInput())
    attended = forms.IntegerField(
        label=gettext_lazy("How many people came?"),
        help_text=gettext_lazy("Leave out yourselves."),
        min_value=0,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    spoke = forms.IntegerField(
        label=gettext_lazy("How many of them spoke, wrote or drew?"),
        help_text=gettext_lazy("Count people, not remarks. A rough count is better than none."),
        min_value=0,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("How was it written down?"),
        choices=Session._meta.get_field("confidence").choices,  # type: ignore[arg-type]
        widget=forms.RadioSelect,
    )
    summary = forms.CharField(
        label=gettext_lazy("What was it like? What was the mood?"),
        help_text=gettext_lazy("No names, nothing told in confidence. Safeguarding goes to its lead, not here."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_held_at(self) -> datetime:
        held_at: datetime = self.cleaned_data["held_at"]
        if held_at > clock.now():
            raise ValidationError(_("This is in the future. A note can only be written afterwards."))
        return held_at

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if (given.get("spoke") or 0) > (given.get("attended") or 0):
            self.add_error("spoke", _("More people spoke than came. Check the two numbers."))
        return given


class SaidForm(forms.Form):
    """One thing that somebody said."""

    words = forms.CharField(
        label=gettext_lazy("What was said"),
        help_text=gettext_lazy("As near to their own words as you can. No names."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    prompt = forms.ChoiceField(label=gettext_lazy("In answer to"), required=False)
    group = forms.ModelChoiceField(
        label=gettext_lazy("Speaking as"), queryset=Group.objects.none(), required=False, empty_label="–"
    )
    may_quote = forms.BooleanField(label=gettext_lazy("They agreed to be quoted, without their name"), required=False)

    def __init__(self, *args: Any, activity: Activity, prompts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.filter(activity=activity)  # type: ignore[attr-defined]
        self.fields["prompt"].choices = [("", "–"), *((text, text) for text in prompts)]  # type: ignore[attr-defined]
        if len(prompts) == 1:  # nobody chooses among one
            self.initial.setdefault("prompt", prompts[0])


class AddSaidForm(SentOnce, SaidForm):
    """One thing that was left out of the note."""


class PromiseForm(forms.Form):
    """Something the host promised."""

    words = forms.CharField(label=gettext_lazy("What was promised"), required=False, max_length=1000)
    by_whom = forms.CharField(label=gettext_lazy("By whom"), required=False, max_length=200)
    due_on = forms.DateField(label=gettext_lazy("By when"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("words") and not given.get("by_whom"):
            self.add_error("by_whom", _("Say who promised it."))
        return given


class AttendanceForm(forms.Form):
    """How many came of each group that the plan names."""

    def __init__(self, data: Any = None, *, groups: list[Group]) -> None:
        super().__init__(data)
        self.groups = groups
        for group in groups:
            self.fields[f"group_{group.pk}"] = forms.IntegerField(
                label=group.name, required=False, min_value=0, max_value=100_000,
                widget=forms.NumberInput(attrs={"class": "short"}),
            )  # fmt: skip

    def counts(self) -> dict[Group, int]:
        """People by group, where anyone was counted."""
        return {
            group: count for group in self.groups if (count := self.cleaned_data.get(f"group_{group.pk}")) is not None
        }


class QuietForm(forms.Form):
    """How those who came and did not speak will be heard."""

    follow_up = forms.CharField(
        label=gettext_lazy("What will you do?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


SaidFormSet = formset_factory(SaidForm, extra=6, max_num=300, absolute_max=300)
PromiseFormSet = formset_factory(PromiseForm, extra=2, max_num=50, absolute_max=50)
