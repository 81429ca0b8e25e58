"""Officers' page: the five questions, with the counts from the record beside them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.access import may_read_plans
from heard.activities.models import Activity
from heard.activities.queries import activity_for_staff
from heard.activities.staff.opening import officer
from heard.evaluation import access, actions, queries
from heard.evaluation.forms import ASKED, EvaluationForm, LessonForm
from heard.ground import clock
from heard.ground.refusal import ask

KEPT = (*ASKED, "how_many", "follow_up_sent_on")


@login_required
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the five questions."""
    activity = activity_for_staff(slug)
    ask(may_read_plans(request.user))
    form = _written(activity, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.write_evaluation(activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved. It is published by the move to “evaluated”."))
        return redirect("evaluation:staff_evaluation", slug)
    return _page(request, activity, form, LessonForm())


@login_required
@require_POST
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down one lesson."""
    activity, form = activity_for_staff(slug), LessonForm(request.POST)
    ask(access.may_add_lesson(request.user, activity))
    if form.is_valid():
        actions.add_lesson(activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("evaluation:staff_evaluation", slug)
    return _page(request, activity, _written(activity), form)


def _written(activity: Activity, given: Any = None) -> EvaluationForm:
    known = queries.evaluation_of(activity)
    return EvaluationForm(given, initial={name: getattr(known, name) for name in KEPT})


def _page(request: HttpRequest, activity: Activity, form: EvaluationForm, lesson: LessonForm) -> HttpResponse:
    context = {
        "activity": activity, "form": form, "counts": queries.counts_from_the_record(activity), "lesson": lesson,
        "lessons": list(queries.lessons_of(activity)[:50]),
        "may_evaluate": access.may_evaluate(request.user, activity),
        "may_add": access.may_add_lesson(request.user, activity),
        "current_page": reverse("evaluation:staff_evaluation", args=[activity.slug]),
    }  # fmt: skip
    return render(request, "evaluation/staff.html", context)
