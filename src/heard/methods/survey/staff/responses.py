"""One response at an officer's desk: what was keyed in wrong is put right, and pictures of its pages are attached."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.access import may_correct
from heard.activities.models import Contribution, Correction, Strand
from heard.activities.queries import contribution_by_trace
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.methods.survey import access
from heard.methods.survey.actions.scans import attach_scan, open_scan
from heard.methods.survey.actions.twice import change_answer
from heard.methods.survey.forms.answers import AnswersForm, initial_of_draft
from heard.methods.survey.forms.paper import ReasonForm, ScanForm
from heard.methods.survey.models import Question, Scan
from heard.methods.survey.queries.answers import given_from
from heard.methods.survey.queries.asked import Given, Questionnaire
from heard.methods.survey.queries.asking import questionnaire
from heard.methods.survey.queries.paper import pairs_of, plain_answers, plain_given
from heard.methods.survey.staff.opening import officer, opened, shown
from heard.rules.paper import same_answer
from heard.ui.files import file_answer

ENDINGS = {Scan.Kind.JPEG: "jpg", Scan.Kind.PNG: "png", Scan.Kind.PDF: "pdf"}


@login_required
@never_cache
def response(request: HttpRequest, strand_id: str, trace_id: str) -> HttpResponse:
    """What one form says, to put right; the first reading stays underneath."""
    strand, one = _found(request, strand_id, trace_id)
    asked, data = questionnaire(strand), request.POST if request.method == "POST" else None
    answers = AnswersForm(asked.questions, data, enforce=False, asked=asked, initial=_filled(one, asked))
    reason = ReasonForm(data)
    if request.method == "POST" and answers.is_valid() and reason.is_valid():
        try:
            changed = _change(request, one, asked, answers, reason.cleaned_data["reason"])
        except Refused as refusal:
            reason.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            said = ngettext("%(n)d answer put right.", "%(n)d answers put right.", changed) % {"n": changed}
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
    return _shown(request, strand, one, answers=answers, reason=reason, upload=ScanForm())


def _shown(request: HttpRequest, strand: Strand, one: Contribution, **forms: Any) -> HttpResponse:
    wrong = any(form.is_bound and form.errors for form in forms.values())
    scans = Scan.objects.filter(contribution=one).defer("content").select_related("by")
    return shown(
        request,
        "response.html",
        strand,
        one=one,
        scans=list(scans[:40]),
        corrections=list(Correction.objects.filter(contribution=one).select_related("by")[:50]),
        may_correct=may_correct(request.user, strand.activity),
        may_open=access.may_open_scans(request.user, strand),
        status=422 if wrong else 200,
        **forms,
    )


def _found(request: HttpRequest, strand_id: str, trace_id: str) -> tuple[Strand, Contribution]:
    strand = opened(request, strand_id)
    ask(access.may_open_scans(request.user, strand))
    one = contribution_by_trace(trace_id)
    if one.strand_id != strand.pk:
        raise Http404(_("There is no such response here."))
    return strand, one


def _filled(one: Contribution, asked: Questionnaire) -> dict[str, Any]:
    """What the record says now, as the fields of the form take it."""
    now = plain_answers(one, asked)
    found = {
        question.ref: _typed(given_from(Given(question, words=answer["words"]), pairs_of(answer)))
        for question in asked.questions
        if (answer := now.get(question.ref))
    }
    return initial_of_draft(asked.questions, found)


def _typed(given: Given) -> Any:
    kind = given.question.kind
    if kind == Question.Kind.MATRIX:
        return {str(row): str(point) for row, point in given.cells}
    if kind == Question.Kind.RANK:
        return {str(value): str(place) for place, value in enumerate(given.values, start=1)}
    if kind == Question.Kind.PLACE:
        return {"place": str(given.values[0]) if given.values else "", "words": given.words}
    if kind == Question.Kind.MULTI:
        return [str(value) for value in given.values]
    return str(given.values[0]) if given.values else given.words


def _change(request: HttpRequest, one: Contribution, asked: Questionnaire, answers: AnswersForm, reason: str) -> int:
    before, after = plain_answers(one, asked), plain_given(answers.given())
    changed = [question for question in asked.questions if _differs(before, after, question.ref)]
    if not changed:
        raise Refused(_("Nothing was changed."), _("Change the answer that is wrong, then put it right."))
    for question in changed:
        change_answer(
            contribution=one, question=question, after=after.get(question.ref, {}), reason=reason,
            by=officer(request), at=clock.now(),
        )  # fmt: skip
    return len(changed)


def _differs(before: dict[str, Any], after: dict[str, Any], ref: str) -> bool:
    one, other = before.get(ref, {}), after.get(ref, {})
    return not same_answer(one, other) or (one.get("words") or "") != (other.get("words") or "")


@login_required
@require_POST
def scans(request: HttpRequest, strand_id: str, trace_id: str) -> HttpResponse:
    """Attach a picture of a page."""
    strand, one = _found(request, strand_id, trace_id)
    asked = questionnaire(strand)
    upload = ScanForm(request.POST, request.FILES)
    if upload.is_valid():
        try:
            attach_scan(
                contribution=one, content=upload.cleaned_data["file"].read(), by=officer(request), at=clock.now()
            )
        except Refused as refusal:
            upload.add_error("file", f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            messages.success(request, _("Attached. Only those who key in or code can open it."))
            return HttpResponseRedirect(reverse("survey:response", args=[strand.public_id, one.trace_id]))
    answers = AnswersForm(asked.questions, enforce=False, asked=asked, initial=_filled(one, asked))
    return _shown(request, strand, one, answers=answers, reason=ReasonForm(), upload=upload)


@login_required
@never_cache
def scan(request: HttpRequest, strand_id: str, scan_id: str) -> HttpResponse:
    """A picture of a page, as a file to save: never shown inside a page, never guessed at by the browser."""
    strand = opened(request, strand_id)
    ask(access.may_open_scans(request.user, strand))
    found = Scan.objects.select_related("contribution__strand__activity").filter(public_id=scan_id).first()
    if found is None or found.contribution.strand_id != strand.pk:
        raise Http404(_("There is no such picture here."))
    content = open_scan(scan=found, by=officer(request), at=clock.now())
    answer = file_answer(content, f"{found.contribution.trace_id}-{found.page}.{ENDINGS[Scan.Kind(found.kind)]}")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store, private"
    return answer
