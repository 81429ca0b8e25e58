"""How every officers' page of this room begins and ends."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.activities.staff.opening import opened
from heard.ui.parts import Link

__all__ = ["opened", "page", "parts"]


def page(request: HttpRequest, activity: Activity, template: str, tab: str, **context: Any) -> HttpResponse:
    """One page under “Evaluation”; 422 where a form in it has something to mend."""
    wrong = any(getattr(form, "is_bound", False) and not form.is_valid() for form in context.values())
    beside = {
        "activity": activity,
        "parts": parts(activity),
        "part": reverse(f"evaluation:{tab}", args=[activity.slug]),
        "current_page": reverse("evaluation:staff_evaluation", args=[activity.slug]),
    }
    return render(request, f"evaluation/{template}", {**beside, **context}, status=422 if wrong else 200)


def parts(activity: Activity) -> list[Link]:
    """The pages under “Evaluation”."""
    names = {
        "staff_evaluation": _("Five questions"),
        "staff_taking_part": _("Who takes part"),
        "who": _("Who said it"),
        "staff_follow_up": _("How was it?"),
        "staff_scores": _("Scores"),
        "staff_cost": _("Cost"),
    }
    return [Link(label, reverse(f"evaluation:{name}", args=[activity.slug])) for name, label in names.items()]
