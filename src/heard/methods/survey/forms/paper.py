"""What officers enter about forms on paper: batches, where they went, what came back, which reading is right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from heard.ground import clock
from heard.methods.survey.forms.answers import field_for, given_of
from heard.methods.survey.models import PaperBatch, PaperForm
from heard.methods.survey.queries import Asked, Given, Questionnaire
from heard.rules.paper import read_serial
from heard.ui.forms import DayInput, SentOnce


class BatchForm(forms.Form):
    """Forms to print together. `versions` are (language, format, label) that may be printed."""

    version = forms.ChoiceField(label=_("Language and format"))
    size = forms.IntegerField(
        label=_("How many forms?"), min_value=1, max_value=2000, widget=forms.NumberInput(attrs={"class": "short"})
    )
    second_percent = forms.IntegerField(
        label=_("Per cent keyed by a second person"),
        help_text=_("Drawn by lot. 0 for none, 100 for all."),
        min_value=0,
        max_value=100,
        initial=10,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    second_least = forms.IntegerField(
        label=_("At least so many keyed twice"),
        min_value=0,
        max_value=9999,
        initial=30,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, versions: Iterable[tuple[str, str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [  # type: ignore[attr-defined]
            (f"{language}/{format}", label) for language, format, label in versions
        ]

    def chosen(self) -> dict[str, Any]:
        """What `make_batch` takes. Only after `is_valid()`."""
        language, _slash, format = self.cleaned_data["version"].partition("/")
        rest = {name: self.cleaned_data[name] for name in ("size", "second_percent", "second_least")}
        return {"language": language, "format": format, **rest}


class IssueForm(SentOnce):
    """Where forms went."""

    place = forms.CharField(
        label=_("Where to, or to whom?"), help_text=_("A library, a ward forum, a person."), max_length=200
    )
    count = forms.IntegerField(
        label=_("How many?"), min_value=1, max_value=9999, widget=forms.NumberInput(attrs={"class": "short"})
    )
    issued_on = forms.DateField(label=_("On which day?"), initial=clock.today, widget=DayInput())


class ReturnForm(SentOnce):
    """What came back, counted before it is keyed."""

    place = forms.CharField(label=_("From where?"), max_length=200)
    count = forms.IntegerField(
        label=_("How many came back?"),
        help_text=_("Count them before anybody keys one. To put an earlier count right, enter less than nought."),
        min_value=-9999,
        max_value=9999,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    returned_on = forms.DateField(label=_("Came back on"), initial=clock.today, widget=DayInput())
    scanned = forms.CharField(
        label=_("Serials, if you scan them in"),
        help_text=_("One on each line. Leave it empty if you only counted."),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, batch: PaperBatch, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch

    def clean_scanned(self) -> list[int]:
        """The numbers of the forms of this batch that were scanned."""
        numbers = []
        for line in self.cleaned_data["scanned"].split("\n"):
            read = read_serial(line) if line.strip() else None
            if line.strip() and (read is None or read[0] != self.batch.code):
                raise forms.ValidationError(
                    _now("“%(line)s” is no serial of this batch.") % {"line": line.strip()[:40]}
                )
            if read:
                numbers.append(read[1])
        return numbers


class SpoilForm(forms.Form):
    """A form that cannot be keyed, and why."""

    serial = forms.CharField(
        label=_("Serial"), max_length=40, widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off"})
    )
    because = forms.ChoiceField(label=_("Why can it not be keyed?"), choices=PaperForm.Spoilt.choices)


class ReopenForm(forms.Form):
    """Why a signed batch is opened again."""

    reason = forms.CharField(label=_("What turned up, where and when?"), max_length=300)


@dataclass(frozen=True)
class Reading:
    """One question on which two people differ, with what each read, in words."""

    question: Asked
    first: str
    second: str


class SettleForm(forms.Form):
    """Whose reading is right, question by question, after a third look at the form; or what the form says itself."""

    def __init__(self, readings: Iterable[Reading], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readings = tuple(readings)
        for one in self.readings:
            choices = [
                ("first", one.first or _now("(nothing)")), ("second", one.second or _now("(nothing)")),
                ("other", _now("Neither: what the form says is…")),
            ]  # fmt: skip
            self.fields[f"right_{one.question.ref}"] = forms.ChoiceField(
                label=f"{one.question.number}. {one.question.words}", choices=choices, widget=forms.RadioSelect
            )
            says = field_for(one.question, Questionnaire(), enforce=False)
            says.label = _now("%(number)d. If neither: what the form says (left empty: nothing)") % {
                "number": one.question.number
            }
            says.help_text, says.unmarked = "", True  # type: ignore[attr-defined]
            self.fields[f"says_{one.question.ref}"] = says

    def right(self) -> dict[str, str]:
        """Question ref → ``first``, ``second`` or ``other``. Only after `is_valid()`."""
        return {one.question.ref: self.cleaned_data[f"right_{one.question.ref}"] for one in self.readings}

    def says(self) -> list[Given]:
        """What the form itself says, as far as it was answered here. Only after `is_valid()`."""
        found = (given_of(one.question, self.cleaned_data.get(f"says_{one.question.ref}")) for one in self.readings)
        return [given for given in found if given]


class ScanForm(forms.Form):
    """A picture of a page."""

    file = forms.FileField(
        label=_("A picture of a page"),
        help_text=_("JPEG, PNG or PDF, at most 10 MB. Only those who key in or code can open it; it is never public."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty: scan the page again.")},
    )


class ReasonForm(forms.Form):
    """Why something that was written down is changed."""

    reason = forms.CharField(
        label=_("How do you know that it was written down wrong?"),
        help_text=_("Kept for ever beside what it said before. After findings are published, everyone may read it."),
        max_length=300,
    )
