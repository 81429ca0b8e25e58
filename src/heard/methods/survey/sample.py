"""An invented survey, for the sample city and for the promises that every method keeps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from heard.activities.models import Contribution, Strand
from heard.ground import clock
from heard.methods.survey import actions
from heard.methods.survey.models import Question, Section
from heard.methods.survey.queries import Asked, Given, Questionnaire, questionnaire
from heard.people.models import Account
from heard.places.queries import public_places

QUESTIONS = (
    ("choice", "How often do you use the baths?", ("Every week", "Every month", "Less often", "Never")),
    (
        "multi",
        "What would bring you here more often?",
        ("Later opening", "Lower prices", "A better bus", "Warmer water"),
    ),
    ("scale", "How easy is it to get in and get around?", ()),
    ("text", "What should change first, and why?", ()),
)
MORE: tuple[Any, ...] = (
    (
        "rank",
        "What should come first, if there is money for some of it only?",
        ("A new hoist", "Warmer changing rooms", "A café", "Cheaper lessons"),
        {},
    ),
    (
        "matrix",
        "How did you find these, the last time you came?",
        ("The staff", "The water", "The showers"),
        {"scale_words": ["poor", "fair", "good", "very good"]},
    ),
)
SAID = (
    "Open until nine. I finish work at six and the last swim is at seven.",
    "Nothing wrong with it that a working hoist would not mend.",
    "Keep the Sunday session for families; it is the only hour we are all free.",
    "The changing rooms are cold and the lockers take coins nobody carries.",
)


def furnish(strand: Strand, by: Account, at: datetime, *, full: bool = True) -> None:
    """Everything the strand needs before it can open, in two sections: questions of each kind, and with `full` those
    that put in order, judge line by line and name a place (where places are kept), one of them with a condition.
    """
    actions.change_settings(
        strand=strand,
        introduction="Tell us how the baths should be run. It takes a few minutes.",
        thanks="Thank you. Every answer is read by a person.",
        asks_monitoring=True,
        by=by,
        at=at,
    )
    closed = actions.add_section(strand=strand, title="How you use the baths", introduction="", by=by, at=at)
    words = actions.add_section(strand=strand, title="In your own words", introduction="", by=by, at=at)
    for kind, asked, options in QUESTIONS:
        actions.add_question(
            strand=strand,
            section=words if kind == Question.Kind.TEXT else closed,
            kind=kind,
            words=asked,
            options=options,
            scale_low="very hard",
            scale_high="very easy",
            by=by,
            at=at,
        )
    if full:
        _furnish_more(strand, closed, by, at)


def _furnish_more(strand: Strand, section: Section, by: Account, at: datetime) -> None:
    """The order, the lines (not asked of those who never come), and the ward."""
    first = section.questions.order_by("ordinal")[0]
    never = first.options.get(words="Never")
    for kind, asked, options, columns in MORE:
        question = actions.add_question(
            strand=strand, section=section, kind=kind, words=asked, options=options, by=by, at=at, **columns
        )
        if kind == Question.Kind.MATRIX:
            when = actions.When(first.public_id, "is_not", never.pk)
            actions.set_conditions(question=question, whens=[when], shown_if="all", by=by, at=at)
    if public_places(Question.PlaceKind.WARD, clock.day_of(at)).exists():
        actions.add_question(
            strand=strand,
            section=section,
            kind=Question.Kind.PLACE,
            words="Which ward do you live in?",
            place_kind=Question.PlaceKind.WARD,
            by=by,
            at=at,
        )


def contribute(strand: Strand, by: Account, at: datetime, number: int, channel: str = "") -> Contribution:
    """One set of answers, different for each number; keyed in by `by` unless it came on the web."""
    channel = channel or strand.channels[number % len(strand.channels)]
    return actions.keep_answers(
        strand=strand,
        given=answers(questionnaire(strand), number),
        channel=channel,
        by=None if channel == "web" else by,
        at=at,
        entry_key=f"sample:{number}",
        may_quote=number % 2 == 0,
    ).contribution


def answers(asked: Questionnaire, number: int) -> tuple[Given, ...]:
    """Answers to every question that is put to somebody who answers like this, of any survey, made from a number."""
    given: list[Given] = []
    for question in asked.questions:
        if question in asked.asked_of(given):
            given.append(_answer(question, number))
    return tuple(given)


def _answer(question: Asked, number: int) -> Given:
    values = [choice.value for choice in question.choices]
    if question.kind == Question.Kind.TEXT:
        return Given(question, words=SAID[number % len(SAID)])
    if question.kind == Question.Kind.RANK:
        turn = (number * 3 + question.number) % len(values)
        return Given(question, values=tuple([*values[turn:], *values[:turn]][: 2 + number % (len(values) - 1)]))
    if question.kind == Question.Kind.MATRIX:
        cells = [(row.value, values[(number + n) % len(values)]) for n, row in enumerate(question.rows)]
        return Given(question, cells=tuple(cells))
    one = values[(number * 7 + question.number) % len(values)]
    several = question.kind == Question.Kind.MULTI and number % 3 == 0
    return Given(question, values=tuple(sorted({one, values[number % len(values)]})) if several else (one,))
