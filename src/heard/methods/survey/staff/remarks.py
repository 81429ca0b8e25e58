"""What an officer is told about a response that answers a question which its own answers pass over."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from heard.methods.survey.queries import Given, Questionnaire


def say_passed_over(request: HttpRequest, asked: Questionnaire, given: Collection[Given]) -> None:
    """Say which answers were kept although the form leads past their questions. They are never dropped silently."""
    numbers = [str(one.question.number) for one in asked.passed_over(given)] if asked.branches else []
    if numbers:
        messages.warning(
            request,
            _(
                "Question %(numbers)s was answered although other answers lead past it. It is kept as it came and left "
                "out of that question’s count. Look whether it was keyed right."
            )
            % {"numbers": ", ".join(numbers)},
        )
