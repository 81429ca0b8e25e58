"""Questions are written, put in order and taken out until the activity opens; then they are fixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.ground.refusal import Refused
from heard.methods.survey.actions.branching import refuse_faults, refuse_if_waited_for, refuse_lost_points
from heard.methods.survey.actions.building import building, note
from heard.methods.survey.actions.options import write_options, write_places
from heard.methods.survey.models import Question, Section, Survey
from heard.people.models import Account

MOST_QUESTIONS = 60


def change_settings(*, strand: Strand, by: Account, at: datetime, **columns: Any) -> Survey:
    """Set the words before and after the questions and whether people are asked about themselves at the end.

    `columns`: introduction, thanks, asks_monitoring. Consequence: an audit entry `survey.changed`.
    """
    with transaction.atomic():
        survey = building(strand, by)
        for name in ("introduction", "thanks", "asks_monitoring"):
            setattr(survey, name, columns.get(name, getattr(survey, name)))
        survey.save()
        note(strand, by, at, "survey.changed", {})
    return survey


def add_section(*, strand: Strand, title: str, introduction: str, by: Account, at: datetime) -> Section:
    """Begin a new section after the others. Consequence: an audit entry."""
    with transaction.atomic():
        survey = building(strand, by)
        section = Section.objects.create(
            survey=survey, title=title, introduction=introduction, ordinal=_next(survey.sections)
        )
        note(strand, by, at, "survey.section_added", {"section": section.pk})
    return section


def change_section(*, section: Section, title: str, introduction: str, by: Account, at: datetime) -> Section:
    """Change what a section says above its questions. Consequence: an audit entry."""
    strand = section.survey.strand
    with transaction.atomic():
        building(strand, by)
        section.title, section.introduction = title, introduction
        section.save(update_fields=["title", "introduction"])
        note(strand, by, at, "survey.section_changed", {"section": section.pk})
    return section


def remove_section(*, section: Section, by: Account, at: datetime) -> None:
    """Take out an empty section. Refused while questions stand in it. Consequence: an audit entry."""
    strand = section.survey.strand
    with transaction.atomic():
        building(strand, by)
        if section.questions.exists():
            raise Refused(_("There are still questions in this section."), _("Move or delete them first."))
        number = section.pk
        section.delete()
        note(strand, by, at, "survey.section_removed", {"section": number})


def move_section(*, section: Section, up: bool, by: Account, at: datetime) -> None:
    """Change places with the section before or after. Consequence: an audit entry."""
    strand = section.survey.strand
    with transaction.atomic():
        building(strand, by)
        rows = list(section.survey.sections.order_by("ordinal", "pk"))
        _swap(rows, section.pk, up)
        Section.objects.bulk_update(rows, ["ordinal"])
        refuse_faults(strand)
        note(strand, by, at, "survey.section_moved", {"section": section.pk})


def add_question(
    *,
    strand: Strand,
    kind: str,
    words: str,
    by: Account,
    at: datetime,
    section: Section | None = None,
    options: Sequence[str] = (),
    **columns: Any,
) -> Question:
    """Ask one more question, at the end of `section` (the last one if not given; a first one is made).

    `columns`: help, required, scale_low, scale_high, scale_points, scale_words, place_kind. Consequence: an audit
    entry.
    """
    with transaction.atomic():
        survey = building(strand, by)
        if Question.objects.filter(section__survey=survey).count() >= MOST_QUESTIONS:
            raise Refused(
                _("A survey has at most %(most)d questions.") % {"most": MOST_QUESTIONS},
                _("Every question more costs answers. Take one out first."),
            )
        section = section or survey.sections.last() or Section.objects.create(survey=survey, title="")
        question = Question(section=section, kind=kind, ordinal=_next(section.questions))
        _write(question, words, options, columns)
        note(strand, by, at, "survey.question_added", {"question": question.public_id})
    return question


def change_question(
    *, question: Question, words: str, by: Account, at: datetime, options: Sequence[str] = (), **columns: Any
) -> Question:
    """Reword a question or its answers. Its kind stays. Consequence: an audit entry."""
    strand = question.section.survey.strand
    with transaction.atomic():
        building(strand, by)
        _write(question, words, options, columns)
        note(strand, by, at, "survey.question_changed", {"question": question.public_id})
    return question


def move_question(*, question: Question, up: bool, by: Account, at: datetime) -> None:
    """Change places with the question before or after; at the edge of a section, step into the next one.

    Consequence: an audit entry.
    """
    strand = question.section.survey.strand
    with transaction.atomic():
        survey = building(strand, by)
        rows = list(question.section.questions.order_by("ordinal", "pk"))
        if rows[0 if up else -1].pk == question.pk:
            _step_over(survey, question, up)
        else:
            _swap(rows, question.pk, up)
            Question.objects.bulk_update(rows, ["ordinal"])
        refuse_faults(strand)
        note(strand, by, at, "survey.question_moved", {"question": question.public_id})


def remove_question(*, question: Question, by: Account, at: datetime) -> None:
    """Take a question out. Consequence: an audit entry with its words."""
    strand = question.section.survey.strand
    with transaction.atomic():
        building(strand, by)
        refuse_if_waited_for(question)
        gone = {"question": question.public_id, "words": question.words}
        question.delete()
        note(strand, by, at, "survey.question_removed", gone)


def _next(rows: Any) -> int:
    return (rows.aggregate(last=Max("ordinal"))["last"] or 0) + 1


def _swap(rows: list[Any], pk: int, up: bool) -> None:
    """Number the rows from 1 with one of them a place earlier or later (or where it is, at the edge)."""
    place = next(number for number, row in enumerate(rows) if row.pk == pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows, start=1):
        row.ordinal = number


def _step_over(survey: Survey, question: Question, up: bool) -> None:
    sections = list(survey.sections.order_by("ordinal", "pk"))
    place = next(number for number, row in enumerate(sections) if row.pk == question.section_id)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(sections):
        return
    rows = list(sections[other].questions.order_by("ordinal", "pk"))
    question.section = sections[other]
    rows = [*rows, question] if up else [question, *rows]
    for number, row in enumerate(rows, start=1):
        row.ordinal = number
    Question.objects.bulk_update(rows, ["ordinal", "section"])


def _write(question: Question, words: str, options: Sequence[str], columns: dict[str, Any]) -> None:
    question.words = words
    for name in ("help", "required", "scale_low", "scale_high", "scale_points", "scale_words", "place_kind"):
        if name in columns:
            setattr(question, name, columns[name])
    refuse_lost_points(question)
    question.save()
    if question.kind == Question.Kind.PLACE:
        write_places(question)
    elif question.kind not in (Question.Kind.TEXT, Question.Kind.SCALE):
        write_options(question, options)
