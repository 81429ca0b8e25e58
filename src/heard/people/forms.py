"""What is accepted about people: invitations, roles, partners, exclusions, erasure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.ground import clock
from heard.people.access import role_pack
from heard.people.models import DataRequest, Exclusion, Partner, Sector
from heard.ui.forms import DayInput, SentOnce


class SignInForm(LoginForm):
    """Where the code is sent (settings.ACCOUNT_FORMS). Filled in for somebody who has just accepted an invitation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        field.label = _("Your e-mail address at work")
        field.widget.attrs.pop("placeholder", None)
        self.fields.pop("remember", None)
        if self.request is not None:
            field.initial = self.request.session.get("invited_email", "")


def role_choices(*, with_administrators: bool = True) -> list[tuple[str, str]]:
    """Every role of policy/roles.toml with what it is for."""
    givers = () if with_administrators else role_pack().roles_that_may("assign_roles")
    return [(role.slug, f"{role.name}. {role.who}") for role in role_pack().roles if role.slug not in givers]


class ScopeForm(forms.Form):
    """A role for a partner, or for one activity that the partner leads (by the last part of its address)."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    partner = forms.ModelChoiceField(
        label=gettext_lazy("Partner"), queryset=Partner.objects.none(), to_field_name="slug", empty_label=None
    )
    activity = forms.CharField(
        label=gettext_lazy("Only for one activity"),
        required=False,
        max_length=90,
        help_text=gettext_lazy(
            "The last part of the activity's address, for example “foleshill-baths”. Leave it empty for everything "
            "that the partner leads."
        ),
    )
    team = forms.CharField(
        label=gettext_lazy("Team"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For example “Libraries”. An exclusion needs people of two teams, so write it down."),
    )

    def __init__(
        self, *args: Any, partners: QuerySet[Partner], with_administrators: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partner"]
        field.queryset = partners
        roles: Any = self.fields["role"]
        roles.choices = role_choices(with_administrators=with_administrators)

    def clean(self) -> dict[str, Any]:
        """Turns the activity's slug into `activity_ref`; it must be led by the partner."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        slug = data.pop("activity", "").strip().strip("/").rpartition("/")[2]
        data["activity_ref"] = ""
        if slug and "partner" in data:
            activity = _activity(slug)
            if activity is None or activity.lead_id != data["partner"].pk:
                self.add_error(
                    "activity",
                    _("%(partner)s leads no activity of this address. Copy the last part of it from its page.")
                    % {"partner": data["partner"].name},
                )
            else:
                data["activity_ref"] = activity.public_id
        return data


class RoleForm(ScopeForm):
    """Another role for somebody who has an account."""


class InviteForm(ScopeForm):
    """Who is invited, to what."""

    name = forms.CharField(label=gettext_lazy("Their name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"), widget=forms.EmailInput({"autocomplete": "off"})
    )
    field_order = ["name", "email", "role", "partner", "activity", "team"]


