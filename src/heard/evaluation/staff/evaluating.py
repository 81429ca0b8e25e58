"""Officers' page: the five questions, with the counts from the record beside them, and lessons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.models import Activity
from heard.activities.staff.opening import officer
from heard.evaluation import access, actions, queries
from heard.evaluation.forms import ASKED, TAGS, TOLD_AND_HELPED, EvaluationForm, LessonForm, UseForm
from heard.evaluation.staff.opening import opened, page
from heard.ground import clock

KEPT = (*ASKED, "how_many", "how_many_because", *TOLD_AND_HELPED, "follow_up_sent_on")


@login_required
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the five questions."""
    activity = opened(request, slug)
    form = _written(activity, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.write_evaluation(activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved. It is published by the move to “evaluated”."))
        return redirect("evaluation:staff_evaluation", slug)
    return _page(request, activity, form)


@login_required
@require_POST
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down one lesson."""
    activity, form = opened(request, slug), LessonForm(request.POST)
    if form.is_valid():
        actions.add_lesson(activity=activity, by=officer(request), at=clock.now(), **form.lesson())
        messages.success(request, _("Kept."))
        return redirect("evaluation:staff_evaluation", slug)
    return _page(request, activity, _written(activity), form)


@login_required
@require_POST
def share(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Share a lesson with every partner."""
    opened(request, slug)
    sent = actions.share_lesson(lesson=queries.lesson_by_id(public_id), by=officer(request), at=clock.now())
    messages.success(request, _("Shared with %(n)d partners, and on the list of lessons.") % {"n": sent})
    return redirect("evaluation:staff_evaluation", slug)


@login_required
def alike(request: HttpRequest, slug: str) -> HttpResponse:
    """Lessons from activities like the one being planned: a part of the plan's page, and a page of its own."""
    activity = opened(request, slug)
    return _alike(request, activity, UseForm())


@login_required
@require_POST
def use(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that the plan used a lesson."""
    activity, form, lesson = opened(request, slug), UseForm(request.POST), queries.lesson_by_id(public_id)
    if not form.is_valid():
        return _alike(request, activity, form)
    actions.use_lesson(lesson=lesson, activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Kept. Reuse is counted."))
    return redirect("evaluation:alike", slug)


def _alike(request: HttpRequest, activity: Activity, form: UseForm) -> HttpResponse:
    fragment = bool(getattr(request, "htmx", False))
    context = {
        "activity": activity, "lessons": queries.lessons_for(activity, 3 if fragment else 20), "form": form,
        "may_use": access.may_use_lesson(request.user, activity),
        "current_page": reverse("activities:plan", args=[activity.slug]),
    }  # fmt: skip
    template = "evaluation/alike_fragment.html" if fragment else "evaluation/alike.html"
    return render(request, template, context, status=422 if form.is_bound and not form.is_valid() else 200)


def _written(activity: Activity, given: Any = None) -> EvaluationForm:
    known = queries.evaluation_of(activity)
    return EvaluationForm(given, initial={name: getattr(known, name) for name in KEPT})


def _page(
    request: HttpRequest, activity: Activity, form: EvaluationForm, lesson: LessonForm | None = None
) -> HttpResponse:
    tags = {name: "\n".join(tags) for name, tags in queries.plain_tags(activity).items() if name in TAGS}
    may_evaluate, may_add = (
        access.may_evaluate(request.user, activity), access.may_add_lesson(request.user, activity)
    )  # fmt: skip
    return page(
        request, activity, "staff.html", "staff_evaluation",
        form=form, counts=queries.counts_from_the_record(activity), lesson=lesson or LessonForm(initial=tags),
        lessons=list(queries.lessons_of(activity)[:50]), may_evaluate=may_evaluate, may_add=may_add,
    )  # fmt: skip
