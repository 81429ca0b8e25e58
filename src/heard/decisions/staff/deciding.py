"""Decision owners' pages: evidence, key notice, decision, answers, promises, what became of it, what is different."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.models import Activity
from heard.activities.queries import activity_for_staff
from heard.activities.staff.opening import officer
from heard.decisions import access, actions, queries
from heard.decisions.forms import (
    AnswerForm,
    DecisionForm,
    KeyNoticeForm,
    NoteForm,
    OutcomeForm,
    PromiseForm,
    SettleForm,
    StepForm,
)
from heard.decisions.models import Answer, Commitment, Decision, OutcomeQuestion
from heard.decisions.staff.page import done, opened, page, say
from heard.findings.models import Finding
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.people.access import StaffRequest

RECORDED = ("maker", "made_on", "option", "reasons", "alternatives", "conflicts", "dispensations", "considered_on",
            "source", "no_commitment_reason")  # fmt: skip
ANNOUNCED = ("why_key", "maker", "published_on", "expected_on", "papers", "short_because")


@login_required
def decision(request: StaffRequest, slug: str) -> HttpResponse:
    """The desk of a decision: evidence, record, an answer to every finding, promises."""
    activity = opened(request, slug)
    made = queries.decision_of(activity)
    form = _recorded(activity, made, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        ask(access.may_record(request.user, activity))
        if form.is_valid() and _record(request, activity, form):
            return redirect("decisions:staff_decision", slug)
    return _desk(request, activity, made, form)


@login_required
@require_POST
def freeze(request: StaffRequest, slug: str) -> HttpResponse:
    """Freeze the evidence."""
    activity = activity_for_staff(slug)
    pack = actions.freeze_pack(activity=activity, by=officer(request), at=clock.now())
    messages.success(request, _("The evidence is frozen. The decision owner opens it before deciding."))
    return redirect("decisions:pack", slug, pack.hash)


@login_required
@never_cache
def pack(request: StaffRequest, slug: str, hash: str) -> HttpResponse:
    """The whole evidence on one page, ending with “I have read this”."""
    activity = opened(request, slug)
    ask(access.may_open_pack(request.user, activity))
    one = queries.pack_by_hash(activity, hash)
    if request.method == "POST":
        actions.open_pack(pack=one, by=officer(request), at=clock.now())
        messages.success(request, _("Kept: you have read this evidence."))
        return redirect("decisions:staff_decision", slug)
    return page(
        request, activity, "pack", pack=one, body=one.body,
        openings=list(one.openings.select_related("account")),
        is_owner=access.is_decision_owner(request.user, activity),
    )  # fmt: skip


@login_required
def answer(request: StaffRequest, slug: str, finding_id: str) -> HttpResponse:
    """Answer one finding; the next unanswered one comes up by itself."""
    activity = activity_for_staff(slug)
    ask(access.may_answer(request.user, activity))
    finding = get_object_or_404(
        Finding.objects.select_related("activity__lead"), public_id=finding_id, activity=activity
    )
    known = Answer.objects.filter(finding=finding).first()
    initial = {"kind": known.kind, "reason": known.reason, "referred_to": known.referred_to} if known else None
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_finding(finding=finding, by=officer(request), at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            say(form, refused, "reason" if refused.verdict.clause == "I-15" else None)
        else:
            return _next_answer(request, activity)
    return page(request, activity, "answer", form=form, finding=finding, invalid=bool(form.errors))


@login_required
def promise(request: StaffRequest, slug: str) -> HttpResponse:
    """Promise something because of what was decided."""
    activity = activity_for_staff(slug)
    ask(access.may_promise(request.user, activity))
    made = queries.decision_of(activity)
    if made is None:
        raise Refused(_("There is no decision to promise from yet."), _("Record the decision first."))
    answers = Answer.objects.filter(decision=made).select_related("finding").order_by("finding__ordinal")
    form = PromiseForm(
        request.POST if request.method == "POST" else None,
        answers=answers,
        initial={"answers": request.GET.getlist("answer")},
    )
    if request.method == "POST" and form.is_valid():
        actions.make_commitment(decision=made, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Promised. It stands on the public tracker once the decision is published."))
        return redirect("decisions:staff_decision", slug)
    return page(request, activity, "promise", form=form, invalid=bool(form.errors))


@login_required
def settle(request: StaffRequest, slug: str, commitment_id: str) -> HttpResponse:
    """Say what became of a promise."""
    activity = activity_for_staff(slug)
    ask(access.may_promise(request.user, activity))
    one = _promise(activity, commitment_id)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _settle(one, form.cleaned_data, request.user)
        except Refused as refused:
            say(form, refused)
        else:
            messages.success(request, _("Kept, and public."))
            return redirect("decisions:staff_decision", slug)
    return page(request, activity, "settle", form=form, commitment=one, invalid=bool(form.errors))


@login_required
@require_POST
def note(request: StaffRequest, slug: str) -> HttpResponse:
    """Add a public note to the decision."""
    activity, form = opened(request, slug), NoteForm(request.POST)
    made = _made(activity)
    ask(access.may_note(request.user, made))
    if not form.is_valid():
        return _desk(request, activity, made, _recorded(activity, made), note_form=form)
    actions.annotate_decision(decision=made, by=officer(request), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Your note is public. It clears nothing."))
    return redirect("decisions:staff_decision", slug)


@login_required
def key_notice(request: StaffRequest, slug: str) -> HttpResponse:
    """Announce that a key decision is coming."""
    activity = activity_for_staff(slug)
    ask(access.may_announce(request.user, activity))
    known = queries.key_notice_of(activity)
    initial = {name: getattr(known, name) for name in ANNOUNCED} if known else {
        "maker": activity.plan.decision_maker, "expected_on": activity.plan.decides_on, "published_on": clock.today(),
    }  # fmt: skip
    form = KeyNoticeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and done(
        form, actions.announce_key_decision, activity=activity, by=officer(request), at=clock.now()
    ):
        messages.success(request, _("The notice is public."))
        return redirect("decisions:staff_decision", slug)
    return page(request, activity, "key_notice", form=form, notice=known, invalid=bool(form.errors))


@login_required
def step(request: StaffRequest, slug: str) -> HttpResponse:
    """Say what became of the published decision."""
    made = _made(activity_for_staff(slug))
    ask(access.may_note(request.user, made))
    last = queries.newest_step(made)
    follows = actions.steps_after(last.kind if last else "")
    form = StepForm(request.POST if request.method == "POST" else None, follows=follows, initial={"on": clock.today()})
    if request.method == "POST" and done(form, actions.note_step, decision=made, by=officer(request), at=clock.now()):
        messages.success(request, _("Kept, and public."))
        return redirect("decisions:staff_decision", slug)
    return page(request, made.activity, "step", form=form, last=last, follows=follows, invalid=bool(form.errors))


@login_required
def outcome(request: StaffRequest, slug: str, months: int) -> HttpResponse:
    """Say what is different since the decision."""
    activity = activity_for_staff(slug)
    ask(access.may_answer_outcome(request.user, activity))
    rows = OutcomeQuestion.objects.select_related("decision__activity__lead")
    question = get_object_or_404(rows, decision__activity=activity, months=months)
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial={"words": question.words})
    if request.method == "POST" and form.is_valid():
        actions.answer_outcome(question=question, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Kept, and public."))
        return redirect("decisions:staff_decision", slug)
    return page(request, activity, "outcome", form=form, question=question, invalid=bool(form.errors))


def _made(activity: Activity) -> Decision:
    made = queries.decision_of(activity)
    if made is None:
        raise Refused(_("Nothing is recorded yet."), _("Record the decision first."))
    made.activity = activity
    return made


def _promise(activity: Activity, commitment_id: str) -> Commitment:
    rows = Commitment.objects.select_related("decision__activity__lead")
    return get_object_or_404(rows, public_id=commitment_id, decision__activity=activity)


def _recorded(activity: Activity, made: Decision | None, given: Any = None) -> DecisionForm:
    initial = {name: getattr(made, name) for name in RECORDED} if made else {"maker": activity.plan.decision_maker}
    return DecisionForm(given, initial=initial)


def _record(request: StaffRequest, activity: Activity, form: DecisionForm) -> bool:
    try:
        kept = actions.record_decision(activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
    except Refused as refused:
        say(form, refused)
        return False
    if kept.before_close:
        messages.success(request, _("Recorded. Everyone can read it now."))
        messages.warning(request, _("It was made on or before closing, so it is flagged in public, for ever."))
    else:
        messages.success(request, _("Recorded. It is published by the move to “decided”."))
    return True


def _desk(
    request: StaffRequest, activity: Activity, made: Decision | None, form: DecisionForm,
    note_form: NoteForm | None = None,
) -> HttpResponse:  # fmt: skip
    frozen, beside, user = queries.newest_pack(activity), queries.around(activity), request.user
    return page(
        request, activity, "decision", form=form, decision=made, pack=frozen, note_form=note_form or NoteForm(),
        rows=queries.deciding_desk(activity, promises=False), promises=queries.promises_of(activity), around=beside,
        may_freeze=access.may_freeze(user, activity), may_record=access.may_record(user, activity),
        may_answer=access.may_answer(user, activity), may_promise=access.may_promise(user, activity),
        may_note=access.may_do(user, "record_decision", activity), may_announce=access.may_announce(user, activity),
        may_outcome=access.may_answer_outcome(user, activity),
        invalid=bool(form.errors or (note_form and note_form.errors)), today=clock.today(),
    )  # fmt: skip


def _next_answer(request: StaffRequest, activity: Activity) -> HttpResponse:
    waiting = [row["finding"] for row in queries.deciding_desk(activity) if row["answer"] is None]
    if waiting:
        said = ngettext(
            "Kept. %(n)d finding still waits for an answer.",
            "Kept. %(n)d findings still wait for an answer.",
            len(waiting),
        )
        messages.success(request, said % {"n": len(waiting)})
        return redirect("decisions:answer", activity.slug, waiting[0].public_id)
    messages.success(request, _("Every finding is answered."))
    return redirect("decisions:staff_decision", activity.slug)


def _settle(one: Commitment, given: dict[str, Any], by: Any) -> None:
    if given["state"] == Commitment.State.IN_PROGRESS:
        actions.start_commitment(commitment=one, words=given["evidence"] or given["reason"], by=by, at=clock.now())
    else:
        actions.settle_commitment(commitment=one, by=by, at=clock.now(), **given)
