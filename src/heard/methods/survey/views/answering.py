"""Answering: one question a page or all on one, back without losing, a last look, sending once, the receipt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heard.activities.actions import codes_for
from heard.activities.models import Channel, Strand
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.survey.actions import keep_answers
from heard.methods.survey.forms.answers import AboutYou, AnswersForm, TellMe, form_of_draft, initial_of_draft
from heard.methods.survey.queries import (
    Asked,
    Questionnaire,
    is_open_on,
    monitoring_bank,
    questionnaire,
    strand_to_answer,
)
from heard.methods.survey.views.drafts import Draft
from heard.methods.survey.views.shown import next_steps
from heard.ui.parts import Row

answering = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@answering
def answer(request: HttpRequest, slug: str, strand_id: str, number: int) -> HttpResponse:
    """One question. What is typed is kept even when it must be mended, and when going back."""
    strand = strand_to_answer(slug, strand_id)
    asked, draft = questionnaire(strand), Draft(request, strand)
    if not _is_open(strand):
        return _too_late(request, strand, asked, draft)
    one = asked.numbered(number)
    form = _form(request, [one], draft)
    if request.method == "POST":
        draft.keep([one], {} if request.POST.get("go") == "clear" else form.typed)
        if request.POST.get("go") or form.is_valid():
            return HttpResponseRedirect(_onward(request, strand, asked, number))
    can_clear = one.is_closed and not one.required and one.ref in draft.answers
    return _page(
        request, "survey/question.html", strand, asked, form=form, one=one, can_clear=can_clear, status=_status(form)
    )


@never_cache
@answering
def answer_all(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Every question on one page, for those who like to see them all."""
    strand = strand_to_answer(slug, strand_id)
    asked, draft = questionnaire(strand), Draft(request, strand)
    if not _is_open(strand):
        return _too_late(request, strand, asked, draft)
    form = _form(request, asked.questions, draft)
    if request.method == "POST":
        draft.keep(asked.questions, form.typed)
        if form.is_valid():
            return HttpResponseRedirect(_url("check", strand))
    return _page(request, "survey/all.html", strand, asked, form=form, status=_status(form))


