"""Officers' and decision owners' pages: evidence, decision, answers, promises, feedback."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.access import may_read_plans
from heard.activities.models import Activity
from heard.activities.queries import activity_for_staff
from heard.activities.staff.opening import officer
from heard.decisions import access, actions, queries
from heard.decisions.forms import (
    AnswerForm,
    DecisionForm,
    FeedbackForm,
    NoteForm,
    PostedForm,
    PromiseForm,
    SettleForm,
    TellForm,
)
from heard.decisions.models import Answer, Commitment, Decision, Delivery, FeedbackChannel, LetterBatch
from heard.decisions.queries.letters import letters_of, told
from heard.decisions.queries.telling import as_rows
from heard.findings.models import Finding
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.people.queries import address_of
from heard.ui.pdf import render as render_pdf

RECORDED = ("maker", "made_on", "option", "reasons", "alternatives", "conflicts", "source", "no_commitment_reason")


@login_required
def decision(request: HttpRequest, slug: str) -> HttpResponse:
    """The desk of a decision: evidence, record, an answer to every finding, promises."""
    activity = activity_for_staff(slug)
    ask(may_read_plans(request.user))
    form = _recorded(activity, queries.decision_of(activity), request.POST or None)
    if request.method == "POST":
        ask(access.may_record(request.user, activity))
        if form.is_valid() and _record(request, activity, form):
            return redirect("decisions:staff_decision", slug)
    return _desk(request, activity, form)


@login_required
@require_POST
def freeze(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the evidence."""
    activity = activity_for_staff(slug)
    pack = actions.freeze_pack(activity=activity, by=officer(request), at=clock.now())
    messages.success(request, _("The evidence is frozen. The decision owner opens it before deciding."))
    return redirect("decisions:pack", slug, pack.hash)


@login_required
@never_cache
def pack(request: HttpRequest, slug: str, hash: str) -> HttpResponse:
    """The whole evidence on one page, ending with “I have read this”."""
    activity = activity_for_staff(slug)
    ask(access.may_open_pack(request.user, activity))
    one = queries.pack_by_hash(activity, hash)
    if request.method == "POST":
        actions.open_pack(pack=one, by=officer(request), at=clock.now())
        messages.success(request, _("Kept: you have read this evidence."))
        return redirect("decisions:staff_decision", slug)
    return _page(
        request, activity, "pack", pack=one, body=one.body,
        openings=list(one.openings.select_related("account")),
        is_owner=access.is_decision_owner(request.user, activity),
    )  # fmt: skip


