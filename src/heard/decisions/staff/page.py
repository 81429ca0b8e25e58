"""What every officers' page of this room shares: its frame, refusals beside the field, verdicts in one query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heard.activities.models import Activity
from heard.activities.staff.opening import opened
from heard.ground.refusal import Refused

__all__ = ["FEEDBACK", "done", "opened", "page", "say"]
FEEDBACK = frozenset({"feedback", "calls", "interim", "posters", "texts", "translations"})


def page(request: HttpRequest, activity: Activity, name: str, *, invalid: bool = False, **context: Any) -> HttpResponse:
    """The page in the frame of its activity; 422 where what was sent could not be taken."""
    tab = "decisions:staff_feedback" if name in FEEDBACK else "decisions:staff_decision"
    return render(
        request,
        f"decisions/staff/{name}.html",
        {"activity": activity, "current_page": reverse(tab, args=[activity.slug]), **context},
        status=422 if invalid else 200,
    )


def say(form: Any, refused: Refused, field: str | None = None) -> None:
    """A refusal beside what was typed, so that nothing is lost."""
    form.add_error(field, f"{refused.verdict.why} {refused.verdict.way_forward}".strip())


def done(form: Any, action: Callable[..., object], *, beside: str | None = None, **given: Any) -> bool:
    """Do what a sound form asks for. False, and said in the form (`beside` a field), where that was refused."""
    if not form.is_valid():
        return False
    try:
        action(**given, **form.cleaned_data)
    except Refused as refused:
        say(form, refused, beside)
        return False
    return True