@never_cache
@require_GET
def check(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Everything that was answered, with a link to change each, before anything is sent."""
    strand = strand_to_answer(slug, strand_id)
    asked, draft = questionnaire(strand), Draft(request, strand)
    if not _is_open(strand):
        return _too_late(request, strand, asked, draft)
    form = form_of_draft(asked, draft.answers)
    wrong = [] if form.is_valid() else _to_mend(strand, form)
    return _page(
        request,
        "survey/check.html",
        strand,
        asked,
        rows=_summary(strand, form, change=True),
        wrong=wrong,
        is_empty=not draft.is_begun,
    )


@never_cache
@answering
def send(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The last page: may we quote you, how shall we tell you, who are you (all optional); then it is sent, once."""
    strand = strand_to_answer(slug, strand_id)
    asked, draft = questionnaire(strand), Draft(request, strand)
    if draft.sent and not draft.is_begun:
        return HttpResponseRedirect(_url("sent", strand))
    if not _is_open(strand):
        return _too_late(request, strand, asked, draft)
    answers = form_of_draft(asked, draft.answers)
    if not draft.is_begun or not answers.is_valid():
        return HttpResponseRedirect(_url("check", strand))
    data = request.POST if request.method == "POST" else None
    tell, about = TellMe(data), AboutYou(monitoring_bank() if asked.asks_monitoring else (), data)
    if data is not None and tell.is_valid() and about.is_valid():
        return _keep(request, strand, draft, answers, tell, about)
    return _page(
        request, "survey/send.html", strand, asked, form=tell, about=about, key=draft.key, status=_status(tell)
    )


def _keep(
    request: HttpRequest, strand: Strand, draft: Draft, answers: AnswersForm, tell: TellMe, about: AboutYou
) -> HttpResponse:
    try:
        keep_answers(
            strand=strand,
            given=answers.given(),
            channel=Channel.WEB,
            by=None,
            at=clock.now(),
            entry_key=draft.key,
            may_quote=tell.cleaned_data["may_quote"],
            reply_to=tell.reply_to(),
            monitoring=about.answers(),
        )
    except Refused:
        if _is_open(strand):
            raise
        return _too_late(request, strand, questionnaire(strand), draft)
    draft.mark_sent()
    return HttpResponseRedirect(_url("sent", strand))


@never_cache
@require_GET
def sent(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The receipt, and what happens next. Shown again in this browser until it is put away."""
    strand = strand_to_answer(slug, strand_id)
    draft = Draft(request, strand)
    if not draft.sent:
        return HttpResponseRedirect(reverse("activities:strand", args=[slug, strand_id]))
    code, secret = codes_for(strand, draft.sent)
    answer = _page(
        request,
        "survey/sent.html",
        strand,
        questionnaire(strand),
        code=code,
        secret=secret,
        steps=next_steps(strand.activity),
    )
    answer["X-Robots-Tag"] = "noindex"
    answer["Cache-Control"] = "no-store, private"
    return answer


@never_cache
@require_POST
def forget(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Put the draft or the receipt away, so that the next person at this computer finds nothing."""
    Draft(request, strand_to_answer(slug, strand_id)).forget()
    return HttpResponseRedirect(reverse("activities:strand", args=[slug, strand_id]))


def _form(request: HttpRequest, questions: Any, draft: Draft) -> AnswersForm:
    data = request.POST if request.method == "POST" else None
    return AnswersForm(questions, data, initial=initial_of_draft(questions, draft.answers))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def _is_open(strand: Strand) -> bool:
    return is_open_on(strand, Channel.WEB, clock.today())


def _url(name: str, strand: Strand, *more: Any) -> str:
    return reverse(f"survey:{name}", args=[strand.activity.slug, strand.public_id, *more])


def _onward(request: HttpRequest, strand: Strand, asked: Questionnaire, number: int) -> str:
    """Where a question page leads: back, on, or to the last look when only one answer was being changed."""
    go = request.POST.get("go")
    if go == "clear":
        return request.get_full_path()
    if go == "back":
        return _url("answer", strand, number - 1) if number > 1 else _start(strand)
    if go == "all":
        return _url("answer_all", strand)
    if request.GET.get("change") or number >= len(asked):
        return _url("check", strand)
    return _url("answer", strand, number + 1)


def _start(strand: Strand) -> str:
    return reverse("activities:strand", args=[strand.activity.slug, strand.public_id])


def _summary(strand: Strand, form: AnswersForm, *, change: bool) -> list[Row]:
    said = {answer.question.ref: answer.said for answer in form.given()} if form.is_valid() else _as_typed(form)
    return [
        Row(
            f"{question.number}. {question.words}",
            said.get(question.ref, ""),
            href=f"{_url('answer', strand, question.number)}?change=1" if change else "",
        )
        for question in form.questions
    ]


def _as_typed(form: AnswersForm) -> dict[str, str]:
    return {question.ref: _typed(question, form.typed.get(question.ref)) for question in form.questions}


def _typed(question: Asked, value: Any) -> str:
    words = {str(choice.value): question.read_back(choice.value) for choice in question.choices}
    each = value if isinstance(value, list) else [value] if value else []
    return "\n".join(words.get(str(one), "" if question.is_closed else str(one)) for one in each)


def _to_mend(strand: Strand, form: AnswersForm) -> list[Row]:
    return [
        Row(error, href=f"{_url('answer', strand, question.number)}?change=1")
        for question in form.questions
        for error in form[question.name].errors
    ]


def _too_late(request: HttpRequest, strand: Strand, asked: Questionnaire, draft: Draft) -> HttpResponse:
    """It is not open. Whatever was written is shown, so that it can be copied and not lost."""
    rows = _summary(strand, form_of_draft(asked, draft.answers), change=False) if draft.is_begun else []
    return _page(request, "survey/not_open.html", strand, asked, rows=[row for row in rows if row.value], status=409)


def _page(
    request: HttpRequest, template: str, strand: Strand, asked: Questionnaire, *, status: int = 200, **slots: Any
) -> HttpResponse:
    return render(
        request,
        template,
        {
            "activity": strand.activity,
            "plan": strand.activity.plan,
            "strand": strand,
            "asked": asked,
            "start_url": _start(strand),
            "steps_in_all": len(asked) + 2,
            **slots,
        },
        status=status,
    )
