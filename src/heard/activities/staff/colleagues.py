"""A question from a colleague in another partner, and the answer (P-6)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from heard.activities import access, actions
from heard.activities.forms import AnswerForm
from heard.activities.staff import opening
from heard.ground import clock
from heard.ground.refusal import Refused


@login_required
def colleague_question(request: HttpRequest, slug: str, question_id: str) -> HttpResponse:
    """Read what a colleague asks; whoever was asked answers."""
    activity = opening.opened(request, slug)
    question = (
        activity.colleague_questions.select_related("asked_by", "colleague").filter(public_id=question_id).first()
    )
    if question is None:
        raise Http404(_("There is no such question."))
    question.activity = activity
    form = AnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            by = opening.officer(request)
            actions.answer_colleague(question=question, by=by, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Thank you. Your colleague is told."))
            return HttpResponseRedirect(request.path)
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    may = access.may_answer_colleague(request.user, question)
    context = {"question": question, "form": form, "may_answer": may}
    return opening.shown(request, "plan/colleague.html", activity, context, status=opening.answered(form))
