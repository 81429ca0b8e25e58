"""When a question is asked, as officers say it: a test and an answer to an earlier question, up to four times."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from heard.methods.survey.actions import When
from heard.methods.survey.models import Condition, Question
from heard.methods.survey.queries import Asked, Questionnaire

ROWS = 4
NAMES = (Condition.Test.IS, Condition.Test.IS_NOT)
Choices = list[tuple[str, list[tuple[str, str]]]]


class ConditionsForm(forms.Form):
    """Up to four conditions and how they are joined. Empty rows are passed over."""

    shown_if = forms.ChoiceField(
        label=_("Ask this question if"), choices=Question.ShownIf.choices, widget=forms.RadioSelect, initial="all"
    )

    def __init__(self, asked: Questionnaire, question: Asked, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(question))
        super().__init__(*args, **kwargs)
        earlier = asked.questions[: question.number - 1]
        answers: Choices = [("", [("", _now("–"))]), *[(_named(one), _answers(one)) for one in earlier]]
        tests = [("", _now("–")), *Condition.Test.choices]
        for row in range(ROWS):
            said = {"number": row + 1}
            self.fields[f"answer_{row}"] = forms.ChoiceField(
                label=_now("Answer %(number)d") % said, choices=answers, required=False
            )
            self.fields[f"test_{row}"] = forms.ChoiceField(
                label=_now("How it is tested %(number)d") % said, choices=tests, required=False
            )
        self.whens: list[When] = []

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of boxes, in order."""
        return [(self[f"answer_{row}"], self[f"test_{row}"]) for row in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for row in range(ROWS):
            answer, test = cleaned.get(f"answer_{row}", ""), cleaned.get(f"test_{row}", "")
            if bool(answer) != bool(test):
                empty = "test" if answer else "answer"
                self.add_error(f"{empty}_{row}", _now("Choose both, or neither."))
            elif answer:
                self._take(row, answer, test)
        return cleaned

    def _take(self, row: int, answer: str, test: str) -> None:
        ref, option, point = answer.split(":")
        if test in NAMES and not (option or point):
            self.add_error(f"answer_{row}", _now("Choose which answer, not the question alone."))
            return
        self.whens.append(When(ref, test, int(option) if option else None, int(point) if point else None))


def _named(one: Asked) -> str:
    return f"{one.number}. {one.words}"[:90]


def _answers(one: Asked) -> list[tuple[str, str]]:
    """The question itself, then each of its answers, named as conditions name them."""
    found = [(f"{one.ref}::", _now("Question %(number)d, whatever the answer") % {"number": one.number})]
    for choice in one.choices:
        if one.kind == Question.Kind.SCALE:
            found.append((f"{one.ref}::{choice.value}", choice.words))
        elif one.kind == Question.Kind.RANK:
            found.append((f"{one.ref}:{choice.value}:1", _now("1: %(words)s") % {"words": choice.words}))
        elif one.kind == Question.Kind.MATRIX:
            found += [(f"{one.ref}:{row.value}:{choice.value}", f"{row.words}: {choice.words}") for row in one.rows]
        else:
            found.append((f"{one.ref}:{choice.value}:", choice.words))
    return found


def _initial(question: Asked) -> dict[str, Any]:
    kept: dict[str, Any] = {"shown_if": question.shown_if}
    for row, condition in enumerate(question.conditions[:ROWS]):
        option, point = condition.answer
        kept |= {f"answer_{row}": f"{condition.on}:{option or ''}:{point or ''}", f"test_{row}": condition.test}
    return kept
