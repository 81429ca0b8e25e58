"""What stands beside the plan's own words: options, evidence, readers, rulings, training, a question to a colleague."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.actions.standards import EvidenceLine, OptionLine
from heard.activities.forms.fields import LONGEST, YES_OR_NO, plan_text
from heard.activities.models import Activity, CitedEvidence, ElectionRuling
from heard.activities.queries import planning_policy
from heard.ground import clock
from heard.people.models import Account
from heard.ui.forms import DayInput, SentOnce, has_come

MOST_EVIDENCE = 30


class OptionForm(forms.Form):
    """What one option costs and brings."""

    option = forms.CharField(widget=forms.HiddenInput)
    costs = plan_text(gettext_lazy("What does it cost, and whom?"))
    benefits = plan_text(gettext_lazy("What does it bring, and to whom?"))

    @property
    def legend(self) -> str:
        return str(self["option"].value() or "")


class OptionsFormset(BaseFormSet):
    """One place for each option of the plan."""

    def lines(self) -> list[OptionLine]:
        """What was written, in the order of the page."""
        return [
            OptionLine(form.cleaned_data["option"], form.cleaned_data["costs"], form.cleaned_data["benefits"])
            for form in self.forms
        ]  # fmt: skip


def options_formset(data: Any, activity: Activity) -> OptionsFormset:
    """A form for each option that the plan names, in its order."""
    known = {each.option: each for each in activity.option_terms.all()}
    initial = [
        {
            "option": option,
            "costs": known[option].costs if option in known else "",
            "benefits": known[option].benefits if option in known else "",
        }
        for option in dict.fromkeys(activity.plan.options)
    ]
    kind: Any = formset_factory(OptionForm, formset=OptionsFormset, extra=0, max_num=60)
    return kind(data, initial=initial, prefix="options")


class EvidenceForm(forms.Form):
    """One piece of evidence that the plan rests on."""

    title = forms.CharField(label=gettext_lazy("What is it?"), max_length=200, required=False)
    found_at = forms.CharField(label=gettext_lazy("Where can people read it?"), max_length=400, required=False)
    dated_on = forms.DateField(
        label=gettext_lazy("Of which day is it?"), widget=DayInput(), required=False, validators=[has_come]
    )
    published = forms.TypedChoiceField(
        label=gettext_lazy("Is it published?"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "true",
        empty_value=None,
        required=False,
    )
    currency_note = plan_text(gettext_lazy("If it is older than 24 months, why does it still hold?"))
    from_activity = forms.ModelChoiceField(
        label=gettext_lazy("Was it heard in an earlier activity?"),
        queryset=Activity.objects.none(),
        empty_label=gettext_lazy("No, or not in one kept here"),
        required=False,
    )

    def __init__(self, *args: Any, earlier: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.unmarked = True  # type: ignore[attr-defined]
        chooser: Any = self.fields["from_activity"]
        chooser.queryset = Activity.objects.filter(pk__in=[key for key, _title in earlier])
        chooser.choices = [("", chooser.empty_label), *earlier]

    @property
    def legend(self) -> str:
        return str(self["title"].value() or "") or _("Another piece of evidence")

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.initial.get("title") and self.cleaned_data.get("title") == "":
            self.errors.clear()  # it is taken out, whatever else stands there
            return self.cleaned_data
        said = any(value not in (None, "", False) for name, value in self.cleaned_data.items() if name != "title")
        if said and not self.cleaned_data.get("title"):
            self.add_error("title", _("Say what it is, so that people can look for it."))
        return self.cleaned_data


class EvidenceFormset(BaseFormSet):
    """Every piece, and two spare places. A piece whose title is emptied goes."""

    def clean(self) -> None:
        titles = [form.cleaned_data.get("title", "").casefold() for form in self.forms if not form.errors]
        titles = [title for title in titles if title]
        if len(set(titles)) < len(titles):
            raise forms.ValidationError(_("Two pieces of evidence have the same title. Give each its own."))

    def lines(self) -> list[EvidenceLine]:
        """What was written, in the order of the page, without empty places."""
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data.get("title")]
        return [EvidenceLine(**said) for said in kept]


def evidence_formset(data: Any, activity: Activity) -> EvidenceFormset:
    """The plan's evidence with two spare places; earlier activities of any partner may be cited."""
    there: list[CitedEvidence] = list(activity.cited_evidence.all())
    names = ("title", "found_at", "dated_on", "published", "currency_note")
    initial = [
        {**{name: getattr(each, name) for name in names}, "from_activity": each.from_activity_id} for each in there
    ]
    for said in initial:
        said["published"] = {True: "true", False: "false"}.get(said["published"], "")
    earlier = Activity.objects.filter(announced_on__isnull=False).exclude(pk=activity.pk).order_by("-stage_at", "-pk")
    choices = list(earlier.values_list("pk", "title")[:200])
    kind: Any = formset_factory(EvidenceForm, formset=EvidenceFormset, extra=2, max_num=MOST_EVIDENCE)
    return kind(data, initial=initial, prefix="evidence", form_kwargs={"earlier": choices})


class ReadingForm(SentOnce):
    """What somebody who is not staff said that they can change, after reading."""

    reader = forms.CharField(
        label=gettext_lazy("Who read it?"),
        help_text=gettext_lazy("No name: “a neighbour”, “a student at the bus stop”."),
        max_length=120,
    )
    not_staff = forms.BooleanField(label=gettext_lazy("They do not work for any partner"))
    said = forms.CharField(
        label=gettext_lazy("In their words: what can they change?"),
        validators=[MaxLengthValidator(LONGEST)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_right = forms.TypedChoiceField(  # not “matches”: a form's own method of that name would be hidden
        label=gettext_lazy("Is that what they can change?"),
        choices=YES_OR_NO,
        coerce=lambda value: value == "true",
        widget=forms.RadioSelect,
    )
    read_on = forms.DateField(
        label=gettext_lazy("When did they read it?"), widget=DayInput(), initial=clock.today, validators=[has_come]
    )

    def said_back(self) -> dict[str, Any]:
        """What is kept; that they are not staff is a condition, not a fact about them."""
        said = self.cleaned_data
        return {name: said[name] for name in ("reader", "said", "read_on", "entry_key")} | {"matches": said["is_right"]}


class RulingForm(forms.Form):
    """What the monitoring officer decides, and why."""

    election = forms.ChoiceField(label=gettext_lazy("Before which election?"))
    ruling = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"), choices=ElectionRuling.Ruling.choices, widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=gettext_lazy("Why? This is published under your name."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["election"].choices = [(each.name, each.name) for each in planning_policy().elections]  # type: ignore[attr-defined]


class TrainingForm(forms.Form):
    """A module of the core training that somebody completed."""

    module = forms.ChoiceField(label=gettext_lazy("Which module?"))
    completed_on = forms.DateField(label=gettext_lazy("Completed on"), widget=DayInput(), validators=[has_come])
    given_by = forms.CharField(label=gettext_lazy("Who gave it?"), max_length=200, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["module"].choices = [(each.slug, each.name) for each in planning_policy().modules]  # type: ignore[attr-defined]


class ColleagueForm(SentOnce):
    """A question to a colleague in another partner."""

    colleague = forms.ModelChoiceField(
        label=gettext_lazy("Whom do you ask?"), queryset=Account.objects.none(), empty_label=gettext_lazy("Choose")
    )
    question = forms.CharField(
        label=gettext_lazy("What do you want to know?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, colleagues: Any) -> None:
        super().__init__(data)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What a colleague answers."""

    answer = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
