"""What is accepted about decisions, answers, promises and feedback."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Channel
from heard.decisions.models import Answer, Commitment
from heard.ui.forms import DayInput

LONGEST = 10_000


def _text(label: Any, rows: int = 4, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("max_length", LONGEST)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class DecisionForm(forms.Form):
    """What was decided, by whom, when and why; what was turned down."""

    maker = forms.CharField(label=_("Who decided?"), max_length=200)
    made_on = forms.DateField(
        label=_("On which day?"),
        help_text=_("The day of the minute or notice. On or before closing, it is flagged in public, for ever (UP-d)."),
        widget=DayInput(),
    )
    option = _text(_("What was decided?"))
    reasons = _text(_("Why?"))
    alternatives = _text(_("Which alternatives were turned down, and why?"))
    conflicts = _text(_("Conflicts of interest declared"), rows=2, required=False)
    source = forms.CharField(label=_("Minute, notice or contract"), max_length=500, required=False)
    no_commitment_reason = _text(_("If nothing is promised: why not?"), rows=2, required=False)


class AnswerForm(forms.Form):
    """What the decision says to one finding."""

    kind = forms.ChoiceField(label=_("Answer"), choices=Answer.Kind.choices, widget=forms.RadioSelect)
    reason = _text(_("Because"), rows=3, required=False, help_text=_("People read this. Only “adopted” needs none."))
    referred_to = forms.CharField(
        label=_("If it is outside your power: whom did you pass it to?"), max_length=200, required=False
    )


class PromiseForm(forms.Form):
    """Who will do what by when."""

    words = _text(_("What will be done?"), rows=2, max_length=2000)
    owner = forms.CharField(label=_("Who will do it?"), max_length=200)
    due_on = forms.DateField(label=_("By when?"), widget=DayInput())
    answers = forms.ModelMultipleChoiceField(
        label=_("Which findings does it answer?"),
        queryset=Answer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, answers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["answers"]
        field.queryset = answers
        field.label_from_instance = lambda answer: f"{answer.finding.ordinal}. {answer.finding.statement[:90]}"


class SettleForm(forms.Form):
    """What became of a promise."""

    state = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[(key, words) for key, words in Commitment.State.choices if key != Commitment.State.PROMISED],
        widget=forms.RadioSelect,
    )
    evidence = _text(_("If it is done: where can anyone see it?"), rows=2, required=False)
    reason = _text(_("If it was changed or dropped: why?"), rows=2, required=False)
    decider = forms.CharField(label=_("If it was dropped: who decided that?"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """What is missing is said beside the field that it belongs in (UP-b)."""
        given: dict[str, Any] = super().clean() or {}
        state = given.get("state")
        if state == Commitment.State.DONE and not given.get("evidence"):
            self.add_error("evidence", _("“Done” needs evidence that anyone can check. Say where it can be seen."))
        if state in (Commitment.State.CHANGED, Commitment.State.DROPPED) and not given.get("reason"):
            self.add_error("reason", _("A promise that is not kept as made says why."))
        if state == Commitment.State.DROPPED and not given.get("decider"):
            self.add_error("decider", _("A dropped promise names who decided that."))
        return given


class NoteForm(forms.Form):
    """A note to a decision. It explains; it clears nothing."""

    words = _text(_("Your note, in public, with your name"), rows=3, max_length=5000)


class FeedbackForm(forms.Form):
    """The few plain sentences above “You said, we did”."""

    summary = _text(
        _("What difference did it make?"),
        help_text=_("Two to five plain sentences. The rest is composed from the findings, answers and promises."),
        max_length=3000,
    )
    not_heard = _text(_("Who did you not hear from?"), rows=2, required=False, max_length=2000)


class TellForm(forms.Form):
    """How those who took part by one channel were told."""

    channel = forms.ChoiceField(choices=Channel.choices, widget=forms.HiddenInput)
    how = forms.CharField(label=_("How were they told?"), max_length=500)
    given_on = forms.DateField(label=_("On which day?"), widget=DayInput())


class PostedForm(forms.Form):
    """When a batch of letters was posted."""

    posted_on = forms.DateField(label=_("Posted on"), widget=DayInput())
