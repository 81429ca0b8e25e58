"""What the pages on the standard of reading accept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.findings.models import Theme
from heard.findings.queries.neutrality import NEUTRAL, Asked

LONGEST = 4000


def _words(label: Any, help_text: Any = "", rows: int = 3, **more: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, widget=box, **more)


class AnalysisPlanForm(forms.Form):
    """How answers will be read."""

    how_read = _words(
        _("How will what people say be read?"), _("By whom, in which order, with which tools. No machine reads alone.")
    )
    who = _words(_("Who reads, and who reads a second time?"), rows=2)
    frame = _words(
        _("Themes to start from"), _("One on each line; others will be met in reading."), rows=4, required=False
    )
    second_percent = forms.IntegerField(
        label=_("Read a second time, in a hundred"), min_value=10, max_value=100, initial=10,
        help_text=_("At least 10, and never fewer than 30 passages."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    campaigns = _words(
        _("How are campaigns and petitions treated?"),
        _("Everything is counted and acknowledged; the same words are read once. Say how both tables are shown."),
    )
    late = _words(_("How are late answers treated?"), rows=2)
    weighting = _words(_("Will numbers be weighted, and how, or why not?"), rows=2)
    not_done = _words(_("What will we not do?"), _("For instance: no percentages of “residents”; no margins of error."))
    reason = _words(
        _("Why it changes"),
        _("Only once it is locked: the reason is published beside what changed."),
        2,
        required=False,
    )

    def clean_frame(self) -> list[str]:
        return [" ".join(line.split())[:160] for line in self.cleaned_data["frame"].splitlines() if line.strip()]


class QualityForm(forms.Form):
    """The statement of quality."""

    methods = _words(_("How it was read"), _("Half written from the record: mend it where it says too much."), 5)
    limits = _words(
        _("What it cannot tell us"), _("Who we did not hear from, what we did not ask, what chose itself."), 5
    )
    bases = _words(_("What the numbers rest on"), _("Contributions, not residents. Say how many of each kind."), 4)


class SignForm(forms.Form):
    """The independent reviewer's signature."""

    dissent = _words(
        _("Where you do not agree"), _("Leave it empty if you do. What you write is printed with the findings."),
        required=False,
    )  # fmt: skip


class NeutralityForm(forms.Form):
    """A peer's answers to the fixed questions, and which questions lead."""

    dissent = _words(
        _("What is not neutral, and why"), _("Printed with the findings. Needed wherever you say no."), required=False
    )

    def __init__(self, *args: Any, asked: Iterable[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(asked)
        fixed = {
            f"is_{slug}": forms.ChoiceField(
                label=str(words), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
            )
            for slug, words in NEUTRAL.items()
        }
        leading = {
            f"leads_{number}": forms.CharField(
                label=each.words, required=False, max_length=1000, help_text=_("If it leads people to an answer: why?")
            )
            for number, each in enumerate(self.asked)
        }
        self.fields = {**fixed, **leading, **self.fields}
        self.fieldsets = [
            (_("Is it neutral?"), list(fixed)),
            (_("Does a question lead?"), list(leading)),
            (_("Dissent"), ["dissent"]),
        ]

    def answers(self) -> dict[str, bool]:
        return {slug: self.cleaned_data[f"is_{slug}"] == "yes" for slug in NEUTRAL}

    def leading(self) -> list[tuple[Asked, str]]:
        said = [(each, self.cleaned_data[f"leads_{number}"].strip()) for number, each in enumerate(self.asked)]
        return [(each, why) for each, why in said if why]


class SettleForm(forms.Form):
    """What two readers agreed on."""

    agreed = forms.ModelMultipleChoiceField(
        label=_("Agreed"), queryset=Theme.objects.none(), required=False, to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    words = _words(_("What was said"), _("Kept, so that others can follow."), 2)

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].queryset = themes  # type: ignore[attr-defined]
