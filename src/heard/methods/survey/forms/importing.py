"""The file and how its columns are matched, as officers send them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from heard.methods.survey.forms.matching import (
    CHANNEL,
    ID,
    IGNORE,
    LARGEST_MAPPING,
    MAY_QUOTE,
    RECEIVED,
    Matching,
    Unmatched,
    check,
    column_names,
    guess,
    read_mapping,
)
from heard.methods.survey.forms.sheets import LARGEST_FILE, Sheet, Unreadable, read_sheet
from heard.methods.survey.forms.targets import targets_of
from heard.methods.survey.queries import Questionnaire
from heard.ui.forms import DayInput, has_come
from heard.ui.words import CHANNELS

WORDS = {
    IGNORE: _("Leave it out"),
    RECEIVED: _("The date it was received"),
    CHANNEL: _("The channel it came by"),
    ID: _("The response id (the same id is never taken twice)"),
    MAY_QUOTE: _("Whether they may be quoted"),
}


class UploadForm(forms.Form):
    """A CSV, XLSX or ODS file, and optionally a mapping file for it."""

    file = forms.FileField(
        label=_("File with the responses"),
        help_text=_("CSV, XLSX or ODS, at most 10 MB (about 50,000 short responses). The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
        max_length=200,
    )
    mapping = forms.FileField(
        label=_("Mapping file, if you have one"),
        help_text=_("TOML or JSON that says what each column is. Without one you match them on the next page."),
        widget=forms.FileInput(attrs={"accept": ".toml,.json"}),
        required=False,
    )

    def __init__(self, asked: Questionnaire, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.sheet: Sheet | None = None
        self.matching: Matching | None = None

    def clean_file(self) -> UploadedFile:
        """The file, read as far as its header. What is wrong with it is said in a sentence."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                _now("This file has %(size)d MB; at most 10 MB can be read. Split it into several files.")
                % {"size": -(-(file.size or 0) // (1024 * 1024))}
            )
        try:
            self.sheet = read_sheet(file.read(), file.name or "")
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def clean_mapping(self) -> UploadedFile | None:
        """The mapping file, if there is one and it fits."""
        file: UploadedFile | None = self.cleaned_data.get("mapping")
        if file is None or self.sheet is None:
            return file
        if (file.size or 0) > LARGEST_MAPPING:
            raise forms.ValidationError(_now("This mapping file is too large: a mapping has a line for each column."))
        try:
            self.matching = read_mapping(file.read(), file.name or "", self.sheet.columns, self.asked)
        except Unmatched as error:
            raise forms.ValidationError(str(error)) from error
        return file


class MatchForm(forms.Form):
    """One choice for each column, with what holds for every row."""

    channel = forms.ChoiceField(
        label=_("How did they come?"), help_text=_("For rows in which no column says so."), required=False
    )
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("For rows in which no column says so."),
        widget=DayInput(attrs={"class": "medium"}),
        required=False,
        validators=[has_come],
    )
    separator = forms.CharField(
        label=_("What stands between several choices in one cell?"),
        initial=";",
        max_length=5,
        strip=False,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    day_first = forms.TypedChoiceField(
        label=_("How are dates written?"),
        choices=[("1", _("Day first: 03/04/2016 is 3 April")), ("", _("Month first: 03/04/2016 is 4 March"))],
        coerce=bool,
        required=False,
        widget=forms.RadioSelect,
        initial="1",
    )

    def __init__(
        self, columns: Sequence[str], asked: Questionnaire, channels: Sequence[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self.asked = tuple(columns), asked
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            ("", _("A column says so")), *[(slug, CHANNELS[slug]) for slug in channels],
        ]  # fmt: skip
        targets = [
            (_("Answers to"), [(target.key, target.label) for target in targets_of(asked).values()]),
            (_("About the response"), list(WORDS.items())),
        ]
        for place, name in enumerate(column_names(columns)):
            self.fields[f"column_{place}"] = forms.ChoiceField(label=name, choices=targets, initial=IGNORE)

    def column_fields(self) -> list[forms.BoundField]:
        """The choices, in the order of the file."""
        return [self[f"column_{place}"] for place in range(len(self.columns))]

    def other_fields(self) -> list[forms.BoundField]:
        """What holds for every row."""
        return [self[name] for name in ("channel", "received_on", "day_first", "separator")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        self.matching = Matching(
            columns=tuple(cleaned[f"column_{place}"] for place in range(len(self.columns))),
            separator=cleaned["separator"],
            day_first=bool(cleaned["day_first"]),
            channel=cleaned["channel"],
            received_on=cleaned["received_on"],
        )
        try:
            check(self.matching, self.columns, self.asked)
        except Unmatched as error:
            raise forms.ValidationError(str(error)) from error
        if not cleaned["channel"] and CHANNEL not in self.matching.columns:
            self.add_error("channel", _now("Say how they came, or match a column that does."))
        if not cleaned["received_on"] and RECEIVED not in self.matching.columns:
            self.add_error("received_on", _now("Say when they were received, or match a column that does."))
        return cleaned


def initial_matching(columns: Sequence[str], asked: Questionnaire, kept: dict[str, Any]) -> dict[str, Any]:
    """What the matching page shows first: what was kept, else the likeliest guess."""
    matching = Matching.from_json(kept) if kept else Matching(columns=guess(columns, asked))
    return {
        "channel": matching.channel,
        "received_on": matching.received_on,
        "separator": matching.separator,
        "day_first": "1" if matching.day_first else "",
        **{f"column_{place}": target for place, target in enumerate(matching.columns)},
    }
