"""What officers write: what is asked, replies, what becomes of an idea, what came on paper or by phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from heard.ground import clock
from heard.methods.conversation.actions.counting import MOST
from heard.methods.conversation.forms.saying import LONGEST
from heard.methods.conversation.models import Conversation, Post
from heard.people.models import Account
from heard.places.models import Place
from heard.places.queries import public_places
from heard.ui.forms import DayInput, OwnWords, SentOnce
from heard.ui.words import CHANNELS


class AskedForm(forms.ModelForm):
    """What is asked, and what people may add to their words."""

    class Meta:
        model = Conversation
        fields = ["kind", "prompt", "about", "asks_place", "takes_photos", "takes_spoken", "asks_about"]
        labels = {
            "kind": _("What kind of conversation is it?"),
            "prompt": _("What do you ask?"),
            "about": _("What should people know before they answer?"),
            "asks_place": _("People may say where it is about"),
            "takes_photos": _("People may add a picture"),
            "takes_spoken": _("People may say it instead of writing it"),
            "asks_about": _("After their receipt, people are asked who they are, if they like"),
        }
        help_texts = {
            "prompt": _("One question, as you would ask it across a table. No words of the trade."),
            "asks_about": _(
                "The city's questions about people, kept apart from their words: they show who is missing."
            ),
            "about": _("Two or three sentences. The facts go on “What you can influence”."),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "prompt": forms.Textarea(attrs={"rows": 2, "data-maxlength": 300}),
            "about": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Conversation.Kind.choices  # type: ignore[attr-defined]
        self.fields["prompt"].required = True
        self.fields["prompt"].max_length = 300  # type: ignore[attr-defined]

    def clean_prompt(self) -> str:
        words = str(self.cleaned_data["prompt"]).strip()
        if len(words) > 300:
            raise forms.ValidationError(_now("Ask it in fewer than 300 letters, so that it fits a telephone."))
        return words


class OfficerForm(forms.Form):
    """Who replies, and under which name and office."""

    officer = forms.ModelChoiceField(
        label=_("Who replies?"),
        help_text=_("Somebody with an account here. Questions go to them, and they have five working days (B4-b)."),
        queryset=Account.objects.none(),
        empty_label=_("Choose a person"),
    )
    name = forms.CharField(label=_("The name that everyone reads"), max_length=120)
    role = forms.CharField(label=_("Their office, in plain words"), max_length=160)

    def __init__(self, conversation: Conversation, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "officer": conversation.officer_id,
                "name": conversation.officer_name,
                "role": conversation.officer_role,
            },
        )
        super().__init__(*args, **kwargs)
        lead = conversation.strand.activity.lead_id
        staff = Account.objects.filter(roles__partner=lead, roles__ended_at__isnull=True, is_active=True)
        self.fields["officer"].queryset = staff.distinct().order_by("name", "pk")  # type: ignore[attr-defined]


class AnswerForm(SentOnce):
    """A reply in public."""

    words = OwnWords(
        label=_("Your reply, as you would say it to them"),
        help_text=_("Everyone reads it under your name. If the answer is no, say so and why."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class StatusForm(forms.Form):
    """What becomes of an idea, and why."""

    status = forms.ChoiceField(label=_("What becomes of it?"), choices=Post.Status.choices, widget=forms.RadioSelect)
    because = OwnWords(
        label=_("Why, or what happens next?"),
        help_text=_("Whoever had the idea reads this, and so do those who support it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("status") == Post.Status.NOT_ADOPTED and not (given.get("because") or "").strip():
            self.add_error("because", _now("Say why it is not adopted: the person who had the idea reads it."))
        return given


class JoinForm(forms.Form):
    """Which post this one becomes part of, and why."""

    target = forms.CharField(
        label=_("Part of which post?"),
        help_text=_("The name at the end of its address, or the whole address."),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    because = forms.CharField(
        label=_("Why do they belong together?"), max_length=300, help_text=_("Both authors read it.")
    )

    def clean_target(self) -> str:
        """The public name of a post, out of whatever was pasted."""
        return str(self.cleaned_data["target"]).strip().rstrip("/").rpartition("/")[2][:20]


class ApartForm(forms.Form):
    """The pieces of a post, each a stretch of its own words."""

    pieces = OwnWords(
        label=_("The pieces, with an empty line between them"),
        help_text=_("Only divide: leave every word as it stands. The whole stays and counts once."),
        max_length=LONGEST * 2,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def clean_pieces(self) -> list[str]:
        return [piece.strip() for piece in self.cleaned_data["pieces"].split("\n\n") if piece.strip()]


class SummaryForm(forms.Form):
    """The closing words."""

    words = OwnWords(
        label=_("What did you hear, and what happens with it?"),
        help_text=_("Everyone reads it first. Say also where people disagreed."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the closing words first.")},
    )


class WrittenForm(forms.Form):
    """A spoken message, written down."""

    words = OwnWords(
        label=_("What was said, word for word"),
        help_text=_("No names. What you cannot make out: […]."),
        max_length=LONGEST * 2,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class FromElsewhere(forms.Form):
    """How and on which day something reached us that did not come on the web."""

    channel = forms.ChoiceField(label=_("How did it come?"), widget=forms.RadioSelect)
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("The day it reached us, not the day it is keyed in."),
        widget=DayInput(attrs={"class": "medium"}),
    )

    def __init__(
        self, days: Mapping[str, tuple[date | None, date | None]], today: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.days, self.today = days, today
        ways = [(slug, CHANNELS[slug]) for slug in days if slug != "web"]
        self.fields["channel"].choices = ways  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        day, channel = given.get("received_on"), given.get("channel")
        if day and channel:
            opens_on, closes_on = self.days[channel]
            if day > self.today:
                self.add_error("received_on", _now("It cannot have been received after today."))
            elif opens_on is None or day < opens_on:
                self.add_error("received_on", _now("This was not open yet on that day."))
            elif closes_on is not None and day > closes_on:
                self.add_error("received_on", _now("It came after closing, so it cannot be counted."))
        return given

    def received_at(self, at: datetime) -> datetime:
        """Noon of the day it was received, or this moment if that is today and still before noon."""
        return min(clock.midday(self.cleaned_data["received_on"]), at)


class CountedForm(FromElsewhere):
    """So many people are with a post, who said so somewhere else."""

    number = forms.IntegerField(
        label=_("How many people?"), min_value=1, max_value=MOST, widget=forms.NumberInput(attrs={"class": "short"})
    )
    where = forms.CharField(
        label=_("Where was it said?"),
        help_text=_("The session, the sheet or the call, so that somebody can check it. Everyone reads it; no names."),
        max_length=160,
    )
    field_order = ("number", "channel", "where", "received_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].label = _now("On which day?")
        self.fields["received_on"].help_text = _now("The day on which they said it, not the day it is keyed in.")


class KeyedForm(FromElsewhere):
    """What somebody said on paper, by phone or face to face."""

    title = forms.CharField(label=_("The idea in a few words"), max_length=100)
    words = OwnWords(label=_("Their words, exactly"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))
    place = forms.ModelChoiceField(
        label=_("Which ward is it about?"), queryset=Place.objects.none(), required=False, empty_label=_("Not said")
    )
    on_behalf_of = forms.CharField(
        label=_("On behalf of"),
        help_text=_("An organisation, or who asked for help and how: “her mother, by consent”."),
        max_length=200,
        required=False,
    )
    asks = forms.BooleanField(label=_("They would like the named officer to answer it"), required=False)
    may_quote = forms.BooleanField(label=_("They agreed to be quoted without their name"), required=False)

    def __init__(
        self,
        conversation: Conversation,
        days: Mapping[str, tuple[date | None, date | None]],
        today: date,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(days, today, *args, **kwargs)
        self.fields["place"].queryset = public_places("ward", today)  # type: ignore[attr-defined]
        if not conversation.is_board:
            del self.fields["title"]
        if conversation.officer_id is None:
            del self.fields["asks"]
