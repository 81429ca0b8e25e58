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
        if kind not in (Question.Kind.CHOICE, Question.Kind.MULTI):
            del self.fields["options"]
        if kind != Question.Kind.SCALE:
            for name in ("scale_points", "scale_low", "scale_high"):
                del self.fields[name]
        named = [(str(section.pk), section.title or _("(no heading)")) for section in sections]
        if len(named) < 2:
            del self.fields["section"]
        else:
            self.fields["section"].choices = named  # type: ignore[attr-defined]

    def clean_options(self) -> list[str]:
        """One answer a line: 2 to 40, each different, at most 300 characters."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]
        found = [line for line in lines if line]
        if not 2 <= len(found) <= 40:
            raise forms.ValidationError(_("Write 2 to 40 answers, one on each line."))
        if len({line.casefold() for line in found}) != len(found):
            raise forms.ValidationError(_("Two answers have the same words. Make each one different."))
        if any(len(line) > 300 for line in found):
            raise forms.ValidationError(_("An answer to choose from has at most 300 characters."))
        return found

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
    }
