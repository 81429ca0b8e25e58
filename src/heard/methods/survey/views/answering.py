"""Answering: one question a page or all on one, back without losing, a last look, sending once, the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heard.activities.actions import codes_for
from heard.activities.forms.afterwards import AboutYou, TellMe
from heard.activities.models import Channel, Strand
from heard.activities.queries.days import is_open_on
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.survey.actions import delete_draft, keep_answers
from heard.methods.survey.forms.answers import (
    AnswersForm,
    form_of_draft,
    initial_of_draft,
    put_to,
    speaker,
)
from heard.methods.survey.models import Question
from heard.methods.survey.queries import (
    Asked,
    Questionnaire,
    in_words_of,
    offers_of,
    questionnaire,
    strand_to_answer,
)
from heard.methods.survey.views.drafts import Draft
from heard.methods.survey.views.shown import next_steps
from heard.people.queries.bank import monitoring_bank
from heard.ui.parts import Row

answering = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@answering
def answer(request: HttpRequest, slug: str, strand_id: str, number: int) -> HttpResponse:
    """One question. What is typed is kept even when it must be mended, and when going back.

    A question that is not put to this person leads on to the next that is.
    """
    strand, draft, asked = _begun(request, slug, strand_id)
    if not is_open_here(strand):
        return too_late(request, strand, asked, draft)
    one = asked.numbered(number)
    put = put_to(asked, draft.answers)
    if one not in put:
        return HttpResponseRedirect(_next(strand, put, number))
    form = _form(request, [one], draft, asked)
    if request.method == "POST":
        draft.keep([one], {} if request.POST.get("go") == "clear" else form.typed)
        if request.POST.get("go") or form.is_valid():
            return HttpResponseRedirect(_onward(request, strand, put_to(asked, draft.answers), number))
    can_clear = one.is_closed and not one.required and one.ref in draft.answers
    return page(
        request,
        "survey/question.html",
        strand,
        asked,
        form=form,
        one=one,
        step=put.index(one) + 1,
        steps_in_all=len(put) + 2,
        can_clear=can_clear,
        offers=offers_of(strand),
        draft=draft,
        status=status_of(form),
    )


@never_cache
@answering
def answer_all(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Every question on one page, for those who like to see them all."""
    strand, draft, asked = _begun(request, slug, strand_id)
    if not is_open_here(strand):
        return too_late(request, strand, asked, draft)
    form = _form(request, asked.questions, draft, asked, paths=True)
    if request.method == "POST":
        draft.keep(asked.questions, form.typed)
        if request.POST.get("go") == "save":
            return HttpResponseRedirect(url("save", strand))
        if form.is_valid():
            return HttpResponseRedirect(url("check", strand))
    slots = {"form": form, "offers": offers_of(strand), "draft": draft}
    return page(request, "survey/all.html", strand, asked, status=status_of(form), **slots)


