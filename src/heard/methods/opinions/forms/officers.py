"""What officers fill in: what it is about, the first statements, one heard in a room, clearer words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.models import Channel, Strand
from heard.methods.opinions.forms.residents import StatementField, same
from heard.methods.opinions.models import Opinions, Statement
from heard.ui.forms import DayInput, SentOnce


class SetUpForm(forms.ModelForm):
    """What it is about, and whether people add statements and see the picture while it is open."""

    class Meta:
        model = Opinions
        fields = ["question", "introduction", "accepts_statements", "shows_while_open"]
        labels = {
            "question": gettext_lazy("What is it about, in one question?"),
            "introduction": gettext_lazy("What should people know before they begin?"),
            "accepts_statements": gettext_lazy("People may add statements of their own"),
            "shows_while_open": gettext_lazy("The picture can be seen while people vote"),
        }
        help_texts = {
            "question": gettext_lazy("For example: how should the baths be run?"),
            "shows_while_open": gettext_lazy(
                "People like to see where they stand. If you fear that the first voters sway the rest, leave it until "
                "the result is published: you say here which, and the page says it too."
            ),
        }
        widgets = {"introduction": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].required = True


class FirstStatementForm(forms.Form):
    """One of the statements that stand there when it opens."""

    words = StatementField(
        label=gettext_lazy("The statement"),
        help_text=gettext_lazy("One thing, that somebody could calmly agree with and somebody else calmly disagree."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    leaning = forms.ChoiceField(
        label=gettext_lazy("Which way does somebody lean who agrees?"),
        help_text=gettext_lazy("Only for the balance of the first statements. It is shown to nobody who votes."),
        choices=Statement.Leaning.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, known: set[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known or set()

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if same(words) in self.known:
            raise ValidationError(_("This statement stands there already."))
        return words


class EnterStatementForm(SentOnce):
    """A statement that somebody gave on paper, by phone or in a room."""

    words = StatementField(
        label=gettext_lazy("The statement, in their words"),
        help_text=gettext_lazy("Tell them that everyone will read it, without a name, and vote on it."),
    )
    channel = forms.ChoiceField(label=gettext_lazy("How did it come?"), widget=forms.RadioSelect)
    received_on = forms.DateField(label=gettext_lazy("When?"), widget=DayInput())

    def __init__(self, *args: Any, strand: Strand, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each, Channel(each).label) for each in strand.channels if each != Channel.WEB]
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("received_on", today)
        self.today = today

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > self.today:
            raise ValidationError(_("It cannot have been given in the future."))
        return day


class RewordForm(forms.Form):
    """Clearer words for a statement, and why."""

    words = StatementField(label=gettext_lazy("The statement in clearer words"))
    because = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Everyone reads this beside the first words. For example: it said two things at once."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, before: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if same(words) == same(self.before):
            raise ValidationError(_("These are the words it has."))
        return words
