"""Questions and sections as officers write them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.methods.survey.models import Question, Section


class SettingsForm(forms.Form):
    """The words around the questions."""

    introduction = forms.CharField(
        label=_("What do people read before they begin?"),
        help_text=_("A few sentences. How much influence they have is shown by itself."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        required=False,
    )
    thanks = forms.CharField(
        label=_("What do you say when they have sent it?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    asks_monitoring = forms.BooleanField(
        label=_("Ask about age, disability and ethnic group at the end (always optional, kept apart from the answers)"),
        required=False,
    )


class SectionForm(forms.Form):
    """A section's heading."""

    title = forms.CharField(label=_("Heading of the section"), max_length=200)
    introduction = forms.CharField(
        label=_("What people should know before they answer"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        required=False,
    )


WITH_OPTIONS: dict[str, Any] = {
    Question.Kind.CHOICE: _("Answers to choose from"),
    Question.Kind.MULTI: _("Answers to choose from"),
    Question.Kind.RANK: _("What is put in order"),
    Question.Kind.MATRIX: _("What is judged, line by line"),
}
MOST_OPTIONS: dict[str, int] = {
    Question.Kind.CHOICE: 40, Question.Kind.MULTI: 40, Question.Kind.RANK: 10, Question.Kind.MATRIX: 15,
}  # fmt: skip


def _lines(text: str, fewest: int, most: int, longest: int) -> list[str]:
    """The lines of a box that hold something, or what is wrong with them."""
    found = [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]
    if not fewest <= len(found) <= most:
        raise forms.ValidationError(
            _("Write %(fewest)d to %(most)d answers, one on each line."), params={"fewest": fewest, "most": most}
        )
    if len({line.casefold() for line in found}) != len(found):
        raise forms.ValidationError(_("Two answers have the same words. Make each one different."))
    if any(len(line) > longest for line in found):
        raise forms.ValidationError(_("Each has at most %(n)d characters."), params={"n": longest})
    return found


class QuestionForm(forms.Form):
    """One question. Its kind is chosen before; only the fields of that kind are asked for."""

    section = forms.ChoiceField(label=_("Section"))
    words = forms.CharField(
        label=_("The question, as you would ask it"), widget=forms.Textarea(attrs={"rows": 2}), max_length=600
    )
    help = forms.CharField(
        label=_("Help"),
        help_text=_("Shown under the question on every channel."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
        required=False,
    )
    required = forms.BooleanField(
        label=_("People on the web must answer it (use rarely: those on paper may leave it out)"), required=False
    )
    place_kind = forms.ChoiceField(
        label=_("Which list do people choose from?"),
        help_text=_(
            "The names as they are today. People may always write another place. Results by place smaller than a ward "
            "follow the stricter rule for small numbers."
        ),
        choices=Question.PlaceKind.choices,
        initial=Question.PlaceKind.WARD,
        widget=forms.RadioSelect,
    )
    scale_words = forms.CharField(
        label=_("The scale, from one end to the other"),
        help_text=_("One answer on each line, 2 to 7: the same for every line of the question."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1200,
    )
    options = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_("One on each line, in the order in which they are shown."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=12_000,
    )
    scale_points = forms.IntegerField(label=_("How many points?"), min_value=2, max_value=11, initial=5)
    scale_low = forms.CharField(label=_("What does 1 mean?"), max_length=60)
    scale_high = forms.CharField(label=_("What does the highest mean?"), max_length=60)

    def __init__(self, kind: str, sections: list[Section], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind not in WITH_OPTIONS:
            del self.fields["options"]
        else:
            self.fields["options"].label = WITH_OPTIONS[kind]
        if kind != Question.Kind.MATRIX:
            del self.fields["scale_words"]
        if kind != Question.Kind.PLACE:
            del self.fields["place_kind"]
        if kind != Question.Kind.SCALE:
            for name in ("scale_points", "scale_low", "scale_high"):
                del self.fields[name]
        named = [(str(section.pk), section.title or _("(no heading)")) for section in sections]
        if len(named) < 2:
            del self.fields["section"]
        else:
            self.fields["section"].choices = named  # type: ignore[attr-defined]

    def clean_options(self) -> list[str]:
        """One answer a line: as many as the kind may have, each different, at most 300 characters."""
        fewest = 1 if self.kind == Question.Kind.MATRIX else 2
        return _lines(self.cleaned_data["options"], fewest, MOST_OPTIONS[self.kind], 300)

    def clean_scale_words(self) -> list[str]:
        """One answer a line, from one end of the scale to the other: 2 to 7."""
        return _lines(self.cleaned_data["scale_words"], 2, 7, 60)

    def columns(self) -> dict[str, Any]:
        """What `add_question` and `change_question` take, without the section."""
        return {name: value for name, value in self.cleaned_data.items() if name != "section"}


def initial_of(question: Question) -> dict[str, Any]:
    """What stands in the form of a question that is there already."""
    return {
        "section": str(question.section_id),
        "words": question.words,
        "help": question.help,
        "required": question.required,
        "options": "\n".join(option.words for option in question.options.all()),
        "scale_points": question.scale_points,
        "scale_low": question.scale_low,
        "scale_high": question.scale_high,
        "scale_words": "\n".join(question.scale_words),
        "place_kind": question.place_kind,
    }
