"""Officers' and reviewers' pages: what is owed about concerns, and by when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities.access import may_read_plans
from heard.activities.queries import activity_for_staff
from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.moderation import access
from heard.moderation.actions import concerns as actions
from heard.moderation.forms.concerns import (
    DisputeForm,
    LoggedConcernForm,
    LookedForm,
    OutcomeForm,
    ReviewerForm,
    ShownWordsForm,
    ToldForm,
    WordsForm,
)
from heard.moderation.models import Concern, ConcernStep
from heard.moderation.queries import concerns as queries
from heard.moderation.queries.concern_mails import step_letter, step_text, told_step
from heard.moderation.queries.concerns import unsettled
from heard.people.access import StaffRequest, look_up_roles, may_anywhere
from heard.people.models import Account
from heard.rules.verdict import Verdict
from heard.ui.files import file_answer, pdf_answer

DESKS = ("answer", "review")


@login_required
@never_cache
def staff_concerns(request: StaffRequest) -> HttpResponse:
    """What this account owes: the next to fall due on top. `?desk=review`: what it looks into, or might."""
    ask(may_read_plans(request.user))
    wanted = request.GET.get("desk", "")
    desk = wanted if wanted in DESKS else _desk_of(request.user)
    closed = request.GET.get("state") == "closed"
    rows = queries.concerns_to_review(request.user) if desk == "review" else queries.concerns_to_answer(request.user)
    rows = rows.exclude(unsettled()) if closed else rows.filter(unsettled())
    order = ("-raised_at", "-id") if closed else ("outcome_by", "id")
    page = page_of(rows, order=order, after=request.GET.get("after", ""), size=30)
    today = clock.today()
    context = {"page": page, "rows": [(one, one.late_days(today)) for one in page], "desk": desk, "closed": closed}
    return render(request, "moderation/concerns/desk.html", context)


def _desk_of(account: Account) -> str:
    """Reviewers who answer for nothing themselves begin at the reviewers' desk."""
    answers = may_anywhere(account, "answer_concern") or may_anywhere(account, "sign_declaration")
    return "answer" if answers else "review"


@login_required
@never_cache
def concerns_of(request: StaffRequest, slug: str) -> HttpResponse:
    """The concerns about one activity."""
    ask(may_read_plans(request.user))
    activity = activity_for_staff(slug)
    today = clock.today()
    rows = Concern.objects.filter(activity=activity).select_related("reviewer", "reviewer_partner", "lead", "activity")
    page = page_of(rows, order=("-raised_at", "-id"), after=request.GET.get("after", ""), size=30)
    context = {
        "activity": activity,
        "current_page": reverse("moderation:concerns_of", args=[slug]),
        "page": page,
        "rows": [(one, one.late_days(today)) for one in page],
        "may_log": access.may_log_concern(request.user, activity),
    }
    return render(request, "moderation/concerns/of_activity.html", context)


@login_required
@never_cache
def log_concern(request: StaffRequest, slug: str) -> HttpResponse:
    """Write down what came by phone, on paper or in person. The code is read out or posted to the person."""
    activity = activity_for_staff(slug)
    ask(access.may_log_concern(request.user, activity))
    form = LoggedConcernForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None,
        initial={"received_on": clock.today()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.raise_concern(activity=activity, by=request.user, at=clock.now(), **form.said())
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}".strip())
        else:
            messages.success(request, _("Kept. Tell the person their code: %(code)s") % {"code": made.code})
            return redirect("moderation:concerns_of", slug)
    context = {"activity": activity, "form": form, "current_page": reverse("moderation:concerns_of", args=[slug])}
    return render(request, "moderation/concerns/log.html", context, status=422 if form.errors else 200)


Do = Callable[[Concern, Any, StaffRequest], Any]


@login_required
@never_cache
def staff_concern(request: StaffRequest, public_id: str) -> HttpResponse:
    """One concern: the person's words and evidence, what was done, and the steps that this account may take."""
    found = queries.concern_for_staff(public_id)
    look_up_roles(request.user, partner=found.activity.lead_id, activity_ref=found.activity.public_id)
    reviews = access.may_review_concern(request.user, found)
    ask(access.may_read_concern(request.user, found, reviews=reviews))
    asked = request.POST.get("step", "") if request.method == "POST" else ""
    forms: dict[str, Form] = {}
    for step, (verdict, make, do) in _steps(found, request.user, reviews).items():
        if not verdict:
            continue
        form = forms[step] = make(request.POST if asked == step else None, prefix=step)
        if asked == step and form.is_valid():
            try:
                do(found, form, request)
            except Refused as refused:
                form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}".strip())
            else:
                messages.success(request, _("Kept."))
                return redirect("moderation:staff_concern", public_id)
    wrong = any(form.errors for form in forms.values())
    context = {"concern": found, "forms": forms, **_shown(found, request.user, reviews)}
    return render(request, "moderation/concerns/staff_concern.html", context, status=422 if wrong else 200)


def _shown(found: Concern, viewer: Account, reviews: Verdict) -> dict[str, Any]:
    may_reach = access.may_reach_person(viewer, found, reviews=reviews)
    to_tell = queries.still_to_tell(found) if may_reach else []
    return {
        "steps": queries.steps_of_concern(found),
        "files": queries.files_of_concern(found),
        "late": found.late_days(clock.today()),
        "to_tell": [(one, _said(one.step), ToldForm(prefix=f"told{one.step.pk}")) for one in to_tell],
        "waits": queries.answers_waiting(found),
    }


