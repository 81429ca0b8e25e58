"""What moderators, second people and reviewers send."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from heard.moderation.models import Item
from heard.moderation.queries import Colleague, Queue
from heard.people.models import Account
from heard.rules.moderation import Reason
from heard.ui.forms import SentOnce

WHY = [
    ("before", _("Waits, because moderators look first")),
    ("reported", _("Reported by somebody")),
    ("trap", _("A field was filled in that no person sees")),
    ("flood", _("The same words many times")),
    ("links", _("Several web addresses")),
    ("same", _("The same words as another")),
    ("personal", _("An e-mail address or telephone number")),
    ("fast", _("Sent within seconds")),
    ("busy", _("Much from one address")),
    ("unsigned", _("Sent without its page")),
    ("returned", _("Came back undecided")),
]
VIEWS = [
    ("look", _("To look at")),
    ("held", _("Taken down for now")),
    ("second", _("Removal proposed")),
    ("removed", _("Removed")),
]
AGES = [("", _("Of any age")), ("late", _("Late: older than the days we promise")), ("new", _("Of the last day"))]


class QueueForm(forms.Form):
    """Which part of the queue to see. An unreadable choice narrows nothing."""

    view = forms.ChoiceField(label=_("Show"), required=False, choices=VIEWS)
    activity = forms.ChoiceField(label=_("Activity"), required=False)
    why = forms.ChoiceField(label=_("Why look"), required=False, choices=[("", _("Any reason")), *WHY])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any kind")), *Item.Kind.choices])
    age = forms.ChoiceField(label=_("Age"), required=False, choices=AGES)
    mine = forms.BooleanField(label=_("Only what I have in hand"), required=False)

    def __init__(self, data: QueryDict, *, activities: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["activity"].choices = [("", _("Every activity")), *activities]  # type: ignore[attr-defined]

    def queue(self) -> Queue:
        self.is_valid()
        return Queue(**{name: value for name, value in self.cleaned_data.items() if value})


class HandForm(forms.Form):
    """To which colleagues, and how many items of this queue: each chosen one gets the same share."""

    to = forms.MultipleChoiceField(
        label=_("To whom?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one or several colleagues.")},
    )  # fmt: skip
    most = forms.IntegerField(
        label=_("How many, the oldest first?"), min_value=1, max_value=200, initial=10,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Iterable[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.account.pk): one.account for one in colleagues}
        field: Any = self.fields["to"]
        field.choices = [
            (str(one.account.pk), _("%(name)s (%(n)d in hand)") % {"name": one.account.name, "n": one.in_hand})
            for one in colleagues
        ]

    def chosen(self) -> list[Account]:
        return [self.people[number] for number in self.cleaned_data["to"]]


class DecideForm(forms.Form):
    """A moderator's decision: for anything but showing it, one of the published reasons."""

    what = forms.ChoiceField(choices=[("show", ""), ("hold", ""), ("remove", "")])
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Reason"), required=False, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("A note for whoever decides after you"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the decision. Not published."),
    )

    def __init__(self, *args: Any, reasons: Iterable[Reason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(each.slug, each.title) for each in reasons]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("what") in ("hold", "remove") and not data.get("reason") and "reason" not in self.errors:
            self.add_error(
                "reason", _("Choose one of the published reasons. Being critical, rude about us or mistaken is none.")
            )
        return data


class CoverForm(forms.Form):
    """Private details are covered; everything else stays to be read."""

    words = forms.CharField(
        label=_("The words as everyone may read them"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Put […] for what is covered. What was said stays underneath."),
    )
    reason = forms.CharField(label=_("What is covered, and why?"), max_length=200)


class TermsForm(forms.Form):
    """Whether moderators look before or after, and why."""

    before = forms.ChoiceField(
        label=_("When do moderators look?"),
        widget=forms.RadioSelect,
        choices=[
            ("after", _("After: what people send is shown at once")),
            ("before", _("Before: what people send waits until somebody has looked")),
        ],
    )
    because = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everyone may read this on “How this was run”."),
    )


class ReviewForm(forms.Form):
    """What an independent reviewer found."""

    words = forms.CharField(
        label=_("What did you find?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everyone may read this. Say what you looked at, what you found, and what should change."),
    )


class ReportForm(SentOnce):
    """A resident asks for a look."""

    reason = forms.ChoiceField(label=_("What is wrong with it?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Tell us more, if you like"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("We do not ask who you are. Please give no name or address."),
    )

    def __init__(self, *args: Any, reasons: Iterable[Reason], longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(each.slug, each.title) for each in reasons]  # type: ignore[attr-defined]
        self.fields["words"].validators.append(MaxLengthValidator(longest))
        self.fields["words"].widget.attrs["data-maxlength"] = longest