@login_required
def answer(request: HttpRequest, slug: str, finding_id: str) -> HttpResponse:
    """Answer one finding; the next unanswered one comes up by itself."""
    activity = activity_for_staff(slug)
    ask(access.may_answer(request.user, activity))
    finding = get_object_or_404(
        Finding.objects.select_related("activity__lead"), public_id=finding_id, activity=activity
    )
    known = Answer.objects.filter(finding=finding).first()
    initial = {"kind": known.kind, "reason": known.reason, "referred_to": known.referred_to} if known else None
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_finding(finding=finding, by=officer(request), at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            _say(form, refused, "reason" if refused.verdict.clause == "I-15" else None)
        else:
            return _next_answer(request, activity)
    return _page(request, activity, "answer", form=form, finding=finding)


@login_required
def promise(request: HttpRequest, slug: str) -> HttpResponse:
    """Promise something because of what was decided."""
    activity = activity_for_staff(slug)
    ask(access.may_promise(request.user, activity))
    made = queries.decision_of(activity)
    if made is None:
        raise Refused(_("There is no decision to promise from yet."), _("Record the decision first."))
    answers = Answer.objects.filter(decision=made).select_related("finding").order_by("finding__ordinal")
    form = PromiseForm(request.POST or None, answers=answers, initial={"answers": request.GET.getlist("answer")})
    if request.method == "POST" and form.is_valid():
        actions.make_commitment(decision=made, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Promised. It stands on the public tracker once the decision is published."))
        return redirect("decisions:staff_decision", slug)
    return _page(request, activity, "promise", form=form)


@login_required
def settle(request: HttpRequest, slug: str, commitment_id: str) -> HttpResponse:
    """Say what became of a promise."""
    activity = activity_for_staff(slug)
    ask(access.may_promise(request.user, activity))
    one = get_object_or_404(
        Commitment.objects.select_related("decision__activity__lead"),
        public_id=commitment_id,
        decision__activity=activity,
    )
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _settle(one, form.cleaned_data, request.user)
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Kept, and public."))
            return redirect("decisions:staff_decision", slug)
    return _page(request, activity, "settle", form=form, commitment=one)


@login_required
@require_POST
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a public note to the decision."""
    activity = activity_for_staff(slug)
    made, form = queries.decision_of(activity), NoteForm(request.POST)
    if made is None:
        raise Refused(_("There is no decision to add a note to."), _("Record the decision first."))
    ask(access.may_note(request.user, made))
    if not form.is_valid():
        return _desk(request, activity, _recorded(activity, made), form)
    actions.annotate_decision(decision=made, by=officer(request), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Your note is public. It clears nothing."))
    return redirect("decisions:staff_decision", slug)


@login_required
@never_cache
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """Compose “You said, we did”, and tell everyone by the channel they used."""
    activity = activity_for_staff(slug)
    ask(may_read_plans(request.user))
    form = _composed(activity, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.compose_feedback(activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved. Nobody has been told yet."))
        return redirect("decisions:staff_feedback", slug)
    return _telling(request, activity, form)


@login_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the page and begin to tell people."""
    activity = activity_for_staff(slug)
    number = actions.start_telling(activity=activity, by=officer(request), at=clock.now())
    messages.success(request, _("Published. %(n)d people left an address; e-mails are on their way.") % {"n": number})
    return redirect("decisions:staff_feedback", slug)


@login_required
@require_POST
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep how one channel was told."""
    activity = activity_for_staff(slug)
    ask(access.may_tell(request.user, activity))
    form = TellForm(request.POST, auto_id=f"{request.POST.get('channel', '')}_%s")
    if form.is_valid():
        try:
            actions.tell_channel(activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            _say(form, refused, "given_on")
        else:
            messages.success(request, _("Kept."))
            return redirect("decisions:staff_feedback", slug)
    return _telling(request, activity, _composed(activity), tell=form)


@login_required
@require_POST
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the waiting letters into one batch."""
    batch = actions.print_letters(activity=activity_for_staff(slug), by=officer(request), at=clock.now())
    messages.success(
        request, _("%(n)d letters are in one file. Print it, post them, and say when.") % {"n": batch.letters}
    )
    return redirect("decisions:staff_feedback", slug)


@login_required
@never_cache
def batch_pdf(request: HttpRequest, slug: str, batch_id: str) -> HttpResponse:
    """A batch of letters as one PDF."""
    activity = activity_for_staff(slug)
    ask(access.may_print_letters(request.user, activity))
    batch = get_object_or_404(
        LetterBatch.objects.select_related("activity__lead"), public_id=batch_id, activity=activity
    )
    response = HttpResponse(render_pdf("letters.typ", letters_of(batch)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="letters-{batch.public_id}.pdf"'
    return response


@login_required
@require_POST
def posted(request: HttpRequest, slug: str, batch_id: str) -> HttpResponse:
    """Say that a batch was posted."""
    activity = activity_for_staff(slug)
    ask(access.may_print_letters(request.user, activity))
    batch = _one(LetterBatch.objects.select_related("activity__lead"), activity, public_id=batch_id)
    form = PostedForm(request.POST, auto_id=f"{batch.public_id}_%s")
    if form.is_valid():
        try:
            actions.post_letters(batch=batch, by=officer(request), at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            _say(form, refused, "posted_on")
        else:
            messages.success(request, _("Kept: these letters count as sent."))
            return redirect("decisions:staff_feedback", slug)
    return _telling(request, activity, _composed(activity), posted={batch.pk: form})


@login_required
@never_cache
def calls(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is to be rung, with the words to say. Only the letters role sees numbers."""
    activity = activity_for_staff(slug)
    ask(access.may_print_letters(request.user, activity))
    if request.method == "POST":
        owed = queries.phone_list(activity).select_related("activity__lead")
        number = request.POST.get("delivery", "")
        delivery = get_object_or_404(owed, pk=int(number) if number.isdecimal() else 0)
        reached = request.POST.get("reached") == "yes"
        why = "" if reached else _("not reached")
        actions.note_delivery(delivery=delivery, sent=reached, why=why, by=officer(request), at=clock.now())
        return redirect("decisions:calls", slug)
    rows = [(one, address_of(one.voice_id, "phone")) for one in queries.phone_list(activity)[:8]]
    summary = getattr(queries.feedback_of(activity), "summary", "")
    return _page(request, activity, "calls", rows=rows, told=told(activity), summary=summary)


def _one(rows: Any, activity: Activity, **named: str) -> Any:
    return get_object_or_404(rows, activity=activity, **named)


def _say(form: Any, refused: Refused, field: str | None = None) -> None:
    """A refusal beside what was typed, so that nothing is lost."""
    form.add_error(field, f"{refused.verdict.why} {refused.verdict.way_forward}".strip())


def _recorded(activity: Activity, made: Decision | None, given: Any = None) -> DecisionForm:
    initial = {name: getattr(made, name) for name in RECORDED} if made else {"maker": activity.plan.decision_maker}
    return DecisionForm(given, initial=initial)


def _record(request: HttpRequest, activity: Activity, form: DecisionForm) -> bool:
    try:
        kept = actions.record_decision(activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
    except Refused as refused:
        _say(form, refused)
        return False
    messages.success(request, _("Recorded. It is published by the move to “decided”."))
    if kept.before_close:
        messages.warning(request, _("It was made on or before closing, so it is flagged in public, for ever."))
    return True


def _composed(activity: Activity, given: Any = None) -> FeedbackForm:
    known = queries.feedback_of(activity)
    return FeedbackForm(given, initial={"summary": known.summary, "not_heard": known.not_heard} if known else None)


def _desk(
    request: HttpRequest, activity: Activity, form: DecisionForm, note_form: NoteForm | None = None
) -> HttpResponse:
    made, frozen = queries.decision_of(activity), queries.newest_pack(activity)
    user = request.user
    return _page(
        request, activity, "decision", form=form, decision=made, pack=frozen, note_form=note_form or NoteForm(),
        opened=bool(frozen and queries.was_opened(frozen)), rows=queries.deciding_desk(activity),
        promises=list(Commitment.objects.filter(decision__activity=activity)),
        may_freeze=access.may_freeze(user, activity), may_record=access.may_record(user, activity),
        may_answer=access.may_answer(user, activity), may_promise=access.may_promise(user, activity),
        today=clock.today(),
    )  # fmt: skip


def _telling(
    request: HttpRequest, activity: Activity, form: FeedbackForm, *, tell: TellForm | None = None,
    posted: dict[int, PostedForm] | None = None,
) -> HttpResponse:  # fmt: skip
    given = {one.channel: one for one in FeedbackChannel.objects.filter(activity=activity)}
    today = clock.today()
    channels = [
        {"channel": channel, "given": given.get(channel),
         "form": tell if tell and tell.data.get("channel") == channel
         else TellForm(auto_id=f"{channel}_%s", initial={"channel": channel, "given_on": today})}
        for channel in queries.owed_channels(activity)
    ]  # fmt: skip
    failed = Delivery.objects.filter(activity=activity, state=Delivery.State.FAILED).order_by("id")[:50]
    batches = [
        {"batch": batch, "form": (posted or {}).get(batch.pk)
         or PostedForm(auto_id=f"{batch.public_id}_%s", initial={"posted_on": today})}
        for batch in queries.letter_batches(activity)[:20]
    ]  # fmt: skip
    known = queries.feedback_of(activity)
    return _page(
        request, activity, "feedback", form=form, feedback=known, channels=channels, failed=failed, told=told(activity),
        numbers=as_rows(queries.deliveries_in_numbers(activity)), batches=batches,
        may_tell=access.may_tell(request.user, activity), may_print=access.may_print_letters(request.user, activity),
        today=today,
    )  # fmt: skip


def _next_answer(request: HttpRequest, activity: Activity) -> HttpResponse:
    waiting = [row["finding"] for row in queries.deciding_desk(activity) if row["answer"] is None]
    if waiting:
        messages.success(request, _("Kept. %(n)d findings still wait for an answer.") % {"n": len(waiting)})
        return redirect("decisions:answer", activity.slug, waiting[0].public_id)
    messages.success(request, _("Every finding is answered."))
    return redirect("decisions:staff_decision", activity.slug)


def _settle(one: Commitment, given: dict[str, Any], by: Any) -> None:
    if given["state"] == Commitment.State.IN_PROGRESS:
        actions.start_commitment(commitment=one, words=given["evidence"] or given["reason"], by=by, at=clock.now())
    else:
        actions.settle_commitment(commitment=one, by=by, at=clock.now(), **given)


def _page(request: HttpRequest, activity: Activity, name: str, **context: Any) -> HttpResponse:
    tab = "decisions:staff_feedback" if name in ("feedback", "calls") else "decisions:staff_decision"
    return render(
        request,
        f"decisions/staff/{name}.html",
        {"activity": activity, "current_page": reverse(tab, args=[activity.slug]), **context},
    )
