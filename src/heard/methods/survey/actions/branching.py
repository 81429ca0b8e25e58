"""Who is asked a question: conditions on earlier answers, never on later ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.ground.refusal import Refused
from heard.methods.survey.actions.building import building, note
from heard.methods.survey.models import Condition, Question, Survey
from heard.methods.survey.queries import questionnaire
from heard.people.models import Account
from heard.rules import branching

MOST_CONDITIONS = 4


@dataclass(frozen=True, slots=True)
class When:
    """One condition as an officer writes it: the earlier question's reference, the test, and the answer it names."""

    on: str
    test: str
    option: int | None = None
    point: int | None = None


def set_conditions(*, question: Question, whens: Sequence[When], shown_if: str, by: Account, at: datetime) -> Question:
    """Ask a question only if these conditions are so (`shown_if`: ``all`` or ``any``); of everyone if there are none.

    Refused: a condition on a later question, on the question itself, on an answer that is not on offer, or more than
    four. Consequence: an audit entry.
    """
    strand = question.section.survey.strand
    with transaction.atomic():
        survey = building(strand, by)
        if len(whens) > MOST_CONDITIONS:
            raise Refused(_("A question has at most %(most)d conditions.") % {"most": MOST_CONDITIONS})
        question.conditions.all().delete()
        for when in whens:
            _add(question, survey, when)
        question.shown_if = Question.ShownIf(shown_if)
        question.save(update_fields=["shown_if"])
        refuse_faults(strand)
        note(strand, by, at, "survey.conditions_set", {"question": question.public_id, "conditions": len(whens)})
    return question


def _add(question: Question, survey: Survey, when: When) -> None:
    on = Question.objects.filter(section__survey=survey, public_id=when.on).first()
    if on is None or on.pk == question.pk:
        raise Refused(_("A question cannot wait for itself."), _("Choose an earlier question."))
    names = when.test in (Condition.Test.IS, Condition.Test.IS_NOT)
    if names and not _is_on_offer(on, when):
        raise Refused(_("That answer is not on offer."), _("Choose an answer of the earlier question."))
    Condition.objects.create(
        question=question,
        on=on,
        test=Condition.Test(when.test),
        option_id=when.option if names else None,
        point=when.point if names else None,
    )


def _is_on_offer(on: Question, when: When) -> bool:
    has_option = when.option is not None and on.options.filter(pk=when.option).exists()
    point = when.point or 0
    if on.kind == Question.Kind.SCALE:
        return when.option is None and 1 <= point <= on.scale_points
    if on.kind == Question.Kind.MATRIX:
        return has_option and 1 <= point <= len(on.scale_words)
    if on.kind == Question.Kind.RANK:
        return has_option and 1 <= point <= on.options.count()
    return has_option and when.point is None


def refuse_faults(strand: Strand) -> None:
    """Refuse an order in which some question would wait for a later one."""
    asked = questionnaire(strand)
    for fault in branching.faults(asked.steps):
        waiting, earlier = asked.by_ref[fault.ref], asked.by_ref.get(fault.on)
        raise Refused(
            _("Question %(number)d, “%(words)s”, would wait for an answer that is only given later%(which)s.")
            % {
                "number": waiting.number,
                "words": waiting.words[:80],
                "which": _(" (question %(number)d)") % {"number": earlier.number} if earlier else "",
            },
            _("Conditions look back only. Change the condition, or put the questions into another order."),
        )


def refuse_if_waited_for(question: Question) -> None:
    """Refuse to take out a question while another waits for its answer."""
    waiting = Condition.objects.filter(on=question).select_related("question").first()
    if waiting is not None:
        raise Refused(
            _("“%(words)s” is asked only if this question is answered in a certain way.")
            % {"words": waiting.question.words[:80]},
            _("Change the condition of that question first."),
        )


def refuse_lost_points(question: Question) -> None:
    """Refuse a shorter scale while another question waits for a point that it would lose."""
    points = {Question.Kind.SCALE: question.scale_points, Question.Kind.MATRIX: len(question.scale_words)}
    most = points.get(Question.Kind(question.kind))
    if question.pk and most and Condition.objects.filter(on=question, point__gt=most).exists():
        raise Refused(
            _("Another question is asked only of those who gave an answer that you took out."),
            _("Change the condition of that question first."),
        )
