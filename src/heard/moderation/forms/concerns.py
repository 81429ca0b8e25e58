"""What somebody says is wrong, and what those enter who answer, look into and mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from heard.activities.forms.afterwards import NO_NUMBER, is_number
from heard.ground import clock
from heard.moderation.forms.guarded import Guarded
from heard.moderation.models import WAYS_TO_TELL, Concern
from heard.moderation.queries.concerns import concern_policy, lower_levels
from heard.people.models import Account, Partner
from heard.rules.concerns import ConcernQuestion
from heard.ui.forms import DayInput, OwnWords, SentOnce
from heard.ui.words import LEVELS

LONGEST = 8000


class Files(forms.FileInput):
    """One box from which several files can be chosen."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class ManyFiles(forms.FileField):
    """Several files; what comes out is a list of their contents. How many and of which kind is for the action."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=Files(attrs={"multiple": True, "accept": "image/jpeg,image/png,application/pdf"}), **kwargs
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        terms = concern_policy().files
        given = [one for one in (data or []) if one]
        if len(given) > terms.most:
            raise ValidationError(_("At most %(n)d files can go with a concern.") % {"n": terms.most})
        if any(one.size > terms.largest_megabytes * 1024 * 1024 for one in given):
            raise ValidationError(_("A file is larger than %(n)d MB.") % {"n": terms.largest_megabytes})
        return [one.read() for one in given]


class ConcernForm(SentOnce, Guarded):
    """Raise a concern: what was not right, in one's own words, with evidence if there is any. No name is asked for."""

    question = forms.ChoiceField(label=_("What was not right?"), widget=forms.RadioSelect)
    words = OwnWords(
        label=_("What happened?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("In your own words. They are not published unless you say so below."),
    )  # fmt: skip
    link = forms.URLField(
        label=_("A link that shows it, if there is one"), max_length=400, required=False, assume_scheme="https",
        help_text=_("For example minutes, a contract or a press notice."),
        error_messages={"invalid": _("This is no address of a page: it looks like https://example.org/minutes. What "
                                     "you saw elsewhere goes under “What happened?”.")},
    )  # fmt: skip
    evidence = ManyFiles(
        label=_("Photographs or documents that show it"), required=False,
        help_text=_("JPEG, PNG or PDF, at most three, 10 MB each. Only those who look into it see them. They are kept "
                    "as they are: a photograph may tell where and when it was taken."),
    )  # fmt: skip
    may_show = forms.BooleanField(
        label=_("My words may be shown to everyone, without my name, after somebody has read them"), required=False
    )
    tell = forms.ChoiceField(
        label=_("How shall we tell you what comes of it?"), required=False, widget=forms.RadioSelect,
        choices=[("", _("Not at all: I look it up with my code")), *WAYS_TO_TELL],
    )  # fmt: skip
    address = forms.CharField(
        label=_("Where to? An e-mail address, postal address or telephone number"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept encrypted, used for this and nothing else, and never shown to the people you write about "
                    "unless you want a letter or a call."),
    )  # fmt: skip
    name = forms.CharField(label=_("Your name, if you like"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["question"]
        field.choices = [
            (group.title, [(one.slug, one.words) for one in group.questions]) for group in concern_policy().groups
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("tell") and not given.get("address", "").strip() and "address" not in self.errors:
            self.add_error("address", _("Say where to, or choose to look it up yourself."))
        elif given.get("tell") in ("phone", "text") and not is_number(given.get("address", "")):
            self.add_error("address", NO_NUMBER)
        if given.get("address", "").strip() and not given.get("tell") and "tell" not in self.errors:
            self.add_error("tell", _("You wrote an address. Choose how we shall tell you, or empty that box."))
        if self.errors and given.get("evidence"):
            again = _("Choose your files again: browsers do not keep them while something is mended.")
            self.add_error("evidence", again)
        return given

    def said(self) -> dict[str, Any]:
        """What `raise_concern` is given."""
        names = ("question", "words", "link", "may_show", "tell", "address", "name", "entry_key")
        return {"files": self.cleaned_data["evidence"], **{name: self.cleaned_data[name] for name in names}}


class LoggedConcernForm(ConcernForm):
    """The same, as somebody takes it down who answers the telephone or opens the post."""

    channel = forms.ChoiceField(
        label=_("How did it come in?"), widget=forms.RadioSelect,
        choices=[("phone", _("By phone")), ("paper", _("On paper")), ("letter", _("By letter")),
                 ("email", _("By e-mail")), ("in_person", _("In person"))],
    )  # fmt: skip
    received_on = forms.DateField(label=_("On which day?"), widget=DayInput())

    def said(self) -> dict[str, Any]:
        return super().said() | {name: self.cleaned_data[name] for name in ("channel", "received_on")}


class CodeForm(forms.Form):
    """The code of a concern."""

    code = forms.CharField(
        label=_("The code of your concern"), max_length=40,
        help_text=_("For example 4QW7R-8K2MZ-9. Spaces and dashes do not matter."),
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip


class WordsForm(forms.Form):
    """Words that everyone reads."""

    words = OwnWords(label=_("What everyone reads"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class ShownWordsForm(forms.Form):
    """The person's words as everyone may read them; empty takes them off the page."""

    words = OwnWords(
        label=_("Their words, as everyone may read them"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Cover names and private details with […]. Change nothing else. Empty: nothing is shown."),
    )  # fmt: skip

    looked = forms.BooleanField(
        label=_("I looked at whatever could tell who it was: nobody can be picked out"), required=False
    )


class ReviewerForm(forms.Form):
    """Who is asked to look into it."""

    reviewer = forms.TypedChoiceField(label=_("Who looks into it?"), coerce=int)

    def __init__(self, *args: Any, reviewers: Sequence[tuple[Account, Partner]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {who.pk: who for who, _body in reviewers}
        field: Any = self.fields["reviewer"]
        field.choices = [(who.pk, f"{who.name}, {body.name}") for who, body in reviewers]


class OutcomeForm(forms.Form):
    """What a reviewer found, and what has to be done."""

    outcome = forms.ChoiceField(
        label=_("What is the outcome?"), choices=Concern.Outcome.choices[:2], widget=forms.RadioSelect
    )
    finding = OwnWords(
        label=_("What did you find? Everyone reads it."), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    clause = forms.ChoiceField(label=_("If upheld: which clause was breached?"), required=False)
    remedy = OwnWords(
        label=_("If upheld: what has to be done?"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    remedy_due_on = forms.DateField(label=_("By when?"), required=False, widget=DayInput())
    real_level = forms.ChoiceField(
        label=_("If upheld: was it labelled wrongly?"), required=False, widget=forms.RadioSelect,
        help_text=_("Every page then shows what was really on offer, with the old level struck through and the day. "
                    "What people are owed stays as they were told."),
    )  # fmt: skip

    def __init__(self, *args: Any, about: Concern, **kwargs: Any) -> None:
        times = concern_policy().times
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"clause": about.clause, "remedy_due_on": clock.today() + timedelta(days=28)} | kwargs[
            "initial"
        ]
        super().__init__(*args, **kwargs)
        self.fields["remedy_due_on"].help_text = _("Within %(n)d days.") % {"n": times.remedy_days}
        field: Any = self.fields["clause"]
        field.choices = list(_clauses(about))
        lower = lower_levels(about.activity)
        level: Any = self.fields["real_level"]
        level.choices = [("", _("No, the label was right")), *((one, LEVELS[one]) for one in lower)]
        if not lower:
            del self.fields["real_level"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("outcome") == Concern.Outcome.UPHELD:
            for name, why in (("clause", _("Choose the clause.")), ("remedy", _("Say what has to be done.")),
                              ("remedy_due_on", _("Give it a day."))):  # fmt: skip
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, why)
        elif given.get("real_level"):
            self.add_error("real_level", _("A level is corrected only where the concern is upheld."))
        return given


class LookedForm(forms.Form):
    """What somebody of another body saw who looked whether it is mended."""

    mended = forms.ChoiceField(
        label=_("Is it mended?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes, it is mended")), ("no", _("No, it is owed again"))],
    )  # fmt: skip
    words = OwnWords(
        label=_("What did you look at, and what did you see? Everyone reads it."), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    due_on = forms.DateField(label=_("If not: by when is it to be mended?"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("mended") == "no" and not given.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Give it a day."))
        return given


class DisputeForm(forms.Form):
    """Why the person says that it is not mended. Read by whoever looks at it, and nobody else."""

    words = OwnWords(
        label=_("What is not mended?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Only whoever looks into it reads this. That you said so is public, without your words."),
    )  # fmt: skip


def _clauses(about: Concern) -> Iterator[tuple[str, str]]:
    """The clause it is about first, then the others that residents are asked about."""
    asked: list[ConcernQuestion] = [one for group in concern_policy().groups for one in group.questions]
    yield about.clause, f"{about.clause}: {about.question}"
    seen = {about.clause}
    for one in asked:
        if one.clause not in seen:
            seen.add(one.clause)
            yield one.clause, f"{one.clause}: {one.words}"


class ToldForm(forms.Form):
    """The person was told a step by letter or telephone, or could not be."""

    reached = forms.ChoiceField(
        label=_("Were they told?"), choices=[("yes", _("Yes")), ("no", _("No, they cannot be reached"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