@never_cache
@require_GET
def check(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Everything that was answered, with a link to change each, before anything is sent."""
    strand, draft, asked = _begun(request, slug, strand_id)
    if not is_open_here(strand):
        return too_late(request, strand, asked, draft)
    put = put_to(asked, draft.answers)
    form = form_of_draft(asked, draft.answers, put)
    wrong = [] if form.is_valid() else _to_mend(strand, form)
    return page(
        request,
        "survey/check.html",
        strand,
        asked,
        rows=_summary(strand, form, change=True),
        passed_over=_passed_over(strand, asked, draft, put),
        wrong=wrong,
        is_empty=not draft.is_begun,
        step=len(put) + 1,
        steps_in_all=len(put) + 2,
    )


@never_cache
@answering
def send(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The last page: may we quote you, how shall we tell you, who are you (all optional); then it is sent, once."""
    strand, draft, asked = _begun(request, slug, strand_id)
    if draft.sent and not draft.is_begun:
        return HttpResponseRedirect(url("sent", strand))
    if not is_open_here(strand):
        return too_late(request, strand, asked, draft)
    put = put_to(asked, draft.answers)
    answers = form_of_draft(asked, draft.answers, put)
    if not draft.is_begun or not answers.is_valid() or not answers.given():
        return HttpResponseRedirect(url("check", strand))
    data = request.POST if request.method == "POST" else None
    bank = monitoring_bank() if asked.asks_monitoring else ()
    tell, about = TellMe(data, say=speaker(asked)), AboutYou(bank, data)
    if data is not None and tell.is_valid() and about.is_valid():
        return _keep(request, strand, draft, answers, tell, about)
    slots = {"form": tell, "about": about, "key": draft.key, "steps_in_all": len(put) + 2}
    return page(request, "survey/send.html", strand, asked, status=status_of(tell), **slots)


def _keep(
    request: HttpRequest, strand: Strand, draft: Draft, answers: AnswersForm, tell: TellMe, about: AboutYou
) -> HttpResponse:
    asked = draft.asked()
    try:
        keep_answers(
            strand=strand,
            given=in_words_of(questionnaire(strand), answers.given()),
            channel=Channel.WEB,
            by=None,
            at=clock.now(),
            entry_key=draft.key,
            may_quote=tell.cleaned_data["may_quote"],
            reply_to=tell.reply_to(),
            monitoring=about.answers(),
            language=asked.language,
        )
    except Refused:
        if is_open_here(strand):
            raise
        return too_late(request, strand, asked, draft)
    if draft.saved:
        delete_draft(strand=strand, code=draft.saved, at=clock.now())
    draft.mark_sent()
    return HttpResponseRedirect(url("sent", strand))


@never_cache
@require_GET
def sent(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The receipt, and what happens next. Shown again in this browser until it is put away."""
    strand = strand_to_answer(slug, strand_id)
    draft = Draft(request, strand)
    if not draft.sent:
        return HttpResponseRedirect(reverse("activities:strand", args=[slug, strand_id]))
    code, secret = codes_for(strand, draft.sent)
    answer = page(
        request,
        "survey/sent.html",
        strand,
        draft.asked(),
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


def _begun(request: HttpRequest, slug: str, strand_id: str) -> tuple[Strand, Draft, Questionnaire]:
    """The strand, what has been written so far, and the questions in the language that was chosen (`?in=ar`)."""
    strand = strand_to_answer(slug, strand_id)
    draft = Draft(request, strand)
    if version := request.GET.get("in"):
        draft.speak(version[:30])
    return strand, draft, draft.asked()


def _form(
    request: HttpRequest, questions: Any, draft: Draft, asked: Questionnaire, *, paths: bool = False
) -> AnswersForm:
    data = request.POST if request.method == "POST" else None
    initial = initial_of_draft(questions, draft.answers)
    return AnswersForm(questions, data, initial=initial, asked=asked, paths=paths)


def status_of(form: Any) -> int:
    """422 where something must be mended."""
    return 422 if form.is_bound and form.errors else 200


def is_open_here(strand: Strand) -> bool:
    """Whether it can be answered on the web today."""
    return is_open_on(strand, Channel.WEB, clock.today())


def url(name: str, strand: Strand, *more: Any) -> str:
    """The address of one of these pages."""
    return reverse(f"survey:{name}", args=[strand.activity.slug, strand.public_id, *more])


def _onward(request: HttpRequest, strand: Strand, put: Sequence[Asked], number: int) -> str:
    """Where a question page leads: back, on, or to the last look when only one answer was being changed."""
    go = request.POST.get("go")
    if go == "clear":
        return request.get_full_path()
    if go == "back":
        before = [one.number for one in put if one.number < number]
        return url("answer", strand, before[-1]) if before else start(strand)
    if go in ("all", "save"):
        return url("answer_all" if go == "all" else "save", strand)
    return url("check", strand) if request.GET.get("change") else _next(strand, put, number)


def _next(strand: Strand, put: Sequence[Asked], number: int) -> str:
    after = next((one.number for one in put if one.number > number), None)
    return url("check", strand) if after is None else url("answer", strand, after)


def start(strand: Strand) -> str:
    """The strand's own page."""
    return reverse("activities:strand", args=[strand.activity.slug, strand.public_id])


def _summary(strand: Strand, form: AnswersForm, *, change: bool) -> list[Row]:
    said = {one.question.ref: one.said for one in form.given()} if form.is_valid() else {}
    rows = []
    for question in form.questions:
        typed = said.get(question.ref, "") if form.is_valid() else as_typed(question, form.typed.get(question.ref))
        href = f"{url('answer', strand, question.number)}?change=1" if change else ""
        rows.append(Row(f"{question.number}. {question.words}", typed, href=href))
    return rows


def _passed_over(strand: Strand, asked: Questionnaire, draft: Draft, put: Sequence[Asked]) -> list[Row]:
    """What was written to questions that other answers now pass over: shown, and not sent."""
    left = [one for one in asked.questions if one not in put and one.ref in draft.answers]
    return [Row(f"{one.number}. {one.words}", as_typed(one, draft.answers[one.ref])) for one in left]


def as_typed(question: Asked, value: Any) -> str:
    """An answer as it stands in a draft, right or wrong, in words."""
    words = {str(choice.value): question.read_back(choice.value) for choice in question.choices}
    if isinstance(value, dict):
        return "\n".join(_part(question, words, part, text) for part, text in value.items())
    each = value if isinstance(value, list) else [value] if value else []
    return "\n".join(words.get(str(one), "" if question.is_closed else str(one)) for one in each)


def _part(question: Asked, words: dict[str, str], part: str, text: str) -> str:
    if question.kind == Question.Kind.RANK:
        return f"{text}. {words.get(part, '')}"
    if question.kind == Question.Kind.MATRIX:
        row = next((one.words for one in question.rows if str(one.value) == part), "")
        return f"{row}: {words.get(text, '')}"
    return words.get(text, "") if part == "place" else text


def _to_mend(strand: Strand, form: AnswersForm) -> list[Row]:
    return [
        Row(error, href=f"{url('answer', strand, question.number)}?change=1")
        for question in form.questions
        for error in form[question.name].errors
    ]


def too_late(request: HttpRequest, strand: Strand, asked: Questionnaire, draft: Draft) -> HttpResponse:
    """It is not open. Whatever was written is shown, so that it can be copied and not lost."""
    rows = _summary(strand, form_of_draft(asked, draft.answers), change=False) if draft.is_begun else []
    return page(request, "survey/not_open.html", strand, asked, rows=[row for row in rows if row.value], status=409)


def page(
    request: HttpRequest, template: str, strand: Strand, asked: Questionnaire, *, status: int = 200, **slots: Any
) -> HttpResponse:
    """One of the pages around the questions, in the language of `asked`."""
    return render(
        request,
        template,
        {
            "activity": strand.activity,
            "plan": strand.activity.plan,
            "strand": strand,
            "asked": asked,
            "start_url": start(strand),
            "steps_in_all": len(asked) + 2,
            **slots,
        },
        status=status,
    )
