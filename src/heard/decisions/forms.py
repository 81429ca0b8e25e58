"""What is accepted about decisions, answers, promises and feedback."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Channel
from heard.decisions.models import Answer, Commitment, DecisionStep, Feedback, GroundAnswer
from heard.rules.languages import name_of
from heard.ui.forms import DayInput, SentOnce, has_come, not_over

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
        validators=[has_come],
    )
    option = _text(_("What was decided?"))
    reasons = _text(_("Why?"))
    alternatives = _text(_("Which alternatives were turned down, and why?"))
    conflicts = _text(_("Conflicts of interest declared"), rows=2, required=False)
    dispensations = _text(_("Dispensations granted"), rows=2, required=False)
    considered_on = forms.DateField(
        label=_("When was it considered?"), required=False, widget=DayInput(), validators=[has_come]
    )
    source = forms.CharField(label=_("Minute, notice or contract"), max_length=500, required=False)
    no_commitment_reason = _text(_("If nothing is promised: why not?"), rows=2, required=False)


class AnswerForm(forms.Form):
    """What the decision says to one finding."""

    kind = forms.ChoiceField(label=_("Answer"), choices=Answer.Kind.choices, widget=forms.RadioSelect)
    reason = _text(_("Because"), rows=3, required=False, help_text=_("People read this. Only “adopted” needs none."))
    referred_to = forms.CharField(
        label=_("If it is outside your power: whom did you pass it to?"), max_length=200, required=False
    )


class PromiseForm(SentOnce):
    """Who will do what by when."""

    words = _text(_("What will be done?"), rows=2, max_length=2000)
    owner = forms.CharField(label=_("Who will do it?"), max_length=200)
    due_on = forms.DateField(label=_("By when?"), widget=DayInput(), validators=[not_over])
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
    """The few plain sentences above “You said, we did”. Once published, a change says why. `known`: as they stand."""

    known: Feedback | None = None
    headline = forms.CharField(
        label=_("In one plain sentence: what is the outcome?"), max_length=160, required=False,
        help_text=_("It stands large on the poster and in the text message."),
    )  # fmt: skip
    summary = _text(
        _("What difference did it make?"),
        help_text=_("Two to five plain sentences. The rest is composed from the findings, answers and promises."),
        max_length=3000,
    )
    not_done = _text(
        _("What was not done, and why?"), rows=2, required=False, max_length=2000,
        help_text=_("Answers of “not adopted” and “outside our power” are listed by themselves."),
    )  # fmt: skip
    not_heard = _text(_("Who did you not hear from?"), rows=2, required=False, max_length=2000)
    challenge = _text(
        _("How can people challenge it?"), rows=2, required=False, max_length=2000,
        help_text=_("Whom to write to or ring, by when, and who looks at it then."),
    )  # fmt: skip
    formats = _text(
        _("In which formats can people have it?"), rows=2, required=False, max_length=400,
        help_text=_("One on each line: large print, Easy Read, BSL."),
    )  # fmt: skip
    why = forms.CharField(label=_("What do you change, and why?"), max_length=300)

    def __init__(self, *args: Any, published: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not published:
            del self.fields["why"]

    def clean_formats(self) -> list[str]:
        """One format on each line."""
        return [line.strip()[:80] for line in self.cleaned_data["formats"].splitlines() if line.strip()][:12]


class InterimForm(SentOnce):
    """What was heard, and to when the decision is delayed."""

    heard = _text(_("What did you hear so far?"), rows=4, max_length=2000)
    because = _text(_("Why does the decision take longer?"), rows=2, max_length=1000)
    delayed_until = forms.DateField(label=_("When will it be decided?"), widget=DayInput())


class TranslationForm(forms.Form):
    """The summary in another language."""

    language = forms.RegexField(
        label=_("Language"), regex=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$", max_length=12,
        help_text=_("Its short code: ur for Urdu, pl for Polish, pa for Punjabi."),
        error_messages={"invalid": _("Write the short code of the language, such as “ur” or “pl”.")},
    )  # fmt: skip
    title = forms.CharField(label=_("The outcome in one sentence"), max_length=160)
    summary = _text(_("What difference did it make?"), max_length=3000)
    where = forms.CharField(label=_("“Read all of it at …”, in this language"), max_length=300, required=False)
    translator = forms.CharField(label=_("Who translated it?"), max_length=160)


class KeyNoticeForm(forms.Form):
    """The public notice of a key decision (SI 2012/2089)."""

    why_key = _text(_("Why is it a key decision?"), rows=2, max_length=1000,
                    help_text=_("Significant spending or saving, or two or more wards."))  # fmt: skip
    maker = forms.CharField(label=_("Who will decide?"), max_length=200)
    published_on = forms.DateField(label=_("When was the notice published?"), widget=DayInput())
    expected_on = forms.DateField(label=_("When will it be decided?"), widget=DayInput())
    papers = _text(_("Which papers will they look at?"), rows=2, required=False, max_length=2000)
    short_because = _text(_("If there are fewer than 28 days between: why?"), rows=2, required=False, max_length=1000)


class StepForm(forms.Form):
    """What became of a published decision."""

    kind = forms.ChoiceField(label=_("What happened?"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("On which day?"), widget=DayInput())
    words = _text(_("What was said, and where is it recorded?"), rows=3, max_length=3000)

    def __init__(self, *args: Any, follows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [choice for choice in DecisionStep.Kind.choices if choice[0] in follows]


class OutcomeForm(forms.Form):
    """What is different since."""

    words = _text(
        _("What is different since the decision?"), max_length=3000,
        help_text=_("What people would notice, and how you know. If nothing is different, say why."),
    )  # fmt: skip


class TellForm(forms.Form):
    """How those who took part by one channel were told."""

    channel = forms.ChoiceField(choices=Channel.choices, widget=forms.HiddenInput)
    how = forms.CharField(label=_("How were they told?"), max_length=500)
    given_on = forms.DateField(label=_("On which day?"), widget=DayInput())


class PostedForm(forms.Form):
    """When a batch of letters was posted."""

    posted_on = forms.DateField(label=_("Posted on"), widget=DayInput())


class HandedOverForm(forms.Form):
    """When a file of text messages went to the provider, and which rows came back."""

    handed_over_on = forms.DateField(label=_("Handed over on"), widget=DayInput())
    returned = forms.CharField(
        label=_("Which messages came back undelivered?"), required=False, max_length=2000,
        help_text=_("Their numbers in the file, with commas: 3, 17. Leave it empty if none did."),
    )  # fmt: skip

    def clean_returned(self) -> list[int]:
        """The rows that came back, as numbers."""
        parts = [part.strip() for part in self.cleaned_data["returned"].split(",") if part.strip()]
        if not all(part.isdecimal() and len(part) < 8 for part in parts):
            raise forms.ValidationError(_("Write numbers with commas between them, such as 3, 17."))
        return [int(part) for part in parts]


class PostersForm(forms.Form):
    """Where posters go up."""

    places = _text(_("At which places did people take part?"), max_length=4000, help_text=_("One on each line."))
    languages = forms.MultipleChoiceField(label=_("In which languages?"), widget=forms.CheckboxSelectMultiple)
    due_on = forms.DateField(label=_("To be up by"), widget=DayInput(), validators=[not_over])

    def __init__(self, *args: Any, languages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["languages"]
        field.choices = [(code, name_of(code)) for code in languages]

    def clean_places(self) -> list[str]:
        """One place on each line, at most a hundred."""
        return [line.strip() for line in self.cleaned_data["places"].splitlines() if line.strip()][:100]


class PosterUpForm(forms.Form):
    """Since when a poster hangs and who put it up; or why it cannot hang there."""

    put_up_on = forms.DateField(label=_("Put up on"), required=False, widget=DayInput())
    put_up_by = forms.CharField(label=_("By whom?"), max_length=160, required=False)
    because = forms.CharField(label=_("Or: why can it not hang there?"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Either it hangs, with a day and a name, or there is a reason."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("because") and not self.errors:
            for name, words in (("put_up_on", _("Say since when it hangs.")), ("put_up_by", _("Say who put it up."))):
                if not given.get(name):
                    self.add_error(name, words)
        return given


class SayForm(SentOnce):
    """Is it true on the ground?"""

    says = forms.ChoiceField(
        label=_("Is it true on the ground?"), choices=GroundAnswer.Says.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )  # fmt: skip
    words = _text(
        _("What do you see? (You can leave this empty.)"), rows=3, required=False, max_length=2000,
        help_text=_("Shown to everyone, without your name, once somebody has read it. Please name nobody."),
    )  # fmt: skip


class TakenDownForm(SayForm):
    """The same question, as an officer takes it down."""

    channel = forms.ChoiceField(
        label=_("How did they answer?"),
        choices=[choice for choice in Channel.choices if choice[0] not in ("web", "text_message")],
    )
    field_order = ["channel", "says", "words"]


class ReplyForm(forms.Form):
    """The partner's public reply to residents."""

    words = _text(_("What do you answer, in public?"), rows=3, max_length=3000,
                  help_text=_("What you will do and by when, or why it is as it is. It stays as it is."))  # fmt: skip


class CodeForm(forms.Form):
    """A code from a letter."""

    code = forms.CharField(label=_("The code on your letter"), max_length=40)
