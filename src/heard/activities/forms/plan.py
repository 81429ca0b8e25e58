"""One form for each short page of the plan. Each holds only its own fields, so two officers rarely meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Case, When
from django.forms.models import fields_for_model, model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.activities.forms.fields import PoundsField, form_field_of
from heard.activities.models import Activity, Level, Plan, Tier
from heard.activities.queries import planning_policy
from heard.people.models import Partner
from heard.places.models import Place
from heard.rules.calendar import duration_days
from heard.rules.outcome import digest
from heard.rules.reading import word_count
from heard.ui.forms import has_come, not_over
from heard.ui.words import LEVEL_PROMISES


class PlanPageForm(forms.ModelForm):
    """The fields of one page: columns of the plan (`Meta.fields`) and of the activity (`of_activity`).

    `seen` is a digest of what stood on the page when it was opened; saving over somebody else's words is refused once.
    A day in `happened` lies behind and one in `to_come` ahead, on the day on which it is written.
    """

    of_activity: tuple[str, ...] = ()
    happened: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()

    class Meta:
        model = Plan
        fields: list[str] = []
        formfield_callback = form_field_of

    def __init__(self, data: Any = None, *, activity: Activity) -> None:
        self.activity = activity
        self.was = {**_plain(activity.plan, list(self._meta.fields or [])), **_plain(activity, self.of_activity)}
        self.seen = digest({name: str(value) for name, value in self.was.items()})
        self.told_of_change = False
        super().__init__(data, instance=activity.plan, initial=_plain(activity, self.of_activity))
        extra = fields_for_model(Activity, fields=self.of_activity, formfield_callback=form_field_of)
        self.fields = {**{name: field for name, field in extra.items() if field}, **self.fields}

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.data.get("seen", self.seen) != self.seen:
            who = self.activity.plan.updated_by
            raise forms.ValidationError(
                _(
                    "%(who)s changed this page while you were writing. Nothing is lost: your words stand below. "
                    "Look at the plan, then save again to put yours in place."
                )
                % {"who": who or _("Somebody")}
            )
        for name in (*self.happened, *self.to_come):
            self._check_day(name, has_come if name in self.happened else not_over)
        return self.cleaned_data

    def _check_day(self, name: str, check: Callable[[date], None]) -> None:
        day = self.cleaned_data.get(name)
        if day and day != self.was[name]:
            try:
                check(day)
            except forms.ValidationError as error:
                self.add_error(name, error)

    def changes(self) -> dict[str, Any]:
        """Every field of the page with its new value; the action keeps only what differs."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.was}


def _plain(row: Any, names: Any) -> dict[str, Any]:
    found = model_to_dict(row, fields=list(names)) if names else {}
    return {name: sorted(each.pk for each in value) if _is_rows(value) else value for name, value in found.items()}


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and hasattr(value[0], "pk")


class PurposeForm(PlanPageForm):
    """Purpose and audience."""

    of_activity = ("title", "topics", "origin", "places", "partners", "programme")
    fieldsets = [
        (gettext_lazy("What is it about?"), ["title", "purpose", "topics", "origin"]),
        (gettext_lazy("Who is it for?"), ["audience", "general_public", "places"]),
        (gettext_lazy("Who does it together?"), ["partners", "programme"]),
    ]

    class Meta(PlanPageForm.Meta):
        fields = ["purpose", "audience", "general_public"]

    def __init__(self, data: Any = None, *, activity: Activity) -> None:
        super().__init__(data, activity=activity)
        self.fields["title"].help_text = _("As a question, if you can: it is the heading that everyone reads.")
        self.fields["topics"].help_text = _("One on each line.")
        whole_first = Case(When(kind=Place.Kind.CITY, then=0), default=1)
        self.fields["places"].queryset = Place.objects.order_by(whole_first, "name")  # type: ignore[attr-defined]
        self.fields["places"].label_from_instance = _place_said  # type: ignore[attr-defined]
        for name in ("places", "partners"):
            self.fields[name].widget = forms.CheckboxSelectMultiple()
            self.fields[name].widget.choices = self.fields[name].choices  # type: ignore[attr-defined]
        self.fields["places"].label = _("Which parts of the city?")
        self.fields["partners"].label = _("Other partners taking part")
        self.fields["partners"].queryset = Partner.objects.exclude(pk=activity.lead_id)  # type: ignore[attr-defined]

    @property
    def purpose_words(self) -> int:
        return word_count(str(self["purpose"].value() or ""))


