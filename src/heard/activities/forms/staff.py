"""What officers type in beside the plan's own pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities import access
from heard.activities.actions import GroupTerms
from heard.activities.actions.ways import TERMS_OF_GROUP
from heard.activities.forms.fields import LONGEST, plan_text
from heard.activities.models import Activity, Channel, Contribution, Group, Stage, Stakeholder, Strand, Tier
from heard.people.models import Account, Exclusion, Partner, Sector
from heard.ui.forms import DayInput, not_over

EVERY = ("", gettext_lazy("All"))


class NewActivityForm(forms.Form):
    """The four things that an idea needs."""

    title = forms.CharField(
        label=gettext_lazy("What do you want to ask or tell people?"),
        help_text=gettext_lazy("As a question, if you can. You can change it until it opens."),
        max_length=160,
    )
    lead = forms.ModelChoiceField(label=gettext_lazy("Which partner leads?"), queryset=Partner.objects.none())
    tier = forms.ChoiceField(
        label=gettext_lazy("How much is at stake?"),
        choices=Tier.choices,
        initial=Tier.STANDARD,
        widget=forms.RadioSelect,
    )
    origin = plan_text(gettext_lazy("Who asked for this? A resident, a committee, the law…"))

    def __init__(self, data: Any = None, *, account: Account) -> None:
        super().__init__(data)
        choices = access.partners_to_plan_for(account)
        self.fields["lead"].queryset = choices  # type: ignore[attr-defined]
        self.fields["lead"].initial = choices.first()


class FilterForm(forms.Form):
    """Narrows the officers' list of activities."""

    words = forms.CharField(label=gettext_lazy("Words of the question"), required=False, max_length=100)
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"), choices=[EVERY, *Stage.choices], required=False, widget=forms.Select
    )
    partner = forms.ChoiceField(label=gettext_lazy("Partner"), required=False, widget=forms.Select)
    mine = forms.BooleanField(label=gettext_lazy("Only mine"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        partners = Partner.objects.values_list("slug", "name")
        self.fields["partner"].choices = [EVERY, *partners]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Only the choices that can be read: a stale link is no error."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


STATES = [  # withdrawn: by the person, or with an import that was undone
    (slug, gettext_lazy("Withdrawn") if slug == Contribution.State.WITHDRAWN else label)
    for slug, label in Contribution.State.choices
]


class RegisterFilterForm(forms.Form):
    """Narrows the list of what came in."""

    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=[EVERY, *Channel.choices], required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=[EVERY, *STATES], required=False)
    strand = forms.ChoiceField(label=gettext_lazy("Way to take part"), required=False)
    words = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[EVERY, ("untranslated", gettext_lazy("Not in English, not translated yet"))],
        required=False,
    )

    def __init__(self, data: Any = None, *, strands: Sequence[Strand]) -> None:
        super().__init__(data)
        self.fields["strand"].choices = [EVERY, *((one.public_id, one.title) for one in strands)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Only the choices that can be read."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class GroupForm(forms.Form):
    """One group that the outcome affects."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Who are they?"), max_length=160)
    most_affected = forms.BooleanField(label=gettext_lazy("Most affected by the outcome"), required=False)
    seldom_heard = forms.BooleanField(label=gettext_lazy("Seldom heard"), required=False)
    offline_likely = forms.BooleanField(label=gettext_lazy("Many are off-line"), required=False)
    barrier = plan_text(gettext_lazy("What stands in their way?"))
    remedy = plan_text(gettext_lazy("What is done about it?"))
    target = forms.IntegerField(
        label=gettext_lazy("How many of them do you hope to hear from?"),
        min_value=1,
        max_value=10_000_000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].unmarked = True  # type: ignore[attr-defined]

    @property
    def legend(self) -> str:
        return str(self["name"].value() or "") or _("Another group")


class BaseGroups(BaseFormSet):
    """The groups of a plan; two spare places at the end; a group ticked for removal goes."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take this group out of the plan")
        if index is not None and index >= self.initial_form_count():
            del form.fields["DELETE"]

    def clean(self) -> None:
        if any(self.errors):
            return
        names = [terms.name.casefold() for terms in self.terms()]
        if len(set(names)) < len(names):
            raise forms.ValidationError(_("Two groups have the same name. Give each its own."))

    def terms(self) -> list[GroupTerms]:
        """The groups in the order of the page, without those to be removed and without empty places."""
        kept = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("name") and not form.cleaned_data.get("DELETE")
        ]
        names = (*TERMS_OF_GROUP, "id")
        return [GroupTerms(**{name: said[name] for name in names}) for said in kept]

    def removed(self) -> list[int]:
        """The keys of the groups ticked for removal."""
        gone = [form.cleaned_data for form in self.forms if form.cleaned_data.get("DELETE")]
        return [said["id"] for said in gone if said.get("id")]