class PartnerForm(forms.ModelForm):
    """A partner: what it is, when it signed, how people reach it."""

    fieldsets = [
        (gettext_lazy("What it is"), ["name", "sector", "about"]),
        (gettext_lazy("The Compact"), ["signed_on", "left_on"]),
        (gettext_lazy("How people reach it"), ["email", "phone", "postal_address"]),
    ]

    class Meta:
        model = Partner
        fields = ["name", "sector", "about", "signed_on", "left_on", "email", "phone", "postal_address"]
        widgets = {
            "signed_on": DayInput(),
            "left_on": DayInput(),
            "sector": forms.RadioSelect(),
            "email": forms.EmailInput({"autocomplete": "off"}),
        }
        labels = {
            "name": gettext_lazy("Name"),
            "sector": gettext_lazy("What kind of body is it?"),
            "about": gettext_lazy("What does it do?"),
            "signed_on": gettext_lazy("Signed the Compact on"),
            "left_on": gettext_lazy("Left it on"),
            "email": gettext_lazy("E-mail address"),
            "phone": gettext_lazy("Telephone"),
            "postal_address": gettext_lazy("Postal address"),
        }
        help_texts = {
            "signed_on": gettext_lazy("Leave it empty if it has not signed. Only a signatory can lead an activity."),
            "postal_address": gettext_lazy("Printed on paper forms and letters."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sector: Any = self.fields["sector"]
        sector.choices = Sector.choices

    def _post_clean(self) -> None:
        """Leave the instance as it is: the action compares and writes."""


class ProposeForm(forms.Form):
    """What is to be left out, and why."""

    kind = forms.ChoiceField(label=gettext_lazy("What would be left out?"), widget=forms.RadioSelect)
    reference = forms.CharField(
        label=gettext_lazy("Which one?"),
        max_length=80,
        help_text=gettext_lazy("Its reference: a contribution's trace code, or the number of a role."),
    )
    partner = forms.ModelChoiceField(
        label=gettext_lazy("Partner that answers for it"),
        queryset=Partner.objects.none(),
        to_field_name="slug",
        empty_label=None,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        widget=forms.RadioSelect,
        choices=Exclusion.Reason.choices,
        help_text=gettext_lazy("Being critical, difficult or unwelcome is no reason (clause UP-c)."),
    )
    note = forms.CharField(
        label=gettext_lazy("What happened?"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=gettext_lazy("For the colleague who decides, and for an appeal. Not published."),
    )

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partner"]
        field.queryset = partners
        kind: Any = self.fields["kind"]
        kind.choices = [pair for pair in Exclusion.Kind.choices if pair[0] in settings.EXCLUDERS]


class BecauseForm(forms.Form):
    """Why, in a sentence or two."""

    because = forms.CharField(label=gettext_lazy("Why?"), widget=forms.Textarea, max_length=2000)


class TellForm(forms.Form):
    """How and when the person was told, or why that is unsafe."""

    how = forms.CharField(
        label=gettext_lazy("How were they told?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example “by letter”, “by telephone”, “on their receipt page”."),
    )
    told_on = forms.DateField(label=gettext_lazy("On which day?"), required=False, widget=DayInput)
    unsafe = forms.CharField(
        label=gettext_lazy("If telling them is unsafe: why?"), required=False, widget=forms.Textarea, max_length=1000
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        how, unsafe, day = data.get("how"), data.get("unsafe"), data.pop("told_on", None)
        if bool(how) == bool(unsafe) and not self.errors:
            self.add_error(
                "how", _("Say how they were told, or further down why telling them is unsafe: one of the two.")
            )
        if how and day and day > clock.today():
            self.add_error("told_on", _("This day has not come yet."))
        data["told_at"] = _moment(day)
        return data


class AppealForm(forms.Form):
    """What the person says against being left out."""

    words = forms.CharField(
        label=gettext_lazy("Why should this be looked at again?"),
        widget=forms.Textarea,
        max_length=4000,
        help_text=gettext_lazy("Write as you would speak. Someone who had no part in it will read this."),
    )


class OutcomeForm(BecauseForm):
    """What became of an appeal."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        widget=forms.RadioSelect,
        choices=[
            ("upheld", gettext_lazy("The exclusion stands")),
            ("overturned", gettext_lazy("The exclusion is overturned, and what was left out comes back")),
        ],
    )
    field_order = ["outcome", "because"]


def _activity(slug: str) -> Any:
    try:
        return import_string(settings.ACTIVITY_FOR_STAFF)(slug)
    except Http404:
        return None


def _moment(day: Any) -> datetime | None:
    """A day that somebody wrote down, as a moment: now for today, else noon."""
    if day is None or day == clock.today():
        return None
    return clock.midday(day)


class ErasureForm(forms.Form):
    """Whose voice is to be erased, and that it is meant."""

    reference = forms.CharField(
        label=gettext_lazy("Receipt code or trace code"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "class": "medium"}),
        help_text=gettext_lazy("Of anything this person gave. The person can read it to you from their receipt."),
    )
    because = forms.CharField(
        label=gettext_lazy("Who asked, and how do you know that it was them?"),
        max_length=500,
        widget=forms.Textarea,
        help_text=gettext_lazy("Kept in the private part of the record. Do not write their name."),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I know that this cannot be undone"),
        error_messages={"required": gettext_lazy("Tick this to go on. An erasure cannot be undone.")},
    )


class AuditFilter(forms.Form):
    """Which entries of the record to show."""

    what = forms.CharField(label=gettext_lazy("What happened begins with"), required=False, max_length=80)
    about = forms.CharField(
        label=gettext_lazy("About"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For example activity:abc123"),
    )
    by = forms.CharField(
        label=gettext_lazy("By"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For example account:12, resident"),
    )
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput)
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=DayInput)


class DataRequestForm(SentOnce):
    """What somebody asks about their own data, without an account."""

    partner = forms.ModelChoiceField(
        label=gettext_lazy("Which body does it concern?"), queryset=Partner.objects.none(), to_field_name="slug",
        empty_label=None,
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want?"), choices=DataRequest.Kind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("What is it about?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("If you have a receipt, write its letters here: then we find what you gave."),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=160, required=False)
    reach = forms.CharField(
        label=gettext_lazy("How can we reach you?"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("An e-mail address, a telephone number or a postal address. Without one you look up "
                               "the answer here with a code."),
    )  # fmt: skip

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partner"]
        field.queryset = partners


class LoggedDataRequestForm(DataRequestForm):
    """The same, as somebody takes it down who answers the telephone or opens the post."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come in?"), widget=forms.RadioSelect,
        choices=[("phone", gettext_lazy("By phone")), ("letter", gettext_lazy("By letter")),
                 ("email", gettext_lazy("By e-mail")), ("in_person", gettext_lazy("In person"))],
    )  # fmt: skip
    received_on = forms.DateField(label=gettext_lazy("On which day?"), widget=DayInput())


class DataStepForm(forms.Form):
    """One thing that is done about a request. `words` go to the person."""

    step = forms.ChoiceField(label=gettext_lazy("What happens now?"), widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=gettext_lazy("If you answer it: the outcome"), required=False)
    words = forms.CharField(
        label=gettext_lazy("What the person reads"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, about: DataRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        step, outcome = self.fields["step"], self.fields["outcome"]
        step.choices = list(_steps_of(about))  # type: ignore[attr-defined]
        ends = DataRequest.COMPLAINT_ENDS if about.is_complaint else DataRequest.REQUEST_ENDS
        outcome.choices = [("", "—"), *(one for one in DataRequest.Outcome.choices if one[0] in ends)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An answer has its outcome."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("step") == "close" and not given.get("outcome"):
            self.add_error("outcome", _("Say how it ended."))
        return given


def _steps_of(about: DataRequest) -> Any:
    if not about.acknowledged_on:
        yield "acknowledge", gettext_lazy("Acknowledge it")
    if about.is_paused:
        yield "resume", gettext_lazy("They have answered: the clock runs again")
    elif not about.is_complaint:
        yield "pause", gettext_lazy("Stop the clock: ask who they are, or what they mean")
    if not about.extended_on and not about.is_complaint:
        yield "extend", gettext_lazy("Take two months more, because it is complex")
    yield "close", gettext_lazy("Answer it")