def _place_said(place: Place) -> str:
    return _("The whole city") if place.kind == Place.Kind.CITY else place.name


class LevelForm(PlanPageForm):
    """How much influence is on offer, with what each level promises."""

    of_activity = ("level", "tier")

    class Meta(PlanPageForm.Meta):
        fields = ["formal_consultation"]

    def __init__(self, data: Any = None, *, activity: Activity) -> None:
        super().__init__(data, activity=activity)
        self.fields["level"] = forms.ChoiceField(
            label=_("How much influence do people have?"),
            choices=[(slug, f"{Level(slug).label}: {LEVEL_PROMISES[slug]}") for slug in Level.values],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields["level"].unmarked = True  # type: ignore[attr-defined]
        self.fields["tier"] = forms.ChoiceField(
            label=_("How much is at stake?"),
            choices=Tier.choices,
            widget=forms.RadioSelect,
            help_text=_("A light activity has fewer gates. After opening this can only go up."),
        )


class OutcomeForm(PlanPageForm):
    """What will be different, how one will know, and the numbers that the evaluation later looks back at."""

    fieldsets = [
        (gettext_lazy("The difference it should make"), ["outcome", "outcome_known_by"]),
        (gettext_lazy("A number to reach"), ["outcome_number", "outcome_unit"]),
        (gettext_lazy("Who you hope to hear from"), ["target_participants"]),
    ]

    class Meta(PlanPageForm.Meta):
        fields = ["outcome", "outcome_known_by", "outcome_number", "outcome_unit", "target_participants"]


class StakesForm(PlanPageForm):
    """What is at stake: any of these makes it “high”, and then more is asked."""

    fieldsets = [
        (gettext_lazy("For people"), ["withdraws_existing_benefit", "vulnerable_groups"]),
        (gettext_lazy("For the decision"), ["key_decision", "key_decision_noticed_on", "at_stake_pence"]),
    ]
    happened = ("key_decision_noticed_on",)

    class Meta(PlanPageForm.Meta):
        fields = [
            "withdraws_existing_benefit",
            "vulnerable_groups",
            "key_decision",
            "key_decision_noticed_on",
            "at_stake_pence",
        ]

    def __init__(self, data: Any = None, *, activity: Activity) -> None:
        super().__init__(data, activity=activity)
        self.fields["at_stake_pence"] = PoundsField(
            label=_("How much money is at stake, in pounds?"),
            help_text=_("What would be spent or saved."),
            max_value=10_000_000_000,
            required=False,
        )
        self.fields["at_stake_pence"].unmarked = True  # type: ignore[attr-defined]
        self.fields["key_decision"].help_text = _("It spends or saves a lot, or touches two wards or more.")
        self.fields["key_decision_noticed_on"].help_text = _("28 days before the decision, at the latest.")


class ChangeForm(PlanPageForm):
    """Open and closed matters, options, what was set aside."""

    class Meta(PlanPageForm.Meta):
        fields = ["open_matters", "closed_matters", "options", "something_else_welcome", "rejected_alternatives"]


class DatesForm(PlanPageForm):
    """Notice, opening and closing, and why if it is short."""

    of_activity = ("noticed_on", "opens_on", "closes_on")
    fieldsets = [
        ("", ["noticed_on", "opens_on", "closes_on"]),
        (gettext_lazy("If the time is short"), ["notice_reason", "duration_rationale", "holiday_extension"]),
    ]

    class Meta(PlanPageForm.Meta):
        fields = ["notice_reason", "duration_rationale", "holiday_extension"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        opens_on, closes_on = self.cleaned_data.get("opens_on"), self.cleaned_data.get("closes_on")
        if opens_on and closes_on and duration_days(opens_on, closes_on) < 0:
            self.add_error("closes_on", _("It would close before it opens. Choose a later closing day."))
        return self.cleaned_data


class LawForm(PlanPageForm):
    """A duty to consult that a law sets, with its least number of days. It stays as it is once it has opened."""

    class Meta(PlanPageForm.Meta):
        fields = ["statutory_duty", "statutory_minimum_days", "statutory_basis"]

    def __init__(self, data: Any = None, *, activity: Activity) -> None:
        super().__init__(data, activity=activity)
        self.fields["statutory_duty"] = forms.ChoiceField(
            label=_("Does a law ask you to consult on this?"),
            choices=[
                ("", _("No, or none of these")),
                *((each.slug, f"{each.name} ({_days(each.minimum_days)})") for each in planning_policy().duties),
            ],
            required=False,
        )
        self.fields["statutory_duty"].unmarked = True  # type: ignore[attr-defined]
        self.fields["statutory_minimum_days"].help_text = _("Only if it is more than the number above, or another law.")

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("statutory_minimum_days") and not self.cleaned_data.get("statutory_basis"):
            self.add_error("statutory_basis", _("Name the law that sets this period, so that anyone can look it up."))
        return self.cleaned_data


def _days(number: int) -> str:
    return ngettext("%(n)d day at least", "%(n)d days at least", number) % {"n": number} if number else _("no number")


class DecidesForm(PlanPageForm):
    """What it leads to: the service, who decides, when, where the paper goes, and what else they weigh."""

    to_come = ("decides_on",)
    fieldsets = [
        (gettext_lazy("The way to a decision"), ["service", "decision_maker", "decides_on", "decision_goes_to"]),
        (gettext_lazy("What people are told about it"), ["influence_statement", "other_inputs"]),
    ]

    class Meta(PlanPageForm.Meta):
        fields = ["service", "decision_maker", "decides_on", "decision_goes_to", "influence_statement", "other_inputs"]


class LeadsForm(PlanPageForm):
    """Communications and consultation side by side: who leads on each (P-4)."""

    happened = ("comms_approved_on",)

    class Meta(PlanPageForm.Meta):
        fields = ["consultation_lead", "communications_lead", "comms_approved_on"]


class VoluntaryForm(PlanPageForm):
    """The one question above the list of bodies: does it rely on any?"""

    class Meta(PlanPageForm.Meta):
        fields = ["voluntary_involved"]


class TellingForm(PlanPageForm):
    """How people hear of it, and how they are told what became of it: chosen in advance (GP-c)."""

    fieldsets = [
        (gettext_lazy("Before"), ["publicity_channels", "publicity_plan"]),
        (gettext_lazy("After"), ["feedback_channels", "feedback_due_on"]),
    ]
    to_come = ("feedback_due_on",)

    class Meta(PlanPageForm.Meta):
        fields = ["publicity_channels", "publicity_plan", "feedback_channels", "feedback_due_on"]


class AccessForm(PlanPageForm):
    """Access and equality."""

    fieldsets = [
        (gettext_lazy("Equality"), ["equality_analysis", "equality_screening_reason"]),
        (
            gettext_lazy("Formats and languages"),
            ["formats", "includes_learning_disabled", "languages", "languages_spoken"],
        ),
        (gettext_lazy("Places and support"), ["venue_check", "support_offered"]),
    ]

    class Meta(PlanPageForm.Meta):
        fields = [
            "equality_analysis",
            "equality_screening_reason",
            "formats",
            "includes_learning_disabled",
            "languages",
            "languages_spoken",
            "venue_check",
            "support_offered",
        ]


class InformationForm(PlanPageForm):
    """What people need to know to answer, late answers, and what happens with their data."""

    fieldsets = [
        (gettext_lazy("What people need to know"), ["information_pack", "late_response_policy"]),
        (gettext_lazy("Their data"), ["lawful_basis", "controller", "retention", "impact_assessment"]),
    ]

    class Meta(PlanPageForm.Meta):
        fields = [
            "information_pack",
            "late_response_policy",
            "lawful_basis",
            "controller",
            "retention",
            "impact_assessment",
        ]


class PeopleForm(PlanPageForm):
    """The one question beside the groups: why none is seldom heard."""

    class Meta(PlanPageForm.Meta):
        fields = ["no_seldom_heard_because"]


FORMS: Mapping[str, type[PlanPageForm]] = {
    "purpose": PurposeForm,
    "outcome": OutcomeForm,
    "level": LevelForm,
    "stakes": StakesForm,
    "change": ChangeForm,
    "dates": DatesForm,
    "law": LawForm,
    "decides": DecidesForm,
    "leads": LeadsForm,
    "telling": TellingForm,
    "access": AccessForm,
    "information": InformationForm,
}
