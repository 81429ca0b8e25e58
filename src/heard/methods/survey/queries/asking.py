"""The questions read from the database, in any published language and format, and the days on which answers count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import cast

from django.core.cache import caches
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Stage, Strand
from heard.activities.queries import activity_by_slug, strand_by_id
from heard.ground.asking import Asking, ask, keep_at_hand
from heard.methods.survey.models import Condition, Format, Option, Question, Section, Survey, Version
from heard.methods.survey.queries.asked import ENGLISH, Asked, Choice, Questionnaire
from heard.methods.survey.queries.paths import with_paths
from heard.methods.survey.queries.wording import worded
from heard.rules import branching


def survey_of(strand: Strand) -> Survey | None:
    """The survey's settings; None until an officer has opened its page."""
    return Survey.objects.filter(pk=strand.pk).first()


def questionnaire(strand: Strand) -> Questionnaire:
    """Every question in English, in order. One query; none for a while once it is open and they are fixed."""
    return _kept(strand, f"survey:questions:{strand.pk}", lambda: ask(questionnaire_asked(strand)))


def _kept(strand: Strand, key: str, read: Callable[[], Questionnaire]) -> Questionnaire:
    if strand.activity.stage != Stage.OPEN:
        return read()
    known = caches["pages"].get(key)
    if known is None:
        known = read()
        if known.questions:
            caches["pages"].set(key, known, 60)
    return known


def questionnaire_asked(strand: Strand) -> Asking[Questionnaire]:
    """Every question in English, in order, for asking it beside others: one turn."""
    surveys, rows, sections, options, conditions = yield [
        Survey.objects.filter(pk=strand.pk),
        Question.objects.filter(section__survey=strand.pk).order_by("section__ordinal", "section_id", "ordinal", "id"),
        Section.objects.filter(survey=strand.pk),
        Option.objects.filter(question__section__survey=strand.pk),
        Condition.objects.filter(question__section__survey=strand.pk),
    ]
    influence = strand.activity.plan.influence_statement
    if not surveys:
        return Questionnaire(title=strand.title, influence=influence)
    _bind(rows, sections, options, conditions)
    return _built(strand.title, influence, surveys[0], rows)


def _bind(
    rows: Sequence[Question], sections: Iterable[Section], options: Sequence[Option], conditions: Sequence[Condition]
) -> None:
    """Put together what was asked apart: each question's section, answers and conditions."""
    by_key, titled = {row.pk: row for row in rows}, {section.pk: section for section in sections}
    for condition in conditions:
        condition.on = by_key[condition.on_id]
    for row in rows:
        row.section = titled[row.section_id]
        keep_at_hand(row, "options", [each for each in options if each.question_id == row.pk])
        keep_at_hand(row, "conditions", [each for each in conditions if each.question_id == row.pk])


def _built(title: str, influence: str, survey: Survey, rows: Iterable[Question]) -> Questionnaire:
    asked: list[Asked] = []
    before = None
    for number, row in enumerate(rows, start=1):
        choices, judged = _on_offer(row)
        asked.append(
            Asked(
                id=row.pk,
                ref=row.public_id,
                number=number,
                kind=row.kind,
                words=row.words,
                help=row.help,
                required=row.required,
                choices=choices,
                rows=judged,
                section=row.section.title,
                section_id=row.section_id,
                section_introduction=row.section.introduction,
                opens_section=row.section_id != before,
                conditions=tuple(condition_of(one) for one in row.conditions.all()),
                shown_if=row.shown_if,
                place_kind=row.place_kind,
            )
        )
        before = row.section_id
    return with_paths(
        Questionnaire(
            title=title,
            introduction=survey.introduction,
            influence=influence,
            thanks=survey.thanks,
            asks_monitoring=survey.asks_monitoring,
            questions=tuple(asked),
        )
    )


def condition_of(row: Condition) -> branching.Condition:
    """A kept condition as the rule of branching takes it."""
    test = cast(branching.Test, row.test)
    return branching.Condition(row.on.public_id, test, (row.option_id, row.point))


def _on_offer(row: Question) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """What can be chosen, and for a matrix what is judged."""
    if row.kind == Question.Kind.TEXT:
        return (), ()
    options = tuple(Choice(option.pk, option.words) for option in row.options.all())
    if row.kind == Question.Kind.MATRIX:
        return tuple(Choice(point, words) for point, words in enumerate(row.scale_words, start=1)), options
    if row.kind == Question.Kind.SCALE:
        return scale(row.scale_points, row.scale_low, row.scale_high), ()
    return options, ()


def scale(points: int, low: str, high: str) -> tuple[Choice, ...]:
    """The points of a scale, its ends with their words."""
    ends = {1: low, points: high}
    return tuple(
        Choice(point, f"{point} – {ends[point]}" if ends.get(point) else str(point)) for point in range(1, points + 1)
    )


def questions_in(strand: Strand, language: str = ENGLISH, format: str = Format.STANDARD) -> Questionnaire:
    """The questions in a published version of the survey: every channel and every print asks them by this.

    `format`: ``standard`` or ``easy_read``. English standard is the questions themselves; 404 with a sentence where
    no such version is published (`versions_of` says which are). Words that a version lacks stay English, and the
    question's `language` says so.
    """
    if (language, format) == (ENGLISH, Format.STANDARD):
        return questionnaire(strand)
    return _kept(strand, version_key(strand, language, format), lambda: _published(strand, language, format))


def _published(strand: Strand, language: str, format: str) -> Questionnaire:
    version = Version.objects.filter(
        survey_id=strand.pk, language=language, format=format, published_at__isnull=False
    ).first()
    if version is None:
        raise Http404(_("These questions are not published in this language and format."))
    return worded(questionnaire(strand), version, published=True)


def version_key(strand: Strand, language: str, format: str) -> str:
    """The name under which a version is kept for a while."""
    return f"survey:questions:{strand.pk}:{language}:{format}"


def minutes_for(asked: Questionnaire) -> int:
    """Roughly how long answering takes: a minute and a half for words, twenty seconds for a choice, more for several.

    Questions that are put to some people only count half.
    """
    seconds = sum(_seconds(question) / (2 if question.conditions else 1) for question in asked.questions)
    return max(1, round(seconds / 60))


def _seconds(question: Asked) -> int:
    if not question.is_closed:
        return 90
    several = {Question.Kind.MATRIX: len(question.rows), Question.Kind.RANK: len(question.choices)}
    return 20 + 6 * several.get(Question.Kind(question.kind), 0)


def strand_to_answer(slug: str, public_id: str) -> Strand:
    """A survey strand of an announced activity, with activity and plan; 404 with a sentence."""
    return _survey_or_404(strand_by_id(activity_by_slug(slug), public_id))


def strand_for_staff(public_id: str) -> Strand:
    """A survey strand by its public name, with activity, plan and lead, for officers; 404 with a sentence."""
    found = (
        Strand.objects.select_related("activity", "activity__lead", "activity__plan")
        .prefetch_related("terms")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such part of an activity."))
    return _survey_or_404(found)


def _survey_or_404(strand: Strand) -> Strand:
    if strand.method != "survey" or strand.dropped_because:
        raise Http404(_("This part of the activity is not a survey."))
    return strand
