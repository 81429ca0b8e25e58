"""What is accepted about an evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heard.evaluation.models import CostLine, Evaluation
from heard.evaluation.models.scoring import Mark, Standard
from heard.evaluation.queries.following import STATEMENTS, statement_words
from heard.evaluation.queries.policy import comparing
from heard.evaluation.queries.who import About
from heard.people.models import Partner
from heard.ui.forms import DayInput, SentOnce, has_come

ASKED = ("learned", "representative", "what_changed", "better_informed_or_able")
TOLD_AND_HELPED = ("reach", "reach_because", "adjustments_asked", "adjustments_met", "adjustments_words")


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    """A whole number of people that may be left out."""
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=0, max_value=10_000_000, required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip


class EvaluationForm(forms.Form):
    """The five questions of GP-j. The counts come from the record; an estimate of people may be given."""

    how_many = _number(
        _("How many different people took part?"),
        _("The record counts voices; people at a session are one voice. Give your estimate if it differs."),
    )
    how_many_because = forms.CharField(
        label=_("How was that estimated?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reach = _number(
        _("How many people were told that they could take part?"),
        _("Homes with a leaflet, people on mailing lists, people met. Telling is not taking part."),
    )
    reach_because = forms.CharField(
        label=_("How was that counted?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    adjustments_asked = _number(
        _("How many people asked for something that they needed to take part?"),
        _("An interpreter, large print, a lift, a call instead. Small numbers are never shown."),
    )
    adjustments_met = _number(_("How many of them got it?"))
    adjustments_words = forms.CharField(
        label=_("What was asked for, and what could not be done, and why?"), max_length=2000, required=False,
        help_text=_("This is published. Write of kinds of help, never of how many or of whom."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    follow_up_sent_on = forms.DateField(
        label=_("On which day were participants asked how it went?"),
        required=False,
        widget=DayInput(),
        validators=[has_come],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ASKED:
            self.fields[name] = forms.CharField(
                label=getattr(Evaluation._meta.get_field(name), "verbose_name", name),
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        numbers = ("how_many", "how_many_because", *TOLD_AND_HELPED)
        self.order_fields([*ASKED[:2], *numbers, *ASKED[2:], "follow_up_sent_on"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("reach") is not None and not given.get("reach_because"):
            self.add_error("reach_because", _("Say how it was counted."))
        asked, met = given.get("adjustments_asked"), given.get("adjustments_met")
        if met is not None and not self.has_error("adjustments_asked") and met > (asked or 0):
            self.add_error("adjustments_met", _("More people got what they needed than asked for it."))
        return given


TAGS = ("methods", "groups", "places", "themes")
SCALE = [(5, _("Strongly agree")), (4, _("Agree")), (3, _("Neither")), (2, _("Disagree")), (1, _("Strongly disagree"))]
HOW = [("paper", _("A slip or card on paper")), ("phone", _("A call")), ("in_person", _("Said in person"))]


def paragraph(label: Any, *, most: int = 2000, rows: int = 2, required: bool = True, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class LessonForm(SentOnce):
    """One thing for whoever asks next, and what it is about: how, who, where, what. One tag on each line."""

    words = paragraph(_("What would you tell the next person?"))
    methods = paragraph(_("About which ways of taking part?"), required=False, help_text=_("One on each line."))
    groups = paragraph(_("About which groups?"), required=False, help_text=_("One on each line."))
    places = paragraph(_("About which places?"), required=False, help_text=_("One on each line."))
    themes = paragraph(_("About which themes?"), required=False, help_text=_("One on each line."))

    def lesson(self) -> dict[str, Any]:
        """Words and tags. Only after `is_valid()`."""
        tags = {name: [line.strip()[:160] for line in self.cleaned_data[name].splitlines() if line.strip()]
                for name in TAGS}  # fmt: skip
        given = {name: self.cleaned_data[name] for name in ("words", "entry_key")}
        return {**given, "tags": tags if any(tags.values()) else None}


class UseForm(forms.Form):
    """What was done differently because of a lesson."""

    how = paragraph(_("What will you do differently because of it?"), most=1000)


class MeasureForm(forms.Form):
    """By which answers a group is recognised: categories of one question."""

    answers = forms.MultipleChoiceField(
        label=_("People of this group gave one of these answers"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answers"].choices = [  # type: ignore[attr-defined]
            (f"{lookup.question}:{part.slug}", f"{lookup.title}: {part.name}")
            for lookup in comparing().lookups
            for part in lookup.parts
            if lookup.question != "ward"
        ]

    def clean_answers(self) -> list[str]:
        """All of one question: a group is recognised by one thing about people."""
        chosen: list[str] = self.cleaned_data["answers"]
        if len({each.partition(":")[0] for each in chosen}) > 1:
            raise ValidationError(_("Choose answers of one question only."))
        return chosen

    def measure(self) -> dict[str, Any]:
        """Question and answers. Only after `is_valid()`."""
        chosen = [each.partition(":") for each in self.cleaned_data["answers"]]
        return {"question": chosen[0][0], "answers": [answer for _question, _colon, answer in chosen]}


class AcceptForm(SentOnce):
    """Something to do about who is missing."""

    about = forms.CharField(label=_("Who is missing?"), max_length=200)
    words = paragraph(_("What will be done?"), most=1000)
    assigned_to = forms.CharField(label=_("Who does it?"), max_length=200)
    due_on = forms.DateField(label=_("By when?"), required=False, widget=DayInput())
    suggestion = forms.SlugField(required=False, widget=forms.HiddenInput)


class SettleForm(forms.Form):
    """What came of it."""

    was_done = forms.TypedChoiceField(
        label=_("Was it done?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )  # fmt: skip
    outcome = paragraph(_("What came of it?"), most=1000)


class FollowUpForm(forms.Form):
    """The three statements, the same every year, and words if people like. Any question may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in statement_words().items():
            self.fields[name] = forms.TypedChoiceField(
                label=words, choices=SCALE, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
            )
        self.fields["words"] = paragraph(_("Is there anything you want to add?"), required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        """At least one answer."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in (*STATEMENTS, "words")):
            raise ValidationError(_("Answer at least one question, or write something."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """``said`` and ``words`` as the actions take them. Only after `is_valid()`."""
        return {
            "said": {name: self.cleaned_data[name] for name in STATEMENTS}, "words": self.cleaned_data["words"],
        }  # fmt: skip


class KeyForm(SentOnce, FollowUpForm):
    """The same, keyed in by staff from a slip, a call or a card."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"] = forms.ChoiceField(label=_("How did it come?"), choices=HOW, widget=forms.RadioSelect)
        self.fields["code"] = forms.CharField(
            label=_("The code on the slip"), max_length=30, required=False, help_text=_("Cards carry none."),
            widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off"}),
        )  # fmt: skip
        self.order_fields(["channel", "code"])