def groups_formset(data: Any, groups: Sequence[Group], *, spare: int = 2) -> BaseGroups:
    """The formset of a plan's groups, with `spare` empty places."""
    kind: Any = formset_factory(GroupForm, formset=BaseGroups, extra=spare, can_delete=True, max_num=60)
    initial = [{name: getattr(group, name) for name in (*TERMS_OF_GROUP, "id")} for group in groups]
    return kind(data, initial=initial, prefix="groups")


class InviteForm(forms.Form):
    """Someone with a stake."""

    name = forms.CharField(label=gettext_lazy("Who?"), max_length=200)
    stake = forms.ChoiceField(
        label=gettext_lazy("What is their stake?"),
        choices=Stakeholder._meta.get_field("stake").choices or [],
        widget=forms.RadioSelect,
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"), choices=[("", gettext_lazy("Not said")), *Sector.choices], required=False
    )
    role = forms.CharField(label=gettext_lazy("Their part in this"), max_length=200, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("They get a link to accept or decline in their own name. It is never shown."),
        required=False,
    )


class ResendForm(forms.Form):
    """Where an invitation is sent again."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))


class DeclarationForm(forms.Form):
    """What the decision owner signs."""

    nothing_decided = forms.TypedChoiceField(
        label=gettext_lazy("Is anything about the open matters decided already?"),
        choices=[
            ("true", gettext_lazy("No. Nothing about them is decided.")),
            ("false", gettext_lazy("Yes, something is decided. (Then this can inform, but not consult.)")),
        ],
        coerce=lambda value: value == "true",
        widget=forms.RadioSelect,
    )
    would_change_my_mind = forms.CharField(
        label=gettext_lazy("What would change your mind?"),
        validators=[MaxLengthValidator(LONGEST)],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    what_is_fixed = plan_text(gettext_lazy("What is fixed, and why?"), rows=3)
    other_inputs = plan_text(gettext_lazy("What else will weigh, beside what people say?"), rows=3)
    decides_on = forms.DateField(label=gettext_lazy("When will you decide?"), widget=DayInput(), validators=[not_over])
    signed_name = forms.CharField(
        label=gettext_lazy("Sign with your full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    signed_role = forms.CharField(
        label=gettext_lazy("Your post"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )


class ExtendForm(forms.Form):
    """A later closing day and why."""

    new_date = forms.DateField(label=gettext_lazy("New closing day"), widget=DayInput())
    reason = forms.CharField(
        label=gettext_lazy("Why do people get longer?"),
        help_text=gettext_lazy("This notice stands on every page of the activity."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, activity: Activity) -> None:
        super().__init__(data)
        self.activity = activity

    def clean_new_date(self) -> Any:
        day = self.cleaned_data["new_date"]
        if self.activity.closes_on and day <= self.activity.closes_on:
            raise forms.ValidationError(
                _("Choose a day after %(day)s: the closing day only moves later.")
                % {"day": date_format(self.activity.closes_on, "j F Y")}
            )
        return day


class RemoveStrandForm(forms.Form):
    """Why a way to take part is taken away."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it taken away?"),
        help_text=gettext_lazy("Needed, and published, once the activity has been announced."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RedactionForm(forms.Form):
    """Words as they may be shown, and why something is covered."""

    words = forms.CharField(
        label=gettext_lazy("The words as everyone may read them"),
        help_text=gettext_lazy("Put […] where you cover something. What was said stays underneath, unchanged."),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is something covered?"),
        help_text=gettext_lazy("For example: names somebody else."),
        max_length=200,
    )


class WithdrawForm(forms.Form):
    """How the person asked to withdraw."""

    asked_how = forms.CharField(
        label=gettext_lazy("How did the person ask, and how do you know it was theirs?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ExclusionForm(forms.Form):
    """Propose that something is not counted. There is no reason called “critical”."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=Exclusion.Reason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("What happened? The second person reads this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
