"""Building the questions: a list that is its own picture, a page for each question, up, down, out, preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.models import Strand
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.survey import access, actions
from heard.methods.survey.forms.answers import AnswersForm
from heard.methods.survey.forms.branching import ConditionsForm
from heard.methods.survey.forms.building import QuestionForm, SectionForm, SettingsForm, initial_of
from heard.methods.survey.models import Question, Section
from heard.methods.survey.queries import minutes_for, questionnaire, survey_of
from heard.methods.survey.staff.opening import officer, opened, shown


@login_required
def questions(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Every question in order, with what can be done to it, and the words around them."""
    strand = opened(request, strand_id)
    survey = survey_of(strand)
    columns = ("introduction", "thanks", "asks_monitoring")
    data = request.POST if request.method == "POST" else None
    form = SettingsForm(data, initial={name: getattr(survey, name, "") for name in columns})
    if form.is_bound and form.is_valid():
        actions.change_settings(strand=strand, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Kept."))
        return _to_list(strand)
    asked = questionnaire(strand)
    return shown(
        request,
        "questions.html",
        strand,
        form=form,
        asked=asked,
        minutes=minutes_for(asked),
        sections=_sections(strand),
        kinds=Question.Kind.choices,
        may=access.may_build(request.user, strand),
        status=422 if form.errors else 200,
    )


@login_required
def preview(request: HttpRequest, strand_id: str) -> HttpResponse:
    """The questions as people will see them; nothing can be sent from here."""
    strand = opened(request, strand_id)
    asked = questionnaire(strand)
    return shown(request, "preview.html", strand, form=AnswersForm(asked.questions, paths=True), asked=asked)


@login_required
def question_new(request: HttpRequest, strand_id: str, kind: str) -> HttpResponse:
    """Write one more question of a kind."""
    strand = opened(request, strand_id)
    if kind not in Question.Kind.values:
        raise Http404(_("There is no such kind of question."))
    sections = list(_sections(strand))
    last = str(sections[-1].pk) if sections else ""
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(kind, sections, data, initial={"section": request.GET.get("section", last)})
    if form.is_bound and form.is_valid():
        try:
            actions.add_question(
                strand=strand,
                kind=kind,
                section=_chosen_section(form, sections),
                by=officer(request),
                at=clock.now(),
                **form.columns(),
            )
            return _to_list(strand)
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    return _question_page(request, strand, form, Question.Kind(kind).label, None)


@login_required
def question(request: HttpRequest, strand_id: str, ref: str) -> HttpResponse:
    """Reword one question."""
    strand, one = _question(request, strand_id, ref)
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(one.kind, [], data, initial=initial_of(one))
    if form.is_bound and form.is_valid():
        try:
            actions.change_question(question=one, by=officer(request), at=clock.now(), **form.columns())
            return _to_list(strand)
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    return _question_page(request, strand, form, one.get_kind_display(), one)


@login_required
def conditions(request: HttpRequest, strand_id: str, ref: str) -> HttpResponse:
    """When a question is asked."""
    strand, one = _question(request, strand_id, ref)
    asked = questionnaire(strand)
    form = ConditionsForm(asked, asked.by_ref[ref], request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.set_conditions(
                question=one,
                whens=form.whens,
                shown_if=form.cleaned_data["shown_if"],
                by=officer(request),
                at=clock.now(),
            )
            return _to_list(strand, f"question-{ref}")
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    may = access.may_build(request.user, strand)
    status = 422 if form.errors else 200
    return shown(request, "conditions.html", strand, form=form, one=asked.by_ref[ref], may=may, status=status)


@login_required
@require_POST
def question_move(request: HttpRequest, strand_id: str, ref: str) -> HttpResponse:
    """Up or down one place."""
    strand, one = _question(request, strand_id, ref)
    actions.move_question(question=one, up=request.POST.get("to") == "up", by=officer(request), at=clock.now())
    return _to_list(strand, f"question-{ref}")


@login_required
@require_POST
def question_remove(request: HttpRequest, strand_id: str, ref: str) -> HttpResponse:
    """Take a question out."""
    strand, one = _question(request, strand_id, ref)
    actions.remove_question(question=one, by=officer(request), at=clock.now())
    messages.success(request, _("The question was taken out."))
    return _to_list(strand)


@login_required
def section_new(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Begin a section."""
    strand = opened(request, strand_id)
    form = SectionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.add_section(strand=strand, by=officer(request), at=clock.now(), **form.cleaned_data)
        return _to_list(strand)
    return _section_page(request, strand, form, None)


@login_required
def section(request: HttpRequest, strand_id: str, number: int) -> HttpResponse:
    """Reword a section's heading."""
    strand, one = _section(request, strand_id, number)
    initial = {"title": one.title, "introduction": one.introduction}
    form = SectionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        actions.change_section(section=one, by=officer(request), at=clock.now(), **form.cleaned_data)
        return _to_list(strand)
    return _section_page(request, strand, form, one)


@login_required
@require_POST
def section_move(request: HttpRequest, strand_id: str, number: int) -> HttpResponse:
    """Up or down one place, with its questions."""
    strand, one = _section(request, strand_id, number)
    actions.move_section(section=one, up=request.POST.get("to") == "up", by=officer(request), at=clock.now())
    return _to_list(strand, f"section-{number}")


@login_required
@require_POST
def section_remove(request: HttpRequest, strand_id: str, number: int) -> HttpResponse:
    """Take an empty section out."""
    strand, one = _section(request, strand_id, number)
    actions.remove_section(section=one, by=officer(request), at=clock.now())
    return _to_list(strand)


def _sections(strand: Strand) -> Any:
    return Section.objects.filter(survey=strand.pk).prefetch_related("questions__options").order_by("ordinal", "pk")


def _chosen_section(form: QuestionForm, sections: list[Section]) -> Section | None:
    chosen = form.cleaned_data.get("section")
    return next((one for one in sections if str(one.pk) == chosen), None)


def _question(request: HttpRequest, strand_id: str, ref: str) -> tuple[Strand, Question]:
    strand = opened(request, strand_id)
    rows = Question.objects.select_related("section__survey__strand__activity")
    return strand, get_object_or_404(rows, section__survey=strand.pk, public_id=ref)


def _section(request: HttpRequest, strand_id: str, number: int) -> tuple[Strand, Section]:
    strand = opened(request, strand_id)
    rows = Section.objects.select_related("survey__strand__activity")
    return strand, get_object_or_404(rows, survey=strand.pk, pk=number)


def _question_page(
    request: HttpRequest, strand: Strand, form: QuestionForm, kind: Any, one: Question | None
) -> HttpResponse:
    may = access.may_build(request.user, strand)
    status = 422 if form.errors else 200
    return shown(request, "question.html", strand, form=form, kind=kind, question=one, may=may, status=status)


def _section_page(request: HttpRequest, strand: Strand, form: SectionForm, one: Section | None) -> HttpResponse:
    may = access.may_build(request.user, strand)
    return shown(request, "section.html", strand, form=form, section=one, may=may, status=422 if form.errors else 200)


def _to_list(strand: Strand, mark: str = "") -> HttpResponse:
    address = reverse("survey:questions", args=[strand.public_id])
    return HttpResponseRedirect(f"{address}#{mark}" if mark else address)
