"""What officers may write at the gates: a reason, a later day, another level."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity, Level
from heard.compact.models import DuplicateAnswer, Enquiry
from heard.people.models import Partner
from heard.rules import lifecycle
from heard.ui.forms import DayInput, SentOnce


class Reason(forms.Form):
    """A reason that is published under the name of who gives it."""

    reason = forms.CharField(
        label=_("Your reason, which is published with your name"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
    )


class Move(forms.Form):
    """Which move, and why where a reason is asked for."""

    to = forms.CharField(max_length=12, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it goes on (published)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
    )
    closes_on = forms.DateField(label=_("New closing day"), required=False, widget=DayInput)


def form_of(move: lifecycle.Move, needs_reason: bool, data: Any = None) -> Move:
    """The form of one move: a reason only where one is needed, a new closing day only to reopen."""
    name = move.name
    form = Move(data, initial={"to": name}, prefix=name, auto_id=f"id_{name}_%s")
    if not needs_reason:
        del form.fields["reason"]
    else:
        form.fields["reason"].required = True
        if move.needs_reason:
            form.fields["reason"].label = _("Why? This is published.")
        else:
            form.fields["reason"].help_text = _("A warning stands above. Say why it goes on all the same.")
    if name != "reopen":
        del form.fields["closes_on"]
    else:
        form.fields["closes_on"].required = True
    return form


class NewLevel(forms.Form):
    """Another level than the one people were told at opening."""

    level = forms.ChoiceField(label=_("What is it now?"))
    reason = forms.CharField(
        label=_("Why? This is published with your name."), widget=forms.Textarea(attrs={"rows": 3}), max_length=1500
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = (activity.level_at_opening or activity.level) != Level.INFORM
        choices = [each for each in Level.choices if each[0] != activity.level and not (asked and each[0] == "inform")]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]


class Compare(forms.Form):
    """What is added to the e-mails that comparing sends."""

    note = forms.CharField(
        label=_("A line of your own for the partners who are asked"),
        help_text=_("Optional. It stands in the e-mail, under what you plan."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


class MatchAnswer(forms.Form):
    """What is done about something alike, and why."""

    kind = forms.ChoiceField(
        label=_("What will you do?"), choices=DuplicateAnswer.Kind.choices, widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=_("Why? This is published with the activity."),
        help_text=_("To join, say what you bring: it goes to the other partner as your offer."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
    )
    accepts_terms = forms.BooleanField(label=_("To reuse: we accept the terms of sharing"), required=False)


class EnquiryReply(forms.Form):
    """What a partner that was asked has to say, with the link from the e-mail."""

    reply = forms.ChoiceField(label=_("Your answer"), choices=Enquiry.Reply.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Anything to add? A link, a number to ring, when you could meet"),
        help_text=_("Optional. What you write is shown to the public, except after “Call me”."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
    )
    name = forms.CharField(
        label=_("Your name"), help_text=_("Optional. For the officer who asked; never published."), required=False,
        max_length=120,
    )  # fmt: skip


class LogReply(forms.Form):
    """What a partner said by phone, letter or face to face."""

    how = forms.ChoiceField(
        label=_("How did they reply?"),
        choices=[each for each in Enquiry.How.choices if each[0] != "link"],
        widget=forms.RadioSelect,
    )
    reply = forms.ChoiceField(label=_("What did they say?"), choices=Enquiry.Reply.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In their words"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1500,
        help_text=_("Published with the activity, without a name."),
    )  # fmt: skip
    name = forms.CharField(label=_("Who said it?"), help_text=_("Kept, never published."), max_length=120)


class Joint(forms.Form):
    """A partner is asked to lead together."""

    partner = forms.ModelChoiceField(label=_("Which partner?"), queryset=Partner.objects.none())
    brings = forms.CharField(
        label=_("What would they bring?"),
        help_text=_("People, rooms, money, members to ask, findings."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]


class Interpretation(SentOnce):
    """A meeting at which partners read the findings together."""

    held_on = forms.DateField(label=_("When did you meet?"), widget=DayInput)
    present = forms.CharField(
        label=_("Who was there?"),
        help_text=_("A body on each line, and after a colon its part; no names. “Example Trust: public health”."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    agreed = forms.CharField(
        label=_("What was agreed?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=_("Only what everybody there agreed."),
    )  # fmt: skip
    disagreements = forms.CharField(
        label=_("Where did you disagree?"),
        help_text=_("Each on a line: the body, a colon, and its own words. Nothing is averaged."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=8000,
    )

    def clean_present(self) -> list[tuple[str, str]]:
        return pairs(self.cleaned_data["present"])

    def clean_disagreements(self) -> list[tuple[str, str]]:
        return pairs(self.cleaned_data["disagreements"])


class RationaleAnswer(forms.Form):
    """Whether the published reason for a shorter period is good enough, and why."""

    adequate = forms.ChoiceField(
        label=_("Is the reason good enough?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect,
        help_text=_("A good reason names who loses out by the shorter time, and what is done for them."),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1500,
        help_text=_("Published with the name of your body, not with yours."),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        return {"adequate": self.cleaned_data["adequate"] == "yes", "why": self.cleaned_data["why"]}


def pairs(text: str) -> list[tuple[str, str]]:
    """“Body: words”, one on each line, as pairs; without a colon the second is ""."""
    lines = [line.partition(":") for line in text.splitlines() if line.strip()]
    return [(body.strip(), words.strip()) for body, _colon, words in lines]
