"""What the coding desk and the findings desk accept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Channel, Group, Strand
from heard.findings.actions.codings import CodingRow
from heard.findings.models import Theme
from heard.findings.queries.desk import SHOWS, Queue
from heard.ground.numbers import whole
from heard.ui.forms import SentOnce

STANCES = [("", _("no stance noted")), ("for", _("for")), ("against", _("against")), ("mixed", _("mixed")),
           ("none", _("neither"))]  # fmt: skip
LARGEST_IMPORT = 20 * 1024 * 1024
COLUMNS = ("contribution", "passage", "theme", "stance")


class QueueForm(forms.Form):
    """Which passages to read. An unreadable choice narrows nothing."""

    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("unread", _("Not read yet")), ("read", _("Read")), ("all", _("All"))],
    )  # fmt: skip
    strand = forms.ChoiceField(label=_("Way to take part"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    words = forms.CharField(label=_("With these words"), required=False, max_length=120)

    def __init__(self, data: QueryDict, *, strands: Iterable[Strand], themes: Iterable[Theme]) -> None:
        super().__init__(data)
        self.fields["strand"].choices = [("", _("Every way")), *((s.public_id, s.title) for s in strands)]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [("", _("Every channel")), *Channel.choices]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [("", _("Any or none")), *((t.public_id, t.name) for t in themes)]  # type: ignore[attr-defined]

    def queue(self) -> Queue:
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return Queue(**{"show": SHOWS[0], **chosen})


def read_codings(post: QueryDict, themes: Iterable[Theme]) -> dict[Theme, str]:
    """The ticked themes of a coding form, each with its stance; what it does not know it passes over."""
    ticked, stances = set(post.getlist("theme")), dict(STANCES)
    found = {}
    for theme in themes:
        if theme.public_id in ticked:
            stance = post.get(f"stance-{theme.public_id}", "")
            found[theme] = stance if stance in stances else ""
    return found


class ThemeForm(forms.Form):
    """A theme's name, what belongs under it, and who raised it."""

    name = forms.CharField(
        label=_("Name"), max_length=160, help_text=_("As people said it, not as a department would.")
    )
    description = forms.CharField(
        label=_("What belongs here"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("And what does not. Whoever reads after you goes by this."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why the themes change"), required=False, max_length=300,
        help_text=_("Every change is kept as a version of the list of themes, with its reason."),
    )  # fmt: skip
    groups = forms.ModelMultipleChoiceField(
        label=_("Raised by"), queryset=Group.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("A theme that those most affected raised must be answered, however few they are."),
    )  # fmt: skip

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["groups"]
        field.queryset = groups  # type: ignore[attr-defined]
        field.label_from_instance = _group_label  # type: ignore[attr-defined]
        if not groups:
            del self.fields["groups"]


def _group_label(group: Group) -> str:
    return f"{group.name} · {_('most affected')}" if group.most_affected else group.name


class MergeForm(forms.Form):
    """Which theme everything goes to."""

    into = forms.ModelChoiceField(label=_("Merge it with"), queryset=Theme.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = themes  # type: ignore[attr-defined]


class BecauseForm(forms.Form):
    """Why a theme is not taken further."""

    because = forms.CharField(
        label=_("Not taken further because"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("This is published beside the theme."),
    )  # fmt: skip


class FindingForm(forms.Form):
    """A finding as it is written."""

    statement = forms.CharField(
        label=_("What we heard"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence that a resident would recognise. No numbers: they stand beside it."),
    )  # fmt: skip
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes it rests on"), queryset=Theme.objects.none(), required=False, to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The base is counted from these. Without any, it is everyone who answered in the ways below."),
    )  # fmt: skip
    range_of_views = forms.CharField(
        label=_("The range of views"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Who disagreed, and why? Print the dissent as carefully as the agreement."),
    )  # fmt: skip
    strands = forms.ModelMultipleChoiceField(
        label=_("Where people said it"), queryset=Strand.objects.none(), required=False, to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple, help_text=_("Left empty: wherever its themes were raised."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Where it comes from, in words"), required=False, max_length=600,
        help_text=_("The number is counted. Here you say of what: “of those who answered question 2”."),
    )  # fmt: skip
    limits = forms.CharField(
        label=_("What this cannot tell us"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who we did not hear from; what we did not ask."),
    )  # fmt: skip

    def __init__(self, *args: Any, themes: Any, strands: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = themes  # type: ignore[attr-defined]
        self.fields["strands"].queryset = strands  # type: ignore[attr-defined]
        self.fields["strands"].label_from_instance = lambda strand: strand.title  # type: ignore[attr-defined]


class NewFindingForm(SentOnce, FindingForm):
    """The same, for a finding that is not there yet."""


class ImportForm(forms.Form):
    """A file of codings made elsewhere: contribution, passage, theme, stance."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Columns: contribution (its public name), passage (1 if left out), theme, stance."),
    )
    dry = forms.BooleanField(label=_("Only try it: store nothing"), required=False, initial=True)

    def clean_file(self) -> list[CodingRow]:
        return read_rows(self.cleaned_data["file"].read(LARGEST_IMPORT + 1))


def read_rows(raw: bytes) -> list[CodingRow]:
    """The rows of a CSV file of codings, numbered as a spreadsheet numbers them. ValidationError if it is none."""
    if len(raw) > LARGEST_IMPORT:
        raise forms.ValidationError(_("This file is larger than 20 MB. Split it."))
    if b"\x00" in raw:
        raise forms.ValidationError(
            _("This file holds NUL characters, so it is not a text file. Save it as CSV, UTF-8.")
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise forms.ValidationError(_("This file is not UTF-8 text. Save it as CSV, UTF-8."))
    try:
        lines = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        names = {(name or "").strip().lower(): name for name in lines.fieldnames or ()}
        if missing := [name for name in ("contribution", "theme") if name not in names]:
            raise forms.ValidationError(_("There is no column “%(name)s”.") % {"name": missing[0]})
        return [_row(number, line, names) for number, line in enumerate(lines, start=2)]
    except csv.Error as fault:
        raise forms.ValidationError(_("This is no CSV file: %(fault)s.") % {"fault": fault})


def _row(number: int, line: Mapping[str, Any], names: Mapping[str, str]) -> CodingRow:
    cells = {name: (line.get(names[name]) or "").strip() for name in COLUMNS if name in names}
    ordinal = cells.get("passage") or "1"
    return CodingRow(
        row=number,
        trace_id=cells.get("contribution", "").lstrip("'"),
        ordinal=whole(ordinal, digits=5),
        theme=cells.get("theme", ""),
        stance=cells.get("stance", "").lower(),
    )
