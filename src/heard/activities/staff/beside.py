"""Pages of the plan with tables of their own: costs and benefits, evidence, readers, the law, who leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from heard.activities import access, actions, queries
from heard.activities.forms import (
    FORMS,
    ColleagueForm,
    ReadingForm,
    RulingForm,
    TrainingForm,
    evidence_formset,
    options_formset,
)
from heard.activities.models import Activity, TrainingRecord
from heard.activities.staff import opening
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ground.refusal import Refused

Context = dict[str, Any]


def options(request: HttpRequest, activity: Activity, context: Context) -> HttpResponse:
    """What each option costs and brings."""
    formset = options_formset(request.POST or None, activity)
    if formset.is_bound and formset.is_valid():
        by, at = opening.officer(request), clock.now()
        changed = actions.set_options(activity=activity, options=formset.lines(), by=by, at=at)
        return opening.saved(request, changed, opening.next_address(request, activity, "options"))
    context["formset"] = formset
    return opening.shown(request, "plan/options.html", activity, context, status=opening.answered(formset))


def evidence(request: HttpRequest, activity: Activity, context: Context) -> HttpResponse:
    """What the plan rests on, of when, and whether people can read it."""
    formset = evidence_formset(request.POST or None, activity)
    if formset.is_bound and formset.is_valid():
        by, at = opening.officer(request), clock.now()
        changed = actions.set_evidence(activity=activity, evidence=formset.lines(), by=by, at=at)
        return opening.saved(request, changed, opening.next_address(request, activity, "evidence"))
    context["formset"] = formset
    return opening.shown(request, "plan/evidence.html", activity, context, status=opening.answered(formset))


def readers(request: HttpRequest, activity: Activity, context: Context) -> HttpResponse:
    """Three people who are not staff say back what they can change."""
    by, at = opening.officer(request), clock.now()
    form = ReadingForm(request.POST if "reader" in request.POST else None)
    if key := request.POST.get("aside"):
        reading = activity.reader_tests.filter(pk=whole(key, digits=18)).first()
        if reading is None:
            raise Http404(_("There is no such reading."))
        actions.set_reading_aside(reading=reading, by=by, at=at)
        return opening.saved(request, True, opening.next_address(request, activity, "readers"))
    if form.is_bound and form.is_valid() and _kept(
        form, lambda: actions.note_reading(activity=activity, by=by, at=at, **form.said_back())
    ):  # fmt: skip
        return opening.saved(request, True, opening.next_address(request, activity, "readers"))
    context |= {"form": form, "readings": activity.reader_tests.filter(set_aside_at=None)[:50]}
    return opening.shown(request, "plan/readers.html", activity, context, status=opening.answered(form))


def law(request: HttpRequest, activity: Activity, context: Context) -> HttpResponse:
    """A duty that a law sets, and what the monitoring officer ruled before an election."""
    by, at = opening.officer(request), clock.now()
    form = FORMS["law"](None if "ruling" in request.POST else request.POST or None, activity=activity)
    ruling = RulingForm(request.POST if "ruling" in request.POST else None)
    pressed: Any = ruling if ruling.is_bound else form
    if pressed.is_bound and pressed.is_valid() and _kept(
        pressed, lambda: _write_law(activity, form, ruling, by, at)
    ):  # fmt: skip
        return opening.saved(request, True, opening.next_address(request, activity, "law"))
    context |= {
        "form": form,
        "ruling_form": ruling,
        "duty": queries.planning_policy().duty(activity.plan.statutory_duty),
        "elections": queries.elections_near(activity, clock.today()),
        "rulings": activity.election_rulings.select_related("by")[:20],
        "may_rule": access.may_rule_on_election(request.user, activity),
    }
    return opening.shown(request, "plan/law.html", activity, context, status=opening.answered(pressed))


def _write_law(activity: Activity, form: Any, ruling: RulingForm, by: Any, at: Any) -> None:
    if ruling.is_bound:
        actions.rule_on_election(activity=activity, by=by, at=at, **ruling.cleaned_data)
    else:
        actions.edit_plan(activity=activity, changes=form.changes(), by=by, at=at, page="law")


def leads(request: HttpRequest, activity: Activity, context: Context) -> HttpResponse:
    """Who leads on consultation and communications, their training, and a question to a colleague elsewhere."""
    by, at = opening.officer(request), clock.now()
    training = TrainingForm(request.POST if "module" in request.POST else None)
    asking = ColleagueForm(
        request.POST if "question" in request.POST else None, colleagues=access.colleagues_elsewhere(activity)
    )
    beside = training.is_bound or asking.is_bound
    form = FORMS["leads"](None if beside else request.POST or None, activity=activity)
    pressed: Any = next((each for each in (training, asking) if each.is_bound), form)
    if pressed.is_bound and pressed.is_valid() and _kept(
        pressed, lambda: _write_leads(activity, form, training, asking, by, at)
    ):  # fmt: skip
        return opening.saved(request, True, opening.next_address(request, activity, "leads"))
    context |= {
        "form": form,
        "training_form": training,
        "asking_form": asking,
        "records": _records(activity),
        "is_owner": activity.owner_id == by.pk,
        "questions": activity.colleague_questions.select_related("asked_by", "colleague")[:20],
    }
    return opening.shown(request, "plan/leads.html", activity, context, status=opening.answered(pressed))


def _write_leads(
    activity: Activity, form: Any, training: TrainingForm, asking: ColleagueForm, by: Any, at: Any
) -> None:
    if training.is_bound:
        actions.note_training(account=by, by=by, at=at, **training.cleaned_data)
    elif asking.is_bound:
        actions.ask_colleague(activity=activity, by=by, at=at, **asking.cleaned_data)
    else:
        actions.edit_plan(activity=activity, changes=form.changes(), by=by, at=at, page="leads")


def _records(activity: Activity) -> list[tuple[str, TrainingRecord]]:
    """The training of whoever keeps the plan, with each module's name."""
    names = {each.slug: each.name for each in queries.planning_policy().modules}
    rows = TrainingRecord.objects.filter(account=activity.owner_id).select_related("noted_by")
    return [(names.get(row.module, row.module), row) for row in rows]


def _kept(form: Any, write: Callable[[], Any]) -> bool:
    """Whether the action was done; its refusal stands in the form otherwise."""
    try:
        write()
    except Refused as refusal:
        form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        return False
    return True