class CardsForm(forms.Form):
    """How many cards were handed out."""

    cards = forms.IntegerField(
        label=_("How many cards did hosts hand out?"), min_value=0, max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip


class PostedForm(forms.Form):
    """The day a batch was posted."""

    posted_on = forms.DateField(label=_("On which day were they posted?"), widget=DayInput())


class ScoreForm(forms.Form):
    """One standard, one score, and what shows it."""

    standard = forms.ChoiceField(label=_("Which standard?"), choices=Standard.choices)
    score = forms.TypedChoiceField(label=_("Score"), choices=Mark.choices, coerce=int)
    evidence = paragraph(_("What shows it?"), help_text=_("A score without evidence is not kept."))
    link = forms.URLField(label=_("Where can it be seen?"), max_length=400, required=False, assume_scheme="https")


class PartnerScoreForm(ScoreForm):
    """The same by somebody of another partner who signs with a name."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class RaterForm(forms.Form):
    """Which partner is asked for its own score, and where."""

    partner = forms.ModelChoiceField(label=_("Which partner?"), queryset=Partner.objects.none())
    email = forms.EmailField(label=_("E-mail address of whoever will score"))

    def __init__(self, *args: Any, lead: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Partner.objects.filter(left_on=None).exclude(pk=lead).order_by("name")
        self.fields["partner"].queryset = others  # type: ignore[attr-defined]


class TalkForm(forms.Form):
    """Why two scores differ."""

    standard = forms.ChoiceField(label=_("About which standard?"), choices=Standard.choices)
    words = paragraph(_("Why did you score as you did?"))


class CostForm(SentOnce):
    """Something that it cost. Money in pounds on the page, whole pence in the record."""

    kind = forms.ChoiceField(label=_("What kind?"), choices=CostLine.Kind.choices)
    words = forms.CharField(label=_("What was it?"), max_length=200)
    pounds = forms.DecimalField(
        label=_("How much, in pounds?"), max_digits=9, decimal_places=2, min_value=0, required=False,
        help_text=_("Leave empty for staff time."), widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    hours = forms.DecimalField(
        label=_("Staff time: how many hours?"), max_digits=6, decimal_places=1, min_value=0, required=False,
        step_size=0.5, widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    rate = forms.DecimalField(
        label=_("Staff time: pounds an hour"), max_digits=6, decimal_places=2, min_value=0, required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Staff time has hours and a rate; anything else an amount."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["kind"] == CostLine.Kind.STAFF:
            for name in ("hours", "rate"):
                if cleaned.get(name) is None:
                    self.add_error(name, _("Staff time needs hours and what an hour costs."))
        elif not cleaned.get("pounds"):
            self.add_error("pounds", _("Write how much it was."))
        return cleaned

    def line(self) -> dict[str, Any]:
        """As `add_cost` takes it. Only after `is_valid()`."""
        given = self.cleaned_data
        line = {name: given[name] for name in ("kind", "words", "entry_key")}
        if given["kind"] == CostLine.Kind.STAFF:
            return line | {"half_hours": int(given["hours"] * 2), "rate_pence": int(given["rate"] * 100)}
        return line | {"pence": int(given["pounds"] * 100)}


class WhoForm(forms.Form):
    """Filters on who said it: one part of each question, or all. What it does not know narrows nothing."""

    def __init__(self, *args: Any, asked: Iterable[About], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in asked:
            self.fields[each.slug] = forms.ChoiceField(
                label=each.title, required=False, choices=[("", _("All")), *each.parts.items()]
            )

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def words_of(self, name: str, value: str) -> Any:
        return dict(self.fields[name].choices)[value]  # type: ignore[attr-defined]
