"""What a room thought, as a facilitator counts it: three numbers for each statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.models import Channel, Strand
from heard.ground.sending import new_key
from heard.methods.opinions.actions.rooms import Hands
from heard.methods.opinions.models import Room, Statement
from heard.ui.forms import DayInput

WAYS = ("agree", "disagree", "passed")
LARGEST = 100_000


def _way(way: str) -> str:
    return {"agree": _("agree"), "disagree": _("disagree"), "passed": _("pass")}[way]


class RoomForm(forms.Form):
    """Where, when, how many were there, and the counts. Statements are given with their words (`said`)."""

    kind = forms.ChoiceField(label=gettext_lazy("How did people vote?"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Which room or session was it?"),
        help_text=gettext_lazy("As people know it: the library, Tuesday evening."),
        max_length=160,
    )
    held_on = forms.DateField(label=gettext_lazy("When?"), widget=DayInput())
    people = forms.IntegerField(
        label=gettext_lazy("How many people were there?"), min_value=1, max_value=LARGEST,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    entry = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, strand: Strand, statements: Sequence[Any], today: date, recount: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.statements, self.today = statements, today
        kinds = [(Room.Kind.PAPER, Channel.PAPER), (Room.Kind.HANDS, Channel.IN_PERSON)]
        kinds += [(Room.Kind.CARDS, Channel.IN_PERSON), (Room.Kind.PHONE, Channel.PHONE)]
        choices = [(kind.value, kind.label) for kind, channel in kinds if channel in strand.channels]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("entry", new_key())
        self.initial.setdefault("held_on", today)
        for each in statements:
            for way in WAYS:
                self.fields[f"{way}_{each.pk}"] = self._number(each, way)
        if recount:
            for name in ("kind", "title", "held_on", "entry"):
                del self.fields[name]

    def _number(self, statement: Any, way: str) -> forms.IntegerField:
        words = _way(way)
        box = forms.NumberInput(
            attrs={"class": "short", "aria-label": f"{statement.number}. {statement.said}: {words}"}
        )  # fmt: skip
        label = _("Statement %(number)d, %(way)s") % {"number": statement.number, "way": words}
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=LARGEST, widget=box)

    def rows(self) -> list[dict[str, Any]]:
        """Each statement with its three boxes, each with its word, for the table."""
        return [
            {"one": each, "boxes": [(_way(way), self[f"{way}_{each.pk}"]) for way in WAYS]} for each in self.statements
        ]

    def about(self) -> list[forms.BoundField]:
        """The fields above the table."""
        return [self[name] for name in ("kind", "title", "held_on", "people") if name in self.fields]

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            raise ValidationError(_("It has not taken place yet."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        people = given.get("people")
        for statement, hands in self.counts().items():
            if people is not None and hands.total > people:
                told = _("%(votes)d votes, and %(people)d people were there.") % {
                    "votes": hands.total, "people": people}  # fmt: skip
                self.add_error(f"agree_{statement.pk}", told)
        if not self.errors and not any(hands.total for hands in self.counts().values()):
            self.add_error("people", _("Enter the hands for at least one statement."))
        return given

    def counts(self) -> dict[Statement, Hands]:
        """The hands for each statement. Empty boxes are none."""
        return {
            each: Hands(*(self.cleaned_data.get(f"{way}_{each.pk}") or 0 for way in WAYS)) for each in self.statements
        }