def _steps(found: Concern, viewer: Account, reviews: Verdict) -> dict[str, tuple[Verdict | bool, Any, Do]]:
    """Which steps stand open here for this account: its verdict, its form, what it does."""
    undecided = not found.outcome
    answers = access.may_answer_concern(viewer, found.activity)
    decides = access.may_decide_concern(viewer, found, reviews=reviews)
    takes = undecided and found.reviewer_id is None
    at = clock.now()
    return {
        "acknowledge": (undecided and not found.acknowledged_on and answers, WordsForm,
            lambda one, form, req: actions.acknowledge_concern(
                concern=one, words=form.cleaned_data["words"], by=req.user, at=at)),
        "take": (takes and reviews, Form,
            lambda one, form, req: actions.assign_reviewer(concern=one, reviewer=req.user, by=req.user, at=at)),
        "assign": (takes and answers, lambda *args, **more: ReviewerForm(
                *args, reviewers=queries.reviewers_for(found.activity), **more),
            lambda one, form, req: actions.assign_reviewer(
                concern=one, reviewer=form.people[form.cleaned_data["reviewer"]], by=req.user, at=at)),
        "answer": (queries.answers_waiting(found) and access.may_answer_evidence(viewer, found.activity), WordsForm,
            lambda one, form, req: actions.answer_evidence(
                concern=one, words=form.cleaned_data["words"], by=req.user, at=at)),
        "decide": (undecided and decides, lambda *args, **more: OutcomeForm(*args, about=found, **more),
            lambda one, form, req: actions.decide_concern(concern=one, by=req.user, at=at, **form.cleaned_data)),
        "remedy": (found.state == "remedy_owed" and answers, WordsForm,
            lambda one, form, req: actions.finish_remedy(
                concern=one, evidence=form.cleaned_data["words"], by=req.user, at=at)),
        "look": (found.state == "remedy_said" and access.may_confirm_remedy(viewer, found, reviews=reviews), LookedForm,
            lambda one, form, req: _look(one, form.cleaned_data, req.user)),
        "dispute": (actions.why_no_dispute(found, clock.day_of(at)) is None
                and access.may_log_concern(viewer, found.activity), DisputeForm,
            lambda one, form, req: actions.dispute_remedy(
                concern=one, words=form.cleaned_data["words"], by=req.user, at=at)),
        "group": (found.state == "escalated" and access.may_answer_escalation(viewer, found),
            lambda *args, **more: OutcomeForm(*args, about=found, **more),
            lambda one, form, req: actions.answer_escalation(concern=one, by=req.user, at=at, **form.cleaned_data)),
        "show": (found.may_show and not found.erased_at and found.outcome != "withdrawn" and (answers or decides),
            lambda data, prefix: ShownWordsForm(
                data, prefix=prefix, initial={"words": found.shown_words or found.words or ""}),
            lambda one, form, req: actions.show_words(
                concern=one, by=req.user, at=at, **form.cleaned_data)),
    }  # fmt: skip


def _look(found: Concern, said: dict[str, Any], by: Account) -> Concern:
    """Confirmed as mended, or owed again."""
    if said["mended"] == "yes":
        return actions.confirm_remedy(concern=found, words=said["words"], by=by, at=clock.now())
    return actions.refuse_remedy(concern=found, words=said["words"], due_on=said["due_on"], by=by, at=clock.now())


def _said(step: ConcernStep) -> list[str]:
    """What they are told: in a letter and on the telephone in a few sentences, by text message in one."""
    return [step_text(step)] if step.tell == "text" else told_step(step)


@login_required
@never_cache
def concern_told(request: StaffRequest, public_id: str, step_id: int) -> HttpResponse:
    """The person was told a step by letter, telephone or text message; or, on opening, the letter as a PDF."""
    found = queries.concern_for_staff(public_id)
    ask(access.may_reach_person(request.user, found))
    waits = next((one for one in queries.still_to_tell(found) if one.step.pk == step_id), None)
    if waits is None:
        raise Http404(_("There is nothing to tell here any more."))
    if request.method == "POST":
        form = ToldForm(request.POST, prefix=f"told{step_id}")
        if form.is_valid():
            reached = form.cleaned_data["reached"] == "yes"
            actions.note_told(step=_of(found, waits.step), sent=reached, by=request.user, at=clock.now())
            messages.success(request, _("Kept."))
        return redirect("moderation:staff_concern", public_id)
    if waits.kept is None or waits.step.tell != "letter":
        raise Http404(_("There is no letter for this step."))
    return pdf_answer("letters.typ", step_letter(_of(found, waits.step), waits.kept), f"concern-{public_id}.pdf")


def _of(found: Concern, step: ConcernStep) -> ConcernStep:
    step.concern = found
    return step


@login_required
@never_cache
def concern_evidence(request: StaffRequest, public_id: str, file_id: str) -> HttpResponse:
    """A file of evidence, to keep and open: never shown inside a page."""
    found = queries.concern_for_staff(public_id)
    ask(access.may_read_concern(request.user, found))
    file = queries.file_of_concern(found, file_id)
    file.concern = found
    content = actions.open_evidence(file=file, by=request.user, at=clock.now())
    ending = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}[file.kind]
    return file_answer(content, f"evidence-{file.public_id}.{ending}")
